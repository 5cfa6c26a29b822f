/**
 * Owns: answers after which the same batch is sent again, and when to suspect a receipt in it instead of the server
 * (decisions 20, 21). Pure. When to stop repeating what may be registered: `plan-bound.ts`.
 */
import { retryDelayMs } from '../base/backoff.ts';
import { problem, type Problem } from '../base/problem.ts';
import type { Outcome } from '../heado/outcome.ts';
import type { BatchEntry, Outcast } from '../outbox/port.ts';
import type { SenderProblem } from './events.ts';
import { settled, type Step } from './lane-state.ts';
import { lowerPace } from './pace.ts';
import { endUnanswered, giveUp, huntOn, isUsedUp, noteTried, resendsOf, slowAgain } from './plan-bound.ts';
import { delayOf, nextDeadline, retryFacts } from './plan-patience.ts';
import { divide } from './plan-refusal.ts';
import { outcastFact, passOver, REFUSED_IN_ROW_MAX } from './plan-verdict.ts';
import { countSame, markOf, suspectIn, type Turn } from './turn.ts';

/** The same answer so often means that it may be about the batch (decisions 21). */
const SAME_ANSWERS_MAX = 5;
/** Once a culprit is looked for, an equal answer tells enough; a single entry gets one chance more. */
const SAME_ANSWERS_MAX_IN_HUNT = { many: 1, single: 2 } as const;
/** A search for a culprit costs about three repeats: it must begin before they are used up. */
const RESENDS_BEFORE_HUNT = 2;
/** From this attempt on it is asked whether the server answers anything else: only then do repeats count. */
const ATTEMPTS_BEFORE_PROBE = 4;

type Retry = Extract<Outcome, { kind: 'retry' }>;

/** The batch stays; `needsProbe` says that it matters whether the server answers other calls. */
export function planRetry(turn: Turn, outcome: Retry): Step {
  const { state, rules } = turn;
  if (state.slowTry !== undefined) return slowAgain(turn, outcome);
  if (outcome.uncertain && turn.batch.entries.some(isUsedUp)) return giveUp(turn, outcome);
  if (outcome.failedInside && mayPass(turn)) return passUnanswered(turn, outcome);
  const pauseMs = outcome.slowDown ? lowerPace(state.pauseMs, rules.pace) : state.pauseMs;
  const tells = saysSomething(outcome);
  const same = tells ? countSame(state, markOf(outcome.problem)) : undefined;
  const { uncertain } = outcome;
  return {
    readmit: [],
    unjudge: [],
    batch: { does: 'stay', because: markOf(outcome.problem), uncertain },
    state: {
      ...state,
      attempt: state.attempt + 1,
      pauseMs,
      deadlineMs: nextDeadline(turn, outcome),
      same,
      answersOthers: false,
      asksFirst: outcome.failedInside,
      slowTried: [],
      held: undefined,
      because: outcome.problem,
    },
    delayMs: delayOf(turn, outcome, pauseMs),
    needsProbe: tells && (isRepeated(turn, outcome, 1) || mustBeCounted(turn, outcome)),
    facts: retryFacts(turn, outcome, pauseMs),
  };
}

/** The server answers other calls while it keeps answering this batch so. */
export function planProbed(turn: Turn, outcome: Retry): Step {
  const { batch, state, rules } = turn;
  const mark = markOf(outcome.problem);
  const retry = planRetry(turn, outcome);
  const answered = { answersOthers: true, asksFirst: false } as const;
  const stay = { ...retry, needsProbe: false, state: { ...retry.state, ...answered } };
  if (stay.batch.does === 'end') return stay;
  // Of a lone entry there is nothing to search: it goes by its own answers, and by the bound of its repeats.
  const mustSearch = batch.entries.length > 1 && resendsOf(batch.entries) >= RESENDS_BEFORE_HUNT;
  const isSuspicious = isRepeated(turn, outcome) || (outcome.uncertain && mustSearch);
  // A server that came back between the call and the probe looks the same: it must have answered before, too.
  if (!isSuspicious || !state.answersOthers || state.circuit?.whole === true) return stay;
  const known = withDoubt(turn, outcome);
  const [first, second] = batch.entries;
  const facts = retryFacts(turn, outcome, state.pauseMs);
  const and = (step: Step): Step => ({
    ...step,
    state: { ...step.state, ...answered },
    facts: [...facts, ...step.facts],
  });
  if (!first || second) return and(divide(known, { because: `repeated ${mark}`, mark }));
  // Signals keep their order: what may be registered waits for its bound.
  if (rules.ordered) return stay;
  if (state.circuit) return { ...passUnanswered(turn, outcome), needsProbe: false };
  return and(slowDown(known, first, outcome));
}

