/**
 * Owns: sums without binary dust: HEADO's numbers have four places (device API, decimal(12,4)). Pure.
 */
const SCALE = 10_000;

/** Rounded to four places. */
export function toMoney(value: number): number {
  return Math.round(value * SCALE) / SCALE + 0;
}

export function sumOf<T>(items: readonly T[], valueOf: (item: T) => number): number {
  return toMoney(items.reduce((sum, item) => sum + Math.round(valueOf(item) * SCALE), 0) / SCALE);
}
