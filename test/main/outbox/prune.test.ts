import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import type { ForgettingTime } from '../../../src-main/outbox/forgetting.ts';
import type { ArchivedFile, SourceFile, TakenFile } from '../../../src-main/outbox/port.ts';
import type { FakeClock } from '../../support/fake-clock.ts';
import { entry, file, files, keyOf, labelsOf, refuse, rule, shelfItem } from './entries.ts';
import {
  behindItsBack,
  closeOutboxes,
  deliverAll,
  openFolder,
  reopen,
  type OutboxFolder,
} from './outbox-folder.ts';

afterEach(() => closeOutboxes());

const DAY_MS = 86_400_000;
const KEEPING = { payloadDays: 90, identityDays: 430 };
const SOUND = { faults: [], structure: 'ok' };

/** A time that is beyond doubt. */
function nowOf(clock: FakeClock): ForgettingTime {
  return { untilMs: clock.now(), atMs: clock.now() };
}

/** Answers after how many steps nothing more was to be done. */
function forget({ outbox, clock }: OutboxFolder): number {
  for (let steps = 1; steps <= 20; steps += 1) if (!outbox.pruner.step(KEEPING, nowOf(clock))) return steps;
  throw new Error('forgetting never came to an end');
}

function countIn(folder: OutboxFolder, table: string): unknown {
  return behindItsBack(folder.dataDir, (database) =>
    Number(database.prepare(`SELECT count(*) AS n FROM ${table}`).get()?.['n']),
  );
}

/** r1 and r2 delivered, bad quarantined; all on the first day. */
function dayOne(): OutboxFolder {
  const folder = openFolder();
  const keys = { aliases: [keyOf('alias')], claim: keyOf('claim') };
  folder.outbox.take([file([entry('r1', keys)]), ...files('bad', 'r2')]);
  refuse(folder.outbox, 2);
  deliverAll(folder, rule());
  return folder;
}

it('payloads of settled entries go after their days, those of open entries stay', () => {
  const folder = dayOne();
  folder.clock.advance(90 * DAY_MS);
  forget(folder);
  expect([1, 2, 3].map((seq) => folder.outbox.reading.payload(seq))).not.toContain(undefined);
  folder.clock.advance(1);
  forget(folder);
  expect(folder.outbox.reading.payload(1)).toBeUndefined();
  expect(folder.outbox.reading.payload(2)).toBe('{"extId":"bad"}');
  expect(folder.outbox.reading.payload(3)).toBeUndefined();
  expect(folder.notes.at(-1)).toEqual({ event: 'outbox.pruned', fields: { payloads: 2, identities: 0 } });
  expect(folder.outbox.verify()).toEqual({ rows: 3, ...SOUND });
  folder.outbox.readmit([2]);
  expect(labelsOf(folder.outbox.nextBatch(rule())?.entries)).toEqual(['bad']);
});

it('identities go later: until then a repetition is recognised, with all its names', () => {
  const folder = dayOne();
  const again = file([entry('again', { aliases: [keyOf('alias')] })]);
  folder.clock.advance(430 * DAY_MS);
  forget(folder);
  expect(folder.outbox.take([...files('r1', 'r2'), again])).toMatchObject([
    { duplicates: 1, differing: 0 },
    { duplicates: 1 },
    { duplicates: 1 },
  ]);
  folder.clock.advance(1);
  forget(folder);
  expect(folder.outbox.knows(keyOf('identity r1'))).toBe(false);
  expect(folder.outbox.knows(keyOf('alias'))).toBe(false);
  expect(folder.outbox.knows(keyOf('claim'))).toBe(false);
  expect(folder.outbox.knows(keyOf('identity bad'))).toBe(true);
  expect(folder.outbox.take([again])).toMatchObject([{ stored: 1 }]);
});

