/** Owns: where the built screens lie: beside the built program, or in `dist` when it runs from its sources. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** From `dist`, from `dist/parts`, from here. */
const PLACES = ['screens', '../screens', '../../../dist/screens'];

/** A folder that need not exist: the service says so then. */
export function screensFolder(): string {
  const folders = PLACES.map((place) => join(import.meta.dirname, place));
  return folders.find((folder) => existsSync(join(folder, 'index.html'))) ?? folders[0] ?? '';
}
