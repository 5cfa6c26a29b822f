/**
 * Owns: `npm run test:crash -- --kills N [--receipts M] [--seed S]`: any number of kills, with a summary and an
 * exit code that says whether every promise held.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { runCrashes } from './crash-run.ts';

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '60' },
    receipts: { type: 'string' },
    seed: { type: 'string', default: '1' },
  },
});

const kills = Number(values.kills);
const receipts = Number(values.receipts ?? kills * 50);
const root = mkdtempSync(join(tmpdir(), 'heado-till-crash-'));
const startedAt = performance.now();
const result = await runCrashes({
  root,
  kills,
  receipts,
  seed: Number(values.seed),
  resetShare: 0.1,
  onKill: (kill) => {
    if (kill % 50 === 0)
      process.stdout.write(`${kill} kills, ${Math.round((performance.now() - startedAt) / 1000)} s\n`);
  },
});
const held = result.broken === '' && result.disorder === undefined;
process.stdout.write(
  `${JSON.stringify({ ...result, broken: undefined }, null, 2)}\n${result.broken}\n${held ? 'every promise held' : `broken; the till is kept in ${root}`}\n`,
);
if (held) rmSync(root, { recursive: true, force: true });
process.exitCode = held ? 0 : 1;
