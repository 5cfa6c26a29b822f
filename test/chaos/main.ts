/**
 * Owns: `npm run test:chaos -- --seed N [--seeds M]`: M runs from seed N on, a line each; the story of every one in which
 * a promise was broken; exit code 1 then.
 */
import { parseArgs } from 'node:util';
import { removeTempFolders } from '../support/temp-folder.ts';
import { createPlan } from './plan.ts';
import { runChaos } from './run.ts';
import { tellOutcome } from './tell.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    seeds: { type: 'string', default: '1' },
    story: { type: 'boolean', default: false },
  },
});
const first = Number(values.seed);
const seeds = Number(values.seeds);
const startedAt = performance.now();
let broken = 0;
for (let seed = first; seed < first + seeds; seed += 1) {
  const outcome = await runChaos(createPlan(seed));
  const held = outcome.broken.length === 0;
  if (!held) broken += 1;
  process.stdout.write(held && !values.story ? '' : `${tellOutcome(outcome)}\n`);
  const seconds = Math.round((performance.now() - startedAt) / 1_000);
  process.stdout.write(
    `seed ${seed}: ${outcome.dropped} things dropped, ${outcome.calls} calls, ${held ? 'every promise held' : 'BROKEN'} (${seconds} s)\n`,
  );
}
removeTempFolders();
process.stdout.write(`${seeds} seeds, ${broken} with a broken promise\n`);
process.exitCode = broken === 0 ? 0 : 1;
