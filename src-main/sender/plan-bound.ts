/**
 * Owns: the bound of repeats: what was sent again so often without a definite answer, while the server answered other
 * calls, is unconfirmed and left to a person (decisions 19). Pure.
 */
import { problem } from '../base/problem.ts';
import type { Outcome } from '../heado/outcome.ts';
import type { BatchEntry, Outcast } from '../outbox/port.ts';
import type { SenderProblem } from './events.ts';
import { settled, type Hunt, type Step } from './lane-state.ts';
import { delayOf, nextDeadline, retryFacts } from './plan-patience.ts';
import { outcastFact, REFUSED_IN_ROW_MAX } from './plan-verdict.ts';
import { markOf, type Turn } from './turn.ts';

/** Counted repeats of what may be registered; then it is unconfirmed. */
export const RESENDS_MAX = 5;

/** Slow entries that failed again; of more the oldest is forgotten, and goes once more after a success. */
const SLOW_TRIED_MAX = 1_000;

type Retry = Extract<Outcome, { kind: 'retry' }>;

/** Repeated often enough while the server answered others: a person sees it, and the lane goes on. */
export function giveUp(turn: Turn, outcome: Retry): Step {
  const { state, batch, rules } = turn;
  const outcasts = batch.entries.filter(isUsedUp).map((entry) => unconfirmed(entry, outcome));
  const gone = outcasts.map(({ seq }) => seq);
  const isAll = gone.length === batch.entries.length;
  // Receipts are counted, not batches: if it is not the server after all, that costs one posting of a single one.
  const givenUp = state.givenUp + gone.length;
  const open = { problem: outcome.problem, passed: [], whole: rules.ordered || !outcome.failedInside };
  const isRow = state.slowed.length + givenUp >= REFUSED_IN_ROW_MAX;
  // Of a server that takes nothing, one after the other would be given up in no time.
  const goesOn = isAll && (state.circuit?.whole ?? true);
  return {
    readmit: [],
    unjudge: [],
    batch: endUnanswered(true, outcasts, markOf(outcome.problem)),
    state: {
      ...settled(state),
      attempt: state.attempt + 1,
      deadlineMs: nextDeadline(turn, outcome),
      hunt: huntOn(state.hunt, gone),
      givenUp,
      circuit: state.circuit ?? (isRow ? open : undefined),
      asksFirst: outcome.failedInside,
      slowTried: [],
      because: outcome.problem,
    },
    delayMs: goesOn ? state.pauseMs : delayOf(turn, outcome, state.pauseMs),
    needsProbe: !isAll,
    facts: [
      ...retryFacts(turn, outcome, state.pauseMs),
      ...outcasts.map((outcast) => outcastFact(turn, outcast)),
    ],
  };
}

/** A slow entry's retry that failed again: an hour more, whatever the reason. It says nothing about the line. */
export function slowAgain(turn: Turn, outcome: Retry): Step {
  const { state, batch, rules, nowMs } = turn;
  const retryAtMs = nowMs + rules.slowRetryMs;
  const seqs = batch.entries.map(({ seq }) => seq);
  const outcasts = batch.entries.map((entry): Outcast =>
    outcome.uncertain && isUsedUp(entry)
      ? unconfirmed(entry, outcome)
      : { seq: entry.seq, to: 'slow', retryAtMs, problem: outcome.problem },
  );
  const uncertain = batch.uncertain || outcome.uncertain;
  return {
    readmit: [],
    unjudge: [],
    batch: endUnanswered(uncertain, outcasts, markOf(outcome.problem), !outcome.uncertain),
    state: {
      ...settled(state),
      attempt: state.attempt,
      hunt: state.hunt,
      // A cable that was out for a moment, or a server in haste, says nothing about the receipt either.
      slowTried: outcome.uncertain ? noteTried(state.slowTried, seqs) : state.slowTried,
      because: undefined,
    },
    delayMs: Math.max(outcome.retryAfterMs ?? 0, state.pauseMs),
    needsProbe: outcome.uncertain,
    facts: [
      ...retryFacts(turn, outcome, state.pauseMs),
      ...outcasts.filter(({ to }) => to === 'unconfirmed').map((outcast) => outcastFact(turn, outcast)),
    ],
  };
}

/** Each once, the newest last. */
export function noteTried(tried: readonly number[], seqs: readonly number[]): readonly number[] {
  return [...tried.filter((seq) => !seqs.includes(seq)), ...seqs].slice(-SLOW_TRIED_MAX);
}

function unconfirmed({ seq, resends }: BatchEntry, outcome: Retry): Outcast {
  const { code, values } = outcome.problem;
  const found = problem<SenderProblem>('api.unanswered', '', {
    ...values,
    times: resends + 1,
    because: code,
  });
  return { seq, to: 'unconfirmed', problem: found };
}

export function endUnanswered(
  perhapsStored: boolean,
  outcasts: readonly Outcast[],
  because: string,
  nothingStored = false,
): Step['batch'] {
  const why = { because, perhapsStored, nothingStored, unanswered: true };
  return { does: 'end', settlement: { verdict: 'dissolved', outcasts, ...why } };
}

export const isUsedUp = ({ resends }: BatchEntry): boolean => resends >= RESENDS_MAX;

/** How often all of them were sent again. */
export function resendsOf(entries: readonly BatchEntry[]): number {
  return entries.reduce((least, { resends }) => Math.min(least, resends), Infinity);
}

/** The search goes on among those that are left: whether they are taken tells what it was. */
export function huntOn(hunt: Hunt | undefined, gone: readonly number[]): Hunt | undefined {
  const members = hunt?.members.filter((seq) => !gone.includes(seq)) ?? [];
  return hunt && members.length > 0 ? { ...hunt, members } : undefined;
}
