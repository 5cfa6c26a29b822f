import { afterEach, expect, it } from 'vitest';
import type { Lane } from '../../../src-main/outbox/port.ts';
import { entry, file, files, keyOf, labelsOf, refuse, rule, shelfItem, signal } from './entries.ts';
import { closeOutboxes, deliverAll, openFolder, openImage } from './outbox-folder.ts';

afterEach(() => closeOutboxes());

it('a taken entry waits, is known, and keeps all that was brought', () => {
  const { outbox, clock } = openFolder();
  const brought = entry('r1', { aliases: [keyOf('alias')], claim: keyOf('claim'), at: 'receipts[0]' });
  expect(outbox.take([file([brought], { name: 'a.json' })])).toEqual([
    { fileId: 1, stored: 1, duplicates: 0, differing: 0, conflicts: 0, shelved: 0 },
  ]);
  expect(outbox.knows(brought.identity)).toBe(true);
  expect(outbox.knows(keyOf('alias'))).toBe(true);
  expect(outbox.knows(keyOf('never'))).toBe(false);
  expect(outbox.reading.entry(1)).toEqual({
    seq: 1,
    version: 1,
    lane: 'receipts',
    party: '@S1/K1',
    label: 'r1',
    state: 'waiting',
    facts: '{"id":"r1"}',
    fileId: 1,
    at: 'receipts[0]',
    occurredAtMs: brought.occurredAtMs,
    takenAtMs: clock.now(),
    settledAtMs: null,
    retryAtMs: null,
    problem: '',
  });
  expect(outbox.reading.payload(1)).toBe(brought.payload);
  expect(outbox.reading.file(1)).toMatchObject({ name: 'a.json', storedAs: 'archive/2026-11-22/a.json' });
});

it('what take returned outlives a process that is killed at once', () => {
  const folder = openFolder();
  folder.outbox.take(files('r1', 'r2'));
  const survivor = openImage(folder);
  expect(survivor.health).toBe('sound');
  expect(labelsOf(survivor.outbox.nextBatch(rule())?.entries)).toEqual(['r1', 'r2']);
});

it('answers for each file in its order, numbering entries through all files', () => {
  const { outbox } = openFolder();
  const taken = outbox.take([
    file([entry('a'), entry('b')]),
    file([]),
    file([entry('a'), entry('c')], { name: 'c.json' }),
  ]);
  expect(taken.map((each) => [each.fileId, each.stored, each.duplicates])).toEqual([
    [1, 2, 0],
    [2, 0, 0],
    [3, 1, 1],
  ]);
  expect(outbox.reading.list({ limit: 10 }).map((row) => [row.seq, row.label])).toEqual([
    [3, 'c'],
    [2, 'b'],
    [1, 'a'],
  ]);
});

it('an equal identity is a duplicate, also after delivery and a restart', () => {
  const folder = openFolder();
  folder.outbox.take(files('r1'));
  deliverAll(folder, rule());
  const later = openImage(folder);
  expect(later.outbox.take(files('r1'))).toMatchObject([{ stored: 0, duplicates: 1, differing: 0 }]);
  expect(later.outbox.nextBatch(rule())).toBeUndefined();
  expect(later.outbox.reading.counts().counters).toMatchObject({ duplicates: 1 });
});

it('a duplicate with another body is counted and told, and the first body wins', () => {
  const { outbox, notes } = openFolder();
  outbox.take(files('r1'));
  const [taken] = outbox.take([file([entry('r1', { payload: 'other' })], { name: 'again.json' })]);
  expect(taken).toMatchObject({ stored: 0, duplicates: 1, differing: 1, conflicts: 0 });
  expect(notes).toContainEqual({
    event: 'duplicate.differed',
    fields: { label: 'r1', file: 'again.json', at: '' },
  });
  expect(outbox.nextBatch(rule())?.entries[0]?.payload).toBe('{"extId":"r1"}');
  expect(outbox.reading.counts().counters).toMatchObject({ duplicates: 1, differing_duplicates: 1 });
});

it('an equal alias is a duplicate whatever the identity', () => {
  const { outbox } = openFolder();
  outbox.take([file([entry('r1', { aliases: [keyOf('fiscal 1')] })])]);
  const [taken] = outbox.take([file([entry('from another format', { aliases: [keyOf('fiscal 1')] })])]);
  expect(taken).toMatchObject({ stored: 0, duplicates: 1, differing: 0 });
});

