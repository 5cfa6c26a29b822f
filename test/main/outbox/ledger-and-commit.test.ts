/** The ledger beside a database that cannot be written: what it says must be what was done. */
import { afterEach, describe, expect, it } from 'vitest';
import { entry, file, files, refuse, rule, shelfItem } from './entries.ts';
import { asArchive, statesOf, withoutDatabase } from './every-state.ts';
import type { TakenFile } from '../../../src-main/outbox/port.ts';
import {
  behindItsBack,
  closeOutboxes,
  deliverAll,
  ledgerLines,
  openFolder,
  type OutboxFolder,
} from './outbox-folder.ts';

afterEach(() => closeOutboxes());

/** No transaction that updates an entry or record, or stores a receipt `last`, is committed while `work` runs, which is expected to fail. */
function whileNothingIsKept({ dataDir }: OutboxFolder, work: () => unknown): void {
  const full = "BEGIN SELECT RAISE(ABORT, 'full'); END;";
  behindItsBack(dataDir, (database) =>
    database.exec(`CREATE TRIGGER full_entries AFTER UPDATE OF settled_at_ms ON entries WHEN old.state <> 'discarded' ${full}
      CREATE TRIGGER full_shelf AFTER UPDATE ON shelf ${full}
      CREATE TRIGGER full_last AFTER INSERT ON entries WHEN new.label = 'last' ${full}`),
  );
  expect(work).toThrow('full');
  behindItsBack(dataDir, (database) =>
    database.exec('DROP TRIGGER full_entries; DROP TRIGGER full_shelf; DROP TRIGGER full_last'),
  );
}

/** The database is lost; what the archive holds is read again, then the ledger is applied. */
function rebuilt(folder: OutboxFolder, archive: readonly TakenFile[]): OutboxFolder {
  const lost = withoutDatabase(folder);
  lost.outbox.take(asArchive(archive));
  lost.outbox.rebuild.applyLedger();
  return lost;
}

/** r1 was refused by HEADO. */
function withRefused(): { folder: OutboxFolder; archive: TakenFile[] } {
  const folder = openFolder();
  const archive = files('r1');
  folder.outbox.take(archive);
  refuse(folder.outbox, 1);
  return { folder, archive };
}

describe('what was not committed is not in the ledger', () => {
  it('when a person gave an entry up: sent after all, it is not lost with the database', () => {
    const { folder, archive } = withRefused();
    const before = ledgerLines(folder.dataDir);
    const discard = (): unknown => folder.outbox.shelf.discardEntry({ id: 1, version: 2, reason: '' });
    whileNothingIsKept(folder, discard);
    expect(ledgerLines(folder.dataDir)).toEqual(before);
    expect(folder.outbox.readmit([1])).toBe(1);
    expect(statesOf(rebuilt(folder, archive))).toEqual({ r1: 'waiting' });
  });

  it('when a person gave a record of the shelf up: it is still there after a rebuild', () => {
    const folder = openFolder();
    const archive = [file([], { name: 'bad.json', shelf: [shelfItem('line 1')] })];
    folder.outbox.take(archive);
    whileNothingIsKept(folder, () =>
      folder.outbox.shelf.close({ id: 1, version: 1, reason: '' }, 'discarded'),
    );
    const { outbox } = rebuilt(folder, archive);
    expect(outbox.shelf.open({ limit: 9 })).toHaveLength(1);
  });

  it('when a mended version came: what a person gave up is not sent instead of it', () => {
    const { folder, archive } = withRefused();
    folder.outbox.shelf.discardEntry({ id: 1, version: 2, reason: '' });
    const before = ledgerLines(folder.dataDir);
    const mended = file([entry('r1', { payload: 'mended' })], { name: 'mended.json', inode: 7 });
    whileNothingIsKept(folder, () => folder.outbox.take([mended, ...files('last')]));
    expect(ledgerLines(folder.dataDir)).toEqual(before);
    const lost = rebuilt(folder, archive);
    expect(statesOf(lost)).toEqual({ r1: 'discarded' });
    lost.outbox.take([mended]);
    const sent = deliverAll(lost, rule()).flatMap(({ entries }) => entries.map(({ payload }) => payload));
    expect(sent).toEqual(['mended']);
  });

  it('when a person said that HEADO has them: sent after all, they are not lost with the database', () => {
    const folder = openFolder();
    const archive = files('r1', 'r2');
    folder.outbox.take(archive);
    folder.outbox.doubt.hold(2);
    whileNothingIsKept(folder, () => folder.outbox.doubt.keep({}));
    expect(folder.outbox.doubt.release({}, 'resent')).toBe(2);
    expect(statesOf(rebuilt(folder, archive))).toEqual({ r1: 'waiting', r2: 'waiting' });
  });

  it('when files were to be taken as known to HEADO: taken later as new, they are sent', () => {
    const folder = openFolder();
    folder.outbox.take(files('r0'));
    whileNothingIsKept(folder, () => folder.outbox.doubt.takeAsKnown(files('r1', 'last')));
    folder.outbox.take(files('r1'));
    expect(statesOf(rebuilt(folder, files('r0', 'r1')))).toEqual({ r0: 'waiting', r1: 'waiting' });
  });
});

it('what HEADO took is in the ledger, once, though it could not be committed: it is not sent twice', () => {
  const folder = openFolder();
  const archive = files('r1', 'r2');
  folder.outbox.take(archive);
  const batch = folder.outbox.nextBatch(rule());
  whileNothingIsKept(folder, () =>
    folder.outbox.settle(batch?.id ?? '', { verdict: 'accepted', counted: 2 }),
  );
  expect(statesOf(folder)).toEqual({ r1: 'in_flight', r2: 'in_flight' });
  const lines = ledgerLines(folder.dataDir);
  for (let attempt = 0; attempt < 3; attempt += 1) {
    whileNothingIsKept(folder, () =>
      folder.outbox.settle(batch?.id ?? '', { verdict: 'accepted', counted: 2 }),
    );
  }
  expect(ledgerLines(folder.dataDir)).toEqual(lines);
  expect(statesOf(rebuilt(folder, archive))).toEqual({ r1: 'delivered', r2: 'delivered' });
});