it('the last row stays, and the chain goes on from it and still verifies', () => {
  const folder = dayOne();
  folder.clock.advance(500 * DAY_MS);
  forget(folder);
  expect(folder.outbox.reading.list({ limit: 10 }).map((row) => row.seq)).toEqual([3, 2]);
  folder.outbox.take(files('r4', 'r5'));
  const later = reopen(folder);
  expect(later.health).toBe('sound');
  expect(later.outbox.reading.list({ limit: 10 }).map((row) => row.seq)).toEqual([5, 4, 3, 2]);
  expect(later.outbox.verify()).toEqual({ rows: 4, ...SOUND });
});

it('a row that is missing without having been forgotten is a fault', () => {
  const folder = dayOne();
  folder.clock.advance(500 * DAY_MS);
  forget(folder);
  folder.outbox.take(files('r4', 'r5'));
  behindItsBack(folder.dataDir, (database) => database.exec('DELETE FROM entries WHERE seq = 4'));
  expect(folder.outbox.verify().faults).toEqual([5]);
  expect(reopen(folder).health).toBe('damaged');
});

it('goes step by step, and open entries among old ones stop nothing', () => {
  const folder = openFolder();
  const names = Array.from({ length: 1_200 }, (_, index) => `r${index + 1}`);
  folder.outbox.take(files(...names));
  refuse(folder.outbox, 1, 600);
  deliverAll(folder, rule());
  folder.clock.advance(500 * DAY_MS);
  expect(forget(folder)).toBeGreaterThan(2);
  expect(folder.outbox.reading.list({ limit: 10 }).map((row) => row.seq)).toEqual([1_200, 600, 1]);
  expect(countIn(folder, 'keys')).toBe(3);
  expect(countIn(folder, 'payloads')).toBe(2);
  expect(folder.outbox.verify()).toEqual({ rows: 3, ...SOUND });
  expect(countIn(folder, 'files')).toBe(1_200);
  folder.outbox.pruner.markGone(names.map((_, index) => index + 1));
  forget(folder);
  expect(countIn(folder, 'files')).toBe(3);
  expect(forget(folder)).toBe(1);
});

it('an entry that is settled long after it was taken is forgotten in a later round', () => {
  const folder = dayOne();
  folder.clock.advance(500 * DAY_MS);
  forget(folder);
  folder.outbox.shelf.discardEntry({ id: 2, version: 2, reason: '' });
  forget(folder);
  expect(folder.outbox.reading.entry(2)).toBeUndefined();
});

it('batches, attempts, closed shelf records and files go with their entries', () => {
  const folder = dayOne();
  const batch = (folder.outbox.take(files('late')), folder.outbox.nextBatch(rule()));
  folder.outbox.noteAttempt(batch?.id ?? '', { because: 'reset', uncertain: true });
  folder.outbox.take([file([], { name: 'bad.json', shelf: [shelfItem('line 1'), shelfItem('line 2')] })]);
  folder.outbox.shelf.close({ id: 1, version: 1, reason: '' }, 'discarded');
  folder.outbox.pruner.markGone([1, 2, 3, 4]);
  folder.clock.advance(500 * DAY_MS);
  forget(folder);
  expect(countIn(folder, 'files')).toBe(4 - 1);
  expect(countIn(folder, 'shelf')).toBe(1);
  expect(countIn(folder, 'attempts')).toBe(0);
  expect(folder.outbox.reading.shelf({ open: true, limit: 9 }).map((row) => row.at)).toEqual(['line 2']);
  expect(folder.outbox.nextBatch(rule())).toMatchObject({ id: batch?.id, attempt: 2 });
});

/** As many as one step of forgetting looks at. */
const STEP = 500;

/** Each in a batch of its own that was answered at its second posting. */
function deliverSlowly({ outbox }: OutboxFolder, names: readonly string[], occurredAtMs: number): void {
  outbox.take(names.map((name) => file([entry(name, { occurredAtMs })])));
  const alone = rule({ limit: 1 });
  for (let batch = outbox.nextBatch(alone); batch; batch = outbox.nextBatch(alone)) {
    outbox.noteAttempt(batch.id, { because: 'reset', uncertain: true });
    outbox.settle(batch.id, { verdict: 'accepted', counted: 1 });
  }
}

