import { afterAll, describe, expect, it } from 'vitest';
import { removeTempFolders } from '../support/temp-folder.ts';
import { createPlan } from './plan.ts';
import { runChaos } from './run.ts';
import { tellOutcome } from './tell.ts';

afterAll(removeTempFolders);

const SEEDS = process.env['FULL'] === undefined ? 10 : 200;
const seeds = Array.from({ length: SEEDS }, (_, index) => index + 1);

describe.concurrent('chaos: server faults, kills, clocks, torn databases, late folders, held files', () => {
  it.each(seeds)('of seed %i breaks no promise', async (seed) => {
    const outcome = await runChaos(createPlan(seed));
    expect(outcome.broken.length === 0 ? '' : tellOutcome(outcome)).toBe('');
  });
});

it('a seed gives the same plan every time, and another seed another', () => {
  expect(createPlan(7)).toEqual(createPlan(7));
  expect(createPlan(7)).not.toEqual(createPlan(8));
});
