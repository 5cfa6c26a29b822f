/**
 * Owns: building turns, batches and outcomes for tests of the plan.
 */
import { problem } from '../../../src-main/base/problem.ts';
import type { Outcome, RetryCode } from '../../../src-main/heado/outcome.ts';
import type { Batch, Lane } from '../../../src-main/outbox/port.ts';
import {
  freshState,
  usualRules,
  type LaneState,
  type PlanRules,
} from '../../../src-main/sender/lane-state.ts';
import type { Turn } from '../../../src-main/sender/turn.ts';

export const rules: PlanRules = {
  ...usualRules,
  ladder: { delaysMs: [0, 3_000, 30_000, 60_000], capMs: 300_000 },
  deadlineMs: 90_000,
  ordered: false,
};

export const fresh: LaneState = freshState(rules);

export const NOW_MS = Date.UTC(2026, 10, 22, 10);

export function batchOf(seqs: readonly number[], changes: Partial<Batch> = {}): Batch {
  const lane: Lane = 'receipts';
  const entries = seqs.map((seq) => ({
    seq,
    party: 'K1',
    label: `r${seq}`,
    payload: JSON.stringify({ amount: seq, ts: '2026-11-22T10:00:00+05:00', extId: `r${seq}` }),
    occurredAtMs: NOW_MS,
    takenAtMs: NOW_MS,
    resends: 0,
  }));
  const hash = { bodyHash: 'h', frozenAtMs: NOW_MS };
  return { id: `g-${seqs[0] ?? 0}`, lane, entries, attempt: 1, uncertain: false, ...hash, ...changes };
}

/** A turn whose jitter is nil: random sits in the middle. */
export function turnOf(
  seqs: readonly number[],
  state: Partial<LaneState> = {},
  changes: Partial<Turn> = {},
): Turn {
  const batch = batchOf(seqs);
  const still = { rules, suspects: [], othersWait: true, durationMs: 100, nowMs: NOW_MS, random: () => 0.5 };
  return { state: { ...fresh, ...state }, batch, ...still, ...changes };
}

export const accepted = (count: unknown): Outcome => ({ kind: 'accepted', result: { count } });

export function refused(receipt?: unknown, code = -32602): Extract<Outcome, { kind: 'refused' }> {
  return { kind: 'refused', code, message: 'no', receipt };
}

type Retry = Extract<Outcome, { kind: 'retry' }>;

export function retried(code: RetryCode, changes: Partial<Retry> = {}, values = {}): Retry {
  const traits = {
    uncertain: true,
    failedInside: false,
    unsent: false,
    slowDown: false,
    retryAfterMs: undefined,
  };
  return { kind: 'retry', problem: problem(code, '', values), ...traits, ...changes };
}

export const keyRefused: Outcome = { kind: 'hold', problem: problem('api.keyRefused', '', { status: 401 }) };

export function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}
