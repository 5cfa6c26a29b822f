/** Owns: an outbox in which every state occurs, and the loss of its database. */
import { rmSync } from 'node:fs';
import { databasePath } from '../../../src-main/outbox/open.ts';
import type { TakenFile } from '../../../src-main/outbox/port.ts';
import { entry, file, files, refuse, rule, shelfItem } from './entries.ts';
import { closeFolder, openFolder, type OutboxFolder } from './outbox-folder.ts';

/** Files as they are read again from the archive. */
export function asArchive(taken: readonly TakenFile[]): TakenFile[] {
  return taken.map((each) => ({ ...each, file: { ...each.file, rebuilt: true } }));
}

/** The database is gone; ledger and witness are there. */
export function withoutDatabase(folder: OutboxFolder): OutboxFolder {
  closeFolder(folder);
  for (const suffix of ['', '-wal', '-shm']) rmSync(databasePath(folder.dataDir) + suffix, { force: true });
  return openFolder({ dataDir: folder.dataDir, clock: folder.clock });
}

export function statesOf({ outbox }: OutboxFolder): Record<string, string> {
  const rows = outbox.reading.list({ limit: 1_000 }).reverse();
  return Object.fromEntries(rows.map((row): [string, string] => [row.label, row.state]));
}

/** Delivered d1 d2, unconfirmed u1, discarded x1, quarantined q1, waiting w1 w2, in flight f1, a bad record. */
export function everyState(): { folder: OutboxFolder; archive: TakenFile[] } {
  const folder = openFolder();
  const { outbox } = folder;
  const archive = [
    ...files('d1', 'd2', 'u1', 'x1', 'q1', 'f1', 'w1'),
    file([entry('w2')], { shelf: [shelfItem('l')] }),
  ];
  outbox.take(archive);
  const settleNext = (limit: number, counted: number): void => {
    const batch = outbox.nextBatch(rule({ limit }));
    outbox.settle(batch?.id ?? '', { verdict: 'accepted', counted });
  };
  settleNext(2, 2);
  settleNext(1, 0);
  refuse(outbox, 4, 5);
  outbox.shelf.discardEntry({ id: 4, version: 2, reason: '' });
  outbox.nextBatch(rule({ limit: 1 }));
  return { folder, archive };
}
