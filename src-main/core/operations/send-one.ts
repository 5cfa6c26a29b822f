/**
 * Owns: sending one receipt by hand through the single-receipt method (device API, purchaseRegister). It goes
 * through the outbox like any other, on a lane of its own: what gets no definite answer joins the line.
 */
import { hash } from 'node:crypto';
import { z } from 'zod';
import { problem, type Problem } from '../../base/problem.ts';
import { fail, ok, type Result } from '../../base/result.ts';
import type { DeviceApi } from '../../heado/device-api.ts';
import type { Outcome } from '../../heado/outcome.ts';
import { judgeRecords, type JudgedFile } from '../../intake/judge.ts';
import type { Batch, FreezeRule, NewEntry, SourceFile } from '../../outbox/port.ts';
import type { Operations } from '../control/commands.ts';
import type { Store } from '../open-store.ts';
import { parseProblem } from './shapes.ts';

export type SendOneProblem = 'sendOne.notOneReceipt' | 'sendOne.refused';

type Answer = Awaited<ReturnType<Operations['send-one']>>;

const RULE: FreezeRule = { lane: 'manual', limit: 1, bytesMax: Number.MAX_SAFE_INTEGER };
/** A person waits. */
const DEADLINE_MS = 90_000;

/** Device API, purchaseRegister: amount, id and time of registration; numbers may come as text. */
const registeredSchema = z.object({
  id: z.coerce.string().catch(''),
  amount: z.coerce.string().catch(''),
  ts: z.coerce.string().catch(''),
});

/** One at a time: the lane has one undecided batch, and a second command must neither post nor report the first's. */
export function sendOneOperation(store: Store, api: DeviceApi): Pick<Operations, 'send-one'> {
  let last: Promise<unknown> = Promise.resolve();
  return {
    'send-one': ({ name, text }) => {
      const sent = last.then(() => sendOne(store, api, name, text));
      last = sent.catch(() => undefined);
      return sent;
    },
  };
}

async function sendOne(store: Store, api: DeviceApi, name: string, text: string): Promise<Answer> {
  const judged = await judgeText(store, name, text);
  if (!judged.ok) return judged;
  const { entry, format } = judged.value;
  const { label } = entry;
  const { outbox } = store.opened;
  recoverManual(store);
  const file = { ...typedFile(name, text, store.clock.now()), format };
  const [taken] = outbox.take([{ file, entries: [entry], shelf: [] }]);
  if (taken && taken.conflicts > 0) return fail(whyShelved(store, label));
  if (taken?.stored !== 1) return ok({ label, outcome: 'duplicate', registered: null, because: null });
  const batch = outbox.nextBatch(RULE);
  if (!batch) return fail(problem<SendOneProblem>('sendOne.notOneReceipt', '', { count: 0 }));
  const payload = batch.entries[0]?.payload ?? '';
  const { outcome } = await api.purchaseRegister(payload, { deadlineMs: DEADLINE_MS });
  return conclude(store, batch, outcome);
}

/** The one receipt of a text, ready for the manual lane; else what is wrong with it. */
async function judgeText(
  { readFile, judge }: Store,
  name: string,
  text: string,
): Promise<Result<{ readonly entry: NewEntry; readonly format: string }, Problem>> {
  const reading = readFile(Buffer.from(text, 'utf8'), {
    fileName: name,
    mtimeMs: 0,
    format: 'auto',
    encoding: 'utf-8',
  });
  if (reading.state !== 'complete') return fail(reading.problem);
  const judged: JudgedFile = await judgeRecords(
    reading.records,
    judge({ folder: '', fileName: name, format: reading.format }),
  );
  const bad = judged.shelf[0];
  if (bad) return fail(bad.problem);
  const [entry] = judged.entries;
  if (!entry || judged.entries.length !== 1 || entry.lane !== 'receipts') {
    return fail(problem<SendOneProblem>('sendOne.notOneReceipt', '', { count: judged.entries.length }));
  }
  return ok({ entry: { ...entry, lane: 'manual' }, format: reading.format });
}

/** It contradicts what is known and lies in quarantine now; the newest item of its name says why. */
function whyShelved({ opened }: Pick<Store, 'opened'>, label: string): Problem {
  const [item] = opened.outbox.reading.shelf({ open: true, label, limit: 1 });
  return item ? parseProblem(item.problem) : problem('outbox.conflict', '', { extId: label });
}

function typedFile(name: string, text: string, nowMs: number): Omit<SourceFile, 'format'> {
  const sizeBytes = Buffer.byteLength(text);
  const sha256 = hash('sha256', text);
  const nowhere = { folder: '', storedAs: '', device: 0, inode: 0, mtimeMs: nowMs, closed: true };
  return { ...nowhere, name, sha256, sizeBytes };
}

function conclude(store: Store, batch: Batch, outcome: Outcome): Answer {
  const { outbox } = store.opened;
  const label = batch.entries[0]?.label ?? '';
  if (outcome.kind === 'accepted') {
    outbox.settle(batch.id, { verdict: 'accepted', counted: 1 });
    const { id, amount, ts } = registeredSchema.catch({ id: '', amount: '', ts: '' }).parse(outcome.result);
    return ok({ label, outcome: 'delivered', registered: { id, amount, at: ts }, because: null });
  }
  if (outcome.kind === 'refused') {
    const seq = batch.entries[0]?.seq ?? 0;
    const values = { code: outcome.code, message: outcome.message };
    const refused = problem<SendOneProblem>('sendOne.refused', '', values);
    const outcasts = [{ seq, to: 'quarantined', problem: refused } as const];
    outbox.settle(batch.id, { verdict: 'dissolved', outcasts, because: 'refused', perhapsStored: false });
    return fail(refused);
  }
  joinLine(store, batch, outcome.kind === 'retry' && outcome.uncertain);
  const because = 'problem' in outcome ? outcome.problem : problem(`api.${outcome.kind}`);
  return ok({
    label,
    outcome: 'waiting',
    registered: null,
    because: { ...because, values: { ...because.values } },
  });
}

function joinLine({ opened }: Pick<Store, 'opened'>, batch: Batch, perhapsStored: boolean): void {
  opened.outbox.settle(batch.id, {
    verdict: 'dissolved',
    outcasts: [],
    because: 'joined the line',
    perhapsStored,
  });
  opened.outbox.moveToLane(
    batch.entries.map((entry) => entry.seq),
    'receipts',
  );
}

/** A receipt sent by hand when the process died joins the line at the next start. */
export function recoverManual(store: Pick<Store, 'opened'>): void {
  for (let batch = store.opened.outbox.nextBatch(RULE); batch; batch = store.opened.outbox.nextBatch(RULE)) {
    joinLine(store, batch, batch.uncertain);
  }
}
