/** Entries that left the line, come back, or are asked about before they go. */
import { afterEach, expect, it } from 'vitest';
import type { Lane, Outcast } from '../../../src-main/outbox/port.ts';
import {
  entry,
  file,
  files,
  labelsOf,
  refuse,
  rule,
  signal,
  toEjected,
  toQuarantine,
  toSlow,
  toUnconfirmed,
} from './entries.ts';
import { closeOutboxes, deliverAll, openFolder, openImage, type OutboxFolder } from './outbox-folder.ts';

afterEach(() => closeOutboxes());

/** r1 … r4 waited; the outcasts left the line. */
function withOutcasts(...outcasts: readonly Outcast[]): OutboxFolder {
  const folder = openFolder();
  folder.outbox.take(files('r1', 'r2', 'r3', 'r4'));
  const batch = folder.outbox.nextBatch(rule());
  const settlement = { verdict: 'dissolved', outcasts, because: 'x', perhapsStored: false } as const;
  folder.outbox.settle(batch?.id ?? '', settlement);
  return folder;
}

it('readmitted entries go back to their old places in the line, and listeners hear of it', () => {
  const { outbox } = withOutcasts(toQuarantine(2), toSlow(1, 0));
  const heard: Lane[] = [];
  outbox.onWaiting((lane) => heard.push(lane));
  expect(outbox.readmit([2, 1])).toBe(2);
  expect(heard).toContain('receipts');
  expect(outbox.reading.entry(2)).toMatchObject({ state: 'waiting', problem: '', version: 3 });
  expect(labelsOf(outbox.nextBatch(rule())?.entries)).toEqual(['r1', 'r2', 'r3', 'r4']);
});

it('readmit answers how many went, and leaves delivered, discarded and unknown entries alone', () => {
  const folder = withOutcasts(toQuarantine(1), toQuarantine(2));
  folder.outbox.shelf.discardEntry({ id: 2, version: 2, reason: '' });
  deliverAll(folder, rule());
  const heard: Lane[] = [];
  folder.outbox.onWaiting((lane) => heard.push(lane));
  expect(folder.outbox.readmit([2, 3, 99])).toBe(0);
  expect(heard).toEqual([]);
  expect(folder.outbox.readmit([1, 1])).toBe(1);
});

it('without a person slow ones alone go back in line', () => {
  const { outbox } = withOutcasts(toSlow(1, 0), toUnconfirmed(2), toQuarantine(3), toEjected(4));
  expect(outbox.readmitSlow([1, 2, 3, 4])).toBe(1);
  const states = [1, 2, 3, 4].map((seq) => outbox.reading.entry(seq)?.state);
  expect(states).toEqual(['waiting', 'unconfirmed', 'quarantined', 'ejected']);
});

it('a slow entry is due at its time and not before, the oldest first', () => {
  const { outbox, clock } = withOutcasts(toSlow(1, 5_000), toSlow(2, 3_000), toSlow(3, 3_000));
  expect(outbox.dueSlow(2_999)).toBeUndefined();
  expect(outbox.dueSlow(3_000)).toBe(2);
  expect(outbox.dueSlow(5_000)).toBe(1);
  expect(outbox.dueSlow(clock.now())).toBe(1);
});

it('a slow entry that a wrong clock dated too far ahead is due as well', () => {
  const { outbox } = withOutcasts(toSlow(1, 9_000));
  expect(outbox.dueSlow(3_000, 9_000)).toBeUndefined();
  expect(outbox.dueSlow(3_000, 8_999)).toBe(1);
});

it('slow signals are no business of the receipts', () => {
  const { outbox } = openFolder();
  outbox.take([file([signal('s1')])]);
  const batch = outbox.nextBatch(rule({ lane: 'signals' }));
  const outcasts = [toSlow(1, 0)];
  outbox.settle(batch?.id ?? '', { verdict: 'dissolved', outcasts, because: 'x', perhapsStored: false });
  expect(outbox.dueSlow(1)).toBeUndefined();
});

