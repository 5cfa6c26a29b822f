/** Owns: what is told of a drop folder from which nothing may be taken, as it is not this agent's. */
import { problem, type Problem } from '../../base/problem.ts';
import { kindOf } from '../../intake/faults.ts';
import type { DropHandle } from '../../intake/folder/drop-handle.ts';
import { codeProblem } from '../../intake/folder/folder-problem.ts';
import type { FolderProblem } from '../../intake/problems.ts';
import type { Holder } from './folder-lock.ts';
import type { Refusal } from './judge-mark.ts';
import { findMark, foreignMarkFolder } from './mark-files.ts';

export function heldByOther(path: string, { pid, host, dataDir }: Holder): Problem<FolderProblem> {
  return problem<FolderProblem>('folder.heldByOther', '', { path, pid, host, dataDir });
}

export function refusal(folder: DropHandle, question: Refusal): Problem<FolderProblem> {
  const { path } = folder;
  const found = findMark(folder);
  const owner = found.kind === 'mark' ? found.mark.owner.dataDir : '';
  if (question === 'missing') return problem<FolderProblem>('folder.markMissing', '', { path });
  if (question === 'foreign')
    return problem<FolderProblem>('folder.markForeign', '', { path, dataDir: owner });
  if (question === 'copied') return problem<FolderProblem>('folder.markCopied', '', { path });
  // What the process may not do says nothing of what stands there.
  if (found.kind === 'strange' && kindOf(found.errno ?? '') === 'limit') {
    return codeProblem(found.errno ?? '', path);
  }
  const other = foreignMarkFolder(folder);
  return problem<FolderProblem>(other ? 'folder.markOfOther' : 'folder.markTampered', '', { ...other, path });
}
