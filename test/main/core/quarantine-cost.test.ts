import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { rejectedList } from '../../../src-main/core/operations/rejected-files.ts';
import { listQuarantine, showItem } from '../../../src-main/core/operations/quarantine.ts';
import { receiptOperations } from '../../../src-main/core/operations/receipts.ts';
import { nodeFileSystem } from '../../../src-main/intake/file-system.ts';
import { createDisk } from '../../../src-main/intake/folder/disk.ts';
import { openDropHandle } from '../../../src-main/intake/folder/drop-handle.ts';
import { findRejected, listRejected } from '../../../src-main/intake/rejected-list.ts';
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
function lookAt(reading: OutboxReading): number {
  reading.counts();
  const { rows } = listQuarantine(reading, nothingRejected, ROWS);
  return rows.filter(({ id }) => showItem(id, reading, nothingRejected) !== undefined).length;
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

it('one rejected file is found and read without reading the others', () => {
  const path = tempFolder();
  mkdirSync(join(path, 'rejected'));
  for (let index = 0; index < 200; index += 1) writeFileSync(join(path, 'rejected', `${index}.json`), '{');
  const read: string[] = [];
  const fs = {
    ...nodeFileSystem,
    lstatSync: (...given: Parameters<typeof nodeFileSystem.lstatSync>) => {
      if (given[0].endsWith('.json')) read.push(basename(given[0]));
      return nodeFileSystem.lstatSync(...given);
    },
  };
  const opened = openDropHandle({ disk: createDisk(fs), path, dataDir: tempFolder(), create: false });
  if (!opened.ok) throw new Error(opened.error.code);
  const folder = opened.value;
  const [wanted] = listRejected(folder, 1);
  expect(read).toEqual([wanted?.storedName]);
  read.length = 0;
  expect(findRejected(folder, wanted?.id ?? '')?.storedName).toBe(wanted?.storedName);
  expect(read).toEqual([wanted?.storedName]);
  expect(findRejected(folder, 'no such id')).toBeUndefined();
  folder.close();
});
