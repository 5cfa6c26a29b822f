/**
 * Owns: what it means that a disk has no room: for one file or for all, and which disk it is.
 */
import { faultKind } from './faults.ts';
import { writtenTo } from './folder/written-to.ts';
import { SMALL_BYTES_MAX } from './load-file.ts';
import type { Scene } from './scene.ts';

export function isFull({ context }: Scene, error: unknown): boolean {
  return faultKind(error) === 'full' || context.isDiskFull(error);
}

/** Whether there is no room for the next file either: a large one may be the only one that does not fit. */
export function endsRound(scene: Scene, error: unknown, sizeBytes: number): boolean {
  return sizeBytes <= SMALL_BYTES_MAX && isFull(scene, error);
}

/** The folder, for people, on whose disk there was no room: what the outbox says is said of the data folder. */
export function fullDisk({ context, settings }: Scene, error: unknown): string {
  const path = writtenTo(error);
  if (path === undefined) return context.dataDir;
  return [context.dataDir, settings.path].find((each) => path.startsWith(each)) ?? path;
}
