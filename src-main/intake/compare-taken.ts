/**
 * Owns: whether an archived file still is what was taken, and what follows when it is not.
 * Promises: another file under the same name is not ours and is not read, but a copy of the original is the original;
 * what is waited for is waited for by the time that we watched ourselves; what is not taken is told (`behind`), and so is
 * an original that is not there any more while lines may follow in it (`away`).
 */
import { problem, type Problem } from '../base/problem.ts';
import type { ArchivedFile } from '../outbox/port.ts';
import type { IntakeContext } from './context.ts';
import { sameFacts, type FileFacts } from './file-facts.ts';
import { faultKind } from './faults.ts';
import { splitPlace } from './folder/places.ts';
import { mayGoOn } from './left-files.ts';
import { isOriginal } from './original.ts';
import type { FileProblem } from './problems.ts';
import { rejectGrown } from './reject.ts';
import { rejectDeadly, rejectGrowth, type RejectedFile } from './reject-reason.ts';
import { retakeFile } from './retake.ts';
import type { Scene } from './scene.ts';
import { withdrawRepeated } from './withdraw.ts';

export interface Comparer {
  differs(scene: Scene, file: ArchivedFile): boolean;
  /**
   * Takes again what came, unless it is waited for. True when nothing came: it is another file, or the same anew.
   * Throws what disk and outbox throw.
   */
  takeGrown(scene: Scene, file: ArchivedFile): Promise<boolean>;
}

/** Files whose end is waited for, and files that are not ours; beyond this the oldest are read anew at every look. */
const REMEMBERED_MAX = 1_000;

/** A grown file that cannot be read to its end, as it was when it was read last. */
interface Waiting {
  readonly facts: FileFacts;
  readonly sinceMs: number;
}

