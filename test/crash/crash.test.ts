import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { runCrashes } from './crash-run.ts';

const roots: string[] = [];

afterEach(() => {
  for (const root of roots.splice(0)) rmSync(root, { recursive: true, force: true });
});

describe('the agent under kill -9', () => {
  test('30 kills with 1,500 receipts and a server that commits and then resets a tenth of the calls lose nothing', async () => {
    const root = mkdtempSync(join(tmpdir(), 'heado-till-crash-'));
    roots.push(root);
    const result = await runCrashes({ root, kills: 30, receipts: 1_500, seed: 20_261_122, resetShare: 0.1 });
    expect(result.broken).toBe('');
    expect(result.disorder).toBeUndefined();
    // A programme in which nothing was ever sent twice would have tested nothing.
    expect(result.repeats).toBeGreaterThan(0);
  });
});
