/** Owns: the exit codes of the command line (architecture, "Command line"). */
export const EXIT = {
  done: 0,
  failed: 1,
  wrongUse: 2,
  configuration: 3,
  /** Another agent holds the data folder. */
  locked: 4,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** How a command ends: the code that it gives is the program's. */
export type SetExit = (code: ExitCode) => void;
