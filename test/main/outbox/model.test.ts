/**
 * Random operations on a real outbox and on the model: after each of them both say the same (invariants I3, I10,
 * I11 of the quality page). A failure names its seed and step.
 */
import { afterEach, expect, it } from 'vitest';
import type {
  Batch,
  EntryState,
  Lane,
  NewEntry,
  Outcast,
  Settlement,
} from '../../../src-main/outbox/port.ts';
import { seededRandom, type Random } from '../../support/random.ts';
import {
  entry,
  file,
  keyOf,
  rule,
  shelfItem,
  toEjected,
  toQuarantine,
  toSlow,
  toUnconfirmed,
} from './entries.ts';
import * as model from './model.ts';
import { closeOutboxes, openFolder, openImage, reopen, type OutboxFolder } from './outbox-folder.ts';

afterEach(() => closeOutboxes());

const LANES = ['receipts', 'signals'] as const;
const STATES: readonly EntryState[] = [
  'waiting',
  'in_flight',
  'delivered',
  'unconfirmed',
  'slow',
  'ejected',
  'doubtful',
  'quarantined',
  'discarded',
  'recorded',
];
const IDENTITIES = 60;

/** One run: the outbox, the model of it, and what a sender remembers. */
interface Run {
  readonly random: Random;
  readonly expected: model.Model;
  folder: OutboxFolder;
  /** Lanes whose open batch was frozen by this process and not handed out yet. */
  readonly fresh: Set<Lane>;
  /** Open batches as they were first handed out. */
  readonly first: Map<Lane, Batch>;
  readonly armed: Set<Lane>;
  shelved: number;
  files: number;
}

type Operation = (run: Run) => void;

function bring(run: Run): NewEntry {
  const { random } = run;
  const name = `e${random.below(IDENTITIES)}`;
  const lane = random.next() < 0.8 ? 'receipts' : 'signals';
  const state = lane === 'signals' && random.next() < 0.3 ? 'recorded' : 'waiting';
  const payload = JSON.stringify({ name, body: random.below(2) });
  return entry(name, { lane, state, payload, identity: keyOf(`${lane} ${name}`) });
}

const takeSome: Operation = (run) => {
  const entries = Array.from({ length: 1 + run.random.below(6) }, () => bring(run));
  const shelf = run.random.next() < 0.2 ? [shelfItem(`record ${(run.shelved += 1)}`)] : [];
  const inode = (run.files += 1);
  const [taken] = run.folder.outbox.take([file(entries, { shelf, inode })]);
  const fates = entries.map((each) => ({ each, fate: model.take(run.expected, each) }));
  const stored = fates.filter(({ fate }) => fate === 'stored').map(({ each }) => each);
  const among = (wanted: string): number => fates.filter(({ fate }) => fate === wanted).length;
  expect(taken).toMatchObject({
    stored: among('stored'),
    duplicates: among('duplicate'),
    shelved: among('shelved') + shelf.length,
  });
  run.expected.shelf += shelf.length;
  model.count(run.expected, 'quarantined', shelf.length);
  for (const lane of new Set(stored.filter((each) => each.state === 'waiting').map((each) => each.lane)))
    if (run.armed.has(lane) && model.freeze(run.expected, ruleOf(lane))) run.fresh.add(lane);
};

const takeNothing: Operation = (run) => {
  const broken = [bring(run), entry('broken', { occurredAtMs: 0.5 })];
  expect(() => run.folder.outbox.take([file(broken)])).toThrow();
};

const ruleOf = (lane: Lane) => rule({ lane, limit: lane === 'signals' ? 1 : 5 });

const armOrNot: Operation = (run) => {
  const lane = run.random.pick(LANES);
  if (run.armed.delete(lane)) run.folder.outbox.arm(lane, undefined);
  else {
    run.armed.add(lane);
    run.folder.outbox.arm(lane, ruleOf(lane));
  }
};

const post: Operation = (run) => {
  const lane = run.random.pick(LANES);
  const slow = [
    ...model.inState(run.expected, 'slow', lane),
    ...model.inState(run.expected, 'ejected', lane),
  ][0];
  const wanted = slow && run.random.next() < 0.5 ? { ...ruleOf(lane), only: slow.seq } : ruleOf(lane);
  const batch = run.folder.outbox.nextBatch(wanted);
  expect(model.outline(batch)).toEqual(model.next(run.expected, wanted, run.fresh.delete(lane)));
  if (batch) keepSame(run, batch);
};

/** A batch never changes while it is undecided. */
function keepSame(run: Run, batch: Batch): void {
  const first = run.first.get(batch.lane);
  if (first?.id === batch.id) {
    const { attempt, uncertain } = batch;
    expect(batch).toEqual({ ...first, attempt, uncertain });
  }
  run.first.set(batch.lane, batch);
}

const giveUpAttempt: Operation = (run) => {
  for (const [lane, batch] of run.first) {
    const open = run.expected.open.get(lane);
    if (!open) continue;
    const uncertain = run.random.next() < 0.5;
    run.folder.outbox.noteAttempt(batch.id, { because: 'reset', uncertain });
    open.uncertain ||= uncertain;
    if (!uncertain) model.spare(run.expected, open);
  }
};

