/**
 * Owns: what a writer showed of a file besides its bytes: markers and temporary names (drop folder, "Taking a file" 1, 2).
 */
import type { Sign } from './completeness.ts';
import { sameFacts, type FileFacts } from './file-facts.ts';
import { splitPlace } from './folder/places.ts';
import { DONE_SUFFIX } from './names.ts';
import type { Scene } from './scene.ts';

export function signOf(scene: Scene, name: string, facts: FileFacts, markers: ReadonlySet<string>): Sign {
  if (markers.has(name + DONE_SUFFIX)) return 'closed';
  const origin = scene.temporaries.originOf(name);
  if (origin === undefined || lookAt(scene, origin.path) !== 'gone') return 'none';
  const isIt = origin.facts !== undefined && sameFacts(origin.facts, facts);
  return isIt ? 'closed' : 'announced';
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
