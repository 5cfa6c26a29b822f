/**
 * Owns: how long a test waits before it calls a thing hung. Such a limit decides nothing on any machine: it is
 * generous on a quiet one and grows with what this machine needs for a fixed piece of work at this moment.
 */
import { pbkdf2Sync } from 'node:crypto';
import { closeSync, fsyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** For one fact, on a quiet machine: fifty times what the slowest of them takes there. */
export const FACT_LIMIT_MS = 30_000;
/** For a whole test, which waits for several facts. */
export const TEST_LIMIT_MS = 5 * FACT_LIMIT_MS;

/** What the piece of work takes on a quiet machine of two cores with a virtual disk. */
const REFERENCE_MS = 25;
const ROUNDS = 100_000;
const SYNCS = 16;
const BLOCK = Buffer.alloc(4_096, 1);
/** A wait in vain ends some time: on the slowest machine after five minutes. */
const SLOWNESS_MAX = 10;

/** 1 on a quiet machine, 3 where the same work takes three times as long. Takes some 25 ms itself. */
export function measureSlowness(): number {
  const startedAt = performance.now();
  pbkdf2Sync('work', 'fixed', ROUNDS, 32, 'sha256');
  syncSome();
  const slowness = (performance.now() - startedAt) / REFERENCE_MS;
  return Math.min(Math.max(slowness, 1), SLOWNESS_MAX);
}

function syncSome(): void {
  const folder = mkdtempSync(join(tmpdir(), 'heado-till-speed-'));
  const file = openSync(join(folder, 'block'), 'w');
  try {
    for (let sync = 0; sync < SYNCS; sync += 1) {
      writeSync(file, BLOCK);
      fsyncSync(file);
    }
  } finally {
    closeSync(file);
    rmSync(folder, { recursive: true });
  }
}
