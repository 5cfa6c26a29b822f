import { describe, expect, it } from 'vitest';
import { createReferenceClock, type ReferenceClock } from '../../../src-main/core/reference-clock.ts';
import { createFakeClock, type FakeClock } from '../../support/fake-clock.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

interface Machine {
  readonly clock: FakeClock;
  readonly reference: ReferenceClock;
  /** HEADO answered; `aheadMs`: our clock minus HEADO's. */
  answer(aheadMs: number, tookMs?: number): void;
}

function machine(startMs?: number): Machine {
  const clock = createFakeClock(startMs);
  const reference = createReferenceClock(clock);
  return {
    ...{ clock, reference },
    answer(aheadMs, tookMs = 0) {
      const receivedAtMs = clock.now();
      const startedAtMs = receivedAtMs - tookMs;
      reference.learn({ dateMs: receivedAtMs - aheadMs, startedAtMs, receivedAtMs });
    },
  };
}

describe('the confirmed time', () => {
  it('is none before HEADO answered', () => {
    const { reference, clock } = machine();
    expect(reference.confirmedMs()).toBeUndefined();
    expect(reference.nowMs()).toBe(clock.now());
  });

  it('goes on with an answer that agrees, however long ago it came', () => {
    const { reference, clock, answer } = machine();
    answer(700);
    clock.advance(3 * DAY_MS);
    expect(reference.confirmedMs()).toBe(clock.now());
  });

  it.each([
    ['years ahead', 800 * DAY_MS],
    ['a day behind', -DAY_MS],
    ['in 1970', -56 * 365 * DAY_MS],
    ['two hours ahead', 2 * HOUR_MS],
  ])('is none while our clock is %s, and HEADO’s is judged by', (_, aheadMs) => {
    const { reference, clock, answer } = machine();
    answer(aheadMs);
    expect(reference.confirmedMs()).toBeUndefined();
    expect(reference.nowMs()).toBe(clock.now() - aheadMs);
  });

  it('is HEADO’s where ours is some minutes off: days are counted, not minutes', () => {
    const { reference, clock, answer } = machine();
    answer(5 * MINUTE_MS);
    expect(reference.confirmedMs()).toBe(clock.now() - 5 * MINUTE_MS);
  });

  it('is none after our clock jumped, until HEADO answers again', () => {
    const { reference, clock, answer } = machine();
    answer(0);
    clock.setWall(clock.now() + 800 * DAY_MS);
    expect([reference.confirmedMs(), reference.skewMs]).toEqual([undefined, undefined]);
    answer(0);
    expect(reference.confirmedMs()).toBe(clock.now());
  });

  it('is there as soon as our clock was set to what HEADO had told', () => {
    const { reference, clock, answer } = machine();
    answer(-3 * DAY_MS);
    clock.advance(HOUR_MS);
    clock.setWall(clock.now() + 3 * DAY_MS);
    expect(reference.confirmedMs()).toBe(clock.now());
    expect(Math.abs(reference.skewMs ?? NaN)).toBeLessThan(MINUTE_MS);
  });
});

it('a slow answer accuses no clock', () => {
  const { reference, clock, answer } = machine();
  answer(0, 0);
  // HEADO read its clock at the beginning of a call of forty minutes: a till that slept.
  answer(40 * MINUTE_MS, 40 * MINUTE_MS);
  expect(reference.confirmedMs()).toBe(clock.now());
  // It is five minutes off at the least.
  answer(45 * MINUTE_MS, 40 * MINUTE_MS);
  expect(reference.skewMs).toBe(5 * MINUTE_MS);
});

describe('the time to date by', () => {
  it('is the wall clock’s, also where it is minutes off', () => {
    const { reference, clock, answer } = machine();
    answer(10 * MINUTE_MS);
    expect(reference.datingMs()).toBe(clock.now());
  });

  it('is HEADO’s where ours is absurd', () => {
    const { reference, clock, answer } = machine();
    answer(800 * DAY_MS);
    expect(reference.datingMs()).toBe(clock.now() - 800 * DAY_MS);
  });

  it('never lies before the last confirmed moment of an earlier run', () => {
    const { reference, clock } = machine(0);
    const seenMs = Date.UTC(2026, 10, 22);
    reference.isAfter(seenMs);
    clock.advance(HOUR_MS);
    expect(reference.datingMs()).toBe(seenMs + HOUR_MS);
    clock.setWall(seenMs + 9 * HOUR_MS);
    expect(reference.datingMs()).toBe(seenMs + 9 * HOUR_MS);
  });
});
