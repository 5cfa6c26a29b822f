/** Making an older copy of the database whole again (decisions 18). */
import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { databasePath } from '../../../src-main/outbox/open.ts';
import { entry, file, files, labelsOf, rule } from './entries.ts';
import { asArchive, everyState, withoutDatabase } from './every-state.ts';
import { closeFolder, closeOutboxes, deliverAll, imageOf, openFolder } from './outbox-folder.ts';

afterEach(() => closeOutboxes());

it('an older copy gets what it missed, and what it did after a line of the ledger stays', () => {
  const { folder, archive } = everyState();
  folder.outbox.take([file([entry('x1', { payload: 'mended' })], { name: 'mended.json' })]);
  const copy = imageOf(folder);
  deliverAll(folder, rule({ limit: 2 }));
  cpSync(join(folder.dataDir, 'ledger'), join(copy, 'ledger'), { recursive: true });
  const older = openFolder({ dataDir: copy, clock: folder.clock });
  expect(older.health).toBe('behind');
  older.outbox.take(asArchive(archive));
  expect(older.outbox.rebuild.applyLedger()).toMatchObject({ remembered: 0, resent: 0 });
  expect(older.outbox.reading.byLabel('x1').map((row) => row.state)).toEqual(['discarded', 'delivered']);
  expect(older.outbox.reading.counts().byState).toMatchObject({ waiting: 0, quarantined: 1, unconfirmed: 1 });
});

it('an older copy still waiting for what was discarded and mended since does not lose the mended version', () => {
  const { folder } = everyState();
  folder.clock.advance(1_000);
  folder.outbox.take([file([entry('x1', { payload: 'mended' })], { name: 'mended.json' })]);
  const copy = imageOf(folder);
  folder.outbox.take(files('later'));
  cpSync(join(folder.dataDir, 'outbox.head'), join(copy, 'outbox.head'));
  const older = openFolder({ dataDir: copy, clock: folder.clock });
  expect(older.health).toBe('behind');
  older.outbox.rebuild.applyLedger();
  expect(older.outbox.reading.byLabel('x1').map((row) => row.state)).toEqual(['discarded', 'waiting']);
});

it('an undecided batch is dissolved, and nothing of before can be settled by its old number', () => {
  const { folder, archive } = everyState();
  const flying = folder.outbox.nextBatch(rule());
  const copy = imageOf(folder);
  folder.outbox.take(files('later'));
  cpSync(join(folder.dataDir, 'outbox.head'), join(copy, 'outbox.head'));
  const older = openFolder({ dataDir: copy, clock: folder.clock });
  older.outbox.take(asArchive(archive));
  older.outbox.rebuild.applyLedger();
  expect(older.outbox.reading.counts().byState).toMatchObject({ in_flight: 0 });
  expect(() => older.outbox.settle(flying?.id ?? '', { verdict: 'accepted', counted: 1 })).toThrow(
    'not open',
  );
  const next = older.outbox.nextBatch(rule());
  expect(next).toMatchObject({ uncertain: true });
  expect(labelsOf(next?.entries)).toEqual(['f1', 'w1', 'w2']);
});

it('the rebuilt database has a name of its own, so a copy from before is recognised', () => {
  const { folder, archive } = everyState();
  closeFolder(folder);
  const before = imageOf(folder);
  const lost = withoutDatabase(folder);
  lost.outbox.take(asArchive(archive));
  lost.outbox.rebuild.applyLedger();
  deliverAll(lost, rule());
  closeFolder(lost);
  for (const suffix of ['', '-wal']) rmSync(databasePath(lost.dataDir) + suffix, { force: true });
  cpSync(databasePath(before), databasePath(lost.dataDir));
  cpSync(join(before, 'outbox.head'), join(lost.dataDir, 'outbox.head'));
  const older = openFolder({ dataDir: lost.dataDir, clock: folder.clock });
  expect(older.health).toBe('behind');
  older.outbox.take(asArchive(archive));
  expect(older.outbox.rebuild.applyLedger()).toMatchObject({ resent: 0 });
});

it('an older copy that was made whole has a new name too', () => {
  const { folder, archive } = everyState();
  const before = imageOf(folder);
  folder.outbox.take(files('later'));
  cpSync(join(folder.dataDir, 'outbox.head'), join(before, 'outbox.head'));
  const copy = imageOf({ dataDir: before });
  const older = openFolder({ dataDir: before, clock: folder.clock });
  older.outbox.take(asArchive([...archive, ...files('later')]));
  older.outbox.rebuild.applyLedger();
  closeFolder(older);
  for (const suffix of ['', '-wal']) cpSync(databasePath(copy) + suffix, databasePath(before) + suffix);
  rmSync(join(before, 'outbox.head'));
  expect(openFolder({ dataDir: before, clock: folder.clock }).health).toBe('behind');
});