const settleOne: Operation = (run) => {
  const lane = run.random.pick(LANES);
  const batch = run.first.get(lane);
  const open = run.expected.open.get(lane);
  if (!batch || !open || run.fresh.has(lane)) return;
  const settlement = randomSettlement(run, open.seqs);
  const follows = run.random.next() < 0.5;
  const next = run.folder.outbox.settle(batch.id, settlement, follows ? ruleOf(lane) : undefined);
  model.settle(run.expected, open, settlement);
  run.first.delete(lane);
  expect(model.outline(next)).toEqual(follows ? model.freeze(run.expected, ruleOf(lane)) : undefined);
  if (next) run.first.set(lane, next);
};

function randomSettlement({ random }: Run, seqs: readonly number[]): Settlement {
  const chance = random.next();
  if (chance < 0.5) return { verdict: 'accepted', counted: seqs.length };
  if (chance < 0.6) return { verdict: 'accepted', counted: seqs.length - 1 };
  const toSomewhere = (seq: number): Outcast =>
    random.pick([toQuarantine(seq), toEjected(seq), toUnconfirmed(seq), toSlow(seq, 0)]);
  const outcasts = seqs.filter(() => random.next() < 0.3).map(toSomewhere);
  return { verdict: 'dissolved', outcasts, because: 'refused', ...doubtful(random) };
}

function doubtful(random: Random): Pick<Dissolved, 'perhapsStored' | 'unanswered' | 'nothingStored'> {
  const [perhapsStored, unanswered, nothingStored] = [0.5, 0.5, 0.3].map((share) => random.next() < share);
  return { perhapsStored: perhapsStored === true, unanswered, nothingStored };
}

type Dissolved = Extract<Settlement, { verdict: 'dissolved' }>;

const readmitSome: Operation = (run) => {
  const seqs = run.expected.entries.filter(() => run.random.next() < 0.2).map((each) => each.seq);
  const back = run.expected.entries.filter(
    (each) =>
      seqs.includes(each.seq) && ['quarantined', 'ejected', 'slow', 'unconfirmed'].includes(each.state),
  );
  expect(run.folder.outbox.readmit(seqs)).toBe(back.length);
  for (const each of back) {
    if (each.state === 'unconfirmed') each.doubt = 'unanswered';
    each.state = 'waiting';
  }
};

const discardOne: Operation = (run) => {
  const { shelf } = run.folder.outbox;
  const [record] = shelf.open({ limit: 1 });
  if (record && run.random.next() < 0.5) {
    shelf.close({ id: record.id, version: record.version, reason: '' }, 'discarded');
    run.expected.shelf -= 1;
    model.count(run.expected, 'discarded', 1);
  }
  const refused = model.inState(run.expected, 'quarantined')[0];
  const version = refused && shelf.entryVersion(refused.seq);
  if (!refused || version === undefined) return;
  expect(shelf.discardEntry({ id: refused.seq, version, reason: '' }).ok).toBe(true);
  model.discard(run.expected, refused);
};

const restart: Operation = (run) => {
  run.folder = run.random.next() < 0.5 ? reopen(run.folder) : openImage(run.folder);
  expect(run.folder.health).toBe('sound');
  run.fresh.clear();
  run.armed.clear();
  for (const open of run.expected.open.values()) open.uncertain = true;
  run.expected.spared.clear();
};

const OPERATIONS: readonly [number, Operation][] = [
  [25, takeSome],
  [3, takeNothing],
  [6, armOrNot],
  [25, post],
  [10, giveUpAttempt],
  [25, settleOne],
  [5, readmitSome],
  [4, discardOne],
  [3, restart],
];

function pickOperation(random: Random): Operation {
  const total = OPERATIONS.reduce((sum, [weight]) => sum + weight, 0);
  let left = random.below(total);
  const chosen = OPERATIONS.find(([weight]) => (left -= weight) < 0);
  return chosen?.[1] ?? takeSome;
}

function compare({ folder, expected }: Run): void {
  const { reading } = folder.outbox;
  const rows = reading.list({ limit: 1_000 }).reverse();
  expect(rows.map((row) => [row.seq, row.state])).toEqual(
    expected.entries.map((each) => [each.seq, each.state]),
  );
  const counts = reading.counts();
  const byState = STATES.map((state) => [state, model.inState(expected, state).length]);
  const givenUp = expected.counters['discarded'] ?? 0;
  expect(counts.byState).toEqual({ ...Object.fromEntries(byState), discarded: givenUp });
  expect(counts.counters).toEqual(expected.counters);
  expect(counts.shelf).toEqual({ open: expected.shelf, held: 0 });
  for (const lane of LANES) {
    const waiting = model.inState(expected, 'waiting', lane);
    expect(folder.outbox.waitingCount(lane)).toBe(waiting.length);
    expect(folder.outbox.peek(lane)?.seq).toBe(waiting[0]?.seq);
  }
}

it.each(Array.from({ length: 12 }, (_, index) => index + 1))(
  'says what the model says after every one of 120 random operations (seed %i)',
  (seed) => {
    const random = seededRandom(seed);
    const fresh = {
      fresh: new Set<Lane>(),
      first: new Map<Lane, Batch>(),
      armed: new Set<Lane>(),
      shelved: 0,
      files: 0,
    };
    const run: Run = { random, expected: model.emptyModel(), folder: openFolder(), ...fresh };
    for (let step = 1; step <= 120; step += 1) {
      const operation = pickOperation(random);
      try {
        operation(run);
        compare(run);
      } catch (error) {
        throw new Error(`step ${step} (${operation.name})`, { cause: error });
      }
    }
    expect(run.folder.outbox.verify()).toEqual({
      rows: run.expected.entries.length,
      faults: [],
      structure: 'ok',
    });
    expect(run.expected.entries.length).toBeGreaterThan(20);
  },
);
