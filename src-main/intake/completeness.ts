/**
 * Owns: the decision whether a file that was read may be taken (drop folder, "Taking a file" 1–4; decisions 9, 10).
 * Pure. Optimistic: every file is read as soon as it is seen, and its content decides first. Closed means: its writer
 * showed that nothing more comes. No clock and no rest ever closes a file.
 *
 * | content             | closed by a sign   | otherwise                                                       |
 * |---------------------|--------------------|-----------------------------------------------------------------|
 * | closes itself       | take               | take, and watch for growth                                      |
 * | lines, complete     | take               | take when it rested `settleMs`, and watch for growth            |
 * | lines, the last cut | take, with the cut | take with the cut one when there was no change for `staleMs`;   |
 * |                     |                    | without it when others came all the time for as long            |
 * | incomplete or bad   | reject             | wait for a change, reject when there was none for `staleMs`     |
 */
import type { Closing } from '../formats/adapter.ts';

export interface RestLimits {
  /** Rest of a file whose end nothing shows, milliseconds. */
  readonly settleMs: number;
  /** Time without a change after which an incomplete file is rejected, milliseconds. */
  readonly staleMs: number;
}

export interface Finding {
  /** Its writer said that it is whole: a temporary name seen before, a `.done` marker, an end mark. */
  readonly closed: boolean;
  /** Since the file was first seen as it is now, by a clock that only grows. */
  readonly unchangedMs: number;
  /** Age of the last change by the wall clock; it may be wrong, even negative. */
  readonly ageMs: number;
}

/** What to do with a file that could be read to its end; `closed` false: it may still grow. */
export type WholeDecision =
  { readonly kind: 'take'; readonly closed: boolean } | { readonly kind: 'wait'; readonly forMs: number };

export function decideWhole(finding: Finding, closing: Closing, limits: RestLimits): WholeDecision {
  const { closed } = finding;
  if (closed || closing === 'self') return { kind: 'take', closed };
  const leftMs = limits.settleMs - restedMs(finding);
  return leftMs <= 0 ? { kind: 'take', closed: false } : { kind: 'wait', forMs: leftMs };
}

/** What to do with lines of which the last one is cut. */
export type CutDecision =
  | { readonly kind: 'take'; readonly tail: 'withCut' | 'withoutCut' }
  | { readonly kind: 'wait'; readonly forMs: number };

/** `incompleteMs`: since the file was first seen without its end, by a clock that only grows. */
export function decideCut(finding: Finding, incompleteMs: number, limits: RestLimits): CutDecision {
  const unfinished = decideUnfinished(finding, limits);
  if (unfinished.kind === 'reject') return { kind: 'take', tail: 'withCut' };
  const longMs = limits.staleMs - incompleteMs;
  const leftMs = Math.max(longMs, limits.settleMs - finding.unchangedMs);
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
export function decideUnfinished(finding: Finding, limits: RestLimits): UnfinishedDecision {
  if (finding.closed) return { kind: 'reject', because: 'incomplete' };
  const leftMs = limits.staleMs - finding.unchangedMs;
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