/** Single entries find out when the server is well; a signal that it may have kept is passed by none. */
const mayPass = ({ state, rules }: Turn): boolean => state.circuit?.whole === false && !rules.ordered;

/** Nothing is taken, and this entry was not either: it keeps its place in the line, and another one is tried. */
function passUnanswered(turn: Turn, outcome: Retry): Step {
  const known = withDoubt(turn, outcome);
  const because = markOf(outcome.problem);
  const step = passOver(known, { seq: turn.batch.entries[0]?.seq ?? 0, because });
  return {
    ...step,
    batch: endUnanswered(known.batch.uncertain, [], because),
    state: { ...step.state, asksFirst: outcome.failedInside },
    facts: retryFacts(turn, outcome, turn.state.pauseMs),
  };
}

/** What the server may have kept is perhaps registered from now on. */
function withDoubt(turn: Turn, { uncertain }: Retry): Turn {
  const { batch } = turn;
  return { ...turn, batch: { ...batch, uncertain: batch.uncertain || uncertain } };
}

/** The culprit is tried hourly, the others move on; three in a row are the server's fault. */
function slowDown(turn: Turn, { seq }: BatchEntry, outcome: Retry): Step {
  const { state, batch, nowMs, rules } = turn;
  const mark = markOf(outcome.problem);
  const slowed = [...state.slowed.filter((each) => each !== seq), seq];
  if (slowed.length + state.givenUp >= REFUSED_IN_ROW_MAX) return openCircuit(turn, slowed, outcome);
  const outcast: Outcast = {
    seq,
    to: 'slow',
    retryAtMs: nowMs + rules.slowRetryMs,
    problem: outcome.problem,
  };
  return {
    readmit: [],
    unjudge: [],
    batch: endUnanswered(batch.uncertain, [outcast], mark),
    state: {
      ...{ ...settled(state), attempt: state.attempt, slowed, hunt: huntOn(state.hunt, [seq]) },
      // Others of its batch were taken: it is the receipt, and not the time.
      slowTried: state.hunt?.vouched === true ? noteTried(state.slowTried, [seq]) : state.slowTried,
    },
    delayMs: state.pauseMs,
    needsProbe: false,
    facts: [outcastFact(turn, outcast)],
  };
}

function openCircuit(turn: Turn, slowed: readonly number[], outcome: Retry): Step {
  const { state, batch, rules } = turn;
  const readmit = slowed.slice(0, -1);
  const whole = !outcome.failedInside;
  const found: Problem = whole
    ? outcome.problem
    : problem<SenderProblem>('api.refusesEverything', '', outcome.problem.values);
  const { lane } = batch;
  return {
    readmit,
    unjudge: [],
    batch: endUnanswered(batch.uncertain, [], markOf(outcome.problem)),
    state: {
      ...settled(state),
      attempt: Math.max(state.attempt, 1),
      slowed: [],
      givenUp: 0,
      // The others have more repeats left.
      circuit: { problem: found, passed: whole ? [] : slowed, whole },
      because: found,
    },
    delayMs: Math.max(retryDelayMs(rules.ladder, state.attempt, turn.random), state.pauseMs),
    needsProbe: false,
    facts: [
      { event: 'entries.readmitted', fields: { lane, entries: readmit.length } },
      { event: 'lane.held', fields: { lane, because: found.code, ...found.values } },
    ],
  };
}

/** Failures that never reached the server, and its own complaint about haste, say nothing about the batch. */
function saysSomething(outcome: Retry): boolean {
  return !outcome.unsent && !outcome.slowDown && outcome.problem.code !== 'api.stopped';
}

/** `early`: so many times before it is believed. */
function isRepeated(turn: Turn, outcome: Retry, early = 0): boolean {
  const mark = markOf(outcome.problem);
  return countSame(turn.state, mark).times >= timesMax(turn, mark) - early;
}

function timesMax(turn: Turn, mark: string): number {
  const { state, batch } = turn;
  if (state.hunt?.mark !== mark && !suspectIn(turn)) return SAME_ANSWERS_MAX;
  return batch.entries.length > 1 ? SAME_ANSWERS_MAX_IN_HUNT.many : SAME_ANSWERS_MAX_IN_HUNT.single;
}

function mustBeCounted({ state, batch }: Turn, { uncertain }: Retry): boolean {
  const isLate = batch.attempt >= ATTEMPTS_BEFORE_PROBE || resendsOf(batch.entries) > 0;
  return uncertain && (isLate || state.circuit?.whole === true || state.hunt?.mark !== undefined);
}
