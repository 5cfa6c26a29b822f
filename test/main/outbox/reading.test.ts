import { afterEach, expect, it } from 'vitest';
import { createReading } from '../../../src-main/outbox/reading.ts';
import { databasePath } from '../../../src-main/outbox/open.ts';
import { openReadOnly } from '../../../src-main/outbox/sqlite.ts';
import { entry, file, files, refuse, rule, shelfItem, signal, toSlow } from './entries.ts';
import { closeOutboxes, openFolder, type OutboxFolder } from './outbox-folder.ts';

afterEach(() => closeOutboxes());

/** 1 delivered, 2 quarantined, 3 in flight, 4 and 5 waiting, 6 a recorded signal. */
function mixed(): OutboxFolder {
  const folder = openFolder();
  const { outbox } = folder;
  outbox.take(files('r1', 'r2'));
  const first = outbox.nextBatch(rule({ limit: 1 }));
  outbox.settle(first?.id ?? '', { verdict: 'accepted', counted: 1 });
  refuse(outbox, 2);
  folder.clock.advance(60_000);
  outbox.take([...files('r3', 'r4', 'r5'), file([signal('till opened', { state: 'recorded' })])]);
  outbox.nextBatch(rule({ limit: 1 }));
  return folder;
}

const { occurredAtMs } = entry('any');

it('counts every entry once, by what it is now', () => {
  const { outbox, clock } = mixed();
  expect(outbox.reading.counts()).toEqual({
    byState: {
      waiting: 2,
      in_flight: 1,
      delivered: 1,
      unconfirmed: 0,
      slow: 0,
      doubtful: 0,
      ejected: 0,
      quarantined: 1,
      discarded: 0,
      recorded: 1,
    },
    shelf: { open: 0, held: 0 },
    missing: [
      { what: 'receipt', place: 'waiting', id: 3, takenAtMs: clock.now(), occurredAtMs },
      { what: 'receipt', place: 'quarantined', id: 2, takenAtMs: clock.now() - 60_000, occurredAtMs },
    ],
    counters: { delivered: 1, quarantined: 1, recorded: 1 },
  });
});

it('receipts that can still be sent are counted, a signal that was refused is none', () => {
  const { outbox, clock } = openFolder();
  outbox.take([file([signal('s1')])]);
  clock.advance(1_000);
  const takenAtMs = clock.now();
  outbox.take(files('r1', 'r2'));
  for (const [lane, seq] of [
    ['signals', 1],
    ['receipts', 2],
  ] as const) {
    const batch = outbox.nextBatch(rule({ lane, only: seq }));
    const outcasts = [{ ...toSlow(seq, 0), to: 'ejected' }] as const;
    outbox.settle(batch?.id ?? '', {
      verdict: 'dissolved',
      because: 'refused',
      perhapsStored: false,
      outcasts,
    });
  }
  const { taken } = outbox.reading;
  expect(taken.countUnsent()).toBe(2);
  expect(taken.oldestUnsentMs()).toBe(takenAtMs);
  expect(taken.unsentBetween(0, 10, 10).map(({ seq }) => seq)).toEqual([2, 3]);
});

it('the oldest of what HEADO lacks is told place by place, receipts and signals apart', () => {
  const folder = openFolder();
  const { outbox, clock } = folder;
  const lacks = (): string[] =>
    outbox.reading
      .counts()
      .missing.map(({ what, place, id, takenAtMs }) => `${what} ${place} ${id} ${takenAtMs}`);
  expect(lacks()).toEqual([]);
  const firstMs = clock.now();
  outbox.take([file([signal('s1')]), file([entry('r1'), entry('r2')])]);
  clock.advance(1_000);
  const shelf = [shelfItem('line 1'), shelfItem('line 2', { held: true }), shelfItem('line 3')];
  outbox.take([...files('r3'), file([], { name: 'bad', shelf })]);
  expect(lacks()).toEqual([
    `receipt waiting 2 ${firstMs}`,
    `signal waiting 1 ${firstMs}`,
    `receipt held 2 ${clock.now()}`,
    `receipt shelf 1 ${clock.now()}`,
  ]);
  refuse(outbox, 2);
  expect(lacks()).toContain(`receipt quarantined 2 ${firstMs}`);
  expect(lacks()).toContain(`receipt waiting 3 ${firstMs}`);
  outbox.shelf.discardEntry({ id: 2, version: outbox.shelf.entryVersion(2) ?? 0, reason: '' });
  outbox.shelf.close({ id: 1, version: 1, reason: '' }, 'discarded');
  expect(lacks().filter((each) => /quarantined|shelf/.test(each))).toEqual([
    `receipt shelf 3 ${clock.now()}`,
  ]);
});

it('a record that was judged again is as old as the file that brought it', () => {
  const { outbox, clock } = openFolder();
  outbox.take([file([], { name: 'late', shelf: [shelfItem('line 1', { held: true })] })]);
  const broughtMs = clock.now();
  clock.advance(3_600_000);
  const again = file([entry('r1')], { name: 'late', storedAs: '' });
  outbox.take([{ ...again, file: { ...again.file, sameAs: 1 } }]);
  expect(outbox.reading.counts().missing.find(({ place }) => place === 'waiting')).toMatchObject({
    takenAtMs: broughtMs,
  });
});

