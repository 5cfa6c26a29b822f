/**
 * Owns: how long a lane waits and lets a call take after an answer that was none, and how that is told. Pure.
 */
import { retryDelayMs } from '../base/backoff.ts';
import type { Outcome } from '../heado/outcome.ts';
import type { Fact } from './lane-state.ts';
import { describe, type Turn } from './turn.ts';

const DEADLINE_GROWTH = 1.5;

type Retry = Extract<Outcome, { kind: 'retry' }>;

/** The ladder, but no earlier than the server asks for and the pace allows. */
export function delayOf(turn: Turn, outcome: Retry, pauseMs: number): number {
  const delayMs = retryDelayMs(turn.rules.ladder, turn.state.attempt, turn.random);
  return Math.max(delayMs, outcome.retryAfterMs ?? 0, pauseMs);
}

export function nextDeadline({ state, rules }: Turn, outcome: Retry): number {
  if (outcome.problem.code !== 'api.noAnswer') return state.deadlineMs;
  return Math.min(Math.round(state.deadlineMs * DEADLINE_GROWTH), rules.deadlineMsMax);
}

export function retryFacts(turn: Turn, outcome: Retry, pauseMs: number): Fact[] {
  const { state, batch } = turn;
  const event = outcome.uncertain ? 'batch.uncertain' : 'batch.postponed';
  const { code, values } = outcome.problem;
  const facts: Fact[] = [{ event, fields: { ...describe(turn), because: code, ...values } }];
  if (pauseMs > state.pauseMs) facts.push({ event: 'pace.lowered', fields: { lane: batch.lane, pauseMs } });
  const deadlineMs = nextDeadline(turn, outcome);
  if (deadlineMs > state.deadlineMs)
    facts.push({ event: 'deadline.raised', fields: { lane: batch.lane, deadlineMs } });
  return facts;
}
