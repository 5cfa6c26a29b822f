/** Owns: which problem of a folder an error tells. Pure. */
import { problem, type Problem } from '../../base/problem.ts';
import { faultCode, kindOf } from '../faults.ts';
import type { FolderProblem } from '../problems.ts';
import { ForeignFolderError } from './foreign-folder.ts';

export function folderProblem(error: unknown, path: string): Problem<FolderProblem> {
  return error instanceof ForeignFolderError ? error.problem : codeProblem(faultCode(error), path);
}

/** The same for the code of a system error. */
export function codeProblem(errno: string, path: string): Problem<FolderProblem> {
  const kind = kindOf(errno);
  if (kind === 'gone') return problem('folder.missing', '', { path });
  if (kind === 'full') return problem('folder.diskFull', '', { path });
  if (kind === 'limit') return problem('folder.tooManyOpen', '', { path, errno });
  return problem(kind === 'denied' ? 'folder.denied' : 'folder.unreadable', '', { path, errno });
}
