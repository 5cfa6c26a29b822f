/**
 * Owns: what a lane does after a call: one pure function from what it remembers and what came back to the next
 * step (heado-api, "Answers and what we do"; decisions 19–23).
 * Promises: a batch ends only by a definite answer, to find a culprit that keeps all others waiting, or when what may
 * be registered was repeated often enough.
 * Refuses to know: the outbox, the network, timers.
 */
import { retryDelayMs } from '../base/backoff.ts';
import { problem, type Problem } from '../base/problem.ts';
import type { Outcome } from '../heado/outcome.ts';
import { countOf } from '../heado/wire.ts';
import { growSize } from './batch-size.ts';
import type { Fact, Step } from './lane-state.ts';
import { raisePace } from './pace.ts';
import { planRefused, planTooLarge } from './plan-refusal.ts';
import { planRetry } from './plan-retry.ts';
import { vouchAfter } from './plan-verdict.ts';
import { describe, markOf, type Turn } from './turn.ts';

/** The step that follows from `outcome`. */
export function planNext(turn: Turn, outcome: Outcome): Step {
  switch (outcome.kind) {
    case 'accepted':
      return planAccepted(turn, countOf(outcome.result));
    case 'refused':
      return planRefused(turn, outcome);
    case 'tooLarge':
      return planTooLarge(turn);
    case 'retry':
      return planRetry(turn, outcome);
    case 'noMethod':
      return planHold(turn, problem('api.methodMissing', '', { message: outcome.message }));
    case 'hold':
      return planHold(turn, outcome.problem);
  }
}

/** `counted`: undefined when the server does not say; a signal has no count. */
function planAccepted(turn: Turn, answered: number | undefined): Step {
  const { state, batch, rules } = turn;
  const sent = batch.entries.length;
  const counted = batch.lane === 'signals' ? sent : (answered ?? 0);
  const seqs = new Set(batch.entries.map((entry) => entry.seq));
  const members = state.hunt?.members.filter((seq) => !seqs.has(seq)) ?? [];
  const pauseMs = raisePace(state.pauseMs, rules.pace);
  const { facts, ...vouched } = vouchAfter(turn);
  return {
    readmit: [],
    unjudge: [],
    batch: { does: 'end', settlement: { verdict: 'accepted', counted: Math.min(counted, sent) } },
    state: {
      attempt: 0,
      pauseMs,
      size: growSize(state.size, rules.limitMax),
      deadlineMs: turn.durationMs < rules.deadlineMs / 2 ? rules.deadlineMs : state.deadlineMs,
      same: undefined,
      answersOthers: members.length > 0,
      asksFirst: false,
      hunt: members.length > 0 ? { members, mark: state.hunt?.mark, vouched: true } : undefined,
      circuit: undefined,
      slowed: [],
      givenUp: 0,
      ...vouched,
      idleTry: false,
      onTrial: undefined,
      slowTry: undefined,
      slowDue: true,
      slowNext: undefined,
      slowTried: state.slowTried,
      held: undefined,
      because: undefined,
    },
    delayMs: pauseMs,
    needsProbe: false,
    facts: [...acceptedFacts(turn, answered, counted), ...facts],
  };
}

function acceptedFacts(turn: Turn, answered: number | undefined, counted: number): Fact[] {
  const { state, batch } = turn;
  const fields = describe(turn);
  const facts: Fact[] = [
    { event: 'batch.delivered', fields: { ...fields, durationMs: Math.round(turn.durationMs) } },
  ];
  if (counted !== batch.entries.length)
    facts.push({ event: 'batch.countDiffered', fields: { ...fields, counted: answered } });
  if (state.because !== undefined)
    facts.push({ event: 'lane.resumed', fields: { lane: batch.lane, after: state.because.code } });
  return facts;
}

/** Nothing was stored, and nothing will be until someone mends key, address or server. */
function planHold(turn: Turn, found: Problem): Step {
  const { state, batch, rules } = turn;
  const delayMs = retryDelayMs(rules.ladder, state.attempt, turn.random);
  const isNew = state.held?.code !== found.code;
  return {
    readmit: [],
    unjudge: [],
    batch: { does: 'stay', because: markOf(found), uncertain: false },
    state: {
      ...state,
      attempt: state.attempt + 1,
      same: undefined,
      asksFirst: false,
      held: found,
      because: found,
    },
    delayMs,
    needsProbe: false,
    facts: isNew
      ? [{ event: 'lane.held', fields: { lane: batch.lane, because: found.code, ...found.values } }]
      : [],
  };
}
