/**
 * Owns: the forms in which the sender says what became of a posting, and in which it is told of entries in doubt.
 */
import type { Problem } from '../base/problem.ts';

/** Refused and not judged for good: ejected, or quarantined by a verdict that nobody vouched for. */
export interface Suspect {
  readonly seq: number;
  readonly state: 'ejected' | 'quarantined';
  /** The server took something of this lane since it was refused last. */
  readonly isDue: boolean;
  readonly problem: Problem;
}

/** How a batch ended. Every form is one transaction and one line of the delivery ledger. */
export type Settlement =
  /** The server has them. `counted` below the number sent marks the batch unconfirmed (decisions 22). */
  | { readonly verdict: 'accepted'; readonly counted: number }
  /**
   * The members wait again, `outcasts` leave the line. `perhapsStored`: the server may have kept some of them all
   * the same, so sending them again is counted. `unanswered`: no definite refusal was the reason. `nothingStored`: not
   * by the last posting, so that the next one is not counted in its place.
   */
  | {
      readonly verdict: 'dissolved';
      readonly outcasts: readonly Outcast[];
      readonly because: string;
      readonly perhapsStored: boolean;
      readonly unanswered?: boolean | undefined;
      readonly nothingStored?: boolean | undefined;
    };

export type Outcast =
  /** `retest`: it goes once more after the next success of the lane. `again`: it was there before. */
  | {
      readonly seq: number;
      readonly to: 'quarantined';
      readonly problem: Problem;
      readonly retest?: boolean | undefined;
      readonly again?: boolean | undefined;
    }
  | { readonly seq: number; readonly to: 'ejected' | 'unconfirmed'; readonly problem: Problem }
  | { readonly seq: number; readonly to: 'slow'; readonly retryAtMs: number; readonly problem: Problem };

/** A POST that got no definite answer. */
export interface FailedAttempt {
  readonly because: string;
  /** The server may have registered it; if not, the next posting is not counted in the place of this one. */
  readonly uncertain: boolean;
}
