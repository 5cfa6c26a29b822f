import { afterAll, describe, expect, it } from 'vitest';
import { problem } from '../../../src-main/base/problem.ts';
import { openOwnReceipts, type Own, type OwnReceipts } from '../../../src-main/core/screens/own-receipts.ts';
import type { Batch, Settlement } from '../../../src-main/outbox/port.ts';
import type { PostFact } from '../../../src-main/sender/lane-work.ts';
import { entry, file } from '../outbox/entries.ts';
import { closeOutboxes, openFolder, type OutboxFolder } from '../outbox/outbox-folder.ts';

afterAll(() => closeOutboxes());

const RULE = { lane: 'receipts', limit: 100, bytesMax: 1_000_000 } as const;
const wire = (amount: number, counts: readonly number[] = [1], cashier = 'Анна'): string =>
  JSON.stringify({ amount, cashier, positions: counts.map((count) => ({ name: 'x', count, total: 1 })) });

/** Everything of the past read. */
function openOwn(folder: OutboxFolder, sinceMs: number): OwnReceipts {
  const own = openOwnReceipts(folder.outbox.reading, sinceMs);
  while (own.load());
  return own;
}

function put(folder: OutboxFolder, name: string, payload = wire(100)): void {
  folder.outbox.take([file([entry(name, { payload, occurredAtMs: folder.clock.now() })])]);
}

/** What a lane does: freezes, posts at `atMs`, and comes to `came`. */
function post(folder: OutboxFolder, own: OwnReceipts): { batch: Batch; atMs: number } {
  const batch = folder.outbox.nextBatch(RULE);
  if (!batch) throw new Error('nothing waits');
  const atMs = folder.clock.now();
  own.follow([{ atMs, fact: { kind: 'began', batch } }]);
  return { batch, atMs };
}

/** Posted by hand, no definite answer came, then put in line. */
function sendByHand({ outbox }: OutboxFolder): number {
  outbox.take([file([entry('M', { lane: 'manual', payload: wire(10) })])]);
  const batch = outbox.nextBatch({ ...RULE, lane: 'manual', limit: 1 });
  const seq = batch?.entries[0]?.seq ?? 0;
  outbox.settle(batch?.id ?? '', { ...REFUSED, perhapsStored: true });
  outbox.moveToLane([seq], 'receipts');
  return seq;
}

type Came = Extract<PostFact, { kind: 'ended' }>['came'];

function settle(folder: OutboxFolder, own: OwnReceipts, batch: Batch, settlement: Settlement): void {
  folder.outbox.settle(batch.id, settlement);
  end(own, batch, { does: 'end', settlement });
}

function end(own: OwnReceipts, batch: Batch, came: Came): void {
  own.follow([{ atMs: 0, fact: { kind: 'ended', batch, came } }]);
}

const firstPosts = (own: OwnReceipts): (number | null)[] =>
  own.list().map(({ firstPostAtMs }) => firstPostAtMs);
const only = (own: OwnReceipts): Own => {
  const [receipt, ...others] = own.list();
  if (!receipt || others.length > 0) throw new Error(`${others.length + 1} receipts`);
  return receipt;
};

const REFUSED = {
  verdict: 'dissolved',
  outcasts: [],
  because: 'refused',
  perhapsStored: false,
} as const satisfies Settlement;

