/** Making a lost database whole again from archive and ledger (decisions 18). */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import type { NewEntry } from '../../../src-main/outbox/port.ts';
import { codeOf, entry, file, files, keyOf, refuse, rule, shelfItem, signal } from './entries.ts';
import { asArchive, everyState, statesOf, withoutDatabase } from './every-state.ts';
import {
  behindItsBack,
  closeFolder,
  closeOutboxes,
  deliverAll,
  ledgerLines,
  openFolder,
  reopen,
} from './outbox-folder.ts';

afterEach(() => closeOutboxes());

const SOUND = { faults: [], structure: 'ok' };

it('what the ledger knows is settled, what nobody knows is resent as uncertain and counted', () => {
  const { folder, archive } = everyState();
  const lost = withoutDatabase(folder);
  expect(lost.health).toBe('behind');
  lost.outbox.take(asArchive(archive));
  expect(lost.outbox.rebuild.applyLedger()).toEqual({ settled: 4, remembered: 0, resent: 4 });
  expect(lost.notes.at(-1)).toMatchObject({ event: 'outbox.rebuilt' });
  expect(statesOf(lost)).toEqual({
    d1: 'delivered',
    d2: 'delivered',
    u1: 'unconfirmed',
    x1: 'discarded',
    q1: 'waiting',
    f1: 'waiting',
    w1: 'waiting',
    w2: 'waiting',
  });
  expect(lost.outbox.reading.counts()).toMatchObject({
    byState: { waiting: 4, delivered: 2, unconfirmed: 1, discarded: 1 },
    shelf: { open: 1 },
  });
  expect(lost.outbox.nextBatch(rule())).toMatchObject({ uncertain: true, entries: { length: 4 } });
  expect(lost.outbox.reading.counts().counters).toMatchObject({ rebuild_resends: 4 });
  expect(lost.outbox.verify()).toEqual({ rows: 8, ...SOUND });
});

it('applying the ledger twice changes nothing', () => {
  const { folder, archive } = everyState();
  folder.outbox.shelf.close({ id: 1, version: 1, reason: '' }, 'discarded');
  const lost = withoutDatabase(folder);
  lost.outbox.take(asArchive(archive));
  const first = lost.outbox.rebuild.applyLedger();
  expect(first).toEqual({ settled: 5, remembered: 0, resent: 4 });
  const before = { rows: lost.outbox.reading.list({ limit: 100 }), counts: lost.outbox.reading.counts() };
  lost.outbox.take(asArchive(archive));
  expect(lost.outbox.rebuild.applyLedger()).toEqual({ settled: 0, remembered: 0, resent: 4 });
  expect(lost.outbox.reading.list({ limit: 100 })).toEqual(before.rows);
  expect(lost.outbox.reading.counts()).toEqual(before.counts);
});

it('is due at every start until the ledger was applied', () => {
  const { folder, archive } = everyState();
  const lost = withoutDatabase(folder);
  lost.outbox.take(asArchive(archive.slice(0, 3)));
  const again = reopen(lost);
  expect(again.health).toBe('behind');
  again.outbox.take(asArchive(archive));
  again.outbox.rebuild.applyLedger();
  expect(statesOf(again)).toMatchObject({ d1: 'delivered', w2: 'waiting' });
  expect(reopen(again).health).toBe('sound');
});

it('is due as well when the ledger was lost with the database', () => {
  const { folder, archive } = everyState();
  closeFolder(folder);
  rmSync(join(folder.dataDir, 'ledger'), { recursive: true });
  const lost = withoutDatabase(folder);
  expect(lost.health).toBe('behind');
  lost.outbox.take(asArchive(archive.slice(0, 2)));
  const again = reopen(lost);
  expect(again.health).toBe('behind');
  again.outbox.take(asArchive(archive));
  expect(again.outbox.rebuild.applyLedger()).toEqual({ settled: 0, remembered: 0, resent: 8 });
  expect(reopen(again).health).toBe('sound');
});