it.each([
  ['dated years ahead, which is no date', 800],
  ['dated a while ahead, which looks young', 100],
])('what lies at the oldest end, %s, keeps nothing behind it from being forgotten', (_, daysAhead) => {
  const folder = openFolder();
  const nowMs = folder.clock.now();
  const aheadMs = nowMs + daysAhead * DAY_MS;
  folder.clock.setWall(aheadMs);
  deliverSlowly(
    folder,
    Array.from({ length: STEP }, (_unused, index) => `early ${index}`),
    aheadMs,
  );
  folder.clock.setWall(nowMs);
  deliverSlowly(folder, ['r1', 'r2', 'r3'], nowMs);
  folder.outbox.pruner.markGone(Array.from({ length: STEP + 3 }, (_unused, index) => index + 1));
  folder.clock.setWall(nowMs + 150 * DAY_MS);
  while (folder.outbox.pruner.step({ payloadDays: 90, identityDays: 120 }, nowOf(folder.clock)));
  // The last entry, file and batch stay.
  const left = ['payloads', 'attempts', 'entries', 'files', 'batches'].map((table) => countIn(folder, table));
  expect(left).toEqual([STEP, STEP, STEP + 1, STEP + 1, STEP + 1]);
});

it('whatever lies at the oldest end is looked past once a day, not at every step', () => {
  const folder = openFolder();
  const names = Array.from({ length: 3 * STEP }, (_, index) => `r${index}`);
  folder.outbox.take(names.map((name) => file([entry(name, { occurredAtMs: folder.clock.now() })])));
  deliverAll(folder, rule());
  expect(forget(folder)).toBe(4);
  expect(forget(folder)).toBe(1);
  folder.clock.advance(DAY_MS);
  expect(forget(folder)).toBe(4);
});

it('months of the ledger go with the identities', () => {
  const folder = dayOne();
  const months = (): string[] => readdirSync(join(folder.dataDir, 'ledger')).sort();
  folder.clock.advance(200 * DAY_MS);
  folder.outbox.take(files('r4'));
  deliverAll(folder, rule());
  expect(months()).toEqual(['2026-11.ndjson', '2027-06.ndjson']);
  folder.clock.advance(200 * DAY_MS);
  forget(folder);
  expect(months()).toEqual(['2026-11.ndjson', '2027-06.ndjson']);
  folder.clock.advance(60 * DAY_MS);
  forget(folder);
  expect(months()).toEqual(['2027-06.ndjson']);
});

it('a file of the archive may go when all its records have been settled for as long', () => {
  const folder = openFolder();
  const { outbox, clock } = folder;
  const parts = (name: string) => ({ name, storedAs: `archive/${name}` });
  outbox.take([
    file([entry('r1')], parts('1.json')),
    file([entry('r2')], { ...parts('2.json'), shelf: [shelfItem('line 9')] }),
    file([entry('r3')], parts('3.json')),
    file([], parts('empty.json')),
    file([entry('typed in')], { storedAs: '' }),
  ]);
  const prunable = (): string[] => outbox.pruner.prunableFiles(nowOf(clock), 10).map((each) => each.storedAs);
  clock.advance(1);
  expect(prunable()).toEqual(['archive/empty.json']);
  const first = outbox.nextBatch(rule({ limit: 2 }));
  outbox.settle(first?.id ?? '', { verdict: 'accepted', counted: 2 });
  expect(prunable()).toEqual(['archive/empty.json']);
  clock.advance(1);
  expect(prunable()).toEqual(['archive/1.json', 'archive/empty.json']);
  outbox.shelf.close({ id: 1, version: 1, reason: '' }, 'retried');
  clock.advance(1);
  expect(prunable()).toEqual(['archive/1.json', 'archive/2.json', 'archive/empty.json']);
  outbox.pruner.markGone([1, 4]);
  expect(prunable()).toEqual(['archive/2.json']);
  expect(outbox.pruner.prunableFiles(nowOf(clock), 1)).toHaveLength(1);
});