describe('an own receipt', () => {
  it('is read with what the screens need of it', () => {
    const folder = openFolder();
    const own = openOwn(folder, 0);
    put(folder, 'A', wire(250.5, [1, 2.5], 'Пётр'));
    put(folder, 'B', wire(-100, [2]));
    expect(own.follow([])).toBe(true);
    expect(own.follow([])).toBe(false);
    expect(own.list()).toMatchObject([
      { amount: 250.5, items: 3.5, receipts: 1, seller: 'Пётр', firstPostAtMs: null, refused: false },
      { amount: -100, items: -2, receipts: 0, device: '@S1/K1', state: 'waiting' },
    ]);
  });

  it('was never posted: it is in the overlay; once a POST began it may be at the server', () => {
    const folder = openFolder();
    const own = openOwn(folder, 0);
    put(folder, 'A');
    folder.clock.advance(5_000);
    const { batch, atMs } = post(folder, own);
    expect(only(own)).toMatchObject({ firstPostAtMs: atMs, acknowledgedAtMs: null, state: 'in_flight' });
    settle(folder, own, batch, { verdict: 'accepted', counted: 1 });
    expect(only(own)).toMatchObject({ firstPostAtMs: atMs, acknowledgedAtMs: 0, state: 'delivered' });
  });

  it('keeps the moment of its first POST through all that may have brought it to the server', () => {
    const folder = openFolder();
    const own = openOwn(folder, 0);
    put(folder, 'A');
    const { batch, atMs } = post(folder, own);
    folder.outbox.noteAttempt(batch.id, { because: 'reset', uncertain: true });
    end(own, batch, { does: 'stay', because: 'reset', uncertain: true });
    folder.clock.advance(10_000);
    const again = post(folder, own);
    expect(again.batch.uncertain).toBe(true);
    expect(only(own).firstPostAtMs).toBe(atMs);
    // This attempt certainly brought nothing, the one before may have.
    folder.outbox.noteAttempt(batch.id, { because: 'refused', uncertain: false });
    end(own, again.batch, { does: 'stay', because: 'unsent', uncertain: false });
    expect(only(own).firstPostAtMs).toBe(atMs);
  });

  it('comes back to the overlay when its POST certainly brought nothing', () => {
    const folder = openFolder();
    const own = openOwn(folder, 0);
    put(folder, 'A');
    const unsent = post(folder, own);
    folder.outbox.noteAttempt(unsent.batch.id, { because: 'unsent', uncertain: false });
    end(own, unsent.batch, { does: 'stay', because: 'unsent', uncertain: false });
    expect(only(own)).toMatchObject({ firstPostAtMs: null, state: 'waiting' });
    folder.clock.advance(1_000);
    const { batch } = post(folder, own);
    settle(folder, own, batch, REFUSED);
    expect(only(own)).toMatchObject({ firstPostAtMs: null, refused: false });
  });

  it('stays out of it when a refusing server may have kept some', () => {
    const folder = openFolder();
    const own = openOwn(folder, 0);
    put(folder, 'A');
    put(folder, 'B');
    const { batch, atMs } = post(folder, own);
    settle(folder, own, batch, { ...REFUSED, perhapsStored: true });
    expect(firstPosts(own)).toEqual([atMs, atMs]);
  });

  it('in quarantine counts nowhere, its neighbours do, and it counts again when a person sends it anew', () => {
    const folder = openFolder();
    const own = openOwn(folder, 0);
    put(folder, 'A');
    put(folder, 'B');
    const { batch } = post(folder, own);
    const seq = batch.entries[0]?.seq ?? 0;
    const outcasts = [{ seq, to: 'quarantined', problem: problem('api.refused') }] as const;
    settle(folder, own, batch, { ...REFUSED, outcasts });
    expect(own.list()).toMatchObject([
      { refused: true, state: 'quarantined' },
      { refused: false, state: 'waiting', firstPostAtMs: null },
    ]);
    folder.outbox.readmit([seq]);
    own.lookAgain();
    expect(own.list()[0]).toMatchObject({ refused: false, state: 'waiting', firstPostAtMs: null });
  });

  it.each(['doubtful', 'recorded'] as const)(
    'of which nobody knows whether HEADO has it is %s, and added to no report',
    (state) => {
      const folder = openFolder();
      const seen = openOwn(folder, 0);
      put(folder, 'A');
      seen.follow([]);
      expect(firstPosts(seen)).toEqual([null]);
      const { doubt } = folder.outbox;
      doubt.hold(Number.MAX_SAFE_INTEGER);
      if (state === 'recorded') doubt.keep({});
      seen.lookAgain();
      for (const own of [seen, openOwn(folder, 0)])
        expect(only(own)).toMatchObject({ state, firstPostAtMs: only(own).takenAtMs });
      if (state === 'recorded') return;
      doubt.release({}, 'resent');
      seen.lookAgain();
      for (const own of [seen, openOwn(folder, 0)])
        expect(only(own)).toMatchObject({ state: 'waiting', firstPostAtMs: only(own).takenAtMs });
    },
  );

  it('sent by hand is taken for sent from the moment it was stored: nobody hears of that POST', () => {
    const folder = openFolder();
    const own = openOwn(folder, 0);
    const manual = entry('M', { lane: 'manual', payload: wire(10) });
    folder.outbox.take([file([manual])]);
    own.follow([]);
    expect(only(own).firstPostAtMs).toBe(folder.clock.now());
  });

  it('whose POST was heard of before its row was read has its moment all the same', () => {
    const folder = openFolder();
    const own = openOwn(folder, 0);
    folder.outbox.arm('receipts', RULE);
    put(folder, 'A');
    const { atMs } = post(folder, own);
    expect(only(own).firstPostAtMs).toBe(atMs);
  });
});

