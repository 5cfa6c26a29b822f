/**
 * Owns: the life of one drop folder: its rounds and its timers (drop folder, "Taking a file" 4).
 * Promises: whatever happens to the folder, a rescan tries again; the watcher is a hint, the listing the truth.
 */
import type { Cancel } from '../base/clock.ts';
import { problem, type Problem } from '../base/problem.ts';
import type { FolderSettings, IntakeContext } from './context.ts';
import { createDoor } from './door.ts';
import { faultCode } from './faults.ts';
import { describeFolderState, type FolderState } from './folder-state.ts';
import { TEMPORARY } from './names.ts';
import { folderProblem } from './folder/folder-problem.ts';
import { setPace, type Cause, type Wake } from './pace.ts';
import { createProbe } from './probe.ts';
import type { FolderProblem } from './problems.ts';
import { createRejectedWatch } from './rejected-watch.ts';
import { runRound, type RoundReport } from './round.ts';
import type { Scene } from './scene.ts';
import { seeTemporary } from './sign.ts';

/** Waiting files that are due at nearly the same time are looked at together. */
const DUE_MS_MIN = 20;
/** Temporary names read at a rescan of a folder that is not watched. */
const TEMPORARIES_MAX = 1_000;

export interface DropFolder {
  readonly path: string;
  start(): void;
  /** Looks at the folder now. */
  wake(cause: Cause): void;
  /** Resolves when the running slice has ended; nothing is taken afterwards. */
  stop(): Promise<void>;
  state(): FolderState;
  /** The folder, while it is open. */
  scene(): Scene | undefined;
}

export interface FolderHooks {
  /** Files were taken that may still grow. */
  readonly tookUnclosed: (scene: Scene) => void;
  /** The folder was looked through; its archive is looked after as well. */
  readonly rescanned: (scene: Scene) => void;
  /** There is no room to take files; told once until there was room again. */
  readonly diskFull: (path: string) => void;
}

export function createDropFolder(
  context: IntakeContext,
  settings: FolderSettings,
  hooks: FolderHooks,
): DropFolder {
  const { disk, clock, note } = context;
  const { path } = settings;
  const probe = createProbe(disk.fs, clock, path);
  const pace = setPace(runSafely);
  const door = createDoor(context, settings, () => pace.wake('event'));
  const rejected = createRejectedWatch(context, () => door.scene);
  const timers: { due?: Cancel | undefined; rescan?: Cancel | undefined } = {};
  let stopped = false;
  let full = false;

  async function runSafely(wake: Wake): Promise<void> {
    try {
      await run(wake);
    } catch (error) {
      door.lose(folderProblem(error, path), error);
    }
  }

  async function run(wake: Wake): Promise<void> {
    if (full && !wake.duties) return;
    if (settings.watch === 'poll' && !(await probe())) {
      door.lose(problem<FolderProblem>('folder.notAnswering', '', { path }));
      return;
    }
    const scene = stopped ? undefined : door.open(wake.duties);
    if (!scene) return;
    if (wake.duties && !door.watching) seeTemporaries(scene);
    if (full) scene.waiting.makeAllDue();
    const report = await runRound(scene, () => stopped);
    afterRound(scene, report, wake);
    if (!wake.duties || stopped || full) return;
    hooks.rescanned(scene);
    await runDuties(scene);
  }

  function afterRound(scene: Scene, report: RoundReport, wake: Wake): void {
    noteDisk(scene.progress.stopped);
    if (report.unclosed > 0) hooks.tookUnclosed(scene);
    if (!wake.announced && door.watching && report.fresh > 0) countFound(report.fresh);
    timers.due?.();
    timers.due = undefined;
    if (stopped) return;
    if (report.more) pace.wake('event');
    if (report.dueMs === undefined) return;
    const delayMs = Math.max(report.dueMs - clock.monotonicMs(), DUE_MS_MIN);
    timers.due = clock.after(delayMs, () => pace.wake('due'));
  }

  function noteDisk(stoppedBy: Problem<FolderProblem> | undefined): void {
    const isFull = stoppedBy?.code === 'folder.diskFull';
    if (isFull === full) return;
    full = isFull;
    if (full) note('disk.full', { folder: path, path: stoppedBy?.values['path'] });
    else note('disk.recovered', { folder: path });
    if (full) hooks.diskFull(path);
  }

  function countFound(count: number): void {
    note('files.foundByRescan', { folder: path, count });
    attempt('count', () => context.outbox.count('found_by_rescan', count));
  }

  /** Where nothing is watched, a temporary name is seen if it lies there at a rescan. */
  function seeTemporaries(scene: Scene): void {
    attempt('temporaries', () => {
      const names = scene.folder.open(TEMPORARY, false).list();
      for (const name of names.slice(0, TEMPORARIES_MAX)) seeTemporary(scene, `${TEMPORARY}/${name}`);
    });
  }

  /** What is looked after at every rescan beside the files that wait. */
  async function runDuties(scene: Scene): Promise<void> {
    try {
      await rejected.look(scene);
    } catch (error) {
      noteFailed('duties', error);
    }
  }

  function attempt(step: string, work: () => void): void {
    try {
      work();
    } catch (error) {
      noteFailed(step, error);
    }
  }

  function noteFailed(step: string, error: unknown): void {
    note('intake.failed', { folder: path, step, error: faultCode(error) });
  }

  function armRescan(): void {
    timers.rescan = clock.after(context.limits.rescanMs, () => {
      armRescan();
      pace.wake('rescan');
    });
  }

  return {
    path,
    start() {
      armRescan();
      pace.wake('start');
    },
    wake: pace.wake,
    async stop() {
      stopped = true;
      timers.due?.();
      timers.rescan?.();
      await pace.stop();
      door.close();
    },
    state() {
      const { scene, watching, trouble } = door;
      return describeFolderState({ path, ...rejected.state(), scene, watching, trouble });
    },
    scene: () => door.scene,
  };
}
