import { afterEach, expect, it } from 'vitest';
import { createShortage, type Shortage } from '../../../src-main/core/marks/shortage.ts';
import { openTwin } from '../../../src-main/core/marks/twin.ts';
import { createFakeClock, type FakeClock } from '../../support/fake-clock.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { closeOutboxes, openFolder } from '../outbox/outbox-folder.ts';

afterEach(() => closeOutboxes());

const DROP = '/drop';

/** Counting takes so long; `counts` are the times that it was done. */
function counting(tookMs: number): { shortage: Shortage; clock: FakeClock; counts: () => number } {
  const clock = createFakeClock();
  const dataDir = tempFolder();
  const { whereabouts } = openFolder().outbox;
  let counts = 0;
  const slow = {
    ...whereabouts,
    openIn() {
      counts += 1;
      clock.advance(tookMs);
      return counts;
    },
  };
  const twin = openTwin({ dataDir, known: '', taken: () => [], onDamage: () => undefined });
  return {
    shortage: createShortage({ dataDir, whereabouts: slow, twin, clock }),
    clock,
    counts: () => counts,
  };
}

function askEverySecond(till: ReturnType<typeof counting>, seconds: number): void {
  for (let second = 0; second < seconds; second += 1) {
    till.shortage.census(DROP);
    till.clock.advance(1_000);
  }
}

it('what is not at its end is counted for every mark where that takes no time', () => {
  const till = counting(5);
  askEverySecond(till, 60);
  expect(till.counts()).toBe(60);
});

it('where counting takes long it takes a fiftieth of the time, and the mark has that of some seconds ago', () => {
  const till = counting(200);
  askEverySecond(till, 100);
  expect(till.counts()).toBeLessThanOrEqual(10);
  expect(till.counts()).toBeGreaterThan(5);
});

it('it is counted anew for the last mark, and after a person decided', () => {
  const { shortage, counts } = counting(10_000);
  expect(shortage.census(DROP).open).toBe(1);
  expect(shortage.census(DROP).open).toBe(1);
  expect(shortage.census(DROP, true).open).toBe(2);
  shortage.forget(DROP);
  expect(shortage.census(DROP).open).toBe(3);
  expect(counts()).toBe(3);
});
