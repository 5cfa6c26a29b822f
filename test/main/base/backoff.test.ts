import { describe, expect, it } from 'vitest';
import { retryDelayMs } from '../../../src-main/base/backoff.ts';
import { seededRandom } from '../../support/random.ts';

const ladder = { delaysMs: [0, 3_000, 30_000, 60_000], capMs: 300_000 };
const middle = (): number => 0.5;

describe('the ladder of delays', () => {
  it.each([
    [0, 0],
    [1, 3_000],
    [2, 30_000],
    [3, 60_000],
    [4, 120_000],
    [5, 240_000],
    [6, 300_000],
    [7, 300_000],
    [10_000, 300_000],
  ])('waits before retry %i for %i ms', (attempt, delayMs) => {
    expect(retryDelayMs(ladder, attempt, middle)).toBe(delayMs);
  });

  it('varies by a fifth either way and no further', () => {
    expect(retryDelayMs(ladder, 3, () => 0)).toBe(48_000);
    expect(retryDelayMs(ladder, 3, () => 1 - Number.EPSILON)).toBe(72_000);
    const random = seededRandom(4);
    for (let attempt = 0; attempt < 200; attempt += 1) {
      const delayMs = retryDelayMs(ladder, 6, () => random.next());
      expect(delayMs).toBeGreaterThanOrEqual(240_000);
      expect(delayMs).toBeLessThanOrEqual(360_000);
    }
  });

  it('keeps its own steps under the cap', () => {
    expect(retryDelayMs({ delaysMs: [10_000], capMs: 2_000 }, 0, middle)).toBe(2_000);
  });

  it('still waits, and longer each time, where every step is zero', () => {
    const zero = { delaysMs: [0], capMs: 1_000 };
    const delaysMs = [1, 2, 3].map((attempt) => retryDelayMs(zero, attempt, middle));
    expect(delaysMs).toEqual([2, 4, 8]);
  });
});
