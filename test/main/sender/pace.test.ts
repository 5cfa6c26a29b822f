import { describe, expect, it } from 'vitest';
import { lowerPace, paceRule, raisePace } from '../../../src-main/sender/pace.ts';

describe('the pace', () => {
  it('is lowered by doubling the pause, up to a minute', () => {
    const pauses = [0];
    for (let step = 0; step < 9; step++) pauses.push(lowerPace(pauses.at(-1) ?? 0, paceRule));
    expect(pauses).toEqual([0, 1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000, 60_000]);
  });

  it('is raised slowly until there is no pause', () => {
    let pauseMs = 60_000;
    let steps = 0;
    while (pauseMs > 0 && steps < 100) {
      const shorter = raisePace(pauseMs, paceRule);
      expect(shorter).toBeLessThan(pauseMs);
      pauseMs = shorter;
      steps += 1;
    }
    expect(pauseMs).toBe(0);
    expect(steps).toBeGreaterThan(15);
  });
});
