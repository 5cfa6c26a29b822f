/** The database file itself: durability, tables and their versions, the witness beside it. */
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, expect, it } from 'vitest';
import { openHeadFile } from '../../../src-main/outbox/head.ts';
import { problem } from '../../../src-main/base/problem.ts';
import { databasePath, openOutbox } from '../../../src-main/outbox/open.ts';
import { hasOurTables, migrate } from '../../../src-main/outbox/schema.ts';
import { assertDurable, isDamage, isDiskFault, openDurable } from '../../../src-main/outbox/sqlite.ts';
import { removeTempFolders, tempFolder } from '../../support/temp-folder.ts';
import { files } from './entries.ts';
import { behindItsBack, closeFolder, closeOutboxes, openFolder } from './outbox-folder.ts';

afterEach(() => {
  closeOutboxes();
  removeTempFolders();
});

it('is opened with a write-ahead log and a full sync', () => {
  const database = openDurable(join(tempFolder(), 'x.db'));
  expect(database.prepare('PRAGMA journal_mode').get()).toEqual({ journal_mode: 'wal' });
  expect(database.prepare('PRAGMA synchronous').get()).toEqual({ synchronous: 2 });
  database.exec('PRAGMA synchronous = NORMAL');
  expect(() => assertDurable(database)).toThrow('synchronous 1, not wal and 2');
  database.exec('PRAGMA synchronous = FULL');
  expect(() => assertDurable(database)).not.toThrow();
  database.close();
});

it('a database without a write-ahead log is not called durable', () => {
  const database = new DatabaseSync(join(tempFolder(), 'x.db'));
  database.exec('PRAGMA synchronous = FULL');
  expect(() => assertDurable(database)).toThrow('journal_mode delete');
  database.close();
});

it('a folder with nothing in it is new, and sound from then on', () => {
  const folder = openFolder({ dataDir: join(tempFolder(), 'deep', 'data') });
  expect(folder.health).toBe('new');
  expect(existsSync(`${databasePath(folder.dataDir)}-wal`)).toBe(true);
  closeFolder(folder);
  expect(openFolder({ dataDir: folder.dataDir }).health).toBe('sound');
});

it('the tables are made from nothing and left alone afterwards', () => {
  const database = new DatabaseSync(':memory:');
  expect(hasOurTables(database)).toBe(false);
  migrate(database);
  expect(hasOurTables(database)).toBe(true);
  expect(database.prepare('PRAGMA user_version').get()).toEqual({ user_version: 2 });
  database.exec("INSERT INTO marks (name, value) VALUES ('a', 'b')");
  migrate(database);
  expect(database.prepare('SELECT count(*) AS n FROM marks').get()).toEqual({ n: 1 });
  database.close();
});

const VERSION_1 = readFileSync(join(import.meta.dirname, '../../fixtures/outbox/version-1.sql'), 'utf8');

it.each([1, 0, 9])(
  'the tables of version 0.1.0 are brought to ours and keep their rows (number %i)',
  (number) => {
    const database = new DatabaseSync(':memory:');
    database.exec(VERSION_1);
    database.exec(`INSERT INTO marks (name, value) VALUES ('a', 'b'); PRAGMA user_version = ${number}`);
    migrate(database);
    expect(hasOurTables(database)).toBe(true);
    expect(database.prepare('SELECT value FROM marks').all()).toEqual([{ value: 'b' }]);
    database.close();
  },
);

it('a database of a newer program is refused with what to do, and stays as it was', () => {
  const folder = openFolder();
  folder.outbox.take(files('r1'));
  closeFolder(folder);
  behindItsBack(folder.dataDir, (database) => {
    database.exec('ALTER TABLE entries ADD COLUMN later TEXT; PRAGMA user_version = 3');
  });
  const { dataDir, clock } = folder;
  // Twice: the first refusal has given the lock back.
  for (let time = 1; time <= 2; time += 1) {
    expect(openOutbox({ dataDir, clock, note: () => undefined, ballastBytes: 0 })).toEqual({
      ok: false,
      error: problem('outbox.newer', databasePath(dataDir), { version: 3, known: 2 }),
    });
  }
  const kept = behindItsBack(folder.dataDir, (database) =>
    database.prepare('SELECT label FROM entries').all(),
  );
  expect(kept).toEqual([{ label: 'r1' }]);
});

it('the kinds of faults are told apart', () => {
  const folder = tempFolder();
  writeFileSync(join(folder, 'text.db'), 'this is no database, '.repeat(50));
  const text = faultOf(() => openDurable(join(folder, 'text.db')));
  expect([isDamage(text), isDiskFault(text)]).toEqual([true, false]);
  const missing = faultOf(() => openDurable(join(folder, 'no', 'such', 'folder.db')));
  expect([isDamage(missing), isDiskFault(missing)]).toEqual([false, false]);
  const full = Object.assign(new Error('no space'), { code: 'ENOSPC' });
  expect([isDamage(full), isDiskFault(full)]).toEqual([false, true]);
  expect([isDamage(undefined), isDiskFault('words')]).toEqual([false, false]);
});

it('the witness says what was written last, and nothing when it is torn or missing', () => {
  const folder = tempFolder();
  const link = Buffer.alloc(32, 0xab);
  const rest = { link, file: 12, shelved: 3 };
  const head = openHeadFile(folder);
  expect(head.read()).toBeUndefined();
  head.write({ ...rest, seq: 123_456, batch: 99 });
  head.write({ ...rest, seq: 7, batch: 100 });
  expect(openHeadFile(folder).read()).toEqual({ ...rest, seq: 7, batch: 100 });
  head.close();
  const whole = readFileSync(join(folder, 'outbox.head'), 'latin1');
  for (const torn of ['', whole.slice(0, 40), whole.replace('ab', 'zz'), '\0'.repeat(whole.length)]) {
    writeFileSync(join(folder, 'outbox.head'), torn);
    expect(openHeadFile(folder).read()).toBeUndefined();
  }
  const mended = openHeadFile(folder);
  mended.write({ ...rest, seq: 8, batch: 101 });
  expect(mended.read()).toMatchObject({ seq: 8 });
  mended.close();
  const former = `7${' '.repeat(14)} ${'ab'.repeat(32)} 100${' '.repeat(12)}\n`;
  writeFileSync(join(folder, 'outbox.head'), former);
  expect(openHeadFile(folder).read()).toEqual({ seq: 7, link, batch: 100, file: 0, shelved: 0 });
});

it('a witness that cannot be written stops nothing', () => {
  const head = openHeadFile(join(tempFolder(), 'gone'));
  expect(() => head.write({ seq: 1, link: Buffer.alloc(32), batch: 1, file: 1, shelved: 0 })).not.toThrow();
  expect(head.read()).toBeUndefined();
  head.close();
});

it('a witness that was lost is written again at the next start', () => {
  const folder = openFolder();
  folder.outbox.take(files('r1', 'r2'));
  closeFolder(folder);
  rmSync(join(folder.dataDir, 'outbox.head'));
  const later = openFolder({ dataDir: folder.dataDir });
  expect(later.health).toBe('sound');
  expect(openHeadFile(folder.dataDir).read()).toMatchObject({ seq: 2 });
});

function faultOf(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  throw new Error('it did not fail');
}
