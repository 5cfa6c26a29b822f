/**
 * Owns: the marks and locks of the drop folders that are open: refusing what is not this agent's, keeping the marks
 * up to date (drop folder, "Whose the folder is").
 * Promises: a mark never says more than the database has, and lags at most `WRITE_EVERY_MS` behind it; while a
 * question is open the mark it came from is left as it is; nothing is sent or given up here.
 */
import { hostname } from 'node:os';
import type { Cancel, Clock } from '../../base/clock.ts';
import { problem, type Problem } from '../../base/problem.ts';
import { faultKind } from '../../intake/faults.ts';
import { ok, type Result } from '../../base/result.ts';
import type { DropHandle } from '../../intake/folder/drop-handle.ts';
import type { FolderGate } from '../../intake/gate.ts';
import type { FolderProblem } from '../../intake/problems.ts';
import type { Whereabouts } from '../../outbox/progress.ts';
import { lockFolder, type FolderLock, type Holder } from './folder-lock.ts';
import { isRefused } from './judge-mark.ts';
import { clearMarkPlace, findMark, hasMarkFolder, writeMark, type OpenMark } from './mark-files.ts';
import type { FolderJudge, Verdict } from './questions.ts';
import { heldByOther, refusal } from './refusal.ts';
import type { Shortage } from './shortage.ts';
import { tokenFor } from './token.ts';
import type { TwinBook } from './twin.ts';

export interface FolderMarks extends FolderGate {
  /**
   * Compares the folder with what is known here and does what follows; a folder that another agent holds is only
   * looked at: what both have waiting that one sends. `keep`: it stays locked until it is entered.
   */
  meet(folder: DropHandle, keep?: boolean): Verdict;
  /** Why nothing may be taken from the folder or put into it; undefined: it may. */
  refuses(folder: DropHandle): Problem<FolderProblem> | undefined;
  /** A person decided: the folder is ours as it stands. Throws what the disk throws. */
  settle(folder: DropHandle): Problem<FolderProblem> | undefined;
  close(): void;
}

export interface FolderMarksOptions {
  readonly dataDir: string;
  readonly whereabouts: Whereabouts;
  readonly twin: TwinBook;
  readonly judge: Pick<FolderJudge, 'look' | 'meet' | 'isInDoubt' | 'heldByOther'>;
  readonly clock: Clock;
  /** A network folder: touched at rescans alone, when it was asked whether it answers. */
  readonly isPolled: (path: string) => boolean;
  /** True while the archive of a folder that was away when the outbox was rebuilt is being read. */
  readonly replaysFirst: (path: string) => boolean;
  /** Told at every rescan of an open folder. */
  readonly looked: (path: string) => void;
  readonly shortage: Pick<Shortage, 'census'>;
}

/** A crash and a backup within the same second are not told apart: the price of no sync per receipt. */
const WRITE_EVERY_MS = 1_000;

interface Entered {
  readonly folder: DropHandle;
  readonly lock: FolderLock;
  /** Undefined while a question is open, or while the disk has no room for it. */
  mark: OpenMark | undefined;
}

