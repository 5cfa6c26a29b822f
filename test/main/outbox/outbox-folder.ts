/**
 * Owns: real outboxes in real folders for the tests of this room, and what a dying process leaves of them.
 * Promises: `closeOutboxes` closes and removes everything.
 */
import { cpSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { NoteFields } from '../../../src-main/base/note.ts';
import type { OutboxEvent } from '../../../src-main/outbox/events.ts';
import { databasePath, openOutbox, type OpenOutbox } from '../../../src-main/outbox/open.ts';
import type { Batch, FreezeRule } from '../../../src-main/outbox/port.ts';
import { createFakeClock, type FakeClock } from '../../support/fake-clock.ts';
import { file, signal } from './entries.ts';
import { removeTempFolders, tempFolder } from '../../support/temp-folder.ts';

export interface OutboxFolder extends OpenOutbox {
  readonly dataDir: string;
  readonly clock: FakeClock;
  readonly notes: { readonly event: OutboxEvent; readonly fields: NoteFields }[];
}

export interface FolderOptions {
  readonly dataDir?: string;
  readonly clock?: FakeClock;
  readonly ballastBytes?: number;
}

const opened = new Set<OutboxFolder>();

/** Opens the outbox of a new folder, or of the given one. */
export function openFolder(options: FolderOptions = {}): OutboxFolder {
  const { dataDir = tempFolder(), clock = createFakeClock(), ballastBytes = 0 } = options;
  const notes: { event: OutboxEvent; fields: NoteFields }[] = [];
  const note = (event: OutboxEvent, fields: NoteFields = {}): void => void notes.push({ event, fields });
  const result = openOutbox({ dataDir, clock, note, ballastBytes });
  if (!result.ok) throw new Error(`${dataDir} is locked by ${String(result.error.values['holder'])}`);
  const folder = { ...result.value, dataDir, clock, notes };
  opened.add(folder);
  return folder;
}

export function closeFolder(folder: OutboxFolder): void {
  if (opened.delete(folder)) folder.close();
}

/** As after an orderly restart of the program. */
export function reopen(folder: OutboxFolder): OutboxFolder {
  closeFolder(folder);
  return openFolder({ dataDir: folder.dataDir, clock: folder.clock });
}

/** What `kill -9` leaves at this moment: a copy of all files, the write-ahead log as it is. */
export function imageOf(folder: Pick<OutboxFolder, 'dataDir'>): string {
  const image = tempFolder();
  cpSync(folder.dataDir, image, { recursive: true });
  rmSync(`${databasePath(image)}-shm`, { force: true });
  return image;
}

/** Opens what a process that was killed now would leave. */
export function openImage(folder: OutboxFolder): OutboxFolder {
  return openFolder({ dataDir: imageOf(folder), clock: folder.clock });
}

/** `before`: what must happen between closing and removing. */
export function closeOutboxes(before: () => void = () => undefined): void {
  for (const folder of opened) closeFolder(folder);
  before();
  removeTempFolders();
}

/** Lets a test change or ask the database behind the outbox's back. */
export function behindItsBack<T>(dataDir: string, work: (database: DatabaseSync) => T): T {
  const database = new DatabaseSync(databasePath(dataDir));
  try {
    return work(database);
  } finally {
    database.close();
  }
}

/** Stores so much in another lane that earlier rows are read from the disk again. */
export function crowdOut(folder: OutboxFolder): void {
  folder.outbox.take([file(Array.from({ length: 250 }, (_, index) => signal(`crowd${index}`)))]);
}

/** All lines of the ledger's files, in the order of their names. */
export function ledgerLines(dataDir: string): string[] {
  const months = readdirSync(join(dataDir, 'ledger')).sort();
  const text = months.map((month) => readFileSync(join(dataDir, 'ledger', month), 'utf8')).join('');
  return text.split('\n').filter((line) => line !== '');
}

/** Sends and settles everything that waits; answers what was sent, in order. */
export function deliverAll(folder: OutboxFolder, rule: FreezeRule): Batch[] {
  const sent: Batch[] = [];
  let batch = folder.outbox.nextBatch(rule);
  while (batch) {
    sent.push(batch);
    batch = folder.outbox.settle(batch.id, { verdict: 'accepted', counted: batch.entries.length }, rule);
  }
  return sent;
}