it.each([
  ['waiting', [5, 4]],
  ['in_flight', [3]],
  ['delivered', [1]],
  ['quarantined', [2]],
  ['recorded', [6]],
  ['slow', []],
  ['ejected', []],
] as const)('lists what is %s, newest first', (state, seqs) => {
  const { outbox } = mixed();
  const rows = outbox.reading.list({ state, limit: 10 });
  expect(rows.map((row) => row.seq)).toEqual(seqs);
  expect(rows.every((row) => row.state === state)).toBe(true);
});

it('what is in flight is listed however much waits behind it', () => {
  const { outbox } = openFolder();
  outbox.take(files(...Array.from({ length: 30 }, (_, index) => `r${index + 1}`)));
  outbox.nextBatch(rule({ limit: 2 }));
  expect(outbox.reading.list({ state: 'in_flight', limit: 5 }).map((row) => row.seq)).toEqual([2, 1]);
  expect(outbox.reading.list({ state: 'waiting', limit: 5 }).map((row) => row.seq)).toEqual([
    30, 29, 28, 27, 26,
  ]);
});

it('lists by lane, by label and since an instant, together', () => {
  const { outbox, clock } = mixed();
  expect(outbox.reading.list({ lane: 'signals', limit: 10 }).map((row) => row.seq)).toEqual([6]);
  expect(outbox.reading.list({ lane: 'manual', limit: 10 })).toEqual([]);
  expect(outbox.reading.list({ label: 'r4', limit: 10 }).map((row) => row.seq)).toEqual([4]);
  expect(outbox.reading.list({ sinceMs: clock.now(), limit: 2 }).map((row) => row.seq)).toEqual([6, 5]);
  expect(
    outbox.reading.list({ lane: 'receipts', sinceMs: clock.now(), state: 'waiting', label: 'r5', limit: 9 }),
  ).toMatchObject([{ seq: 5 }]);
});

it('all entries of one label are found, oldest first', () => {
  const { outbox } = openFolder();
  outbox.take([file([entry('sale 1')]), file([entry('return', { label: 'sale 1' })])]);
  expect(outbox.reading.byLabel('sale 1').map((row) => row.seq)).toEqual([1, 2]);
  expect(outbox.reading.byLabel('sale 2')).toEqual([]);
});

it('every batch that an entry was in is told, oldest first', () => {
  const { outbox } = openFolder();
  outbox.take(files('r1', 'r2', 'r3'));
  const first = outbox.nextBatch(rule());
  const settlement = { verdict: 'dissolved', outcasts: [], because: 'halved', perhapsStored: false } as const;
  const half = outbox.settle(first?.id ?? '', settlement, rule({ limit: 1 }));
  outbox.settle(half?.id ?? '', { verdict: 'accepted', counted: 1 }, rule());
  const storyOf = (seq: number): unknown[] => {
    const row = outbox.reading.entry(seq);
    return (row ? outbox.reading.batchesOf(row) : []).map((each) => [each.batch, each.state, each.size]);
  };
  expect(storyOf(1)).toEqual([
    ['1', 'dissolved', 3],
    ['2', 'accepted', 1],
  ]);
  expect(storyOf(3)).toEqual([
    ['1', 'dissolved', 3],
    ['3', 'open', 2],
  ]);
});

it('counts receipts by format and gives the facts of a lane since an instant', () => {
  const { outbox, clock } = openFolder();
  const ofd = file([entry('f1')]);
  outbox.take([...files('r1', 'r2'), { ...ofd, file: { ...ofd.file, format: 'ofd-json' } }]);
  outbox.take([
    file([signal('s1', { occurredAtMs: 5_000 }), signal('s2', { occurredAtMs: 9_000, state: 'recorded' })]),
  ]);
  expect(outbox.reading.formatsSince(clock.now())).toEqual([
    { format: 'heado-json', entries: 2 },
    { format: 'ofd-json', entries: 1 },
  ]);
  expect(outbox.reading.formatsSince(clock.now() + 1)).toEqual([]);
  expect(outbox.reading.factsSince('signals', 6_000)).toEqual([
    { facts: '{"id":"s2"}', state: 'recorded', party: '@S1/K1', occurredAtMs: 9_000 },
  ]);
  expect(outbox.reading.factsSince('receipts', 0)).toHaveLength(3);
});

it('answers beside the process that owns the database, without changing it', () => {
  const { dataDir, outbox } = mixed();
  outbox.take([file([], { shelf: [shelfItem('line 1')] })]);
  const beside = openReadOnly(databasePath(dataDir));
  try {
    expect(createReading(beside).counts()).toEqual(outbox.reading.counts());
    expect(() => beside.exec('DELETE FROM entries')).toThrow('readonly');
  } finally {
    beside.close();
  }
});

it('tells what it does not have', () => {
  const { outbox } = openFolder();
  expect(outbox.reading.entry(1)).toBeUndefined();
  expect(outbox.reading.payload(1)).toBeUndefined();
  expect(outbox.reading.file(1)).toBeUndefined();
});