it('a claim that another identity holds is a conflict: shelved with both facts, nothing overwritten', () => {
  const { outbox, notes } = openFolder();
  outbox.take([file([entry('sale', { claim: keyOf('sale 7'), facts: '{"amount":1}' })])]);
  const changed = entry('sale', {
    identity: keyOf('another amount'),
    claim: keyOf('sale 7'),
    facts: '{"amount":2}',
    at: 'line 4',
  });
  expect(outbox.take([file([changed], { name: 'b.json' })])).toMatchObject([{ stored: 0, conflicts: 1 }]);
  const [shelved] = outbox.reading.shelf({ open: true, limit: 10 });
  expect(shelved).toMatchObject({ label: 'sale', at: 'line 4', raw: 'raw sale', held: false });
  expect(JSON.parse(shelved?.problem ?? '')).toEqual({
    code: 'outbox.conflict',
    at: 'line 4',
    values: { extId: 'sale', known: '{"amount":1}', given: '{"amount":2}' },
  });
  expect(notes.map((each) => each.event)).toContain('entry.conflicted');
  expect(outbox.reading.counts()).toMatchObject({ byState: { waiting: 1 }, shelf: { open: 1 } });
});

it('a claim of a discarded entry is free again', () => {
  const { outbox } = openFolder();
  outbox.take([file([entry('wrong', { claim: keyOf('sale 7') })])]);
  refuse(outbox, 1);
  outbox.shelf.discardEntry({ id: 1, version: 2, reason: 'wrong amount' });
  expect(outbox.take([file([entry('right', { claim: keyOf('sale 7') })])])).toMatchObject([{ stored: 1 }]);
  expect(outbox.take([file([entry('third', { claim: keyOf('sale 7') })])])).toMatchObject([{ conflicts: 1 }]);
});

it('recorded entries are stored for their identity and never sent', () => {
  const { outbox } = openFolder();
  const recorded = signal('shift of a till', { state: 'recorded' });
  expect(outbox.take([file([recorded])])).toMatchObject([{ stored: 1 }]);
  expect(outbox.nextBatch(rule({ lane: 'signals' }))).toBeUndefined();
  expect(outbox.peek('signals')).toBeUndefined();
  expect(outbox.waitingCount('signals')).toBe(0);
  expect(outbox.take([file([recorded])])).toMatchObject([{ stored: 0, duplicates: 1 }]);
  expect(outbox.reading.counts().byState).toMatchObject({ recorded: 1, waiting: 0 });
});

it('tells listeners each lane that got waiting entries, once per transaction, until they go', () => {
  const { outbox } = openFolder();
  const heard: Lane[] = [];
  const stop = outbox.onWaiting((lane) => heard.push(lane));
  outbox.take([...files('r1', 'r2'), file([signal('s1')])]);
  outbox.take(files('r1'));
  outbox.take([file([signal('kept', { state: 'recorded' })])]);
  expect(heard).toEqual(['receipts', 'signals']);
  stop();
  outbox.take(files('r3'));
  expect(heard).toEqual(['receipts', 'signals']);
});

it('tells the journal nothing of a transaction that failed', () => {
  const { outbox, notes } = openFolder();
  outbox.take([file([entry('r1', { claim: keyOf('claim') })])]);
  const before = notes.length;
  const told = [
    entry('r1', { payload: 'another body' }),
    entry('other', { identity: keyOf('other'), claim: keyOf('claim') }),
  ];
  expect(() => outbox.take([file([...told, entry('broken', { occurredAtMs: 0.5 })])])).toThrow();
  expect(notes).toHaveLength(before);
  outbox.take([file(told)]);
  expect(notes.slice(before).map(({ event }) => event)).toEqual(['duplicate.differed', 'entry.conflicted']);
});

it('stores nothing at all when the transaction fails, and goes on afterwards', () => {
  const folder = openFolder();
  const { outbox } = folder;
  outbox.take(files('r1'));
  const heard: Lane[] = [];
  outbox.onWaiting((lane) => heard.push(lane));
  const broken = file([entry('r3'), entry('not a whole millisecond', { occurredAtMs: 0.5 })]);
  const shelf = [shelfItem('line 1')];
  expect(() => outbox.take([file([entry('r2')], { shelf }), broken])).toThrow();
  expect(heard).toEqual([]);
  expect(outbox.knows(keyOf('identity r2'))).toBe(false);
  expect(outbox.reading.counts()).toMatchObject({ byState: { waiting: 1 }, shelf: { open: 0 } });
  expect(outbox.reading.file(2)).toBeUndefined();
  outbox.take(files('r2', 'r3'));
  expect(outbox.verify()).toEqual({ rows: 3, faults: [], structure: 'ok' });
  expect(labelsOf(openImage(folder).outbox.nextBatch(rule())?.entries)).toEqual(['r1', 'r2', 'r3']);
});
