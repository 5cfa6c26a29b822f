/** Owns: when a file of an archive was taken, as far as the archive tells. Pure. */
import type { Zone } from '../../base/zone.ts';

const DAY = /^(?:data:)?archive\/(\d{4}-\d{2}-\d{2})\//;
const DAY_MS = 86_400_000;

/**
 * Milliseconds since 1970 UTC. The archive's folder names the store's day; within it the moment at which the file
 * was put there, or at which the POS wrote it where the archive was copied since.
 */
export function takenAtMs(
  { storedAs, changedAtMs, mtimeMs }: { storedAs: string; changedAtMs: number; mtimeMs: number },
  zone: Zone,
): number {
  const [, day] = DAY.exec(storedAs) ?? [];
  const startMs = day === undefined ? NaN : zone.instantOfLocal(Date.parse(`${day}T00:00Z`));
  if (Number.isNaN(startMs)) return changedAtMs;
  const endMs = startMs + DAY_MS;
  if (changedAtMs >= startMs && changedAtMs < endMs) return changedAtMs;
  return Math.min(Math.max(mtimeMs, startMs), endMs);
}
