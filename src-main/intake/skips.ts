/** Owns: how many records of files were rightly not stored, by the code of the reason. */
import type { ReadingContext } from './context.ts';

export type Skips = ReadonlyMap<string, number>;

export const NO_SKIPS: Skips = new Map();

/** All of them together. */
export function addSkips(parts: readonly Skips[]): Skips {
  const total = new Map<string, number>();
  for (const part of parts) for (const [code, count] of part) total.set(code, (total.get(code) ?? 0) + count);
  return total;
}

/** Counts them for the status. Throws what the outbox throws. */
export function countSkips({ outbox }: Pick<ReadingContext, 'outbox'>, skips: Skips): void {
  for (const [code, count] of skips) outbox.count(`skipped:${code}`, count);
}