export function createComparer(context: IntakeContext): Comparer {
  const { clock, limits, outbox } = context;
  const waiting = new Map<number, Waiting>();
  /** Files that lie in the place of an original and are none, as they were when they were looked into. */
  const others = new Map<number, FileFacts>();

  /** Undefined: there is no such file, or nothing that may be read. Throws `ForeignFolderError` and what the disk throws. */
  function factsNow({ folder }: Scene, { storedAs }: ArchivedFile): FileFacts | undefined {
    const { place, name } = splitPlace(storedAs);
    try {
      const examined = folder.open(place, false).examine(name);
      return examined.kind === 'file' ? examined.facts : undefined;
    } catch (error) {
      if (faultKind(error) === 'gone') return undefined;
      throw error;
    }
  }

  /** Whether the file that was taken, as its writer may have it open, is where we would see what comes to it. */
  function isThere({ folder }: Scene, { name, inode, device }: ArchivedFile, now?: FileFacts): boolean {
    // On another disk every number is another one.
    if (now) return String(now.inode) === inode || String(now.device) !== device;
    const dropped = folder.root.examine(name);
    return dropped.kind === 'file' && String(dropped.facts.inode) === inode;
  }

  function noteAway(scene: Scene, file: ArchivedFile, now: FileFacts | undefined): void {
    const { storedAs, lines, mtimeMs } = file;
    if (!lines || !mayGoOn(mtimeMs, clock.now()) || isThere(scene, file, now)) scene.away.delete(storedAs);
    else if (scene.away.add(storedAs, mtimeMs)) {
      context.note('archive.missing', { folder: scene.settings.path, file: storedAs });
    }
  }

  async function takeGrown(scene: Scene, file: ArchivedFile): Promise<boolean> {
    const { fileId, storedAs, inode } = file;
    const now = factsNow(scene, file);
    if (!now) return false;
    const { place, name } = splitPlace(storedAs);
    if (String(now.inode) !== inode) {
      if (!(await isOriginal({ folder: scene.folder.open(place, false), name }, now, file))) {
        put(others, fileId, now);
        return true;
      }
      if (now.sizeBytes === file.sizeBytes) {
        remember(file, isOurCopy(scene, file, now) ? now : asTaken(file, now), file.sha256);
        return true;
      }
    }
    fallBehind(scene, storedAs, now.mtimeMs);
    if (isTooLarge(scene, file, now)) return false;
    const before = waiting.get(fileId);
    const isSame = before !== undefined && sameFacts(before.facts, now);
    const isStale = isSame && clock.monotonicMs() - before.sinceMs >= limits.staleMs;
    if (!isSame || isStale) await takeNow(scene, file, now, isStale);
    return false;
  }

  async function takeNow(scene: Scene, file: ArchivedFile, now: FileFacts, isStale: boolean): Promise<void> {
    const { fileId, name, storedAs } = file;
    const taken = { fileId, name, storedAs, inode: String(now.inode) };
    const tail = isStale ? 'withCut' : 'withoutCut';
    const retaken = await retakeFile(context, scene, taken, { because: 'grown', tail });
    if (retaken.kind === 'taken') {
      waiting.delete(fileId);
      scene.behind.delete(storedAs);
      const { facts } = retaken;
      if (retaken.cut) waitFor(scene, file, facts);
      else await withdrawRepeated(scene, { name, storedAs, facts, labels: new Set() });
    } else if (retaken.kind === 'unreadable' && !isStale) waitFor(scene, file, retaken.file.facts);
    else if (retaken.kind === 'unreadable') {
      setAside(scene, file, rejectGrowth(retaken.file, retaken.problem));
    } else if (retaken.kind === 'deadly') {
      setAside(scene, file, rejectDeadly(name, retaken.facts, retaken.crashes));
    } else if (retaken.kind === 'failed') {
      const { errno } = retaken;
      fallBehind(scene, storedAs, now.mtimeMs, problem('file.unreadable', '', { name, errno, attempts: 1 }));
    }
  }

  function setAside(scene: Scene, file: ArchivedFile, rejected: RejectedFile): void {
    rejectGrown(scene, rejected, file.storedAs);
    remember(file, rejected.facts, rejected.sha256);
    waiting.delete(file.fileId);
    scene.behind.delete(file.storedAs);
  }

  function waitFor(scene: Scene, { fileId, storedAs }: ArchivedFile, facts: FileFacts): void {
    put(waiting, fileId, { facts, sinceMs: clock.monotonicMs() });
    fallBehind(scene, storedAs, clock.now());
  }

  /** What came is no older than the last change of the file; since when it is behind stays as it is. */
  function fallBehind(
    scene: Scene,
    storedAs: string,
    changedAtMs: number,
    found?: Problem<FileProblem>,
  ): void {
    const known = scene.behind.get(storedAs);
    const sinceMs = known?.sinceMs ?? Math.min(changedAtMs, clock.now());
    scene.behind.set(storedAs, { sinceMs, problem: found ?? known?.problem });
  }

  /** Kept over restarts. What cannot be read was told: it is compared with what it is now. */
  function remember(file: ArchivedFile, facts: FileFacts, sha256: string): void {
    const { fileId, folder, name, storedAs, format, closed, lines } = file;
    const known = { fileId, reread: true };
    const source = { folder, name, storedAs, format, sha256, closed, lines, known, ...facts };
    outbox.take([{ file: source, entries: [], shelf: [] }]);
  }

  /** Told as long as it is so; a higher limit and a restart take what came. */
  function isTooLarge(scene: Scene, { name, storedAs }: ArchivedFile, now: FileFacts): boolean {
    const { sizeBytes } = now;
    const limitBytes = limits.maxFileBytes;
    if (sizeBytes <= limitBytes) return false;
    const found = problem<FileProblem>('file.grewTooLarge', '', { name, sizeBytes, limitBytes });
    const isTold = scene.behind.get(storedAs)?.problem?.code === found.code;
    fallBehind(scene, storedAs, now.mtimeMs, found);
    if (!isTold)
      context.note('file.passedOver', { folder: scene.settings.path, file: name, code: found.code });
    return true;
  }

  return {
    differs(scene, file) {
      const now = factsNow(scene, file);
      if (!file.closed) noteAway(scene, file, now);
      const other = others.get(file.fileId);
      const isBehind = now !== undefined && hasGrown(file, now) && !(other && sameFacts(other, now));
      if (!isBehind) scene.behind.delete(file.storedAs);
      return isBehind;
    },
    takeGrown,
  };
}

/**
 * It lies on another disk than its folder, and was known there: it was copied, and its number in the folder is the next
 * file's.
 */
function isOurCopy({ folder }: Scene, { device }: ArchivedFile, now: FileFacts): boolean {
  return now.device !== folder.root.device && device === String(folder.root.device);
}

/** As which file it was taken stays known: the original of a copy may still be written to. */
function asTaken({ inode, device }: ArchivedFile, now: FileFacts): FileFacts {
  return { ...now, inode: Number(inode), device: Number(device) };
}

function put<T>(memory: Map<number, T>, fileId: number, value: T): void {
  memory.delete(fileId);
  memory.set(fileId, value);
  const oldest = memory.keys().next().value;
  if (memory.size > REMEMBERED_MAX && oldest !== undefined) memory.delete(oldest);
}

/**
 * Whether what lies there differs from what was read last. The number of a device may change when a machine restarts,
 * that of the file when its folder is copied: a copy keeps size and time.
 */
export function hasGrown(taken: Pick<ArchivedFile, 'sizeBytes' | 'mtimeMs'>, now: FileFacts): boolean {
  return now.sizeBytes !== taken.sizeBytes || now.mtimeMs !== taken.mtimeMs;
}
