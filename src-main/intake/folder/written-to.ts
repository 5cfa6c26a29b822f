/**
 * Owns: which folder was being written to when a call failed: an error of the system tells no path for what is open, and
 * a file goes from one disk to another.
 */
const FOLDERS = new WeakMap<Error, string>();

/** The error itself. */
export function whileWriting(error: unknown, path: string): unknown {
  if (error instanceof Error && !FOLDERS.has(error)) FOLDERS.set(error, path);
  return error;
}

/** Undefined: no folder that files go to. */
export function writtenTo(error: unknown): string | undefined {
  return error instanceof Error ? FOLDERS.get(error) : undefined;
}
