/**
 * Owns: what is known of all rejected files of a folder together, however many there are: their number, since when the
 * oldest lies there, which are the newest, and of which nothing is remembered.
 * Promises: a few files are looked through at once, many with turns for others; a rescan reads a bounded number anew.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { adoptRejected, bringTogether } from './adopt.ts';
import type { IntakeContext } from './context.ts';
import { faultCode } from './faults.ts';
import { removeLeftOver } from './reject.ts';
import { countRejected, readRejected, rejectedNames, type RejectedItem } from './rejected-list.ts';
import type { Scene } from './scene.ts';
import { recallRejections, RECALLED_MAX, withdrawGrown } from './withdraw.ts';

export interface RejectedWatch {
  /** At a rescan of an open folder. Throws what disk and outbox throw. */
  look(scene: Scene): Promise<void>;
  /** As it is now; as it was seen last where the folder is not open. */
  state(): RejectedState;
}

interface RejectedState {
  readonly rejectedFiles: number;
  /** Milliseconds since 1970 UTC. */
  readonly oldestRejectedSinceMs: number | undefined;
}

/** Files looked at between two turns of the event loop: some milliseconds. */
const STEP_FILES = 100;
/** More than a step are looked through at most so often while their number changes. */
const LOOK_EVERY_MS = 60_000;
/** Names of which nothing is remembered; others are found when these are done. */
const UNKNOWN_MAX = 2_000;
/** Files read anew at one rescan. */
const ADOPTED_MAX = 200;

/** What looking through all files of one open folder gave. */
interface Seen {
  readonly scene: Scene;
  looking: boolean;
  /** Files and moment of the last look, by the clock that only grows. */
  count: number;
  atMs: number;
  oldest: RejectedItem | undefined;
  /** Nothing is remembered of them. */
  unknown: string[];
  /** There are more of these. */
  moreUnknown: boolean;
  recalled: boolean;
}

export function createRejectedWatch(
  { clock, note }: Pick<IntakeContext, 'clock' | 'note'>,
  /** The folder, while it is open. */
  open: () => Scene | undefined,
): RejectedWatch {
  let seen: Seen | undefined;
  let count = 0;

  function begin(scene: Scene): Seen {
    const nothing = { unknown: [], moreUnknown: false, looking: false, recalled: false };
    return { scene, count: -1, atMs: -Infinity, oldest: seen?.oldest, ...nothing };
  }

  /** Throws when `rejected` cannot be read. */
  function isDue(now: Seen): boolean {
    if (now.looking) return false;
    if (now.count === -1 || (now.moreUnknown && now.unknown.length === 0)) return true;
    const { oldest, scene } = now;
    if (oldest && !readRejected(scene.folder, oldest.storedName)) return true;
    const isOften = count > STEP_FILES && clock.monotonicMs() - now.atMs < LOOK_EVERY_MS;
    return count !== now.count && !isOften;
  }

  /** A step of files is looked through before it answers. Never rejects. */
  async function lookThrough(now: Seen): Promise<void> {
    now.looking = true;
    try {
      await readAll(now);
    } catch (error) {
      noteFailed(now.scene, error);
    } finally {
      now.looking = false;
    }
  }

  async function readAll(now: Seen): Promise<void> {
    const { scene } = now;
    const names = rejectedNames(scene.folder);
    Object.assign(now, { count: names.length, atMs: clock.monotonicMs(), unknown: [], moreUnknown: false });
    let oldest: RejectedItem | undefined;
    let newest: RejectedItem[] = [];
    for (const [index, name] of names.entries()) {
      if (index > 0 && index % STEP_FILES === 0) await nextTurn();
      if (open() !== scene) return;
      const item = readRejected(scene.folder, name);
      if (!item) {
        removeLeftOver(scene, name);
        continue;
      }
      if (!oldest || item.sinceMs < oldest.sinceMs) oldest = item;
      if (!item.record) noteUnknown(now, name);
      if (now.recalled) continue;
      newest.push(item);
      if (newest.length >= 2 * RECALLED_MAX) newest = newestOf(newest);
    }
    now.oldest = oldest;
    if (!now.recalled) recallRejections(scene, newestOf(newest));
    now.recalled = true;
  }

  function countNow({ folder }: Scene): void {
    count = countRejected(folder);
  }

  function noteFailed({ settings }: Scene, error: unknown): void {
    note('intake.failed', { folder: settings.path, step: 'rejected', error: faultCode(error) });
  }

  return {
    async look(scene) {
      if (seen?.scene !== scene) {
        seen = begin(scene);
        bringTogether(scene);
      }
      countNow(scene);
      if (isDue(seen)) void lookThrough(seen);
      const { unknown } = seen;
      const names = unknown.slice(0, ADOPTED_MAX);
      await adoptRejected(scene, names);
      unknown.splice(0, names.length);
      withdrawGrown(scene);
      countNow(scene);
    },
    state() {
      const scene = open();
      try {
        if (scene) countNow(scene);
        if (scene && seen?.scene === scene && isDue(seen)) void lookThrough(seen);
      } catch {
        // Told at the next rescan.
      }
      return { rejectedFiles: count, oldestRejectedSinceMs: count === 0 ? undefined : seen?.oldest?.sinceMs };
    },
  };
}

function noteUnknown(now: Seen, name: string): void {
  if (now.unknown.length < UNKNOWN_MAX) now.unknown.push(name);
  else now.moreUnknown = true;
}

/** At most `RECALLED_MAX`, the newest last. */
function newestOf(items: readonly RejectedItem[]): RejectedItem[] {
  return [...items].sort((one, other) => one.sinceMs - other.sinceMs).slice(-RECALLED_MAX);
}
