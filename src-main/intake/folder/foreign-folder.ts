/**
 * Owns: how it is told that something else stands where a folder of the agent's belongs, with the command that
 * mends it.
 */
import { problem, type Problem } from '../../base/problem.ts';
import { shellWord } from '../../base/shell-word.ts';
import type { FolderProblem } from '../problems.ts';

/**
 * What stands there: a link, no folder at all, another user's folder, another one than was opened; or a link that
 * somebody else made on the way to the drop folder.
 */
export type ForeignKind = 'link' | 'noFolder' | 'otherOwner' | 'replaced' | 'pathLink';

export class ForeignFolderError extends Error {
  readonly code = 'EFOREIGN';
  readonly kind: ForeignKind;
  readonly problem: Problem<FolderProblem>;
  constructor(path: string, kind: ForeignKind, owner?: number) {
    super(`not a folder of ours (${kind}): ${path}`);
    this.kind = kind;
    this.problem = problem(CODES[kind], '', {
      path,
      owner: owner ?? '',
      command:
        kind === 'pathLink' ? `chown -h root ${shellWord(path)}` : `mv -T ${shellWord(path)} ${aside(path)}`,
    });
  }
}

const CODES = {
  link: 'folder.subfolderLink',
  noFolder: 'folder.subfolderNone',
  otherOwner: 'folder.subfolderOwner',
  replaced: 'folder.subfolderReplaced',
  pathLink: 'folder.pathLink',
} as const satisfies Record<ForeignKind, FolderProblem>;

function aside(path: string): string {
  return shellWord(`${path}.foreign`);
}
