/**
 * Owns: reading a file again that has been taken already and lies in the archive, because it changed after it
 * was read (decisions 9). Its known records are duplicates; what is new is stored.
 */
import { join } from 'node:path';
import type { Problem } from '../base/problem.ts';
import type { IntakeContext, Place } from './context.ts';
import { examineFile, type FileFacts } from './file-facts.ts';
import { judgeLoaded, loadFile, storeFiles, type LoadedFile } from './load-file.ts';

export type Retaken =
  | { readonly kind: 'taken'; readonly facts: FileFacts }
  /** Its content cannot be read as it is now. */
  | { readonly kind: 'unreadable'; readonly file: LoadedFile; readonly problem: Problem }
  /** It is no file any more, or the disk refuses it. */
  | { readonly kind: 'gone' };

/** Takes the file at `storedAs` again. Throws what the outbox throws. */
export async function retakeFile(
  context: IntakeContext,
  place: Place,
  storedAs: string,
  name: string,
  because: 'changed' | 'grown',
): Promise<Retaken> {
  const path = join(place.folder.realPath, storedAs);
  const examined = examineFile(context.fs, path, name, place.folder.owner);
  if (examined.kind !== 'file') return { kind: 'gone' };
  const loaded = loadFile(context, place, path, name, examined.facts);
  if (!loaded.ok) return { kind: 'gone' };
  const file = loaded.value;
  if (file.reading.state !== 'complete') {
    return { kind: 'unreadable', file, problem: file.reading.problem };
  }
  const judged = await judgeLoaded(context, place, file, file.reading.records);
  storeFiles(context, place, [{ file, judged, storedAs, closed: false }]);
  context.note('file.takenAgain', { folder: place.settings.path, file: name, because });
  return { kind: 'taken', facts: file.facts };
}
