/**
 * Owns: files that were taken, whose writer may still have them open (decisions 9, drop folder 4), whatever it showed of
 * their end: it may err. As long as a file lies in the archive it is compared with what was taken: all of them when their
 * folder is opened, then at every rescan the newest ones and some of the others in turn, and each once more before it is
 * pruned. What grew is taken again; a last line that is cut is waited for, and costs itself when nothing more comes for
 * `staleMs`.
 * Promises: a file is compared with what was taken and never with the clock; what was taken is asked of the outbox,
 * so memory does not grow with the number of files and a restart forgets nothing; a rescan costs the same however
 * many files the archive holds.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Cancel } from '../base/clock.ts';
import type { ArchivedFile } from '../outbox/port.ts';
import type { IntakeContext } from './context.ts';
import { faultCode } from './faults.ts';
import { isFull } from './full-disk.ts';
import { createComparer } from './compare-taken.ts';
import type { Scene } from './scene.ts';

export interface KeptFiles {
  /** Files of a folder whose originals are kept, read before `before` was, newest first; from the newest without it. */
  keptFiles(folder: string, limit: number, before?: ArchivedFile): readonly ArchivedFile[];
}

export interface GrowthCheck {
  /** Files were taken that may grow: most writers that go on writing do so at once. */
  expect(scene: Scene): void;
  /** The folder was looked through: its archive is compared as well. */
  look(scene: Scene): void;
  /** Whether the original still is what was taken; a grown one is taken again. Throws what the outbox throws. */
  isAsTaken(scene: Scene, file: ArchivedFile): Promise<boolean>;
  stop(): Promise<void>;
}

const SOON_MS = 1_000;
/** Rows asked of the outbox at a time, and files looked at between two turns of the event loop: some milliseconds. */
const PAGE_ROWS = 250;
/** Compared at every rescan: two days of a busy till. */
const NEWEST_ROWS = 2_000;
/** Compared at every rescan of all older ones, in turn: an archive of 100,000 files is gone through in half an hour. */
const OLDER_ROWS = 500;

/** How far the comparison of one open folder has come. */
interface Walk {
  /** All were compared since the folder was opened. */
  whole: boolean;
  /** The next of the older ones come before this; undefined: begin behind the newest. */
  older: ArchivedFile | undefined;
}

type Depth = 'soon' | 'rescan';

export function createGrowthCheck(context: IntakeContext, files: KeptFiles): GrowthCheck {
  const { clock, note } = context;
  const comparer = createComparer(context);
  const walks = new WeakMap<Scene, Walk>();
  const due = new Map<Scene, Depth>();
  const expected = new Set<Scene>();
  let cancelSoon: Cancel | undefined;
  let running: Promise<void> | undefined;
  let stopped = false;

  function wake(scene: Scene, depth: Depth): void {
    if (stopped) return;
    if (due.get(scene) !== 'rescan') due.set(scene, depth);
    running ??= run().finally(() => (running = undefined));
  }

  async function run(): Promise<void> {
    await nextTurn();
    for (let [next] = due; next && !stopped; [next] = due) {
      const [scene, depth] = next;
      due.delete(scene);
      try {
        await check(scene, depth);
      } catch (error) {
        note('intake.failed', { folder: scene.settings.path, step: 'growth', error: faultCode(error) });
      }
    }
  }

  async function check(scene: Scene, depth: Depth): Promise<void> {
    const walk = walks.get(scene) ?? { whole: false, older: undefined };
    walks.set(scene, walk);
    if (!walk.whole) {
      walk.whole = (await compare(scene, Number.POSITIVE_INFINITY, undefined)) === 'end';
      return;
    }
    const newest = await compare(scene, depth === 'soon' ? PAGE_ROWS : NEWEST_ROWS, undefined);
    if (depth === 'soon' || newest === 'end') return;
    const older = await compare(scene, OLDER_ROWS, walk.older ?? newest);
    walk.older = older === 'end' ? undefined : older;
  }

  /** Compares up to `rowsMax` files; answers the last one, or that there are no more. */
  async function compare(
    scene: Scene,
    rowsMax: number,
    before: ArchivedFile | undefined,
  ): Promise<ArchivedFile | 'end'> {
    let last = before;
    for (let count = 0; count < rowsMax; count += PAGE_ROWS) {
      const rows = files.keptFiles(scene.settings.path, PAGE_ROWS, last);
      for (const row of rows) {
        if (stopped) return row;
        await compareOne(scene, row);
      }
      last = rows.at(-1);
      if (rows.length < PAGE_ROWS || !last) return 'end';
      await nextTurn();
    }
    return last ?? 'end';
  }

  /** What one file meets keeps no other from its turn; a full disk does. */
  async function compareOne(scene: Scene, file: ArchivedFile): Promise<void> {
    try {
      if (comparer.differs(scene, file)) await comparer.takeGrown(scene, file);
    } catch (error) {
      if (isFull(scene, error)) throw error;
      note('intake.failed', {
        ...{ folder: scene.settings.path, file: file.storedAs },
        ...{ step: 'growth', error: faultCode(error) },
      });
    }
  }

  return {
    expect(scene) {
      expected.add(scene);
      cancelSoon ??= clock.after(SOON_MS, () => {
        cancelSoon = undefined;
        for (const each of expected) wake(each, 'soon');
        expected.clear();
      });
    },
    look: (scene) => wake(scene, 'rescan'),
    async isAsTaken(scene, file) {
      if (!comparer.differs(scene, file)) return true;
      return comparer.takeGrown(scene, file);
    },
    async stop() {
      stopped = true;
      cancelSoon?.();
      await running;
    },
  };
}
