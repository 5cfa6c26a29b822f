import { describe, expect, it } from 'vitest';
import { problem } from '../../../src-main/base/problem.ts';
import type { Outcome } from '../../../src-main/heado/outcome.ts';
import type { Settlement } from '../../../src-main/outbox/port.ts';
import type { LaneState, Step } from '../../../src-main/sender/lane-state.ts';
import { isPlain, noteChoice, rulesToTry } from '../../../src-main/sender/plan-choice.ts';
import { planCulprit } from '../../../src-main/sender/plan-retry.ts';
import { planNext } from '../../../src-main/sender/plan.ts';
import { accepted, batchOf, fresh, NOW_MS, range, refused, retried, rules, turnOf } from './turns.ts';

type Dissolved = Extract<Settlement, { verdict: 'dissolved' }>;

function dissolvedBy(step: Step): Dissolved {
  if (step.batch.does !== 'end' || step.batch.settlement.verdict !== 'dissolved')
    throw new Error('the batch was not dissolved');
  return step.batch.settlement;
}

/** A line of entries and a server that judges them: what the lane would do, without clock and outbox. */
function run(
  seqs: readonly number[],
  judge: (sent: readonly number[]) => Outcome,
  stepsMax = 200,
): { delivered: number[]; quarantined: number[]; posts: number[][]; state: LaneState } {
  const waiting = new Set(seqs);
  const world = {
    delivered: [] as number[],
    quarantined: [] as number[],
    posts: [] as number[][],
    state: fresh,
  };
  for (let step = 0; step < stepsMax && waiting.size > 0; step++) {
    const sent = choose(world.state, waiting);
    world.state = noteChoice(world.state, batchOf(sent));
    world.posts.push(sent);
    const next = planNext(turnOf(sent, world.state), judge(sent));
    world.state = next.state;
    for (const seq of next.readmit) waiting.add(seq);
    world.quarantined = world.quarantined.filter((seq) => !next.readmit.includes(seq));
    if (next.batch.does === 'stay') continue;
    const { settlement } = next.batch;
    const gone = settlement.verdict === 'accepted' ? sent : settlement.outcasts.map(({ seq }) => seq);
    for (const seq of gone) waiting.delete(seq);
    (settlement.verdict === 'accepted' ? world.delivered : world.quarantined).push(...gone);
  }
  return world;
}

function choose(state: LaneState, waiting: ReadonlySet<number>): number[] {
  const line = [...waiting].sort((one, other) => one - other);
  for (const rule of rulesToTry(state, 'receipts', rules)) {
    const fit = line.filter((seq) => (rule.only === undefined ? !rule.except?.has(seq) : seq === rule.only));
    if (fit.length > 0) return fit.slice(0, rule.limit);
  }
  return [];
}

/** A server that refuses the bad ones, naming the first of them or not. */
const refusing =
  (bad: readonly number[], naming: boolean) =>
  (sent: readonly number[]): Outcome => {
    const first = sent.find((seq) => bad.includes(seq));
    if (first === undefined) return accepted(sent.length);
    return refused(naming ? { extId: `r${first}`, amount: first } : undefined);
  };

describe('a refusal', () => {
  it("quarantines exactly the named receipt with HEADO's words, and the rest goes at once", () => {
    const step = planNext(turnOf([1, 2, 3]), refused({ extId: 'r2', amount: 2 }));
    expect(dissolvedBy(step)).toEqual({
      verdict: 'dissolved',
      outcasts: [
        { seq: 2, to: 'quarantined', problem: problem('api.refused', '', { code: -32602, message: 'no' }) },
      ],
      because: 'refused -32602',
      perhapsStored: true,
    });
    expect(step.delayMs).toBe(0);
    expect(step.facts.map(({ event }) => event)).toEqual(['batch.refused', 'entry.quarantined']);
  });

  it('of a single receipt needs no name', () => {
    expect(dissolvedBy(planNext(turnOf([5]), refused()))).toMatchObject({
      outcasts: [{ seq: 5 }],
      perhapsStored: false,
    });
  });

  it('naming a receipt that was not sent is looked into by halves', () => {
    const step = planNext(turnOf(range(1, 9)), refused({ extId: 'unknown' }));
    expect(dissolvedBy(step).outcasts).toEqual([]);
    expect(rulesToTry(step.state, 'receipts', rules)).toMatchObject([{ limit: 5 }]);
  });

  it('without a name is found by halves, in order, and nothing else is lost', () => {
    for (const bad of [1, 37, 50, 51, 100]) {
      const world = run(range(1, 100), refusing([bad], false));
      expect(world.quarantined).toEqual([bad]);
      expect(world.delivered).toEqual(range(1, 100).filter((seq) => seq !== bad));
      expect(world.posts.length).toBeLessThanOrEqual(16);
    }
  });

  it('leaves nothing to look for once the culprit is gone', () => {
    expect(isPlain(run(range(1, 100), refusing([37], false)).state)).toBe(true);
  });
});

