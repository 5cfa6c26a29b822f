/** What an opening notices by itself, beyond rows that do not fit. */
import { closeSync, cpSync, existsSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { databasePath } from '../../../src-main/outbox/open.ts';
import { entry, file, files, keyOf, refuse, rule, shelfItem } from './entries.ts';
import {
  behindItsBack,
  closeFolder,
  closeOutboxes,
  deliverAll,
  imageOf,
  openFolder,
  reopen,
  type OutboxFolder,
} from './outbox-folder.ts';

afterEach(() => closeOutboxes());

/** r1 delivered, r2 quarantined, r3 and r4 in flight, r5 waiting; closed. */
function closedFolder(): OutboxFolder {
  const folder = openFolder();
  const keys = { aliases: [keyOf('alias')], claim: keyOf('claim') };
  folder.outbox.take([file([entry('r1', keys)]), ...files('r2')]);
  refuse(folder.outbox, 2);
  deliverAll(folder, rule());
  folder.outbox.take(files('r3', 'r4', 'r5'));
  folder.outbox.nextBatch(rule({ limit: 2 }));
  closeFolder(folder);
  return folder;
}

function healthAfter(change: string): string {
  const { dataDir } = closedFolder();
  behindItsBack(dataDir, (database) => database.exec(change));
  return openFolder({ dataDir }).health;
}

it.each([
  ['a state that does not exist', "UPDATE entries SET state = 'waitinf' WHERE seq = 5"],
  ['a lane that does not exist', "UPDATE entries SET lane = 'recdipts' WHERE seq = 5"],
  ['a waiting entry without its payload', 'DELETE FROM payloads WHERE seq = 5'],
  ['a quarantined entry without its payload', 'DELETE FROM payloads WHERE seq = 2'],
  ['another payload', "UPDATE payloads SET payload = 'x' WHERE seq = 1"],
  ['another label', "UPDATE entries SET label = 'rl' WHERE seq = 1"],
  ['another till', "UPDATE entries SET party = '@S1/K2' WHERE seq = 1"],
  ['another source file', 'UPDATE entries SET file_id = 2 WHERE seq = 1'],
  ['another time', 'UPDATE entries SET occurred_at_ms = 0 WHERE seq = 1'],
  ['a missing row', 'DELETE FROM entries WHERE seq = 1'],
  ['an identity that leads nowhere', 'DELETE FROM keys WHERE seq = 4'],
  ['an identity that leads to another entry', 'UPDATE keys SET seq = 1 WHERE seq = 4'],
  ['an alias that is forgotten', `DELETE FROM keys WHERE key = x'${keyOf('alias')}'`],
  ['a claim that is forgotten', `DELETE FROM keys WHERE key = x'${keyOf('claim')}'`],
  ['a batch in a state that does not exist', "UPDATE batches SET state = 'opem' WHERE state = 'open'"],
  ['an open batch with unreadable members', "UPDATE batches SET members = '[3,x]' WHERE state = 'open'"],
])('%s is damage', (_, change) => {
  expect(healthAfter(change)).toBe('damaged');
});

it('what is no damage is none', () => {
  expect(healthAfter('VACUUM')).toBe('sound');
  expect(healthAfter("UPDATE counters SET value = value + 1 WHERE name = 'delivered'")).toBe('sound');
});

it('a number of the tables that does not belong to them is set right', () => {
  for (const number of [0, 9]) {
    expect(healthAfter(`PRAGMA user_version = ${number}`)).toBe('sound');
  }
});

it.each([
  ['waiting entries', 'entries_waiting'],
  ['entries out of line', 'entries_aside'],
  ['undecided batches', 'batches_open'],
])('an index of %s that lost an entry is damage', (_, index) => {
  const { dataDir } = closedFolder();
  dropLastCell(dataDir, index);
  expect(openFolder({ dataDir }).health).toBe('damaged');
});

/** Takes the last cell of an index's only page away, so that the page still looks whole. */
function dropLastCell(dataDir: string, index: string): void {
  const root = behindItsBack(dataDir, (database) => {
    database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    return Number(
      database.prepare('SELECT rootpage FROM sqlite_schema WHERE name = ?').get(index)?.['rootpage'],
    );
  });
  const file = openSync(databasePath(dataDir), 'r+');
  const cells = Buffer.alloc(2);
  const offset = (root - 1) * 4096 + 3;
  readSync(file, cells, 0, 2, offset);
  cells.writeUInt16BE(cells.readUInt16BE() - 1);
  writeSync(file, cells, 0, 2, offset);
  closeSync(file);
}

describe('suspicion', () => {
  it('is raised by an unreadable page, has everything checked once, and the damage is found', () => {
    const folder = openFolder();
    folder.outbox.take(files('r1', 'r2'));
    closeFolder(folder);
    dropLastCell(folder.dataDir, 'entries_label');
    const unaware = openFolder({ dataDir: folder.dataDir });
    expect(unaware.health).toBe('sound');
    expect(unaware.outbox.verify().structure).not.toBe('ok');
    expect(existsSync(join(folder.dataDir, 'outbox.suspect'))).toBe(false);
    behindItsBack(folder.dataDir, (database) => database.exec('DROP TABLE attempts'));
    const batch = unaware.outbox.nextBatch(rule());
    expect(() => unaware.outbox.noteAttempt(batch?.id ?? '', { because: 'x', uncertain: true })).toThrow(
      'attempts',
    );
    expect(existsSync(join(folder.dataDir, 'outbox.suspect'))).toBe(true);
    expect(reopen(unaware).health).toBe('damaged');
    expect(existsSync(join(folder.dataDir, 'outbox.suspect'))).toBe(false);
  });

  it('without a ground costs one thorough check', () => {
    const folder = closedFolder();
    cpSync(join(folder.dataDir, 'agent.pid'), join(folder.dataDir, 'outbox.suspect'));
    expect(openFolder({ dataDir: folder.dataDir }).health).toBe('sound');
    expect(existsSync(join(folder.dataDir, 'outbox.suspect'))).toBe(false);
  });

  it('finds what lies before the end that every start checks', () => {
    const folder = openFolder();
    folder.outbox.take([file(Array.from({ length: 700 }, (_, index) => entry(`r${index + 1}`)))]);
    deliverAll(folder, rule());
    closeFolder(folder);
    behindItsBack(folder.dataDir, (database) =>
      database.exec("UPDATE entries SET label = 'x' WHERE seq = 5"),
    );
    const unaware = openFolder({ dataDir: folder.dataDir });
    expect(unaware.health).toBe('sound');
    expect(unaware.outbox.verify().faults).toEqual([5]);
    closeFolder(unaware);
    cpSync(join(folder.dataDir, 'agent.pid'), join(folder.dataDir, 'outbox.suspect'));
    expect(openFolder({ dataDir: folder.dataDir }).health).toBe('damaged');
  });
});

describe('a copy that is older by one thing', () => {
  /** The folder before `change`, with what lies beside the database after it. */
  function before(change: (folder: OutboxFolder) => void, beside: readonly string[]): OutboxFolder {
    const folder = openFolder();
    folder.outbox.take([file([entry('r1'), entry('r2')], { shelf: [shelfItem('line 1')] })]);
    refuse(folder.outbox, 2);
    folder.clock.advance(1_000);
    const image = imageOf(folder);
    change(folder);
    for (const name of beside) {
      rmSync(join(image, name), { recursive: true });
      cpSync(join(folder.dataDir, name), join(image, name), { recursive: true });
    }
    return openFolder({ dataDir: image, clock: folder.clock });
  }

  it('a row: the witness tells', () => {
    expect(before(({ outbox }) => void outbox.take(files('r3')), ['outbox.head']).health).toBe('behind');
  });

  it('a frozen batch: the witness tells, so its members are resent as uncertain', () => {
    const older = before(({ outbox }) => void outbox.nextBatch(rule()), ['outbox.head']);
    expect(older.health).toBe('behind');
    older.outbox.rebuild.applyLedger();
    expect(older.outbox.nextBatch(rule())).toMatchObject({ uncertain: true, entries: [{ label: 'r1' }] });
    expect(older.outbox.reading.counts().counters).toMatchObject({ rebuild_resends: 1 });
  });

  it('a delivered batch: the ledger tells', () => {
    const older = before((folder) => void deliverAll(folder, rule()), ['ledger']);
    expect(older.health).toBe('behind');
    expect(older.outbox.rebuild.applyLedger()).toMatchObject({ settled: 1, resent: 0 });
  });

  it('an entry or a record that a person gave up: the ledger tells', () => {
    const action = { reason: '', version: 1 };
    const entryGivenUp = before(
      ({ outbox }) => void outbox.shelf.discardEntry({ ...action, id: 2, version: 2 }),
      ['ledger'],
    );
    expect(entryGivenUp.health).toBe('behind');
    expect(entryGivenUp.outbox.rebuild.applyLedger()).toMatchObject({ settled: 1 });
    const recordGivenUp = before(
      ({ outbox }) => void outbox.shelf.close({ ...action, id: 1 }, 'discarded'),
      ['ledger'],
    );
    expect(recordGivenUp.health).toBe('behind');
    expect(recordGivenUp.outbox.rebuild.applyLedger()).toMatchObject({ settled: 1 });
  });

  it('something that was retried or mended since is no sign of age', () => {
    const mended = file([entry('r2', { payload: 'mended' })]);
    const folder = openFolder();
    folder.outbox.take([file([entry('r1'), entry('r2')])]);
    refuse(folder.outbox, 2);
    folder.clock.advance(1_000);
    folder.outbox.shelf.discardEntry({ id: 2, version: 2, reason: '' });
    folder.outbox.take([mended]);
    expect(reopen(folder).health).toBe('sound');
  });
});
