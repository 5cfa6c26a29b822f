/**
 * Owns: what becomes of one entry that the server refuses, and noticing when it is the server that is broken
 * (decisions 21). Pure.
 *
 * A refusal alone proves nothing. The entry leaves the line (`ejected`), and after each success the suspect that
 * waited longest is tried again, alone. Where nothing else waits it is tried along the ladder and stays ejected however
 * often it is refused: `status` tells it, red after 15 minutes, and `quarantine list` tells why. It is judged for good
 * when it is refused while others were taken right before and after each of its earlier refusals (`VOUCHED_MIN`); where
 * it is refused again with a success between and nobody else waits who could show how the server is, it goes to
 * quarantine then, but is still tried after later successes. A suspect that is taken after all shows that the server was
 * ill: all counting begins anew. Three entries refused in a row are the server's fault: nothing is judged, and single
 * tries along the ladder find out when it is well.
 */
import type { Outcast, Suspect } from '../outbox/port.ts';
import { retryDelayMs } from '../base/backoff.ts';
import { problem, type Problem } from '../base/problem.ts';
import type { SenderProblem } from './events.ts';
import { settled, type Fact, type LaneState, type Step } from './lane-state.ts';
import { refusedSince } from './plan-choice.ts';
import { suspectIn, type Turn } from './turn.ts';

/** So many single refusals in a row without a success between are the server's fault (decisions 21). */
export const REFUSED_IN_ROW_MAX = 3;
/** Refusals that others vouched for before the next one is a verdict for good. */
const VOUCHED_MIN = 2;
/** Entries tried and put back while nothing is taken; beyond it the tries begin anew. */
const PASSED_MAX = 1_000;

export interface Refusal {
  readonly seq: number;
  readonly problem: Problem;
  readonly because: string;
}

/** The entry leaves the line, or goes back into it when the server takes nothing at all. */
export function judgeRefused(turn: Turn, refusal: Refusal): Step {
  const { state, suspects } = turn;
  const known = suspects.find(({ seq }) => seq === refusal.seq);
  if (state.circuit && !state.circuit.whole)
    return known ? ejectAgain(turn, refusal) : passOver(turn, refusal);
  const others = refusedSince(suspects).filter((seq) => seq !== refusal.seq);
  const isRow = others.length + 1 >= REFUSED_IN_ROW_MAX;
  // Of suspects alone nothing is learned: the next receipt must not wait for them.
  if (isRow && known && !turn.othersWait) return ejectAgain(turn, refusal);
  if (isRow) return openCircuit(turn, refusal);
  // A part of a refused batch was taken: it is refused again with a success between.
  const isAgain = known?.isDue === true || (state.hunt?.mark === undefined && state.hunt?.vouched === true);
  const outcast: Outcast = isAgain ? judgeAgain(turn, refusal, known?.state) : ejected(refusal);
  const isIdleTry = known?.isDue === false;
  return {
    readmit: [],
    unjudge: [],
    batch: endWith(turn, [outcast], refusal.because),
    state: {
      ...settled(state),
      attempt: isIdleTry ? state.attempt + 1 : 0,
      circuit: undefined,
      because: undefined,
    },
    delayMs: state.pauseMs,
    needsProbe: false,
    facts: known && outcast.to === known.state ? [] : [outcastFact(turn, outcast)],
  };
}

/** A suspect that was refused again with a success between. */
function judgeAgain(
  { state, othersWait }: Turn,
  refusal: Refusal,
  was: Suspect['state'] | undefined,
): Outcast {
  const { seq, problem: found } = refusal;
  const verdict = { seq, to: 'quarantined', problem: found, again: was === 'quarantined' } as const;
  if ((state.vouched.get(seq) ?? 0) >= VOUCHED_MIN) return verdict;
  return othersWait && was !== 'quarantined' ? ejected(refusal) : { ...verdict, retest: true };
}

function ejected({ seq, problem: found }: Refusal): Outcast {
  return { seq, to: 'ejected', problem: found };
}

