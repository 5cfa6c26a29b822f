import { describe, expect, it } from 'vitest';
import { createPulse } from '../../../src-main/core/screens/pulse.ts';
import { createFakeClock } from '../../support/fake-clock.ts';

describe('a pulse', () => {
  it('runs at once, then at most once per pause, and once more after the last call', () => {
    const clock = createFakeClock();
    const ran: number[] = [];
    const pulse = createPulse(clock, 50, () => ran.push(clock.monotonicMs()));
    for (let ms = 0; ms < 120; ms += 10) {
      pulse.beat();
      clock.advance(10);
    }
    clock.advance(1_000);
    expect(ran).toEqual([0, 50, 100, 150]);
    pulse.beat();
    clock.advance(0);
    expect(ran.at(-1)).toBe(1_120);
    expect(clock.pending).toBe(0);
  });

  it('does nothing between two calls, and nothing after it was stopped', () => {
    const clock = createFakeClock();
    let times = 0;
    const pulse = createPulse(clock, 50, () => (times += 1));
    expect(clock.pending).toBe(0);
    pulse.beat();
    pulse.stop();
    clock.advance(1_000);
    expect([times, clock.pending]).toEqual([0, 0]);
  });
});
