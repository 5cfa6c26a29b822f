/**
 * Owns: the decision whether a file that was read may be taken (drop folder, "Taking a file" 1–4; decisions 9, 10).
 * Pure. Optimistic: every file is read as soon as it is seen, and its content decides first. Closed means: its writer
 * showed that nothing more comes. Announced: a temporary name like its own is gone, which spares the rest and shows
 * nothing. No clock and no rest ever closes a file.
 *
 * | content             | closed by a sign   | otherwise                                                       |
 * |---------------------|--------------------|-----------------------------------------------------------------|
 * | closes itself       | take               | take, and watch for growth                                      |
 * | lines, complete     | take               | take when announced, when it rested `settleMs`, or when it was  |
 * |                     |                    | seen for as long, however it grows; watch for growth            |
 * | lines, the last cut | take, with the cut | take with the cut one when there was no change for `staleMs`;   |
 * |                     |                    | without it when others came all the time for as long            |
 * | incomplete          | reject             | wait for a change, reject when there was none for `staleMs`     |
 * | bad                 | reject             | the same; reject at once when announced                         |
 */
import type { Closing } from '../formats/adapter.ts';

export interface RestLimits {
  /** Rest of a file whose end nothing shows, milliseconds. */
  readonly settleMs: number;
  /** Time without a change after which an incomplete file is rejected, milliseconds. */
  readonly staleMs: number;
}

/**
 * `closed`: nothing more comes; a marker that came after it, or the very file was seen under a temporary name. `announced`: a temporary name
 * like its own was there and is no more; perhaps the file was renamed, perhaps that was a lock of the POS.
 */
export type Sign = 'closed' | 'announced' | 'none';

export interface Finding {
  readonly sign: Sign;
  /** Since the file was first seen as it is now, by a clock that only grows. */
  readonly unchangedMs: number;
  /** Since its name was first seen, by the same clock. */
  readonly waitedMs: number;
  /** Age of the last change by the wall clock; it may be wrong, even negative. */
  readonly ageMs: number;
}

/** What to do with a file that could be read to its end; `closed` false: it may still grow. */
export type WholeDecision =
  { readonly kind: 'take'; readonly closed: boolean } | { readonly kind: 'wait'; readonly forMs: number };

export function decideWhole(finding: Finding, closing: Closing, limits: RestLimits): WholeDecision {
  const { sign } = finding;
  if (sign !== 'none' || closing === 'self') return { kind: 'take', closed: sign === 'closed' };
  // Every line is whole for itself: one that follows is taken from the archive, and none waits for it.
  const leftMs = limits.settleMs - Math.max(restedMs(finding), finding.waitedMs);
  return leftMs <= 0 ? { kind: 'take', closed: false } : { kind: 'wait', forMs: leftMs };
}

/** What to do with lines of which the last one is cut. */
export type CutDecision =
  | { readonly kind: 'take'; readonly tail: 'withCut' | 'withoutCut' }
  | { readonly kind: 'wait'; readonly forMs: number };

export function decideCut(finding: Finding, limits: RestLimits): CutDecision {
  const unfinished = decideUnfinished(finding, limits);
  if (unfinished.kind === 'reject') return { kind: 'take', tail: 'withCut' };
  const leftMs = limits.staleMs - finding.waitedMs;
  if (leftMs <= 0) return { kind: 'take', tail: 'withoutCut' };
  return { kind: 'wait', forMs: Math.min(leftMs, unfinished.forMs) };
}

/** What to do with a file whose end is missing, or that cannot be read. */
export type UnfinishedDecision =
  | { readonly kind: 'reject'; readonly because: 'incomplete' | 'stale' }
  | { readonly kind: 'wait'; readonly forMs: number };

/**
 * Rejecting trusts the time that we watched ourselves, never the wall clock: a till that wakes up in the wrong
 * year must not reject what is just being written.
 */
export function decideUnfinished(
  { sign, unchangedMs }: Finding,
  limits: RestLimits,
  state: 'incomplete' | 'unreadable' = 'incomplete',
): UnfinishedDecision {
  if (sign === 'closed' || (sign === 'announced' && state === 'unreadable'))
    return { kind: 'reject', because: 'incomplete' };
  const leftMs = limits.staleMs - unchangedMs;
  return leftMs <= 0 ? { kind: 'reject', because: 'stale' } : { kind: 'wait', forMs: leftMs };
}

/** A backlog found at start has rested already; that its clock may lie costs at most a second reading. */
function restedMs(finding: Finding): number {
  return Math.max(finding.unchangedMs, finding.ageMs);
}

const END_MARK = '___EOF___';
/** Line ends and blanks after the mark. */
const TAIL_BYTES = END_MARK.length + 16;

/** Whether the last line is `___EOF___`, in any encoding that keeps ASCII. */
export function endsWithEndMark(bytes: Uint8Array): boolean {
  const tail = Buffer.from(bytes.subarray(Math.max(bytes.length - TAIL_BYTES, 0))).toString('latin1');
  const text = tail.trimEnd();
  if (!text.endsWith(END_MARK)) return false;
  const before = text.at(-END_MARK.length - 1);
  return before === undefined || before === '\n' || before === '\r';
}
