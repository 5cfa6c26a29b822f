/**
 * Owns: reading the original of a file again because a person asked. Wrong records that share one item in quarantine
 * have no text of their own there: the archive has it.
 */
import { problem, type Problem } from '../../base/problem.ts';
import type { RefusalsProblem } from '../../intake/refusals.ts';
import { retakeFile } from '../../intake/retake.ts';
import type { ShelfRecord } from '../../outbox/shelf.ts';
import { openStill } from '../drop-folders.ts';
import { intakeOptions } from '../intake-options.ts';
import type { Store } from '../open-store.ts';
import { stillContext } from '../still-rejected.ts';
import { parseProblem } from './shapes.ts';

/** Whether the item stands for several records. */
export function isShared(record: ShelfRecord): boolean {
  const shared: RefusalsProblem = 'record.manyRefused';
  return parseProblem(record.problem).code === shared;
}

/** Undefined: no record shares the item any more. Else why it stays. */
export async function readAgain(
  store: Store,
  record: ShelfRecord,
  reason: string,
): Promise<Problem | undefined> {
  const { outbox } = store.opened;
  const file = outbox.reading.file(record.fileId);
  const settings = store.settings.drop.folders.find(({ path }) => path === file?.folder);
  if (!file || !settings) return problem('folder.missing', '', { path: file?.folder ?? '' });
  const opened = openStill(settings.path, store.settings.dataDir);
  if (!opened.ok) return opened.error;
  const { id: fileId, name, storedAs, inode, sizeBytes, sha256 } = file;
  const context = stillContext(intakeOptions(store, () => undefined));
  const place = { settings, folder: opened.value };
  const before = { name, storedAs, inode, fileId, beginning: { sizeBytes, sha256 } };
  const retaken = await retakeFile(context, place, before, { because: 'asked', tail: 'withCut' }).finally(
    () => opened.value.close(),
  );
  if (retaken.kind === 'taken' && !retaken.sharesItem) {
    outbox.shelf.close({ id: record.id, version: record.version, reason }, 'retried');
    return undefined;
  }
  const now = outbox.shelf.record(record.id);
  return now && parseProblem(now.problem);
}
