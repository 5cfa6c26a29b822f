/**
 * Owns: `.done` markers that belong to no file. An empty one is left over (its file was taken, it could not be
 * removed) and would close a later file of that name too early; one with content may be a POS's document under
 * an unlucky name, so it is looked at like any file.
 */
import { join } from 'node:path';
import { ageMs } from './waits.ts';
import { examineFile } from './file-facts.ts';
import type { Listing } from './listing.ts';
import { removeQuietly } from './move-file.ts';
import { DONE_SUFFIX } from './names.ts';
import { compareNatural } from './natural-order.ts';
import type { Scene } from './scene.ts';

/** The names to look at: those of the listing, and lone markers that hold something. */
export function addLoneMarkers(scene: Scene, { names, markers }: Listing): readonly string[] {
  if (markers.size === 0) return names;
  const files = new Set(names);
  const lone = [...markers].filter((marker) => !files.has(marker.slice(0, -DONE_SUFFIX.length)));
  const documents = lone.filter((marker) => holdsSomething(scene, marker));
  return documents.length === 0 ? names : names.concat(documents).sort(compareNatural);
}

/** Removes an empty marker that has been alone for `staleMs`; its file may only be late. */
function holdsSomething(scene: Scene, marker: string): boolean {
  const { context, folder } = scene;
  const path = join(folder.realPath, marker);
  const examined = examineFile(context.fs, path, marker, folder.owner);
  if (examined.kind !== 'file') return examined.kind !== 'gone';
  if (examined.facts.sizeBytes > 0) return true;
  if (ageMs(scene, examined.facts) >= context.limits.staleMs) removeQuietly(context.fs, path);
  return false;
}
