/**
 * Owns: what a writer showed of a file besides its bytes: markers and temporary names (drop folder, "Taking a file" 1, 2).
 */
import type { Sign } from './completeness.ts';
import { sameFacts, type Examined, type FileFacts } from './file-facts.ts';
import { splitPlace } from './folder/places.ts';
import { DONE_SUFFIX } from './names.ts';
import type { Scene } from './scene.ts';

/** When a file was changed, as the disk tells. */
export type Times = Pick<Extract<Examined, { readonly kind: 'file' }>, 'ctimeMs'> & {
  readonly facts: Pick<FileFacts, 'mtimeMs'>;
};

export function signOf(
  scene: Scene,
  name: string,
  found: Times & { readonly facts: FileFacts },
  markers: ReadonlySet<string>,
): Sign {
  const marker = name + DONE_SUFFIX;
  const marked = markers.has(marker) ? scene.folder.root.examine(marker) : undefined;
  if (marked?.kind === 'file') {
    const shown = signOfMarker(found, marked);
    if (shown !== 'none') return shown;
  }
  const { facts } = found;
  const origin = scene.temporaries.originOf(name);
  if (origin === undefined || lookAt(scene, origin.path) !== 'gone') return 'none';
  const isIt = origin.facts !== undefined && sameFacts(origin.facts, facts);
  return isIt ? 'closed' : 'announced';
}

/**
 * A marker tells of what was there when it came. The time of a change of its entry (`ctime`) counts as well: nobody can set
 * it back, and it is never before the file began. Of the same tick of the disk's clock nobody knows which came first.
 */
export function signOfMarker(file: Times, marker: Times): Sign {
  const afterMs = Math.min(marker.facts.mtimeMs - file.facts.mtimeMs, marker.ctimeMs - file.ctimeMs);
  if (afterMs === 0) return 'announced';
  return afterMs > 0 ? 'closed' : 'none';
}

/** Notes a temporary name that the watcher or a listing gave. */
export function seeTemporary(scene: Scene, path: string): void {
  const found = lookAt(scene, path);
  scene.temporaries.saw(path, typeof found === 'string' ? undefined : found);
}

/** What lies under a temporary name, in the folder or in `tmp`. */
function lookAt({ folder }: Scene, temporary: string): FileFacts | 'gone' | 'unknown' {
  const { place, name } = splitPlace(temporary);
  try {
    const examined = (place === '' ? folder.root : folder.open(place, false)).examine(name);
    if (examined.kind === 'file') return examined.facts;
    return examined.kind === 'gone' ? 'gone' : 'unknown';
  } catch {
    return 'unknown';
  }
}
