/**
 * Owns: looking at one original in an archive before it is read anew.
 */
import type { FileFacts } from '../intake/file-facts.ts';
import { folderProblem } from '../intake/folder/folder-problem.ts';
import type { DropHandle } from '../intake/folder/drop-handle.ts';
import type { HeldFolder } from '../intake/folder/held-folder.ts';
import { splitPlace } from '../intake/folder/places.ts';
import { fileKey, type Scene } from '../intake/scene.ts';

/** An original that can be read. */
export interface Original {
  readonly storedAs: string;
  readonly day: HeldFolder;
  readonly name: string;
  readonly facts: FileFacts;
  readonly changedAtMs: number;
  readonly bornAtMs: number;
}

/** Undefined: there is nothing to read, or `onFault` was told why not. */
export function findOriginal(
  { settings, folder }: Pick<Scene, 'settings'> & { readonly folder: DropHandle },
  storedAs: string,
  onFault: (path: string, because: string) => void,
): Original | undefined {
  const { place, name } = splitPlace(storedAs);
  const path = fileKey({ settings }, storedAs);
  try {
    const day = folder.open(place, false);
    const examined = day.examine(name);
    if (examined.kind === 'foreign' && examined.problem.code === 'file.isFolder') return undefined;
    if (examined.kind !== 'file') {
      onFault(path, whyNot(examined));
      return undefined;
    }
    const { facts, ctimeMs } = examined;
    // A move that broke leaves an empty file.
    if (facts.sizeBytes === 0) return undefined;
    const born = day.stats(name)?.birthtimeMs ?? 0;
    const bornAtMs = born > 0 ? born : ctimeMs;
    return { storedAs, day, name, facts, changedAtMs: ctimeMs, bornAtMs };
  } catch (error) {
    onFault(path, folderProblem(error, place).code);
    return undefined;
  }
}

function whyNot(examined: Exclude<ReturnType<HeldFolder['examine']>, { readonly kind: 'file' }>): string {
  if (examined.kind === 'foreign') return examined.problem.code;
  return examined.kind === 'unreadable' ? examined.errno : examined.kind;
}
