/**
 * Owns: what an error of the file system means to the intake. Pure.
 */

/**
 * `gone` is no fault: the POS may take a file back. `full` stops the taking; `tooLarge` is not tried again; `limit` is one of
 * the process's own and says nothing of the file. The rest is tried again later.
 */
export type FaultKind =
  'gone' | 'full' | 'exists' | 'otherDevice' | 'tooLarge' | 'denied' | 'limit' | 'other';

const KINDS: Readonly<Record<string, FaultKind>> = {
  ENOENT: 'gone',
  ENOTDIR: 'gone',
  ENOSPC: 'full',
  EDQUOT: 'full',
  EEXIST: 'exists',
  EXDEV: 'otherDevice',
  EFBIG: 'tooLarge',
  EACCES: 'denied',
  EPERM: 'denied',
  EMFILE: 'limit',
  ENFILE: 'limit',
};

/** The code of a system error (`EACCES`); the error's name for anything else. */
export function faultCode(error: unknown): string {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code;
  return error instanceof Error ? error.name : 'unknown';
}

export function faultKind(error: unknown): FaultKind {
  return kindOf(faultCode(error));
}

/** The same for the code alone. */
export function kindOf(code: string): FaultKind {
  return KINDS[code] ?? 'other';
}
