/**
 * Owns: sending one receipt by hand through the single-receipt method (device API, purchaseRegister). It goes
 * through archive and outbox like any other, on a lane of its own: what gets no definite answer joins the line.
 */
import { z } from 'zod';
import { problem, type Problem } from '../../base/problem.ts';
import { fail, ok, type Result } from '../../base/result.ts';
import { RECORD_BYTES_MAX, tooLarge } from '../../formats/record-size.ts';
import type { DeviceApi } from '../../heado/device-api.ts';
import type { HoldCode, Outcome, RetryCode } from '../../heado/outcome.ts';
import { judgeRecords } from '../../intake/judge.ts';
import type { FullOutbox } from '../../outbox/outbox.ts';
import type { Batch, FreezeRule, NewEntry, Taken } from '../../outbox/port.ts';
import type { OutboxProblem } from '../../outbox/take.ts';
import type { SenderProblem } from '../../sender/events.ts';
import type { Operations } from '../control/commands.ts';
import type { Store } from '../open-store.ts';
import { archiveTyped, TYPED_READING, typedName, type TypedFile } from '../typed-file.ts';
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
  const folder = folderFor(store);
  const fileName = typedName(name, text);
  const judged = await judgeText(store, { folder, fileName }, text);
  if (!judged.ok) return judged;
  const { entry } = judged.value;
  const { label } = entry;
  const { outbox } = store.opened;
  recoverManual(store);
  const archived = archiveTyped(folder, fileName, text, store);
  if (!archived.ok) return archived;
  const taken = takeTyped(outbox, archived.value, judged.value);
  if (taken && taken.conflicts > 0) return fail(whyShelved(store, label));
  if (taken && taken.shelved > 0)
    return fail(problem<OutboxProblem>('outbox.broughtAgain', '', { extId: label }));
  if (taken?.stored !== 1) return ok({ label, outcome: 'duplicate', registered: null, because: null });
  const batch = outbox.nextBatch(RULE);
  if (!batch) return fail(problem<SendOneProblem>('sendOne.notOneReceipt', '', { count: 0 }));
  const payload = batch.entries[0]?.payload ?? '';
  const { outcome } = await api.purchaseRegister(payload, { deadlineMs: DEADLINE_MS });
  return conclude(store, batch, outcome);
}

/** A local folder where there is one: a network share may hang whoever touches it. */
function folderFor({ settings }: Store): string {
  const { folders } = settings.drop;
  const [folder] = [...folders.filter(({ watch }) => watch === 'events'), ...folders];
  if (!folder) throw new Error('the settings name no drop folder');
  return folder.path;
}

function takeTyped(outbox: FullOutbox, typed: TypedFile, { entry, format }: JudgedText): Taken | undefined {
  try {
    return outbox.take([{ file: { ...typed.file, format }, entries: [entry], shelf: [] }])[0];
  } catch (error) {
    typed.remove();
    throw error;
  }
}

interface JudgedText {
  readonly entry: NewEntry;
  readonly format: string;
}

/** The one receipt of a text, ready for the manual lane; else what is wrong with it. */
async function judgeText(
  { readFile, judge }: Store,
  { folder, fileName }: { readonly folder: string; readonly fileName: string },
  text: string,
): Promise<Result<JudgedText, Problem>> {
  const sizeBytes = Buffer.byteLength(text);
  if (sizeBytes > RECORD_BYTES_MAX) return fail(tooLarge('', sizeBytes, '').problem);
  const reading = readFile(Buffer.from(text, 'utf8'), { ...TYPED_READING, fileName, mtimeMs: 0 });
  if (reading.state !== 'complete') return fail(reading.problem);
  const { first: judged } = await judgeRecords(reading, () =>
    judge({ folder, fileName, format: reading.format }),
  );
  const bad = judged.shelf[0];
  if (bad) return fail(bad.problem);
  const [skipped] = judged.skipped.keys();
  if (skipped !== undefined && judged.entries.length === 0) return fail(problem(skipped));
  const [entry] = judged.entries;
  if (!entry || !judged.isLast || judged.entries.length !== 1 || entry.lane !== 'receipts') {
    return fail(problem<SendOneProblem>('sendOne.notOneReceipt', '', { count: judged.entries.length }));
  }
  return ok({ entry: { ...entry, lane: 'manual' }, format: reading.format });
}