describe('many bad receipts in one batch', () => {
  it.each([
    ['named', true],
    ['nameless', false],
  ])('are all quarantined and all others delivered, %s', (_name, naming) => {
    const bad = [3, 4, 5, 6, 7, 50, 51, 99];
    const world = run(range(1, 120), refusing(bad, naming), 400);
    expect([...world.quarantined].sort((one, other) => one - other)).toEqual(bad);
    expect([...world.delivered].sort((one, other) => one - other)).toEqual(
      range(1, 120).filter((seq) => !bad.includes(seq)),
    );
  });
});

describe('three single refusals in a row', () => {
  const broken = (): Outcome => refused();

  function breakDown(): LaneState {
    let state = fresh;
    for (const seq of [1, 2, 3]) {
      const step = planNext(turnOf([seq], state), broken());
      state = step.state;
      if (seq < 3) expect(dissolvedBy(step).outcasts).toHaveLength(1);
      else {
        expect(dissolvedBy(step).outcasts).toEqual([]);
        expect(step.readmit).toEqual([1, 2]);
        expect(step.facts.map(({ event }) => event)).toContain('lane.held');
      }
    }
    return state;
  }

  it('hold the lane and quarantine nothing', () => {
    const state = breakDown();
    expect(state.breakdown).toMatchObject({ suspects: [1, 2, 3], passed: [] });
    expect(state.because?.code).toBe('api.refusesEverything');
  });

  it('are followed by single tries beyond the suspects, along the ladder', () => {
    let state = breakDown();
    const delays: number[] = [];
    for (const seq of [4, 5, 6]) {
      const [rule] = rulesToTry(state, 'receipts', rules);
      expect(rule).toMatchObject({ limit: 1, except: new Set(range(1, seq - 1)) });
      const step = planNext(turnOf([seq], state), broken());
      expect(dissolvedBy(step).outcasts).toEqual([]);
      delays.push(step.delayMs);
      state = step.state;
    }
    expect(delays).toEqual([3_000, 30_000, 60_000]);
  });

  it('of a server that is healed cost no receipt its delivery', () => {
    let calls = 0;
    const world = run(range(1, 20), (sent) => (++calls <= 25 ? refused() : accepted(sent.length)));
    expect(world.quarantined).toEqual([]);
    expect(new Set(world.delivered)).toEqual(new Set(range(1, 20)));
    expect(isPlain(world.state)).toBe(true);
  });

  it('of bad receipts end with the first success: each is tried once more, alone, and quarantined', () => {
    const world = run(range(1, 10), refusing([1, 2, 3], true));
    expect(world.quarantined).toEqual([1, 2, 3]);
    expect(world.delivered).toEqual([4, 5, 6, 7, 8, 9, 10]);
    expect(world.posts.slice(-4)).toEqual([[1], [2], [3], range(5, 10)]);
  });

  it('with nothing beyond them are tried themselves by turns', () => {
    const world = run([1, 2, 3], () => refused(), 12);
    expect(world.quarantined).toEqual([]);
    expect(world.posts.slice(-6)).toEqual([[1], [2], [3], [1], [2], [3]]);
    const healed = run(
      [1, 2, 3],
      (sent) => (sent.length === 1 && sent[0] === 2 ? accepted(1) : refused()),
      12,
    );
    expect([healed.delivered, healed.quarantined]).toEqual([[2], [1, 3]]);
  });

  it('are not counted across a success', () => {
    const world = run(range(1, 8), refusing([1, 3, 5, 7], false));
    expect(world.quarantined).toEqual([1, 3, 5, 7]);
    expect(world.state.breakdown).toBeUndefined();
  });
});

