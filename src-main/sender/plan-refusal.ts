/**
 * Owns: definite refusals: finding the one entry that is meant, letting it leave the line, and noticing when it
 * is the server that is broken (decisions 21). Pure.
 */
import { retryDelayMs } from '../base/backoff.ts';
import { problem } from '../base/problem.ts';
import type { Outcome } from '../heado/outcome.ts';
import type { Outcast } from '../outbox/port.ts';
import type { Fact, LaneState, Step } from './lane-state.ts';
import type { SenderProblem } from './events.ts';
import { findNamed } from './named-receipt.ts';
import { describe, type Turn } from './turn.ts';

/** So many single refusals in a row without a success between are the server's fault (decisions 21). */
const EXPELLED_IN_ROW_MAX = 3;
/** Entries tried during one breakdown; beyond it the tries begin anew. */
const PASSED_MAX = 1_000;

type Refused = Extract<Outcome, { kind: 'refused' }>;

/** Exactly the refused entry is quarantined with HEADO's words; a batch without a named one is halved. */
export function planRefused(turn: Turn, outcome: Refused): Step {
  const { batch } = turn;
  const { code, message } = outcome;
  const [first] = batch.entries;
  const seq = batch.entries.length === 1 ? first?.seq : findNamed(batch, outcome.receipt);
  const fact: Fact = { event: 'batch.refused', fields: { ...describe(turn), code, message } };
  const step =
    seq === undefined
      ? divide(turn, `refused ${code}`, undefined)
      : judgeCulprit(
          turn,
          { seq, to: 'quarantined', problem: problem<SenderProblem>('api.refused', '', { code, message }) },
          `refused ${code}`,
        );
  return { ...step, facts: [fact, ...step.facts] };
}

/** Ends the batch so that its halves go one after the other, in order. `mark`: the repeated answer behind it. */
export function divide(turn: Turn, because: string, mark: string | undefined): Step {
  const { state, batch } = turn;
  const members = batch.entries.map((entry) => entry.seq);
  return {
    readmit: [],
    batch: { does: 'end', settlement: dissolved(turn, [], because) },
    state: { ...settled(state), hunt: { members, mark } },
    delayMs: state.pauseMs,
    needsProbe: false,
    facts: [{ event: 'batch.divided', fields: { ...describe(turn), because } }],
  };
}

/**
 * What becomes of one entry that the server does not take: it leaves the line, unless it is one too many in a
 * row. An entry on trial leaves without being counted: the server took another one just before.
 */
export function judgeCulprit(turn: Turn, outcast: Outcast, because: string): Step {
  const { state } = turn;
  if (state.breakdown) return passOver(turn, outcast.seq, because);
  const onTrial = state.trial.includes(outcast.seq);
  const expelled = onTrial ? state.expelled : [...state.expelled, outcast.seq];
  if (expelled.length >= EXPELLED_IN_ROW_MAX) return breakDown(turn, expelled, outcast, because);
  const trial = state.trial.filter((seq) => seq !== outcast.seq);
  return {
    readmit: [],
    batch: { does: 'end', settlement: dissolved(turn, [outcast], because) },
    state: { ...settled(state), expelled, trial },
    delayMs: state.pauseMs,
    needsProbe: false,
    facts: [expelledFact(turn, outcast)],
  };
}

function breakDown(turn: Turn, suspects: readonly number[], outcast: Outcast, because: string): Step {
  const { state, rules } = turn;
  const found = problem<SenderProblem>('api.refusesEverything', '', outcast.problem.values);
  const readmit = suspects.filter((seq) => seq !== outcast.seq);
  return {
    readmit,
    batch: { does: 'end', settlement: dissolved(turn, [], because) },
    state: {
      ...settled(state),
      expelled: [],
      attempt: 1,
      breakdown: { suspects, passed: [], problem: found },
      because: found,
    },
    delayMs: retryDelayMs(rules.ladder, 0, turn.random),
    needsProbe: false,
    facts: [
      { event: 'entries.readmitted', fields: { lane: turn.batch.lane, entries: readmit.length } },
      { event: 'lane.held', fields: { lane: turn.batch.lane, because: found.code, ...found.values } },
    ],
  };
}

/** Still broken: the next try is another entry, later. */
function passOver(turn: Turn, seq: number, because: string): Step {
  const { state, rules } = turn;
  const { suspects = [], passed = [], problem: found } = state.breakdown ?? {};
  const tried = passed.length < PASSED_MAX ? [...passed.filter((each) => each !== seq), seq] : [seq];
  return {
    readmit: [],
    batch: { does: 'end', settlement: dissolved(turn, [], because) },
    state: {
      ...settled(state),
      attempt: state.attempt + 1,
      breakdown: found && { suspects, passed: tried, problem: found },
    },
    delayMs: retryDelayMs(rules.ladder, state.attempt, turn.random),
    needsProbe: false,
    facts: [],
  };
}

/** The server gave a definite answer: whatever was counted or held against it is over. */
function settled(state: LaneState): LaneState {
  return { ...state, attempt: 0, hunt: undefined, same: undefined, slowTry: undefined, held: undefined };
}

function dissolved(turn: Turn, outcasts: readonly Outcast[], because: string) {
  const { batch } = turn;
  // Whether a refused batch was kept up to the refused receipt is not documented (heado-api).
  const perhapsStored = batch.uncertain || batch.entries.length > 1;
  return { verdict: 'dissolved', outcasts, because, perhapsStored } as const;
}

function expelledFact(turn: Turn, outcast: Outcast): Fact {
  const label = turn.batch.entries.find((entry) => entry.seq === outcast.seq)?.label;
  const { code, values } = outcast.problem;
  const event = outcast.to === 'slow' ? 'entry.slowed' : 'entry.quarantined';
  return { event, fields: { lane: turn.batch.lane, label, because: code, ...values } };
}
