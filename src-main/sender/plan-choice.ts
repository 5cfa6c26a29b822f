/**
 * Owns: what the next batch of a lane may hold, given what the lane remembers. Pure.
 */
import type { Batch, FreezeRule, Lane } from '../outbox/port.ts';
import type { LaneState, PlanRules } from './lane-state.ts';

/** The rules to freeze by, best first: the first one that finds something counts. Never empty. */
export function rulesToTry(
  state: LaneState,
  lane: Lane,
  rules: PlanRules,
): readonly [FreezeRule, ...FreezeRule[]] {
  const { bytesMax } = rules;
  const alone = (seq: number): FreezeRule => ({ lane, limit: 1, bytesMax, only: seq });
  const { breakdown } = state;
  if (breakdown) {
    const { suspects, passed } = breakdown;
    const untried = suspects.filter((seq) => !passed.includes(seq));
    const beyond = { lane, limit: 1, bytesMax, except: new Set([...suspects, ...passed]) };
    return [
      beyond,
      ...untried.map(alone),
      ...passed.map(alone),
      ...suspects.map(alone),
      usual(state, lane, rules),
    ];
  }
  if (state.slowTry !== undefined) return [alone(state.slowTry), usual(state, lane, rules)];
  const [first, ...others] = state.trial.map(alone);
  return first ? [first, ...others, usual(state, lane, rules)] : [usual(state, lane, rules)];
}

/**
 * What the lane remembers once `batch` was chosen: entries that were passed over are gone from the outbox. Where
 * nothing waits there is no trouble either.
 */
export function noteChoice(state: LaneState, batch: Batch | undefined): LaneState {
  const seq = batch?.entries[0]?.seq;
  if (seq === undefined) return { ...state, ...calm };
  const at = state.trial.indexOf(seq);
  return {
    ...state,
    trial: at < 0 ? [] : state.trial.slice(at),
    slowTry: state.slowTry === seq ? seq : undefined,
  };
}

const calm = {
  attempt: 0,
  hunt: undefined,
  breakdown: undefined,
  trial: [],
  slowTry: undefined,
  held: undefined,
  because: undefined,
} as const satisfies Partial<LaneState>;

/** True when nothing is looked for or made up for: the next batch is simply what waits. */
export function isPlain(state: LaneState): boolean {
  return !state.breakdown && !state.hunt && state.slowTry === undefined && state.trial.length === 0;
}

/** Everything that waits, up to the limits; while a culprit is looked for, half of those among whom it is. */
function usual(state: LaneState, lane: Lane, rules: PlanRules): FreezeRule {
  const half = Math.ceil((state.hunt?.members.length ?? Infinity) / 2);
  return { lane, limit: Math.min(half, state.size.limit), bytesMax: rules.bytesMax };
}
