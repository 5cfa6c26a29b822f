/**
 * Owns: what is done once a minute, a little at a time: forgetting old payloads, the ballast, free space on the
 * disk, records that wait for the clock.
 */
import type { Cancel, Clock } from '../base/clock.ts';
import { freeBytes } from '../base/free-bytes.ts';
import type { Note } from '../base/note.ts';
import type { Ballast } from '../outbox/ballast.ts';
import type { ForgettingTime } from '../outbox/forgetting.ts';
import type { Keeping, Pruner } from '../outbox/prune.ts';
import type { CoreEvent } from './events.ts';

const EVERY_MS = 60_000;
/** Held receipts are judged again this often, and whenever the clock is found to be off. */
const REJUDGE_EVERY_MS = 10 * 60_000;
/** Room for some ten thousand receipts; below it a person is told. */
const DISK_LOW_BYTES = 50 * 1024 * 1024;
/** Longer than a receipt may be late, so that a repetition of any acceptable receipt is recognised. */
export const IDENTITY_EXTRA_DAYS = 30;

export interface HousekeepingOptions {
  readonly clock: Clock;
  readonly dataDir: string;
  readonly pruner: Pruner;
  /** The time to forget by; undefined: nobody vouches for the clock, and nothing is forgotten. */
  readonly forgettingTime: () => ForgettingTime | undefined;
  readonly ballast: Ballast;
  readonly keeping: Keeping;
  readonly note: Note<CoreEvent | 'ballast.restored'>;
  readonly rejudgeHeld: () => void;
}

export interface Housekeeping {
  start(): void;
  stop(): void;
}

export function isLow(free: number | null): boolean {
  return free !== null && free < DISK_LOW_BYTES;
}

export function createHousekeeping(options: HousekeepingOptions): Housekeeping {
  const { clock, note } = options;
  let cancel: Cancel | undefined;
  let wasLow = false;
  let rejudgedAtMs = clock.monotonicMs();

  function watchDisk(): void {
    const free = freeBytes(options.dataDir);
    const low = isLow(free);
    if (low !== wasLow) note(low ? 'disk.ranLow' : 'disk.hadRoom', { freeBytes: free });
    wasLow = low;
    if (!low && options.ballast.state() === 'released' && options.ballast.restore()) note('ballast.restored');
  }

  function turn(): void {
    watchDisk();
    const time = options.forgettingTime();
    const more = time !== undefined && options.pruner.step(options.keeping, time);
    if (clock.monotonicMs() - rejudgedAtMs >= REJUDGE_EVERY_MS) {
      rejudgedAtMs = clock.monotonicMs();
      options.rejudgeHeld();
    }
    cancel = clock.after(more ? EVERY_MS / 60 : EVERY_MS, safeTurn);
  }

  /** Housekeeping that fails on a full disk is tried again; nothing depends on it now. */
  function safeTurn(): void {
    try {
      turn();
    } catch (error) {
      note('housekeeping.failed', { error: error instanceof Error ? error.message : String(error) });
      cancel = clock.after(EVERY_MS, safeTurn);
    }
  }

  return {
    start() {
      cancel = clock.after(EVERY_MS, safeTurn);
    },
    stop() {
      cancel?.();
    },
  };
}