export function createFolderMarks(options: FolderMarksOptions): FolderMarks {
  const { whereabouts, twin, judge, clock, dataDir, isPolled } = options;
  const entered = new Map<string, Entered>();
  /** Locked when they were compared, and not entered yet. */
  const kept = new Map<string, { readonly lock: FolderLock; readonly root: DropHandle['root'] }>();
  let cancelWrite: Cancel | undefined;
  let writtenMs = -Infinity;
  const stopListening = whereabouts.onCommit(() => {
    if (cancelWrite || entered.size === 0) return;
    cancelWrite = clock.after(Math.max(0, writtenMs + WRITE_EVERY_MS - clock.monotonicMs()), writeAll);
  });

  function writeAll(): void {
    cancelWrite = undefined;
    writtenMs = clock.monotonicMs();
    for (const { mark, folder } of entered.values()) if (!isPolled(folder.path)) renew(folder.path, mark);
  }

  function renew(path: string, mark: OpenMark | undefined, isLast = false): void {
    mark?.write(whereabouts.progress(), options.shortage.census(path, isLast));
  }

  function enter(folder: DropHandle, make: () => void): Problem<FolderProblem> | undefined {
    const { path } = folder;
    // Asked first: the mark that another agent is writing says nothing about us.
    const early = hasMarkFolder(folder) ? takeLock(folder) : undefined;
    if (early && !early.ok) return isHeldByOther(path, early.error);
    let lock = early?.value;
    try {
      const verdict = judge.meet(folder);
      if (isRefused(verdict)) return refusal(folder, verdict);
      if (verdict === 'ours' && options.replaysFirst(path)) return problem('folder.rebuilding', '', { path });
      make();
      if (!lock) {
        const late = takeLock(folder);
        if (!late.ok) return isHeldByOther(path, late.error);
        lock = late.value;
      }
      lock.tell();
      entered.set(path, { folder, lock, mark: verdict === 'ours' ? tryMark(folder) : undefined });
      lock = undefined;
      return undefined;
    } finally {
      lock?.release();
    }
  }

  function takeLock(folder: DropHandle): Result<FolderLock, Holder> {
    const { path, root } = folder;
    const known = kept.get(path);
    kept.delete(path);
    if (known?.root.inode === root.inode && known.root.device === root.device) return ok(known.lock);
    known?.lock.release();
    return lockFolder(folder, dataDir, isPolled(path));
  }

  /** What it has waiting from there the other one may have, too. */
  function isHeldByOther(path: string, holder: Holder): Problem<FolderProblem> {
    judge.heldByOther(path);
    return heldByOther(path, holder);
  }

  function meet(folder: DropHandle, keep = false): Verdict {
    const { path, root } = folder;
    if (entered.has(path) || !hasMarkFolder(folder)) return judge.meet(folder);
    const taken = tryLock(folder);
    if (!taken) return judge.look(folder);
    let lock: FolderLock | undefined = taken;
    try {
      const verdict = judge.meet(folder);
      if (keep && !isRefused(verdict)) {
        lock.tell();
        kept.set(path, { lock, root });
        lock = undefined;
      }
      return verdict;
    } finally {
      lock?.release();
    }
  }

  /** Undefined: another agent has it, or the disk refuses. */
  function tryLock(folder: DropHandle): FolderLock | undefined {
    try {
      const lock = takeLock(folder);
      return lock.ok ? lock.value : undefined;
    } catch {
      return undefined;
    }
  }

  function mark(folder: DropHandle): OpenMark {
    const given = tokenFor(folder, twin.folder(folder.path), whereabouts);
    const progress = whereabouts.progress();
    const { generation } = progress;
    const owner = {
      form: 1,
      data: twin.data,
      dataDir,
      host: hostname(),
      generation,
      token: given.token,
    } as const;
    const opened = writeMark(folder, { owner, progress, census: options.shortage.census(folder.path, true) });
    twin.change(folder.path, { ...given, question: null });
    return opened;
  }

  /** Without room nothing can be taken either; the mark comes with the next rescan. */
  function tryMark(folder: DropHandle): OpenMark | undefined {
    try {
      return mark(folder);
    } catch (error) {
      if (faultKind(error) === 'full') return undefined;
      throw error;
    }
  }

  function leave(path: string): void {
    const left = entered.get(path);
    entered.delete(path);
    if (!isPolled(path)) renew(path, left?.mark, true);
    left?.mark?.close();
    left?.lock.release();
  }

  function stays(path: string): boolean {
    const open = entered.get(path);
    if (!open) return false;
    const { folder } = open;
    if (!open.mark && !twin.folder(path)?.question) open.mark = tryMark(folder);
    if (isPolled(path)) renew(path, open.mark);
    options.looked(path);
    if (open.mark ? open.mark.isThere() : hasMarkFolder(folder)) return true;
    // The archive was removed from the very folder that is open: it is ours, and gets a new mark.
    if (findMark(folder).kind === 'absent') twin.change(path, { token: null });
    return false;
  }

  function settleClosed(folder: DropHandle): Problem<FolderProblem> | undefined {
    clearMarkPlace(folder);
    const lock = takeLock(folder);
    if (!lock.ok) return isHeldByOther(folder.path, lock.error);
    try {
      lock.value.tell();
      twin.change(folder.path, { token: null });
      mark(folder).close();
      return undefined;
    } finally {
      lock.value.release();
    }
  }

  return {
    // One that was ours and is not there is not mounted.
    mayMake: (path) => (twin.folder(path)?.token ?? null) === null && !whereabouts.unread().includes(path),
    enter,
    meet,
    stays,
    leave,
    mayBeKnownElsewhere: judge.isInDoubt,
    refuses(folder) {
      const verdict = judge.look(folder);
      return isRefused(verdict) ? refusal(folder, verdict) : undefined;
    },
    settle(folder) {
      const open = entered.get(folder.path);
      if (!open) return settleClosed(folder);
      open.mark ??= mark(open.folder);
      return undefined;
    },
    close() {
      stopListening();
      cancelWrite?.();
      for (const path of [...entered.keys()]) leave(path);
      for (const { lock } of kept.values()) lock.release();
      kept.clear();
    },
  };
}
