/**
 * Owns: `.done` markers that stand alone. One whose file was taken already came late and goes, lest it close a
 * later file of that name too early. Any other that holds something may be a POS's document under an unlucky
 * name, so it is looked at like every file.
 */
import type { FileFacts } from './file-facts.ts';
import { removeQuietly } from './folder/create-file.ts';
import type { DropHandle } from './folder/drop-handle.ts';
import type { Listing } from './listing.ts';
import { DONE_SUFFIX } from './names.ts';
import { compareNatural } from './natural-order.ts';
import type { Scene } from './scene.ts';
import { ageMs } from './waits.ts';

/** A marker says a word at most. */
const MARKER_BYTES_MAX = 1024;

/** The names to look at: those of the listing, and lone markers that may be documents. Never throws. */
export function addLoneMarkers(scene: Scene, { names, markers }: Listing): readonly string[] {
  if (markers.size === 0) return names;
  const files = new Set(names);
  const lone = [...markers].filter((marker) => !files.has(fileOf(marker)));
  const documents = lone.filter((marker) => !isMarker(scene, marker));
  return documents.length === 0 ? names : names.concat(documents).sort(compareNatural);
}

function isMarker(scene: Scene, marker: string): boolean {
  const { root } = scene.folder;
  const examined = root.examine(marker);
  if (examined.kind !== 'file') return examined.kind === 'gone';
  const late = examined.facts.sizeBytes <= MARKER_BYTES_MAX && wasTaken(scene, fileOf(marker));
  if (late || isLeftOver(scene, examined.facts)) removeQuietly({ folder: root, name: marker });
  return late || examined.facts.sizeBytes === 0;
}

/** Empty, and its file has not come for `staleMs`. */
function isLeftOver(scene: Scene, facts: FileFacts): boolean {
  return facts.sizeBytes === 0 && ageMs(scene, facts) >= scene.context.limits.staleMs;
}

/** Whether a file of that name was taken or rejected today. */
function wasTaken({ context, folder }: Scene, file: string): boolean {
  const today = context.dayOf(context.clock.now());
  return [`${folder.archive}/${today}`, folder.rejected].some((place) => holds(folder, place, file));
}

function holds(folder: DropHandle, place: string, name: string): boolean {
  try {
    return folder.open(place, false).stats(name) !== undefined;
  } catch {
    return false;
  }
}

function fileOf(marker: string): string {
  return marker.slice(0, -DONE_SUFFIX.length);
}
