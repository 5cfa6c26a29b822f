/**
 * Owns: what the mark of a drop folder means to this data folder (drop folder, "Whose the folder is"). Pure.
 * Promises: whatever does not fit becomes a question to a person; nothing follows from it by itself.
 */
import type { Progress } from '../../outbox/progress.ts';
import type { Mark, Owner } from './mark.ts';

/** What was found where the mark belongs. `strange`: something is there and it is not what was written. */
export type FoundMark =
  | { readonly kind: 'absent'; readonly hasArchive: boolean }
  | { readonly kind: 'mark'; readonly mark: Mark }
  | { readonly kind: 'strange'; readonly because: StrangeMark; readonly errno?: string };

/** `torn`: text that is no mark; `other`: no plain file or folder of ours; `unreadable`: the system refuses. */
export type StrangeMark = 'torn' | 'other' | 'unreadable';

/**
 * `lost`: this data folder is new, the drop folder has a history. `ahead`: the data folder is an older copy.
 * `torn`: the mark cannot be read. In these new files are taken. `missing`: the mark that was there is not (not
 * mounted?). `foreign`: another data folder's. `copied`: the mark of another folder of ours. `tampered`: the place of the mark
 * cannot be used. In these nothing is taken.
 */
export type Question = OpenQuestion | Refusal;
export type OpenQuestion = 'lost' | 'ahead' | 'torn';
export type Refusal = 'missing' | 'foreign' | 'copied' | 'tampered';

const REFUSALS: ReadonlySet<string> = new Set<Refusal>(['missing', 'foreign', 'copied', 'tampered']);

export function isRefused(verdict: 'ours' | Question): verdict is Refusal {
  return REFUSALS.has(verdict);
}

export interface MarkFacts {
  readonly found: FoundMark;
  /** The name of this data folder. */
  readonly data: string;
  /** Data folders that lay here before this one and are gone. */
  readonly former: readonly string[];
  /** The token that the folder's mark was given; undefined: none was ever written, or it says nothing yet. */
  readonly token: string | undefined;
  /** Tokens of its marks in places that were not the folder. */
  readonly left: readonly string[];
  /** Tokens of the other folders that the settings name. */
  readonly otherTokens: ReadonlySet<string>;
  /** Nothing was ever taken into this outbox. */
  readonly isEmpty: boolean;
  /** Files were taken from the folder that this database does not have: it has still to be read. */
  readonly isUnread: boolean;
  /** The archive holds files of which this outbox knows none. Asked only where there is no mark. */
  readonly hasUnknownArchive: () => boolean;
  /** Where this data folder lies, and on which machine. */
  readonly place: Readonly<{ dataDir: string; host: string }>;
  /** An agent runs in the data folder that the mark names. */
  readonly isServed: () => boolean;
  readonly reaches: (progress: Progress) => boolean;
  readonly knowsGeneration: (generation: string) => boolean;
}

/** `ours`: nothing speaks against it; the mark is written (again). */
export function judgeMark(facts: MarkFacts): 'ours' | Question {
  const { found } = facts;
  if (found.kind === 'absent') return judgeAbsence(facts, found.hasArchive);
  if (found.kind === 'strange') return found.because === 'torn' ? 'torn' : 'tampered';
  const { owner, progress } = found.mark;
  if (owner.data !== facts.data && !facts.knowsGeneration(owner.generation))
    return judgeForeign(facts, owner);
  if (owner.token !== facts.token && facts.otherTokens.has(owner.token)) return 'copied';
  if (facts.left.includes(owner.token)) return 'missing';
  return facts.reaches(progress) ? 'ours' : 'ahead';
}

/** Where files were ever taken there is an archive. */
function judgeAbsence(
  { token, isUnread, hasUnknownArchive }: MarkFacts,
  hasArchive: boolean,
): 'ours' | Question {
  if (token !== undefined || (isUnread && !hasArchive)) return 'missing';
  return hasUnknownArchive() ? 'lost' : 'ours';
}

/**
 * Whoever's it is, and lets go of it for a moment because it was not mounted, comes back for it. A data folder that lay
 * where ours lies now is gone, whatever ours took since.
 */
function judgeForeign({ isEmpty, former, token, place, isServed }: MarkFacts, owner: Owner): Question {
  if (owner.dataDir === place.dataDir && owner.host === place.host) return 'lost';
  if (isServed()) return 'foreign';
  return (isEmpty && token === undefined) || former.includes(owner.data) ? 'lost' : 'foreign';
}
