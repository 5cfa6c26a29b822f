/** Owns: what keeps a data folder from being used, and what the core finds in it. The words are in `text/words`. */
export type CoreProblem =
  /** There is no database: no agent ever ran with these settings. */
  | 'outbox.missing'
  | 'outbox.otherVersion'
  /** Values: `error`, `freeBytes`. */
  | 'data.diskFull'
  /** Anything else that the system refuses. Values: `error`. */
  | 'data.unusable'
  /** The stored reason of a record cannot be read. */
  | 'quarantine.unexplained';