describe('the same answer again and again', () => {
  const failing = retried('api.serverError', {}, { status: 500 });

  function repeat(times: number, state: Partial<LaneState> = {}): Step[] {
    const steps: Step[] = [];
    let turn = turnOf(range(1, 8), state);
    for (let time = 0; time < times; time++) {
      const step = planNext(turn, failing);
      steps.push(step);
      turn = { ...turn, state: step.state };
    }
    return steps;
  }

  it('asks at the fifth time, and at each one after, whether the server answers anything else', () => {
    expect(repeat(7).map(({ needsProbe }) => needsProbe)).toEqual([
      false,
      false,
      false,
      false,
      true,
      true,
      true,
    ]);
  });

  it.each([
    ['another answer between', retried('api.serverError', {}, { status: 502 })],
    ['a failure that was never sent', retried('api.connectionRefused', { unsent: true })],
    ['a call for patience', retried('api.tooOften', { slowDown: true })],
  ])('is counted anew after %s', (_name, other) => {
    const state = repeat(4).at(-1)?.state ?? fresh;
    const between = planNext(turnOf(range(1, 8), state), other).state;
    expect(planNext(turnOf(range(1, 8), between), failing).needsProbe).toBe(false);
  });

  it('of a server that answers other calls divides the batch, counted as perhaps stored', () => {
    const state = repeat(5).at(-1)?.state ?? fresh;
    const step = planCulprit(turnOf(range(1, 8), state), failing);
    expect(dissolvedBy(step)).toMatchObject({ outcasts: [], perhapsStored: true });
    expect(step.state).toMatchObject({ attempt: 0, hunt: { members: range(1, 8) } });
    expect(rulesToTry(step.state, 'receipts', rules)).toMatchObject([{ limit: 4 }]);
  });

  it('is believed at the second time while a culprit is looked for', () => {
    const divided = planCulprit(turnOf(range(1, 8)), failing).state;
    expect(repeat(2, divided).map(({ needsProbe }) => needsProbe)).toEqual([false, true]);
  });

  it('for a single receipt is asked for once more: the server may have come back just now', () => {
    const fifth = turnOf([5], { same: { mark: 'api.serverError 500', times: 4 } });
    const step = planCulprit(fifth, failing);
    expect(step.batch).toMatchObject({ does: 'stay', uncertain: true });
    expect(step.needsProbe).toBe(false);
    expect(planNext(turnOf([5], step.state), failing).needsProbe).toBe(true);
    const back = planNext(turnOf([5], step.state), accepted(1));
    expect(back.batch).toMatchObject({ does: 'end', settlement: { verdict: 'accepted' } });
    expect(isPlain(back.state)).toBe(true);
  });

  it('for a single receipt, and then once more, lets it go slow, to be tried again in an hour', () => {
    const step = planCulprit(turnOf([5], planCulprit(turnOf([5]), failing).state), failing);
    expect(dissolvedBy(step).outcasts).toEqual([
      { seq: 5, to: 'slow', retryAtMs: NOW_MS + 3_600_000, problem: failing.problem },
    ]);
    expect(step.facts.map(({ event }) => event)).toEqual(['batch.uncertain', 'entry.slowed']);
  });

  it('of an hourly retry makes it wait another hour, whatever failed', () => {
    const unsent = retried('api.connectionRefused', { unsent: true, uncertain: false });
    const step = planNext(turnOf([5], { slowTry: 5 }), unsent);
    expect(dissolvedBy(step).outcasts).toMatchObject([{ seq: 5, to: 'slow', retryAtMs: NOW_MS + 3_600_000 }]);
    expect(step.state.slowTry).toBeUndefined();
  });

  it('three times in a row is the server, not the receipts', () => {
    let state = fresh;
    for (const seq of [1, 1, 2, 2, 3, 3]) state = planCulprit(turnOf([seq], state), failing).state;
    expect(state.breakdown).toMatchObject({ suspects: [1, 2, 3] });
  });

  it('never lets a signal overtake another', () => {
    const turn = turnOf([1], { same: { mark: 'api.serverError 500', times: 9 } });
    const signals = { ...turn, rules: { ...rules, limitMax: 1, mayGoSlow: false } };
    expect(planNext(signals, failing).needsProbe).toBe(false);
  });
});

describe('the choice of the next batch', () => {
  it('is everything that waits, up to a hundred', () => {
    expect(rulesToTry(fresh, 'receipts', rules)).toEqual([
      { lane: 'receipts', limit: 100, bytesMax: rules.bytesMax },
    ]);
  });

  it('tries a slow entry that is due first', () => {
    expect(rulesToTry({ ...fresh, slowTry: 7 }, 'receipts', rules)).toMatchObject([
      { only: 7 },
      { limit: 100 },
    ]);
  });

  it('forgets entries on trial that are no longer there', () => {
    const state = { ...fresh, trial: [3, 5, 8] };
    expect(noteChoice(state, batchOf([5])).trial).toEqual([5, 8]);
    expect(noteChoice(state, batchOf([9, 10])).trial).toEqual([]);
    expect(noteChoice(state, undefined).trial).toEqual([]);
  });

  it('ends a breakdown when nothing is left to try', () => {
    const breakdown = { suspects: [1], passed: [], problem: problem('x') };
    expect(isPlain(noteChoice({ ...fresh, breakdown }, undefined))).toBe(true);
  });
});
