/**
 * Owns: a line of entries and a server that judges them, without clock and outbox: what the lane would do. It knows
 * suspects as the outbox does.
 */
import type { Suspect } from '../../../src-main/outbox/port.ts';
import type { Outcome } from '../../../src-main/heado/outcome.ts';
import type { LaneState, PlanRules } from '../../../src-main/sender/lane-state.ts';
import {
  idleTries,
  noteChoice,
  rulesToTry,
  suspectsOf,
  type Choice,
} from '../../../src-main/sender/plan-choice.ts';
import { restoreCircuit } from '../../../src-main/sender/plan-verdict.ts';
import { planNext } from '../../../src-main/sender/plan.ts';
import { batchOf, fresh, rules, turnOf } from './turns.ts';

type Place = 'waiting' | 'delivered' | 'ejected' | 'retest' | 'quarantined' | 'slow' | 'unconfirmed';

interface Entry {
  place: Place;
  /** The number of the call after which it left the line. */
  leftAt: number;
}

export interface World {
  readonly posts: number[][];
  state: LaneState;
  readonly delayed: number[];
  add(...seqs: readonly number[]): void;
  /** One call, if there is anything to send; answers whether there was. */
  step(judge: (sent: readonly number[]) => Outcome): boolean;
  /** As many calls as it takes until nothing is left to try, at most `stepsMax`. */
  run(judge: (sent: readonly number[]) => Outcome, stepsMax?: number): void;
  restart(): void;
  /** The entries in these places, in order. */
  in(...places: readonly Place[]): number[];
}

export function openWorld(seqs: readonly number[], planRules: PlanRules = rules): World {
  const entries = new Map<number, Entry>();
  const world = { posts: [] as number[][], delayed: [] as number[], state: fresh };
  let lastSuccess = 0;

  function suspects(): Suspect[] {
    return [...entries]
      .filter(([, { place }]) => place === 'ejected' || place === 'retest')
      .sort(([one, a], [other, b]) => a.leftAt - b.leftAt || one - other)
      .map(([seq, { place, leftAt }]) => ({
        ...{
          seq,
          isDue: leftAt < lastSuccess,
          problem: { code: 'api.refused', at: '', values: { code: 1 } },
        },
        state: place === 'ejected' ? 'ejected' : 'quarantined',
      }));
  }

  const inPlace = (...places: readonly Place[]): number[] =>
    [...entries]
      .filter(([, { place }]) => places.includes(place))
      .map(([seq]) => seq)
      .sort((one, other) => one - other);

  function choose(choice: Choice): number[] {
    for (const rule of rulesToTry(choice)) {
      const { only } = rule;
      const line = inPlace('waiting').filter((seq) => rule.except?.has(seq) !== true);
      const fit =
        only === undefined
          ? line
          : inPlace('waiting', 'ejected', 'retest', 'slow').filter((seq) => seq === only);
      if (fit.length > 0) return fit.slice(0, rule.limit);
    }
    return [];
  }

  function put(seq: number, place: Place): void {
    entries.set(seq, { place, leftAt: world.posts.length });
  }

  function step(judge: (sent: readonly number[]) => Outcome): boolean {
    const known = suspectsOf(world.state, suspects());
    const choice = { state: world.state, lane: 'receipts', rules: planRules, suspects: known } as const;
    const sent = choose(choice);
    world.state = noteChoice(choice, sent.length > 0 ? batchOf(sent) : undefined);
    if (sent.length === 0) {
      if (idleTries(known).length === 0) return false;
      world.state = { ...world.state, idleTry: true };
      return step(judge);
    }
    const othersWait = inPlace('waiting').some((seq) => !sent.includes(seq));
    world.posts.push(sent);
    const turn = turnOf(sent, world.state, { suspects: known, othersWait, rules: planRules });
    const next = planNext(turn, judge(sent));
    world.state = next.state;
    world.delayed.push(next.delayMs);
    for (const seq of next.unjudge) if (entries.get(seq)?.place === 'retest') put(seq, 'ejected');
    if (next.batch.does === 'stay') {
      for (const seq of sent) put(seq, 'waiting');
      return true;
    }
    const { settlement } = next.batch;
    for (const seq of sent) put(seq, settlement.verdict === 'accepted' ? 'delivered' : 'waiting');
    if (settlement.verdict === 'accepted') lastSuccess = world.posts.length;
    else
      for (const outcast of settlement.outcasts)
        put(outcast.seq, outcast.to === 'quarantined' && outcast.retest === true ? 'retest' : outcast.to);
    return true;
  }

  function add(...more: readonly number[]): void {
    for (const seq of more) entries.set(seq, { place: 'waiting', leftAt: 0 });
  }

  add(...seqs);
  return Object.assign(world, {
    add,
    step,
    run(judge: (sent: readonly number[]) => Outcome, stepsMax = 400) {
      for (let left = stepsMax; left > 0 && step(judge); left -= 1);
    },
    restart() {
      world.state = restoreCircuit(fresh, suspects());
    },
    in: inPlace,
  });
}
