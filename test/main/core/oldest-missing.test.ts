import { describe, expect, it } from 'vitest';
import { createOldestMissing, type MissingFacts } from '../../../src-main/core/oldest-missing.ts';
import type { Missing } from '../../../src-main/outbox/missing.ts';
import { createFakeClock } from '../../support/fake-clock.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const NOW_MS = Date.parse('2026-11-22T09:00:00Z');

const nowhere: MissingFacts = { missing: [], folders: [], rejectedSinceMs: undefined };

function receipt(place: Missing['place'], takenAtMs: number, over: Partial<Missing> = {}): Missing {
  return { what: 'receipt', place, id: 1, takenAtMs, occurredAtMs: takenAtMs, ...over };
}

function oldest(facts: Partial<MissingFacts>): unknown {
  return createOldestMissing(createFakeClock(NOW_MS))({ ...nowhere, ...facts }, NOW_MS);
}

describe('what HEADO lacks longest', () => {
  it('is nothing where nothing lies', () => {
    expect(oldest({})).toEqual({ receipt: undefined, signal: undefined });
  });

  it('is found wherever it lies', () => {
    const later = receipt('waiting', NOW_MS - 1);
    const sinceMs = NOW_MS - 20 * MINUTE_MS;
    const folders = [{ path: '/drop', oldestUntakenSinceMs: sinceMs }];
    for (const place of ['slow', 'ejected', 'quarantined', 'unconfirmed', 'held', 'shelf'] as const)
      expect(oldest({ missing: [later, receipt(place, sinceMs)] })).toMatchObject({
        receipt: { place, sinceMs },
      });
    expect(oldest({ missing: [later], folders })).toMatchObject({
      receipt: { place: 'unreadFile', sinceMs },
    });
    expect(oldest({ missing: [later], rejectedSinceMs: sinceMs })).toMatchObject({
      receipt: { place: 'rejectedFile', sinceMs },
    });
  });

  it('is told for signals apart', () => {
    const signal = receipt('waiting', NOW_MS - DAY_MS, { what: 'signal' });
    expect(oldest({ missing: [receipt('held', NOW_MS), signal] })).toEqual({
      receipt: { place: 'held', sinceMs: NOW_MS },
      signal: { place: 'waiting', sinceMs: NOW_MS - DAY_MS },
    });
  });

  it.each([
    ['in 1970', 5_000],
    ['years ahead', NOW_MS + 800 * DAY_MS],
  ])('is as old as the receipt itself where it was taken by a clock %s', (_, takenAtMs) => {
    const missing = [receipt('waiting', takenAtMs, { occurredAtMs: NOW_MS - MINUTE_MS })];
    expect(oldest({ missing })).toMatchObject({ receipt: { sinceMs: NOW_MS - MINUTE_MS } });
  });

  it('grows old before our eyes though the clock is set back', () => {
    const clock = createFakeClock(NOW_MS);
    const look = createOldestMissing(clock);
    const facts = { ...nowhere, missing: [receipt('waiting', NOW_MS)] };
    look(facts, clock.now());
    clock.setWall(NOW_MS - DAY_MS);
    clock.advance(16 * MINUTE_MS);
    expect(look(facts, clock.now()).receipt?.sinceMs).toBe(clock.now() - 16 * MINUTE_MS);
    const next = { ...nowhere, missing: [receipt('waiting', NOW_MS, { id: 2 })] };
    expect(look(next, clock.now()).receipt?.sinceMs).toBe(clock.now());
  });
});
