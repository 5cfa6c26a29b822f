/**
 * Owns: reading a file again that has been taken already and lies in the archive, because it changed after it
 * was read (decisions 9). Its known records are duplicates; what is new is stored.
 * Promises: only the very file that was taken is read; another one under its name is somebody else's.
 */
import type { Problem } from '../base/problem.ts';
import type { IntakeContext, Place } from './context.ts';
import { sameFile, type FileFacts } from './file-facts.ts';
import { splitPlace } from './folder/places.ts';
import { judgeLoaded, loadFile, storeFiles, type LoadedFile } from './load-file.ts';

export type Retaken =
  | { readonly kind: 'taken'; readonly facts: FileFacts }
  /** Its content cannot be read as it is now. */
  | { readonly kind: 'unreadable'; readonly file: LoadedFile; readonly problem: Problem }
  /** What lies there is no file that may be read, such as a link. */
  | { readonly kind: 'foreign' }
  /** It is not there any more, is another file, or the disk refuses it. */
  | { readonly kind: 'gone' };

/** Takes the file at `storedAs` again; `moved`: its facts when it came there. Throws what outbox and folder throw. */
export async function retakeFile(
  context: IntakeContext,
  place: Place,
  { name, storedAs, moved }: { readonly name: string; readonly storedAs: string; readonly moved: FileFacts },
  because: 'changed' | 'grown',
): Promise<Retaken> {
  const { place: at, name: storedName } = splitPlace(storedAs);
  const folder = place.folder.open(at, false);
  const examined = folder.examine(storedName);
  if (examined.kind === 'foreign') return { kind: 'foreign' };
  if (examined.kind !== 'file' || !sameFile(examined.facts, moved)) return { kind: 'gone' };
  const loaded = loadFile(context, place, { folder, name: storedName }, name, examined.facts);
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
