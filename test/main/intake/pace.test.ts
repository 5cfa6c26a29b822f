import { expect, it } from 'vitest';
import { setPace, type Pace } from '../../../src-main/intake/pace.ts';

it('a wake-up from within a round begins no second one beside it, but one more after it', async () => {
  let inRound = 0;
  let most = 0;
  let rounds = 0;
  const pace: Pace = setPace(async () => {
    most = Math.max(most, (inRound += 1));
    rounds += 1;
    if (rounds === 1) pace.wake('event');
    await Promise.resolve();
    inRound -= 1;
  });
  pace.wake('start');
  await new Promise((resolve) => setImmediate(resolve));
  await new Promise((resolve) => setImmediate(resolve));
  await pace.stop();
  expect([rounds, most]).toEqual([2, 1]);
});
