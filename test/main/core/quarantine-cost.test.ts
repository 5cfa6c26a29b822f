import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { commandForms } from '../../../src-main/core/control/commands.ts';
import { rejectedList } from '../../../src-main/core/operations/rejected-files.ts';
import { listQuarantine, showItem } from '../../../src-main/core/operations/quarantine.ts';
import { receiptOperations } from '../../../src-main/core/operations/receipts.ts';
import { nodeFileSystem, type FileSystem } from '../../../src-main/intake/file-system.ts';
import { createDisk } from '../../../src-main/intake/folder/disk.ts';
import { openDropHandle, type DropHandle } from '../../../src-main/intake/folder/drop-handle.ts';
import { beginningOf, findRejected, listRejected } from '../../../src-main/intake/rejected-list.ts';
import { databasePath } from '../../../src-main/outbox/open.ts';
import { createReading, type OutboxReading } from '../../../src-main/outbox/reading.ts';
import { CountingDatabase } from '../../support/counting-database.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { entry, file, refuse, shelfItem } from '../outbox/entries.ts';
import { closeOutboxes, openFolder } from '../outbox/outbox-folder.ts';

afterEach(() => closeOutboxes());

const ROWS = 50;
const nothingRejected = rejectedList({
  listRejected: () => [],
  findRejected: () => undefined,
  rejectedBeginning: () => new Uint8Array(),
});

/** A shop whose quarantine holds `records` on the shelf, and three refused receipts. */
function shop(records: number): { database: CountingDatabase; reading: OutboxReading } {
  const { outbox, dataDir } = openFolder();
  const shelf = Array.from({ length: records }, (_, index) => shelfItem(`#${index + 1}`));
  outbox.take([file([entry('r1'), entry('r2'), entry('r3')], { shelf })]);
  refuse(outbox, 1, 2, 3);
  const database = new CountingDatabase(databasePath(dataDir), { readOnly: true });
  return { database, reading: createReading(database) };
}

/** What the service view asks: the status' counts, a list, each item with its text. */
function lookAt(reading: OutboxReading, rejected = nothingRejected): number {
  reading.counts();
  const { rows } = listQuarantine(reading, rejected, ROWS);
  return rows.filter(({ id }) => showItem(id, reading, rejected) !== undefined).length;
}

it('the service view reads as many rows with 10,000 records on the shelf as with a hundred', () => {
  const cost = [100, 10_000].map((records) => {
    const { database, reading } = shop(records);
    expect(lookAt(reading)).toBe(ROWS);
    const seen = { statements: database.asked.length, rows: database.rows };
    database.close();
    return seen;
  });
  expect(cost[1]).toEqual(cost[0]);
});

it('the oldest refused receipt and signal are found by the index, however many others are refused', () => {
  const { database, reading } = shop(0);
  reading.counts();
  const plans = database.plans();
  database.close();
  expect(plans).toContainEqual(expect.stringContaining('entries_aside (state=? AND lane=?)'));
});

it('no question of the service view or of a receipt’s story walks through a whole table', async () => {
  const { database, reading } = shop(ROWS);
  lookAt(reading);
  await receiptOperations(reading, () => 0, '/data')['receipts.show']({ label: 'r1' });
  const walks = database
    .plans()
    .filter((plan) => /^SCAN (shelf|entries|files|batches|payloads)(?! USING)/.test(plan));
  database.close();
  expect(walks).toEqual([]);
});

/** A folder with so many rejected files; `calls` are those of the disk, but for the folders above. */
function rejectedFolder(files: number): { folder: DropHandle; calls: string[] } {
  const path = tempFolder();
  mkdirSync(join(path, 'rejected'));
  for (let index = 0; index < files; index += 1) writeFileSync(join(path, 'rejected', `${index}.json`), '{');
  const calls: string[] = [];
  const fs: FileSystem = {
    ...nodeFileSystem,
    lstatSync(...given) {
      if (given[0].endsWith('.json')) calls.push(`lstat ${basename(given[0])}`);
      return nodeFileSystem.lstatSync(...given);
    },
    openSync(...given) {
      if (given[0].endsWith('.json')) calls.push(`open ${basename(given[0])}`);
      return nodeFileSystem.openSync(...given);
    },
    readdirSync(below) {
      calls.push('readdir');
      return nodeFileSystem.readdirSync(below);
    },
  };
  const opened = openDropHandle({ disk: createDisk(fs), path, dataDir: tempFolder(), create: false });
  if (!opened.ok) throw new Error(opened.error.code);
  return { folder: opened.value, calls };
}

it('the service view makes as many calls of the disk with 5,000 rejected files as with a hundred', () => {
  const { reading, database } = shop(1);
  const cost = [100, 5_000].map((files) => {
    const { folder, calls } = rejectedFolder(files);
    const rejected = rejectedList({
      listRejected: (limit) => listRejected(folder, limit),
      findRejected: (id) => findRejected(folder, id),
      rejectedBeginning: (id, limitBytes) => beginningOf([folder], id, limitBytes),
    });
    expect(lookAt(reading, rejected)).toBe(ROWS);
    folder.close();
    return { all: calls.length, lists: calls.filter((call) => call === 'readdir').length };
  });
  database.close();
  expect(cost[0]?.lists).toBe(1);
  expect(cost[1]).toEqual(cost[0]);
});

it('one rejected file is found and read without looking at the others, whatever it is called', () => {
  const { folder, calls } = rejectedFolder(200);
  const odd = ['Чек №5 (копия).json', 'x'.repeat(250), '~a$`\n.json', 'f'];
  for (const name of odd) writeFileSync(join(folder.path, 'rejected', name), '{');
  const listed = listRejected(folder).filter(({ storedName }) => odd.includes(storedName));
  expect(listed).toHaveLength(odd.length);
  for (const { id, storedName } of listed) {
    calls.length = 0;
    expect(findRejected(folder, id)?.storedName).toBe(storedName);
    expect(calls.filter((call) => call === 'readdir' || !call.endsWith(storedName))).toEqual([]);
    expect(id).toMatch(/^[\w-]+$/);
    expect(commandForms['quarantine.show'].args.parse({ id: `f${id}` }).id).toBe(`f${id}`);
  }
  folder.close();
});

it('what is no id of a rejected file leads to none', () => {
  const { folder } = rejectedFolder(1);
  const [item] = listRejected(folder);
  const tag = item?.id.slice(0, 8) ?? '';
  const named = (name: string): string => tag + Buffer.from(name).toString('base64url');
  expect(findRejected(folder, named('0.json'))).toBeDefined();
  const others = [
    '',
    tag,
    'no such id',
    named('1.json'),
    named('../rejected/0.json'),
    named('.'),
    named('..'),
  ];
  const strange = [
    named('0.json.error.json'),
    `${named('0.json')}=`,
    `00000000${named('0.json').slice(8)}`,
    named('a\0b'),
  ];
  for (const id of [...others, ...strange]) expect(findRejected(folder, id)).toBeUndefined();
  folder.close();
});