it('the files of the archive that may go are told page by page, in the order in which they were taken', () => {
  const { outbox, clock } = openFolder();
  const nowMs = clock.now();
  const times = [nowMs, nowMs - 5, nowMs, nowMs - DAY_MS];
  for (const [index, atMs] of times.entries()) {
    clock.setWall(atMs);
    outbox.take([file([], { name: `${index + 1}.json` })]);
  }
  clock.setWall(nowMs + 1);
  const page = (after?: number): number[] =>
    outbox.pruner.prunableFiles(nowOf(clock), 2, after).map(({ fileId }) => fileId);
  expect([page(), page(2), page(3), page(99)]).toEqual([[4, 2], [1, 3], [], [4, 2]]);
});

it('a file that a crash made us read twice stays until what its first reading stored is settled', () => {
  const { outbox, clock } = openFolder();
  const read = (storedAs: string): TakenFile => file([entry('r1')], { name: 'r1.json', storedAs });
  outbox.take([read('archive/never-moved.json')]);
  outbox.take([read('archive/r1.json')]);
  const prunable = (): string[] => outbox.pruner.prunableFiles(nowOf(clock), 10).map((each) => each.storedAs);
  clock.advance(1);
  expect(prunable()).toEqual([]);
  outbox.settle(outbox.nextBatch(rule())?.id ?? '', { verdict: 'accepted', counted: 1 });
  clock.advance(1);
  expect(prunable()).toEqual(['archive/never-moved.json', 'archive/r1.json']);
});

it('a file that was read twice may go when what both readings brought is settled', () => {
  const { outbox, clock } = openFolder();
  const reading = (storedAs: string, ...names: readonly string[]) =>
    file(
      names.map((name) => entry(name)),
      { name: 'log.ndjson', storedAs },
    );
  outbox.take([reading('archive/log.ndjson', 'r1'), reading('archive/log.ndjson', 'r1', 'r2')]);
  const first = outbox.nextBatch(rule({ limit: 1 }));
  const second = outbox.settle(first?.id ?? '', { verdict: 'accepted', counted: 1 }, rule());
  clock.advance(1);
  expect(outbox.pruner.prunableFiles(nowOf(clock), 10)).toEqual([]);
  outbox.settle(second?.id ?? '', { verdict: 'accepted', counted: 1 });
  clock.advance(1);
  expect(outbox.pruner.prunableFiles(nowOf(clock), 10)).toHaveLength(2);
});

it('files whose originals are kept are told newest first, as they were read last, closed ones too', () => {
  const { outbox, clock } = openFolder();
  const kept = (before?: ArchivedFile): string[] =>
    outbox.pruner.keptFiles('/drop', 2, before).map(({ name, sizeBytes }) => `${name} ${sizeBytes}`);
  const log = (name: string, more: Partial<SourceFile> = {}) =>
    file([], { name, more: { closed: false, ...more } });
  outbox.take([log('a'), log('b'), log('c', { closed: true }), log('x', { folder: '/other' })]);
  expect(kept()).toEqual(['c 100', 'b 100']);
  expect(kept(outbox.pruner.keptFiles('/drop', 2)[1])).toEqual(['a 100']);
  clock.advance(1);
  outbox.take([log('a', { known: { fileId: 1, reread: true }, sizeBytes: 120 })]);
  expect(kept()).toEqual(['a 120', 'c 100']);
  outbox.pruner.markGone([3]);
  expect(kept()).toEqual(['a 120', 'b 100']);
});

it('a file in which lines may follow is not pruned before its own time', () => {
  const { outbox, clock } = openFolder();
  const parts = { closed: false, storedAs: 'archive/d/x' };
  outbox.take([
    file([], { ...parts, name: 'log' }),
    file([], { ...parts, name: 'self', more: { lines: false } }),
    file([], { ...parts, name: 'closed', closed: true }),
  ]);
  const takenAtMs = clock.now();
  clock.advance(10);
  const prunable = (linesUntilMs: number): string[] =>
    outbox.pruner.prunableFiles({ ...nowOf(clock), linesUntilMs }, 10).map(({ name }) => name);
  expect(prunable(takenAtMs)).toEqual(['self', 'closed']);
  expect(prunable(takenAtMs + 1)).toEqual(['log', 'self', 'closed']);
});
