/**
 * Owns: the names of the lasting counters (docs/status.md explains them).
 */
/** Lasting numbers about what happened, for status and audits. */
export type Counter =
  | 'delivered'
  | 'discarded'
  | 'recorded'
  | 'found_by_rescan'
  | 'duplicates'
  | 'differing_duplicates'
  | 'conflicts'
  | 'uncertain_resends'
  | 'refusal_resends'
  | 'rebuild_resends'
  | 'unconfirmed'
  | 'quarantined'
  | 'skipped';

/** How many records were skipped for the reason of this code; they count among `skipped` as well. */
export type SkipCounter = `skipped:${string}`;
