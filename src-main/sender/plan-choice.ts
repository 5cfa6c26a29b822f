/**
 * Owns: what the next batch of a lane may hold, given what the lane remembers and which entries are suspects. Pure.
 */
import type { Batch, FreezeRule, Lane, Suspect } from '../outbox/port.ts';
import type { LaneState, PlanRules } from './lane-state.ts';

export interface Choice {
  readonly state: LaneState;
  readonly lane: Lane;
  readonly rules: PlanRules;
  readonly suspects: readonly Suspect[];
}

/** The parts that a batch with a culprit is divided into: every level costs a repeat of what may be registered. */
const PARTS_UNANSWERED = 10;
/** After a refusal nothing is repeated, so that the fewest calls are best. */
const PARTS_REFUSED = 2;

/** The rules to freeze by, best first: the first one that finds something counts. Never empty. */
export function rulesToTry(choice: Choice): readonly [FreezeRule, ...FreezeRule[]] {
  const { state, suspects } = choice;
  const alone = (seq: number): FreezeRule => ({ ...usual(choice), limit: 1, only: seq });
  const due = dueRetests(suspects);
  if (state.circuit && !state.circuit.whole) return whileOpen(choice, alone);
  if (state.slowTry !== undefined) return [alone(state.slowTry), usual(choice)];
  if (state.retestDue && due[0] !== undefined) return [alone(due[0]), usual(choice)];
  // One try for each success: a second refusal beside it would have nobody who vouches for it.
  const isUntried = due.length === suspects.length;
  const rest = [...(isUntried ? due : []), ...(state.idleTry ? idleTries(suspects) : [])];
  const slow = state.slowNext === undefined ? [] : [state.slowNext];
  return [usual(choice), ...[...rest.slice(0, 1), ...slow].map(alone)];
}

/** One entry at a time, first what was never refused: if the first receipts are bad ones, the others show it. */
function whileOpen(
  choice: Choice,
  alone: (seq: number) => FreezeRule,
): readonly [FreezeRule, ...FreezeRule[]] {
  const passed = choice.state.circuit?.passed ?? [];
  const suspects = choice.suspects.map(({ seq }) => seq);
  const turned = suspects.filter((seq) => !passed.includes(seq));
  const beyond = { ...usual(choice), limit: 1, except: new Set(passed) };
  const again = [...passed, ...suspects].map(alone);
  // A signal that is taken before those in front of it is out of order: they have every other try.
  const [first] = choice.rules.ordered && choice.state.attempt % 2 === 1 ? turned.map(alone) : [];
  if (first) return [first, beyond, ...again, usual(choice)];
  return [beyond, ...turned.map(alone), ...again, usual(choice)];
}

/** The suspects of a lane, the one in hand included. */
export function suspectsOf({ onTrial }: LaneState, found: readonly Suspect[]): readonly Suspect[] {
  return onTrial && !found.some(({ seq }) => seq === onTrial.seq) ? [onTrial, ...found] : found;
}

/** Longest untried first, those without any verdict before the others. */
function dueRetests(suspects: readonly Suspect[]): number[] {
  const due = suspects.filter(({ isDue }) => isDue);
  const of = (wanted: Suspect['state']): number[] =>
    due.filter(({ state }) => state === wanted).map(({ seq }) => seq);
  return [...of('ejected'), ...of('quarantined')];
}

/** What is tried along the ladder while nothing else waits: a verdict that was given waits for a success of another. */
export function idleTries(suspects: readonly Suspect[]): number[] {
  return suspects.filter(({ state }) => state === 'ejected').map(({ seq }) => seq);
}

/** The suspects that were refused since the last success, longest untried first. */
export function refusedSince(suspects: readonly Suspect[]): number[] {
  return suspects.filter(({ isDue }) => !isDue).map(({ seq }) => seq);
}

/**
 * What the lane remembers once `batch` was chosen: what was passed over is gone from the outbox. Where nothing
 * waits at all there is no trouble either.
 */
export function noteChoice({ state, suspects }: Choice, batch: Batch | undefined): LaneState {
  const seq = batch?.entries[0]?.seq;
  if (seq === undefined) return suspects.length > 0 ? { ...state, ...rested } : { ...state, ...calm };
  const isSlow = seq === state.slowTry || seq === state.slowNext;
  const onTrial = batch?.entries.length === 1 ? suspects.find((each) => each.seq === seq) : undefined;
  return {
    ...state,
    onTrial,
    retestDue: state.retestDue && !onTrial && suspects.some(({ isDue }) => isDue),
    idleTry: false,
    ...{ slowTry: isSlow ? seq : undefined, slowNext: undefined },
    slowDue: state.slowDue && !isSlow,
  };
}

const rested = {
  ...{ hunt: undefined, onTrial: undefined, slowTry: undefined, slowNext: undefined },
  ...{ idleTry: false, asksFirst: false },
} as const;

const calm = {
  ...rested,
  attempt: 0,
  circuit: undefined,
  slowed: [],
  givenUp: 0,
  retestDue: false,
  vouched: new Map(),
  held: undefined,
  because: undefined,
} as const satisfies Partial<LaneState>;

/** True when nothing is looked for or made up for: the next batch is simply what waits. */
export function isPlain(state: LaneState, suspects: readonly Suspect[] = []): boolean {
  return !state.circuit && !state.hunt && state.slowTry === undefined && suspects.length === 0;
}

/**
 * Everything that waits, up to the limits; while a culprit is looked for, a part of those among whom it is; beside
 * suspects one at a time: each that is taken vouches for the verdict over one of them.
 */
function usual({ state, lane, rules, suspects }: Choice): FreezeRule {
  const { hunt, size } = state;
  const parts = hunt?.mark === undefined ? PARTS_REFUSED : PARTS_UNANSWERED;
  const part = Math.ceil((hunt?.members.length ?? Infinity) / parts);
  const alone = suspects.length > 0 && !hunt && !state.circuit;
  const limit = Math.min(part, size.limit, alone ? 1 : Infinity);
  return { lane, limit, bytesMax: rules.bytesMax };
}