it('identities whose files are gone from the archive are remembered, and repetitions of them recognised', () => {
  const folder = openFolder();
  const keys = { aliases: [keyOf('fiscal')], claim: keyOf('claim') };
  const old = [file([entry('old', keys)]), file([entry('return', { repeat: 'ambiguous' })])];
  folder.outbox.take(old);
  deliverAll(folder, rule());
  const lost = withoutDatabase(folder);
  expect(lost.outbox.rebuild.applyLedger()).toEqual({ settled: 0, remembered: 2, resent: 0 });
  expect(lost.outbox.take(old)).toMatchObject([
    { duplicates: 1, differing: 0 },
    { duplicates: 1, conflicts: 0 },
  ]);
  expect(lost.outbox.take([file([entry('x', { aliases: [keyOf('fiscal')] })])])).toMatchObject([
    { duplicates: 1 },
  ]);
  expect(lost.outbox.take([file([entry('y', { claim: keyOf('claim') })])])).toMatchObject([{ conflicts: 1 }]);
  expect(lost.outbox.reading.counts().byState).toMatchObject({ delivered: 2, waiting: 0 });
  const again = reopen(lost);
  expect(again.health).toBe('sound');
  expect(again.outbox.verify()).toEqual({ rows: 2, ...SOUND });
});

it('an entry that is known by its alias alone is settled too', () => {
  const folder = openFolder();
  const alias = keyOf('fiscal');
  folder.outbox.take([file([entry('first format', { aliases: [alias] })])]);
  deliverAll(folder, rule());
  const lost = withoutDatabase(folder);
  lost.outbox.take(asArchive([file([entry('second format', { aliases: [alias] })])]));
  expect(lost.outbox.rebuild.applyLedger()).toEqual({ settled: 1, remembered: 0, resent: 0 });
});

it('records that a person gave up stay given up', () => {
  const folder = openFolder();
  const archive = [file([], { name: 'bad.json', shelf: [shelfItem('line 1'), shelfItem('line 2')] })];
  folder.outbox.take(archive);
  folder.outbox.shelf.close({ id: 1, version: 1, reason: '' }, 'discarded');
  const lost = withoutDatabase(folder);
  lost.outbox.take(asArchive(archive));
  expect(lost.outbox.rebuild.applyLedger()).toMatchObject({ settled: 1 });
  expect(lost.outbox.shelf.open({ limit: 9 }).map((each) => each.at)).toEqual(['line 2']);

  const emptyArchive = withoutDatabase(lost);
  expect(emptyArchive.outbox.rebuild.applyLedger()).toMatchObject({ remembered: 1 });
  emptyArchive.outbox.take(asArchive(archive));
  expect(emptyArchive.outbox.shelf.open({ limit: 9 }).map((each) => each.at)).toEqual(['line 2']);
});

it('a delivery is final, whatever was thought of the entry before', () => {
  const folder = openFolder();
  const archive = files('r1');
  folder.outbox.take(archive);
  const batch = folder.outbox.nextBatch(rule());
  folder.outbox.settle(batch?.id ?? '', { verdict: 'accepted', counted: 0 });
  folder.outbox.readmit([1]);
  refuse(folder.outbox, 1);
  folder.outbox.shelf.discardEntry({ id: 1, version: 4, reason: '' });
  const mended: NewEntry = entry('r1', { payload: 'mended' });
  folder.outbox.take([file([mended], { name: 'mended.json' })]);
  deliverAll(folder, rule());
  const lost = withoutDatabase(folder);
  lost.outbox.take(asArchive([...archive, file([mended], { name: 'mended.json' })]));
  lost.outbox.rebuild.applyLedger();
  expect(statesOf(lost)).toEqual({ r1: 'delivered' });
});

it('a bad record of the archive is shelved again with its reason, signals keep their lane', () => {
  const folder = openFolder();
  const archive = [file([signal('s1')], { shelf: [shelfItem('line 1')] })];
  folder.outbox.take(archive);
  const lost = withoutDatabase(folder);
  lost.outbox.take(asArchive(archive));
  lost.outbox.rebuild.applyLedger();
  expect(lost.outbox.reading.shelf({ open: true, limit: 9 }).map((row) => codeOf(row.problem))).toEqual([
    'receipt.sumMismatch',
  ]);
  expect(lost.outbox.nextBatch(rule({ lane: 'signals' }))).toMatchObject({ uncertain: true });
  expect(lost.outbox.nextBatch(rule())).toBeUndefined();
  expect(ledgerLines(lost.dataDir).filter((line) => line.includes('"did":"begin"'))).toHaveLength(2);
  const open = behindItsBack(lost.dataDir, (database) =>
    database.prepare('SELECT count(*) AS n FROM shelf').get(),
  );
  expect(open).toEqual({ n: 1 });
});
