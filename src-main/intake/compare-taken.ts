/**
 * Owns: whether an archived file still is what was taken, and what follows when it is not.
 * Promises: another file under the same name is not ours and is not read; what is waited for is waited for by the
 * time that we watched ourselves.
 */
import { problem } from '../base/problem.ts';
import type { ArchivedFile } from '../outbox/port.ts';
import type { IntakeContext } from './context.ts';
import { sameFacts, type FileFacts } from './file-facts.ts';
import { faultKind } from './faults.ts';
import { splitPlace } from './folder/places.ts';
import type { FileProblem } from './problems.ts';
import { rejectGrown } from './reject.ts';
import { rejectDeadly, rejectGrowth, type RejectedFile } from './reject-reason.ts';
import { retakeFile } from './retake.ts';
import type { Scene } from './scene.ts';

export interface Comparer {
  differs(scene: Scene, file: ArchivedFile): boolean;
  /** Takes again what came, unless it is waited for. Throws what disk and outbox throw. */
  takeGrown(scene: Scene, file: ArchivedFile): Promise<void>;
}

/** Files whose end is waited for; beyond this the oldest are read anew at every look. */
const WAITING_MAX = 1_000;

/** A grown file that cannot be read to its end, as it was when it was read last. */
interface Waiting {
  readonly facts: FileFacts;
  readonly sinceMs: number;
}

export function createComparer(context: IntakeContext): Comparer {
  const { clock, limits, outbox } = context;
  const waiting = new Map<number, Waiting>();

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

  async function takeGrown(scene: Scene, file: ArchivedFile): Promise<void> {
    const { fileId, name, storedAs, inode } = file;
    const now = factsNow(scene, file);
    if (!now || isTooLarge(scene, file, now)) return;
    const before = waiting.get(fileId);
    const isSame = before !== undefined && sameFacts(before.facts, now);
    const isStale = isSame && clock.monotonicMs() - before.sinceMs >= limits.staleMs;
    if (isSame && !isStale) return;
    const tail = isStale ? 'withCut' : 'withoutCut';
    const taken = { fileId, name, storedAs, inode };
    const retaken = await retakeFile(context, scene, taken, { because: 'grown', tail });
    if (retaken.kind === 'taken' && !retaken.cut) waiting.delete(fileId);
    else if (retaken.kind === 'taken') waitFor(fileId, retaken.facts);
    else if (retaken.kind === 'unreadable' && !isStale) waitFor(fileId, retaken.file.facts);
    else if (retaken.kind === 'unreadable') {
      setAside(scene, file, rejectGrowth(retaken.file, retaken.problem.code));
    } else if (retaken.kind === 'deadly') {
      setAside(scene, file, rejectDeadly(name, retaken.facts, retaken.crashes));
    }
  }

  function setAside(scene: Scene, file: ArchivedFile, rejected: RejectedFile): void {
    rejectGrown(scene, rejected, file.storedAs);
    remember(file, rejected.facts);
    waiting.delete(file.fileId);
  }

  function waitFor(fileId: number, facts: FileFacts): void {
    waiting.delete(fileId);
    waiting.set(fileId, { facts, sinceMs: clock.monotonicMs() });
    const oldest = waiting.keys().next().value;
    if (waiting.size > WAITING_MAX && oldest !== undefined) waiting.delete(oldest);
  }

  /** Kept over restarts. What cannot be read was told: it is compared with what it is now. */
  function remember(file: ArchivedFile, facts: FileFacts): void {
    const { fileId, folder, name, storedAs, format, sha256, closed } = file;
    const known = { fileId, reread: true };
    const source = { folder, name, storedAs, format, sha256, closed, known, ...facts };
    outbox.take([{ file: source, entries: [], shelf: [] }]);
  }

  /** Told as long as it is so; a higher limit and a restart take what came. */
  function isTooLarge(scene: Scene, { name, storedAs }: ArchivedFile, { sizeBytes }: FileFacts): boolean {
    const limitBytes = limits.maxFileBytes;
    if (sizeBytes <= limitBytes) {
      scene.grownTooLarge.delete(storedAs);
      return false;
    }
    if (scene.grownTooLarge.has(storedAs)) return true;
    const found = problem<FileProblem>('file.grewTooLarge', '', { name, sizeBytes, limitBytes });
    scene.grownTooLarge.set(storedAs, found);
    context.note('file.passedOver', { folder: scene.settings.path, file: name, code: found.code });
    return true;
  }

  return {
    differs(scene, file) {
      const now = factsNow(scene, file);
      return now !== undefined && hasGrown(file, now);
    },
    takeGrown,
  };
}

/**
 * Whether the very file that was taken differs from what was read last. Another inode is another file: a copy that
 * nobody else writes to, or what somebody put there. The number of a device may change when a machine restarts.
 */
export function hasGrown(
  taken: Pick<ArchivedFile, 'device' | 'inode' | 'sizeBytes' | 'mtimeMs'>,
  now: FileFacts,
): boolean {
  if (String(now.inode) !== taken.inode) return false;
  return now.sizeBytes !== taken.sizeBytes || now.mtimeMs !== taken.mtimeMs;
}
