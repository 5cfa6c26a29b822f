import { describe, expect, it } from 'vitest';
import { freeBytes } from '../../../src-main/base/free-bytes.ts';
import { createHousekeeping, isLow, type HousekeepingOptions } from '../../../src-main/core/housekeeping.ts';
import { createFakeClock } from '../../support/fake-clock.ts';

const MINUTE_MS = 60_000;
const keeping = { payloadDays: 90, identityDays: 430 };

/** What it did, in order; `change` replaces what it works with. */
function keep(change: Partial<HousekeepingOptions> = {}) {
  const clock = createFakeClock();
  const did: string[] = [];
  const options: HousekeepingOptions = {
    ...{ clock, dataDir: '/', keeping, forgettingTime: () => ({ untilMs: 1, atMs: 1 }) },
    pruner: {
      step: (given) => {
        did.push(given === keeping ? 'prune' : 'prune by other numbers');
        return false;
      },
      prunableFiles: () => [],
      markGone: () => undefined,
      keptFiles: () => [],
    },
    ballast: {
      state: () => 'present',
      release: () => false,
      releaseReserve: () => false,
      takeBack: () => undefined,
      restore: () => true,
    },
    note: (event) => did.push(event),
    rejudgeHeld: () => did.push('rejudge'),
    ...change,
  };
  return { clock, did, housekeeping: createHousekeeping(options) };
}

describe('housekeeping', () => {
  it('forgets a little every minute and judges held records every ten, until it is stopped', () => {
    const { clock, did, housekeeping } = keep();
    clock.advance(10 * MINUTE_MS);
    expect(did).toEqual([]);
    housekeeping.start();
    clock.advance(10 * MINUTE_MS);
    expect(did.filter((each) => each === 'prune')).toHaveLength(10);
    expect(did.filter((each) => each === 'rejudge')).toHaveLength(1);
    clock.advance(10 * MINUTE_MS);
    expect(did.filter((each) => each === 'rejudge')).toHaveLength(2);
    housekeeping.stop();
    clock.advance(10 * MINUTE_MS);
    expect(did.filter((each) => each === 'prune')).toHaveLength(20);
  });

  it('goes on at once where there is more to forget', () => {
    let left = 3;
    const step = (): boolean => --left > 0;
    const { clock, housekeeping } = keep({
      pruner: { step, prunableFiles: () => [], markGone: () => undefined, keptFiles: () => [] },
    });
    housekeeping.start();
    clock.advance(MINUTE_MS + 2_000);
    expect(left).toBe(0);
  });

  it('lays the ballast down again when there is room, and says so once', () => {
    let state: 'present' | 'released' = 'released';
    const restore = (): boolean => {
      state = 'present';
      return true;
    };
    const { clock, did, housekeeping } = keep({
      ballast: {
        state: () => state,
        release: () => false,
        releaseReserve: () => false,
        takeBack: () => undefined,
        restore,
      },
    });
    housekeeping.start();
    clock.advance(3 * MINUTE_MS);
    expect(did.filter((each) => each === 'ballast.restored')).toHaveLength(1);
  });

  it('that fails is told and tried again a minute later', () => {
    let failures = 0;
    const restore = (): boolean => {
      failures += 1;
      throw new Error('ENOSPC');
    };
    const { clock, did, housekeeping } = keep({
      ballast: {
        state: () => 'released',
        release: () => false,
        releaseReserve: () => false,
        takeBack: () => undefined,
        restore,
      },
    });
    housekeeping.start();
    clock.advance(3 * MINUTE_MS);
    expect(failures).toBe(3);
    expect(did).toEqual(['housekeeping.failed', 'housekeeping.failed', 'housekeeping.failed']);
  });
});

describe('free space', () => {
  it('is known of a folder that is there and unknown of one that is not', () => {
    expect(freeBytes('/')).toBeGreaterThan(0);
    expect(freeBytes('/no/such/folder')).toBeNull();
  });

  it('is low below its limit, and never where nobody knows', () => {
    const limitBytes = 50 * 1024 * 1024;
    expect([isLow(limitBytes - 1), isLow(limitBytes), isLow(null)]).toEqual([true, false, false]);
  });
});
