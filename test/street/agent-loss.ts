/** Owns: what a person gives up in quarantine, and the loss of the database afterwards. */
import { rmSync } from 'node:fs';
import { databasePath } from '../../src-main/outbox/open.ts';
import { listReceipts } from '../simulator/audit.ts';
import type { Street } from './agent-street.ts';

const DATABASE_SUFFIXES = ['', '-wal', '-shm'];

export function removeDatabase({ dataDir }: Street): void {
  for (const suffix of DATABASE_SUFFIXES) rmSync(databasePath(dataDir) + suffix, { force: true });
}

/** Gives up the newest item with this label. */
export async function discard(street: Street, label: string): Promise<void> {
  const { operations } = street.agent();
  const listed = await operations['quarantine.list']({ limit: 1_000 });
  const row = listed.ok ? listed.value.rows.find((each) => each.label === label) : undefined;
  if (!row) throw new Error(`${label} is not in quarantine`);
  const { id, version } = row;
  const done = await operations['quarantine.discard']({ id, version, reason: 'a test' });
  if (!done.ok) throw new Error(done.error.code);
}

/** How often HEADO registered each id. */
export function timesRegistered(street: Street): Map<string, number> {
  const times = new Map<string, number>();
  for (const { extId, committed } of listReceipts(street.heado.calls))
    if (committed) times.set(extId, (times.get(extId) ?? 0) + 1);
  return times;
}