it('peek shows the first entry that would be frozen next', () => {
  const { outbox } = openFolder();
  expect(outbox.peek('receipts')).toBeUndefined();
  outbox.take([file([entry('r1'), signal('s1'), entry('r2', { party: '@S1/K2' })])]);
  expect(outbox.peek('receipts')).toMatchObject({ seq: 1, label: 'r1' });
  expect(outbox.peek('signals')).toMatchObject({ seq: 2, label: 's1' });
  const batch = outbox.nextBatch(rule({ limit: 1 }));
  expect(outbox.peek('receipts')).toMatchObject({ seq: 3, label: 'r2', party: '@S1/K2' });
  outbox.settle(batch?.id ?? '', { verdict: 'accepted', counted: 1 });
  expect(outbox.peek('receipts')).toMatchObject({ label: 'r2' });
});

it('waiting entries are counted without those in flight', () => {
  const { outbox } = openFolder();
  outbox.take([...files('r1', 'r2', 'r3'), file([signal('s1')])]);
  expect([outbox.waitingCount('receipts'), outbox.waitingCount('signals')]).toEqual([3, 1]);
  outbox.nextBatch(rule({ limit: 2 }));
  expect([outbox.waitingCount('receipts'), outbox.waitingCount('signals')]).toEqual([1, 1]);
});

it('a party has something open before a signal while its receipts wait or fly, not when they are out of line', () => {
  const folder = openFolder();
  const { outbox } = folder;
  const of = (party: string, name: string) => file([entry(name, { party })]);
  outbox.take([
    of('@1', 'a'),
    of('@2', 'b'),
    file([signal('close of 1', { party: '@1' })]),
    of('@1', 'later'),
  ]);
  const open = (): boolean[] => ['@1', '@2', '@3', '*'].map((party) => outbox.hasOpenBefore(party, 3));
  expect(open()).toEqual([true, true, false, true]);
  const batch = outbox.nextBatch(rule({ limit: 1 }));
  expect(open()).toEqual([true, true, false, true]);
  const settlement = { verdict: 'dissolved', because: 'x', perhapsStored: false } as const;
  outbox.settle(batch?.id ?? '', { ...settlement, outcasts: [toQuarantine(1)] });
  expect(open()).toEqual([false, true, false, true]);
  expect(openImage(folder).outbox.hasOpenBefore('@1', 4)).toBe(false);
  refuse(outbox, 2);
  expect(open()).toEqual([false, false, false, false]);
  expect(outbox.hasOpenBefore('@1', 5)).toBe(true);
});

it('an entry sent by hand joins the line of another lane, keeping its place, and the chain still fits', () => {
  const { outbox } = openFolder();
  outbox.take([file([entry('by hand', { lane: 'manual' })]), ...files('r2')]);
  const batch = outbox.nextBatch(rule({ lane: 'manual' }));
  outbox.moveToLane([1], 'receipts');
  expect(outbox.reading.entry(1)).toMatchObject({ lane: 'manual', state: 'in_flight' });
  const settlement = {
    verdict: 'dissolved',
    outcasts: [],
    because: 'no answer',
    perhapsStored: true,
  } as const;
  outbox.settle(batch?.id ?? '', settlement);
  outbox.moveToLane([1], 'receipts');
  expect(labelsOf(outbox.nextBatch(rule())?.entries)).toEqual(['by hand', 'r2']);
  expect(outbox.verify()).toEqual({ rows: 2, faults: [], structure: 'ok' });
});

it('counters outside of any other change last', () => {
  const folder = openFolder();
  folder.outbox.count('found_by_rescan', 2);
  folder.outbox.count('found_by_rescan', 3);
  folder.outbox.count('skipped', 0);
  expect(openImage(folder).outbox.reading.counts().counters).toEqual({ found_by_rescan: 5 });
});