describe('opened later', () => {
  it('takes the freezing of the first batch for the first POST: earlier, so never counted twice', () => {
    const folder = openFolder();
    put(folder, 'A');
    const frozenAtMs = folder.clock.now();
    const first = folder.outbox.nextBatch(RULE);
    folder.outbox.settle(first?.id ?? '', { ...REFUSED, perhapsStored: true });
    folder.clock.advance(60_000);
    put(folder, 'B');
    const second = folder.outbox.nextBatch(RULE);
    folder.outbox.settle(second?.id ?? '', { verdict: 'accepted', counted: 2 });
    folder.clock.advance(60_000);
    put(folder, 'C');
    expect(firstPosts(openOwn(folder, 0))).toEqual([frozenAtMs, frozenAtMs + 60_000, null]);
  });

  it('sent by hand without an answer and then in line is taken for sent since it was frozen by hand', () => {
    const folder = openFolder();
    const { outbox } = folder;
    const frozenAtMs = folder.clock.now();
    const seq = sendByHand(folder);
    const own = openOwn(folder, 0);
    expect(only(own)).toMatchObject({ seq, state: 'waiting', firstPostAtMs: frozenAtMs });
    const row = outbox.reading.entry(seq);
    expect(row && outbox.reading.batchesOf(row)).toHaveLength(1);
  });

  it('is not given back to the overlay by a POST that brought nothing when an earlier one may have', () => {
    const folder = openFolder();
    const own = openOwn(folder, 0);
    put(folder, 'A');
    const first = post(folder, own);
    settle(folder, own, first.batch, { ...REFUSED, perhapsStored: true });
    folder.clock.advance(1_000);
    const second = post(folder, own);
    settle(folder, own, second.batch, REFUSED);
    expect(only(own).firstPostAtMs).toBe(first.atMs);
    const again = openFolder();
    const seq = sendByHand(again);
    const later = openOwn(again, 0);
    const inLine = post(again, later);
    settle(again, later, inLine.batch, REFUSED);
    expect(later.list()).toMatchObject([{ seq, firstPostAtMs: inLine.atMs }]);
  });

  it('reads the past in bounded slices, and what is posted meanwhile is not taken for unsent', () => {
    const folder = openFolder();
    const many = Array.from({ length: 2_000 }, (_, index) => entry(`N${index}`, { payload: wire(1) }));
    folder.outbox.take([file(many)]);
    const own = openOwnReceipts(folder.outbox.reading, 0);
    const sizes = [0];
    while (own.load()) sizes.push(own.list().length);
    expect(Math.max(...sizes.map((size, index) => size - (sizes[index - 1] ?? 0)))).toBeLessThanOrEqual(500);
    expect(own.list()).toHaveLength(2_000);
    const other = openOwnReceipts(folder.outbox.reading, 0);
    other.load();
    const { batch, atMs } = post(folder, other);
    while (other.load());
    const posted = other.list().filter(({ firstPostAtMs }) => firstPostAtMs === atMs);
    expect(posted).toHaveLength(batch.entries.length);
    expect(other.list().map(({ seq }) => seq)).toEqual(own.list().map(({ seq }) => seq));
  });

  it('reads what was taken since then, and everything older that can still be sent', () => {
    const folder = openFolder();
    put(folder, 'sent');
    const batch = folder.outbox.nextBatch(RULE);
    folder.outbox.settle(batch?.id ?? '', { verdict: 'accepted', counted: 1 });
    put(folder, 'waits');
    const waiting = folder.outbox.nextBatch(RULE);
    const seq = waiting?.entries[0]?.seq ?? 0;
    folder.clock.advance(3_600_000);
    const sinceMs = folder.clock.now();
    put(folder, 'new', wire(7));
    const own = openOwn(folder, sinceMs);
    expect(own.list()).toMatchObject([
      { seq, state: 'in_flight', firstPostAtMs: sinceMs - 3_600_000 },
      { amount: 7 },
    ]);
  });

  it('goes on where it was opened, page by page, and forgets what is not needed', () => {
    const folder = openFolder();
    const many = (from: number): void =>
      void folder.outbox.take([
        file(
          Array.from({ length: 1_200 }, (_, index) => entry(`N${from + index}`, { payload: wire(1) })),
          { name: `${from}.json` },
        ),
      ]);
    many(0);
    const own = openOwn(folder, 0);
    expect(own.list()).toHaveLength(1_200);
    many(1_200);
    own.follow([]);
    expect(own.list()).toHaveLength(2_400);
    expect(own.list().map(({ seq }) => seq)).toEqual(
      own
        .list()
        .map(({ seq }) => seq)
        .toSorted((a, b) => a - b),
    );
    own.forget(({ seq }) => seq > 2_390);
    expect(own.list()).toHaveLength(10);
  });

  it('passes over rows without a readable payload', () => {
    const folder = openFolder();
    put(folder, 'odd', JSON.stringify({ amount: 'ten' }));
    put(folder, 'good', wire(5));
    expect(only(openOwn(folder, 0)).amount).toBe(5);
  });
});
