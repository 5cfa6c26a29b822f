/**
 * Owns: answers after which the same batch is sent again: how long to wait, and when to suspect a receipt in it
 * instead of the server (decisions 19–21). Pure.
 */
import { retryDelayMs } from '../base/backoff.ts';
import type { Outcome } from '../heado/outcome.ts';
import type { Outcast } from '../outbox/port.ts';
import type { Fact, LaneState, Step } from './lane-state.ts';
import { lowerPace } from './pace.ts';
import { isPlain } from './plan-choice.ts';
import { divide, judgeCulprit } from './plan-refusal.ts';
import { describe, markOf, type Turn } from './turn.ts';

/** The same answer so often means that it may be about the batch (decisions 21). */
const SAME_ANSWERS_MAX = 5;
/** Once a culprit is being looked for, a second equal answer tells enough. */
const SAME_ANSWERS_MAX_IN_HUNT = 2;
const DEADLINE_GROWTH = 1.5;

type Retry = Extract<Outcome, { kind: 'retry' }>;

/** The batch stays; `needsProbe` says that it may hold a culprit. */
export function planRetry(turn: Turn, outcome: Retry): Step {
  const { state, rules } = turn;
  if (state.slowTry !== undefined) return slowAgain(turn, outcome);
  const pauseMs = outcome.slowDown ? lowerPace(state.pauseMs, rules.pace) : state.pauseMs;
  const same = countSame(state, outcome);
  return {
    readmit: [],
    batch: { does: 'stay', because: markOf(outcome.problem), uncertain: outcome.uncertain },
    state: {
      ...state,
      attempt: state.attempt + 1,
      pauseMs,
      deadlineMs: nextDeadline(turn, outcome),
      same,
      held: undefined,
      because: outcome.problem,
    },
    delayMs: delayOf(turn, outcome, pauseMs),
    needsProbe: same !== undefined && same.times >= timesMax(state, same.mark) && hasWayOut(turn),
    facts: retryFacts(turn, outcome, pauseMs),
  };
}

/** The server answers other calls while it keeps answering this batch the same: there is a culprit in it. */
export function planCulprit(turn: Turn, outcome: Retry): Step {
  const { batch, nowMs, rules, state } = turn;
  const mark = markOf(outcome.problem);
  const uncertain = batch.uncertain || outcome.uncertain;
  const perhapsStored: Turn = { ...turn, batch: { ...batch, uncertain } };
  const [first, second] = batch.entries;
  if (first && !second && isPlain(state)) return onceMore(turn, outcome, first.seq);
  const step =
    !first || second
      ? divide(perhapsStored, `repeated ${mark}`, mark)
      : judgeCulprit(perhapsStored, slowly(first.seq, outcome, nowMs + rules.slowRetryMs), mark);
  return { ...step, facts: [...retryFacts(turn, outcome, state.pauseMs), ...step.facts] };
}

/**
 * A server that came back between the last call and the probe looks the same as one that minds this entry. It is sent
 * again before it waits for an hour.
 */
function onceMore(turn: Turn, outcome: Retry, seq: number): Step {
  const step = planRetry(turn, outcome);
  const hunt = { members: [seq], mark: markOf(outcome.problem) };
  return { ...step, state: { ...step.state, hunt }, needsProbe: false };
}

function slowly(seq: number, outcome: Retry, retryAtMs: number): Outcast {
  return { seq, to: 'slow', retryAtMs, problem: outcome.problem };
}

/** An hourly retry that failed again: an hour more, whatever the reason. It says nothing about the line. */
function slowAgain(turn: Turn, outcome: Retry): Step {
  const { state, batch, rules, nowMs } = turn;
  const outcasts = batch.entries.map(({ seq }) => slowly(seq, outcome, nowMs + rules.slowRetryMs));
  return {
    readmit: [],
    batch: {
      does: 'end',
      settlement: {
        verdict: 'dissolved',
        outcasts,
        because: markOf(outcome.problem),
        perhapsStored: batch.uncertain || outcome.uncertain,
      },
    },
    state: { ...state, attempt: 0, slowTry: undefined, held: undefined, because: undefined },
    delayMs: Math.max(outcome.retryAfterMs ?? 0, state.pauseMs),
    needsProbe: false,
    facts: retryFacts(turn, outcome, state.pauseMs),
  };
}

/** Failures that never reached the server, and its own complaint about haste, say nothing about the batch. */
function countSame(state: LaneState, outcome: Retry): LaneState['same'] {
  if (outcome.unsent || outcome.slowDown || outcome.problem.code === 'api.stopped') return undefined;
  const mark = markOf(outcome.problem);
  return { mark, times: state.same?.mark === mark ? state.same.times + 1 : 1 };
}

function timesMax(state: LaneState, mark: string): number {
  const hunting = state.hunt?.mark === mark || state.trial.length > 0;
  return hunting ? SAME_ANSWERS_MAX_IN_HUNT : SAME_ANSWERS_MAX;
}

/** A single signal stays where it is: signals keep their order. */
function hasWayOut({ batch, rules }: Turn): boolean {
  return batch.entries.length > 1 || rules.mayGoSlow;
}

/** The ladder, but no earlier than the server asks for and the pace allows. */
function delayOf(turn: Turn, outcome: Retry, pauseMs: number): number {
  const delayMs = retryDelayMs(turn.rules.ladder, turn.state.attempt, turn.random);
  return Math.max(delayMs, outcome.retryAfterMs ?? 0, pauseMs);
}

function nextDeadline({ state, rules }: Turn, outcome: Retry): number {
  if (outcome.problem.code !== 'api.noAnswer') return state.deadlineMs;
  return Math.min(Math.round(state.deadlineMs * DEADLINE_GROWTH), rules.deadlineMsMax);
}

function retryFacts(turn: Turn, outcome: Retry, pauseMs: number): Fact[] {
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
