/**
 * Owns: looking at one name of a listing and deciding what is to be done with it now. Reads, never moves.
 * Promises: a file that did not change is not read again before it may have become ready; a file that changes
 * all the time is read at growing distances; a large file is left to be read beside the round.
 */
import { problem } from '../base/problem.ts';
import { assessLoaded, type Decided, type Seen } from './assess-loaded.ts';
import { sameFacts, type FileFacts } from './file-facts.ts';
import { loadSmall, SMALL_BYTES_MAX } from './load-file.ts';
import type { FileProblem } from './problems.ts';
import type { ReadFault } from './read-source.ts';
import { rejectTooLarge, tooLarge } from './reject-reason.ts';
import { fileKey, passOver, type Scene } from './scene.ts';
import type { Sign } from './completeness.ts';
import { signOf } from './sign.ts';
import type { WaitingFile } from './waiting-files.ts';
import { ageMs, rest, REREAD_MS_MAX, retryLater, unchangedMs, WAITS_FOR_OTHER, type Waits } from './waits.ts';

/** What a round knows when it looks at the next name. */
export interface Round {
  readonly markers: ReadonlySet<string>;
  /** An earlier name of this round is not taken yet: signals wait for it (decisions 11). */
  earlierOpen: boolean;
}

/** What a sign of its writer may end. */
const WAITS_FOR_A_SIGN: ReadonlySet<FileProblem> = new Set([
  'file.unfinished',
  'file.unreadableSoFar',
  'file.resting',
]);

export type Assessment =
  | Decided
  /** Gone, never opened, or left as it was taken. */
  | { readonly kind: 'nothing' }
  /** To be read beside the round. */
  | { readonly kind: 'large'; readonly facts: FileFacts; readonly seen: Seen }
  /** It is in the outbox; the move is due. */
  | {
      readonly kind: 'unmoved';
      readonly facts: FileFacts;
      readonly storedAs: string;
      readonly fileId: number | undefined;
    };

export function assessFile(scene: Scene, name: string, round: Round): Assessment | Promise<Assessment> {
  const { limits, longFiles } = scene.context;
  const { root } = scene.folder;
  if (longFiles.isTaken(fileKey(scene, name))) return WAITS_FOR_OTHER;
  const examined = root.examine(name);
  if (examined.kind === 'gone') return { kind: 'nothing' };
  if (examined.kind === 'foreign') {
    passOver(scene, name, examined.problem);
    return { kind: 'nothing' };
  }
  if (examined.kind === 'unreadable') {
    return retryLater(scene, name, { code: 'file.unreadable', errno: examined.errno });
  }
  const { facts, ctimeMs } = examined;
  const sign = signOf(scene, name, examined, round.markers);
  const left = scene.left.of(name, facts);
  if (left && sameFacts(left.facts, facts) && sign !== 'closed') {
    if (scene.left.stays(name)) return { kind: 'nothing' };
    return { kind: 'unmoved', facts, storedAs: left.storedAs, fileId: left.fileId };
  }
  const known = scene.waiting.get(name);
  const early = known && isTooEarly(scene, known, { facts, sign, round });
  if (early) return early;
  if (facts.sizeBytes > limits.maxFileBytes) return assessTooLarge(scene, name, facts);
  scene.passedOver.delete(name);
  const seen = { sign, ctimeMs, earlierOpen: round.earlierOpen };
  if (facts.sizeBytes > SMALL_BYTES_MAX) return { kind: 'large', facts, seen };
  const loaded = loadSmall(scene.context, scene, { folder: root, name, calledName: name }, facts);
  return loaded.ok ? assessLoaded(scene, loaded.value, seen) : assessFault(scene, name, facts, loaded.error);
}

/** A file that could not be read is tried again. */
export function assessFault(scene: Scene, name: string, facts: FileFacts, fault: ReadFault): Waits {
  return fault.kind === 'failed'
    ? retryLater(scene, name, { code: 'file.unreadable', errno: fault.errno, facts })
    : { kind: 'waits', dueMs: scene.context.clock.monotonicMs() + REREAD_MS_MAX };
}

/** What a look at a name shows before it is read. */
interface Look {
  readonly facts: FileFacts;
  readonly sign: Sign;
  readonly round: Round;
}

/** The answer for a known file that need not be read now; undefined when it must be. */
function isTooEarly(scene: Scene, known: WaitingFile, { facts, sign, round }: Look): Assessment | undefined {
  const nowMs = scene.context.clock.monotonicMs();
  if (!sameFacts(known.facts, facts)) {
    return nowMs < known.notBeforeMs ? { kind: 'waits', dueMs: known.notBeforeMs } : undefined;
  }
  const { code } = known.problem;
  const mayBeReady =
    code === 'file.behindEarlier'
      ? !round.earlierOpen
      : // The watcher may tell of its temporary name after the file was read.
        sign !== 'none' && sign !== known.sign && WAITS_FOR_A_SIGN.has(code);
  if (nowMs < known.dueMs && !mayBeReady) return { kind: 'waits', dueMs: known.dueMs };
  const { storedAs, fileId } = known;
  return storedAs === undefined ? undefined : { kind: 'unmoved', facts, storedAs, fileId };
}

/** A file over the limit only has to stop growing before it is moved away, or told where it cannot be. */
function assessTooLarge(scene: Scene, name: string, facts: FileFacts): Assessment {
  const { settleMs, maxFileBytes } = scene.context.limits;
  const leftMs = settleMs - Math.max(unchangedMs(scene, name, facts), ageMs(scene, facts));
  const resting = problem<FileProblem>('file.resting', '', { name, settleMs });
  if (leftMs > 0) return rest(scene, name, facts, { found: resting, forMs: leftMs });
  if (scene.progress.rejectsByCopy) {
    passOver(scene, name, tooLarge(name, facts, maxFileBytes));
    return { kind: 'nothing' };
  }
  return { kind: 'rejected', rejected: rejectTooLarge(name, facts, maxFileBytes) };
}
