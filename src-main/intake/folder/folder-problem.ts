/** Owns: which problem of a folder an error tells. Pure. */
import { problem, type Problem } from '../../base/problem.ts';
import { faultCode, faultKind } from '../faults.ts';
import type { FolderProblem } from '../problems.ts';
import { ForeignFolderError } from './foreign-folder.ts';

export function folderProblem(error: unknown, path: string): Problem<FolderProblem> {
  if (error instanceof ForeignFolderError) return error.problem;
  const kind = faultKind(error);
  if (kind === 'gone') return problem('folder.missing', '', { path });
  if (kind === 'full') return problem('folder.diskFull', '', { path });
  return problem(kind === 'denied' ? 'folder.denied' : 'folder.unreadable', '', {
    path,
    errno: faultCode(error),
  });
}