function openCircuit(turn: Turn, refusal: Refusal): Step {
  const { state, rules, suspects } = turn;
  const found = problem<SenderProblem>('api.refusesEverything', '', refusal.problem.values);
  const judged = suspects.filter(({ state: where }) => where === 'quarantined').map(({ seq }) => seq);
  return {
    readmit: [],
    unjudge: judged,
    batch: endWith(turn, [ejected(refusal)], refusal.because),
    state: {
      ...settled(state),
      attempt: 1,
      circuit: { problem: found, passed: [], whole: false },
      vouched: new Map(),
      because: found,
    },
    delayMs: Math.max(retryDelayMs(rules.ladder, 0, turn.random), state.pauseMs),
    needsProbe: false,
    facts: [
      outcastFact(turn, ejected(refusal)),
      { event: 'lane.held', fields: { lane: turn.batch.lane, because: found.code, ...found.values } },
    ],
  };
}

/** Still refused: the suspect waits on, and the next try is another one, later. */
function ejectAgain(turn: Turn, refusal: Refusal): Step {
  const step = stillOpen(turn);
  const delayMs = turn.state.circuit ? step.delayMs : turn.state.pauseMs;
  return { ...step, delayMs, batch: endWith(turn, [ejected(refusal)], refusal.because) };
}

/** Still broken: what was never refused before keeps its place in the line. */
export function passOver(turn: Turn, { seq, because }: Pick<Refusal, 'seq' | 'because'>): Step {
  const { circuit } = turn.state;
  const passed = circuit?.passed.filter((each) => each !== seq) ?? [];
  const tried = passed.length < PASSED_MAX ? [...passed, seq] : [seq];
  const step = stillOpen(turn);
  return {
    ...step,
    batch: endWith(turn, [], because),
    state: { ...step.state, circuit: circuit && { ...circuit, passed: tried } },
  };
}

function stillOpen(turn: Turn): Omit<Step, 'batch'> {
  const { state, rules } = turn;
  return {
    readmit: [],
    unjudge: [],
    state: { ...settled(state), attempt: state.attempt + 1 },
    delayMs: Math.max(retryDelayMs(rules.ladder, state.attempt, turn.random), state.pauseMs),
    needsProbe: false,
    facts: [],
  };
}

function endWith({ batch }: Turn, outcasts: readonly Outcast[], because: string): Step['batch'] {
  // Whether a refused batch was kept up to the refused receipt is not documented (heado-api).
  const isAlone = batch.entries.length === 1;
  const stored = { perhapsStored: batch.uncertain || !isAlone, nothingStored: isAlone };
  return { does: 'end', settlement: { verdict: 'dissolved', outcasts, because, ...stored } };
}

export function outcastFact(turn: Turn, outcast: Outcast): Fact {
  const label = turn.batch.entries.find((entry) => entry.seq === outcast.seq)?.label;
  const { code, values } = outcast.problem;
  return { event: EVENTS[outcast.to], fields: { lane: turn.batch.lane, label, because: code, ...values } };
}

const EVENTS = {
  slow: 'entry.slowed',
  ejected: 'entry.ejected',
  quarantined: 'entry.quarantined',
  unconfirmed: 'entry.unconfirmed',
} as const satisfies Record<Outcast['to'], Fact['event']>;

/** What a success of the lane says about those that were refused before it. */
export function vouchAfter(
  turn: Turn,
): Pick<LaneState, 'vouched' | 'retestDue'> & { facts: readonly Fact[] } {
  const { state, suspects, batch } = turn;
  const cleared = suspectIn(turn);
  const others = suspects.filter(({ seq }) => seq !== cleared?.seq);
  if (cleared) {
    const [first] = batch.entries;
    const fact: Fact = { event: 'entry.cleared', fields: { lane: batch.lane, label: first?.label } };
    return { vouched: new Map(), retestDue: others.length > 0, facts: [fact] };
  }
  const [refused, second] = refusedSince(others);
  const vouched = new Map([...state.vouched].filter(([seq]) => others.some((each) => each.seq === seq)));
  if (refused !== undefined && second === undefined) vouched.set(refused, (vouched.get(refused) ?? 0) + 1);
  return { vouched, retestDue: others.length > 0, facts: [] };
}

/** What a lane remembers when it starts: a server that took nothing before is not believed to be well. */
export function restoreCircuit(state: LaneState, suspects: Turn['suspects']): LaneState {
  const refused = suspects.filter(({ isDue }) => !isDue);
  const last = refused.at(-1);
  if (!last || refused.length < REFUSED_IN_ROW_MAX) return state;
  const found = problem<SenderProblem>('api.refusesEverything', '', last.problem.values);
  return { ...state, attempt: 1, circuit: { problem: found, passed: [], whole: false }, because: found };
}
