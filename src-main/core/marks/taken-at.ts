/** Owns: when a file of an archive was taken, and what of it since a moment, as far as the archive tells. Pure. */
import type { Zone } from '../../base/zone.ts';
import type { TakenFile } from '../../outbox/port.ts';
import type { ArchivedFile } from '../replay-archive.ts';

const DAY = /^(?:data:)?archive\/(\d{4}-\d{2}-\d{2})\//;
const DAY_MS = 86_400_000;

/** The store's day that the archive's folder names, milliseconds since 1970 UTC. */
function dayOf(
  storedAs: string,
  zone: Zone,
): { readonly startMs: number; readonly endMs: number } | undefined {
  const [, day] = DAY.exec(storedAs) ?? [];
  const startMs = day === undefined ? NaN : zone.instantOfLocal(Date.parse(`${day}T00:00Z`));
  return Number.isNaN(startMs) ? undefined : { startMs, endMs: startMs + DAY_MS };
}

/**
 * Milliseconds since 1970 UTC. Within the day of its folder the moment at which the file was put there, or at which the
 * POS wrote it where the archive was copied since.
 */
export function takenAtMs(
  { storedAs, changedAtMs, mtimeMs }: { storedAs: string; changedAtMs: number; mtimeMs: number },
  zone: Zone,
): number {
  const day = dayOf(storedAs, zone);
  if (!day || (changedAtMs >= day.startMs && changedAtMs < day.endMs)) return changedAtMs;
  return Math.min(Math.max(mtimeMs, day.startMs), day.endMs);
}

/** Made later than it was written or put into its folder: since when there was such a file nobody knows. */
function isCopy({ file, bornAtMs }: ArchivedFile, zone: Zone): boolean {
  return bornAtMs > file.mtimeMs || bornAtMs >= (dayOf(file.storedAs, zone)?.endMs ?? Infinity);
}

/** A part of a file's records; undefined: it has none of them. */
export interface Parted<T extends TakenFile> {
  readonly since: T | undefined;
  readonly before: T | undefined;
}

/**
 * A file that was written both before and after the moment is parted by what its records say themselves: the lines of a
 * day lie in one file, and the last of them may be written when the day is over.
 */
export function partSince<T extends ArchivedFile>(file: T, sinceMs: number, zone: Zone): Parted<T> {
  const { storedAs, mtimeMs } = file.file;
  const { changedAtMs, bornAtMs, entries, shelf } = file;
  const isTakenSince = takenAtMs({ storedAs, changedAtMs, mtimeMs }, zone) >= sinceMs;
  const mayBeginBefore = bornAtMs < sinceMs || (file.file.lines !== false && isCopy(file, zone));
  const isOnBothSides = mtimeMs >= sinceMs && (!isTakenSince || mayBeginBefore);
  if (!isOnBothSides)
    return { since: isTakenSince ? file : undefined, before: isTakenSince ? undefined : file };
  const isSince = ({ occurredAtMs }: TakenFile['entries'][number]): boolean => occurredAtMs >= sinceMs;
  const since = entries.filter(isSince);
  const before = entries.filter((entry) => !isSince(entry));
  return {
    since: since.length + shelf.length > 0 ? { ...file, entries: since } : undefined,
    before: before.length > 0 ? { ...file, entries: before, shelf: [] } : undefined,
  };
}
