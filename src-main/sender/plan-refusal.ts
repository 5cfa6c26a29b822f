/**
 * Owns: definite refusals: finding the one entry that is meant, asking again where the answer may be about the way
 * and not about the data, dividing (decisions 21). Pure. What becomes of the entry: `plan-verdict.ts`.
 */
import { retryDelayMs } from '../base/backoff.ts';
import { problem, type Problem } from '../base/problem.ts';
import type { Outcome } from '../heado/outcome.ts';
import { halveSize } from './batch-size.ts';
import type { SenderProblem } from './events.ts';
import { settled, type Fact, type LaneState, type Step } from './lane-state.ts';
import { findNamed } from './named-receipt.ts';
import { judgeRefused } from './plan-verdict.ts';
import { countSame, describe, suspectIn, type Turn } from './turn.ts';

/** Below it no server has a limit of its own: the message was cut or spoiled on the way (decisions 21). */
const SMALL_BYTES = 64 * 1024;
/** The same answer so often in a row is believed. */
const BELIEVED_AT = 3;

type Refused = Extract<Outcome, { kind: 'refused' }>;

/** Exactly the refused entry is judged; a batch without a named one is halved. */
export function planRefused(turn: Turn, outcome: Refused): Step {
  const { batch } = turn;
  const { code, message } = outcome;
  const because = `refused ${code}`;
  const found = problem<SenderProblem>('api.refused', '', { code, message });
  const fact: Fact = { event: 'batch.refused', fields: { ...describe(turn), code, message } };
  if (mayBeAskedAgain(turn, because, outcome.garbled === true)) {
    // Whether a refused batch was kept up to the refused receipt is not documented (heado-api).
    const perhapsStored = batch.entries.length > 1;
    return askAgain(turn, { mark: because, problem: found, perhapsStored }, [fact]);
  }
  const [first] = batch.entries;
  const seq = batch.entries.length === 1 ? first?.seq : findNamed(batch, outcome.receipt);
  const step =
    seq === undefined
      ? divide(turn, { because, mark: undefined })
      : judgeRefused(turn, { seq, problem: found, because });
  return { ...step, facts: [fact, ...step.facts] };
}

/** HTTP 413: nothing was stored. A small call is not too large for anybody. */
export function planTooLarge(turn: Turn): Step {
  const { batch } = turn;
  const because = 'tooLarge';
  const sizeBytes = batch.entries.reduce((sum, { payload }) => sum + Buffer.byteLength(payload), 0);
  const found = problem<SenderProblem>('api.receiptTooLarge', '', { sizeBytes });
  const isKnownSize = turn.state.size.limit < turn.rules.limitMax && batch.entries.length > 1;
  if (mayBeAskedAgain(turn, because, sizeBytes < SMALL_BYTES && !isKnownSize))
    return askAgain(turn, { mark: because, problem: found, perhapsStored: false }, []);
  const [first, second] = batch.entries;
  if (first && !second) return judgeRefused(turn, { seq: first.seq, problem: found, because });
  return shrink(turn, because);
}

/** A signal is asked again in its place: whatever passes it would be out of order. */
function mayBeAskedAgain(turn: Turn, mark: string, isDoubtful: boolean): boolean {
  const inPlace = turn.rules.ordered && !turn.state.circuit && !suspectIn(turn);
  return (isDoubtful || inPlace) && countSame(turn.state, mark).times < BELIEVED_AT;
}

/** As after a lost answer: the batch stays as it is and goes again. `perhapsStored`: what goes again is counted. */
function askAgain(turn: Turn, again: Again, facts: readonly Fact[]): Step {
  const { state, rules } = turn;
  const { mark, problem: found, perhapsStored } = again;
  const delayMs = retryDelayMs(rules.ladder, state.attempt, turn.random);
  const postponed: Fact = { event: 'batch.postponed', fields: { ...describe(turn), because: found.code } };
  return {
    readmit: [],
    unjudge: [],
    batch: { does: 'stay', because: mark, uncertain: perhapsStored },
    state: {
      ...state,
      attempt: state.attempt + 1,
      same: countSame(state, mark),
      held: undefined,
      because: found,
    },
    delayMs: Math.max(delayMs, state.pauseMs),
    needsProbe: false,
    facts: [...facts, postponed],
  };
}

interface Again {
  readonly mark: string;
  readonly problem: Problem;
  readonly perhapsStored: boolean;
}

export interface Division {
  readonly because: string;
  /** The repeated answer behind it; undefined after a refusal. */
  readonly mark: string | undefined;
}

/** Ends the batch so that its parts go one after the other, in order. */
export function divide(turn: Turn, { because, mark }: Division): Step {
  const { state, batch } = turn;
  const members = batch.entries.map((entry) => entry.seq);
  const unanswered = mark !== undefined;
  // A server that answers nothing must not be asked faster because its batches become smaller.
  const kept: LaneState = { ...settled(state), attempt: unanswered ? state.attempt + 1 : 0 };
  return {
    readmit: [],
    unjudge: [],
    batch: {
      does: 'end',
      settlement: {
        ...{ verdict: 'dissolved', outcasts: [], because, unanswered },
        // Whether a refused batch was kept up to the refused receipt is not documented (heado-api).
        perhapsStored: batch.uncertain || !unanswered,
      },
    },
    state: {
      ...kept,
      hunt: state.circuit ? undefined : { members, mark, vouched: state.hunt?.vouched ?? false },
    },
    delayMs: state.pauseMs,
    needsProbe: false,
    facts: [{ event: 'batch.divided', fields: { ...describe(turn), because } }],
  };
}

/** Smaller batches follow. */
function shrink(turn: Turn, because: string): Step {
  const { state, batch } = turn;
  const size = halveSize(batch.entries.length);
  return {
    readmit: [],
    unjudge: [],
    batch: {
      does: 'end',
      settlement: {
        ...{ verdict: 'dissolved', outcasts: [], because },
        ...{ perhapsStored: batch.uncertain, nothingStored: true },
      },
    },
    state: { ...settled(state), size, hunt: state.hunt, because: undefined },
    delayMs: state.pauseMs,
    needsProbe: false,
    facts: [{ event: 'batch.divided', fields: { ...describe(turn), limit: size.limit, because } }],
  };
}
