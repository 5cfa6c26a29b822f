/**
 * Owns: rejecting a file where the disk may refuse. What one file meets is its own: only a disk without room for a small
 * file ends the round.
 * Promises: a file over the limit that could only be copied to `rejected` stays where it lies, is told, and is not tried
 * again.
 */
import type { Problem } from '../base/problem.ts';
import { stopProblem } from './commit-slice.ts';
import { faultCode, faultKind } from './faults.ts';
import { endsRound, fullDisk } from './full-disk.ts';
import type { FolderProblem } from './problems.ts';
import { rejectFile } from './reject.ts';
import { tooLarge, type RejectedFile } from './reject-reason.ts';
import { passOver, type Scene } from './scene.ts';
import { forgetName } from './settle-taken.ts';
import { retryLater, type Waits } from './waits.ts';

export type Tried =
  | { readonly kind: 'rejected' }
  | { readonly kind: 'left' }
  /** `stopped`: there is no room for others either. */
  | { readonly kind: 'failed'; readonly wait: Waits; readonly stopped: Problem<FolderProblem> | undefined };

export function tryReject(scene: Scene, rejected: RejectedFile, markers: ReadonlySet<string>): Tried {
  const { name, facts } = rejected;
  try {
    rejectFile(scene, rejected);
    forgetName(scene, name, markers);
    return { kind: 'rejected' };
  } catch (error) {
    if (faultKind(error) === 'tooLarge') {
      scene.progress.rejectsByCopy = true;
      const { maxFileBytes } = scene.context.limits;
      // One that grew at this moment is looked at anew.
      if (facts.sizeBytes > maxFileBytes) passOver(scene, name, tooLarge(name, facts, maxFileBytes));
      scene.waiting.delete(name);
      return { kind: 'left' };
    }
    const failure = { errno: faultCode(error), path: fullDisk(scene, error), facts };
    const wait = retryLater(scene, name, { code: 'file.notRejected', ...failure });
    const stopped = endsRound(scene, error, facts.sizeBytes) ? stopProblem(scene, error) : undefined;
    return { kind: 'failed', wait, stopped };
  }
}