/** It contradicts what is known and lies in quarantine now; the newest item of its name says why. */
function whyShelved({ opened }: Pick<Store, 'opened'>, label: string): Problem {
  const [item] = opened.outbox.reading.shelf({ open: true, label, limit: 1 });
  return item ? parseProblem(item.problem) : problem('outbox.conflict', '', { extId: label });
}

function conclude(store: Store, batch: Batch, outcome: Outcome): Answer {
  const { outbox } = store.opened;
  const label = batch.entries[0]?.label ?? '';
  if (outcome.kind === 'accepted') {
    // An answer that names no receipt confirms none (decisions 22).
    const isConfirmed = typeof outcome.result === 'object' && outcome.result !== null;
    outbox.settle(batch.id, { verdict: 'accepted', counted: isConfirmed ? 1 : 0 });
    const { id, amount, ts } = registeredSchema.catch({ id: '', amount: '', ts: '' }).parse(outcome.result);
    const registered = isConfirmed ? { id, amount, at: ts } : null;
    return ok({ label, outcome: isConfirmed ? 'delivered' : 'unconfirmed', registered, because: null });
  }
  if (outcome.kind === 'refused' && outcome.garbled !== true) {
    const seq = batch.entries[0]?.seq ?? 0;
    const values = { code: outcome.code, message: outcome.message };
    const refused = problem<SendOneProblem>('sendOne.refused', '', values);
    const outcasts = [{ seq, to: 'ejected', problem: refused } as const];
    outbox.settle(batch.id, {
      verdict: 'dissolved',
      outcasts,
      because: 'refused',
      perhapsStored: batch.uncertain,
    });
    // The lane of receipts tries it once more when the server is known to be well.
    outbox.moveToLane([seq], 'receipts');
    return fail(refused);
  }
  joinLine(store, batch, outcome.kind === 'retry' && outcome.uncertain);
  const because = whyNotSent(batch, outcome);
  return ok({
    label,
    outcome: 'waiting',
    registered: null,
    because: { ...because, values: { ...because.values } },
  });
}

type Unsent = Exclude<Outcome, { kind: 'accepted' }>;

function whyNotSent({ entries }: Batch, outcome: Unsent): Problem<RetryCode | HoldCode | SenderProblem> {
  if (outcome.kind === 'noMethod') return problem('api.methodMissing', '', { message: outcome.message });
  if (outcome.kind === 'refused') {
    const { code, message } = outcome;
    return problem('api.refused', '', { code, message });
  }
  if (outcome.kind !== 'tooLarge') return outcome.problem;
  return problem('api.receiptTooLarge', '', { sizeBytes: Buffer.byteLength(entries[0]?.payload ?? '') });
}

function joinLine({ opened }: Pick<Store, 'opened'>, batch: Batch, perhapsStored: boolean): void {
  opened.outbox.settle(batch.id, {
    verdict: 'dissolved',
    outcasts: [],
    because: 'joined the line',
    perhapsStored,
    unanswered: true,
  });
  opened.outbox.moveToLane(
    batch.entries.map((entry) => entry.seq),
    'receipts',
  );
}

/** A receipt sent by hand when the process died joins the line at the next start. */
export function recoverManual(store: Pick<Store, 'opened'>): void {
  const next = (): Batch | undefined => store.opened.outbox.nextBatch({ ...RULE, posts: false });
  for (let batch = next(); batch; batch = next()) joinLine(store, batch, batch.uncertain);
}
