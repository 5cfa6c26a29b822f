/**
 * Owns: how long a lane waits and lets a call take after an answer that was none, and how that is told. Pure.
 */
import { retryDelayMs } from '../base/backoff.ts';
import type { Outcome } from '../heado/outcome.ts';
import type { Fact, LaneState, Step } from './lane-state.ts';
import { describe, type Turn } from './turn.ts';

const DEADLINE_GROWTH = 1.5;
/** The guide's own ladder (0, 3, 30, 60 s) is posted along; a server that is ill for longer is asked first. */
const ATTEMPTS_UNASKED = 4;
/** Questions from one posting to the next: at the top of the ladder an hour of them. */
const QUESTIONS_MAX = 12;

type Retry = Extract<Outcome, { kind: 'retry' }>;

/** The ladder, but no earlier than the server asks for and the pace allows. */
export function delayOf(turn: Turn, outcome: Retry, pauseMs: number): number {
  const delayMs = retryDelayMs(turn.rules.ladder, turn.state.attempt, turn.random);
  return Math.max(delayMs, outcome.retryAfterMs ?? 0, pauseMs);
}

/** Whether it is asked (`reports`) before it is posted: each posting might be carried out in part once more. */
export function isQuestion({ asksFirst, attempt }: LaneState): boolean {
  return asksFirst && attempt >= ATTEMPTS_UNASKED;
}

/**
 * After the question: it is posted, or asked again one rung further. A server that answers no question is posted to all
 * the same, after twice as many questions each time.
 */
export function planQuestion(
  state: LaneState,
  isAnswered: boolean,
  { rules, random }: Pick<Turn, 'rules' | 'random'>,
): Pick<Step, 'state' | 'delayMs'> {
  const { attempt, pauseMs } = state;
  const isDue =
    attempt < QUESTIONS_MAX ? Number.isInteger(Math.log2(attempt + 1)) : attempt % QUESTIONS_MAX === 0;
  if (isAnswered || isDue) return { state: { ...state, asksFirst: false }, delayMs: 0 };
  const delayMs = Math.max(retryDelayMs(rules.ladder, attempt, random), pauseMs);
  return { state: { ...state, attempt: attempt + 1 }, delayMs };
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
