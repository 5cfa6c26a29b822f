/**
 * Owns: what a host tells of whoever asks. A host with one window of its own has no more than a name to tell.
 */
import type { SessionRow } from '../../contract/service.ts';

/** All that may look at the screens. */
export interface Visits {
  list(own: string): readonly SessionRow[];
  /** Ends all but this one; the names of those that ended. */
  endOthers(own: string): readonly string[];
}

export interface Visitor {
  /** Whose PIN counts. */
  readonly session: string;
  /** Came a short while ago with an address that only the agent's own user can get. */
  readonly isFresh: boolean;
  /** Undefined: there are no others. */
  readonly visits?: Visits | undefined;
}
