import type { Settlement } from '../../../src-main/outbox/port.ts';
import { describe, expect, it } from 'vitest';
import type { Outcome } from '../../../src-main/heado/outcome.ts';
import type { LaneState, Step } from '../../../src-main/sender/lane-state.ts';
import { rulesToTry } from '../../../src-main/sender/plan-choice.ts';
import { RESENDS_MAX } from '../../../src-main/sender/plan-bound.ts';
import { planProbed } from '../../../src-main/sender/plan-retry.ts';
import { planNext } from '../../../src-main/sender/plan.ts';
import type { Turn } from '../../../src-main/sender/turn.ts';
import { batchOf, fresh, NOW_MS, range, retried, rules, turnOf } from './turns.ts';

type Dissolved = Extract<Settlement, { verdict: 'dissolved' }>;
type Retry = Extract<Outcome, { kind: 'retry' }>;

function dissolvedBy(step: Step): Dissolved {
  if (step.batch.does !== 'end' || step.batch.settlement.verdict !== 'dissolved')
    throw new Error('the batch was not dissolved');
  return step.batch.settlement;
}

/** HEADO itself says that it failed. */
const failing = retried('api.databaseFailed', { failedInside: true }, { code: -32610 });
/** The server may have kept it. */
const silent = retried('api.serverError', {}, { status: 502 });

/** The turn of a batch whose entries were sent again so often. */
function resent(seqs: readonly number[], resends: number, change: Partial<LaneState> = {}): Turn {
  const batch = batchOf(seqs, { uncertain: true });
  const entries = batch.entries.map((entry) => ({ ...entry, resends }));
  return turnOf(seqs, change, { batch: { ...batch, entries } });
}

function repeat(times: number, outcome: Retry, state: Partial<LaneState> = {}): Step[] {
  const steps: Step[] = [];
  let turn = turnOf(range(1, 80), state);
  for (let time = 0; time < times; time += 1) {
    const step = planNext(turn, outcome);
    steps.push(step);
    turn = { ...turn, state: step.state };
  }
  return steps;
}

describe('the same answer again and again', () => {
  it('asks from the fourth time on whether the server answers anything else', () => {
    expect(repeat(6, failing).map(({ needsProbe }) => needsProbe)).toEqual([
      ...[false, false, false],
      ...[true, true, true],
    ]);
  });

  it('is held against the batch at the fifth time, if others were answered after the fourth as well', () => {
    const same = { mark: 'api.databaseFailed -32610', times: 3 };
    const fourth = planProbed(turnOf(range(1, 80), { same }), failing);
    expect(fourth).toMatchObject({ batch: { does: 'stay' }, state: { answersOthers: true } });
    expect(planProbed(turnOf(range(1, 80), fourth.state), failing).batch.does).toBe('end');
    // It may have come back between the fifth call and the question.
    const back = planProbed(turnOf(range(1, 80), { ...fourth.state, answersOthers: false }), failing);
    expect(back.batch.does).toBe('stay');
  });

  it.each([
    ['another answer between', retried('api.serverError', {}, { status: 502 })],
    ['a failure that was never sent', retried('api.connectionRefused', { unsent: true })],
    ['a call for patience', retried('api.tooOften', { slowDown: true })],
  ])('is counted anew after %s', (_name, other) => {
    const state = repeat(4, failing).at(-1)?.state ?? fresh;
    const between = planNext(turnOf(range(1, 80), state), other).state;
    expect(planNext(turnOf(range(1, 80), between), failing).needsProbe).toBe(false);
  });

  it('of a server that answers other calls divides the batch by ten and does not hurry', () => {
    const state = repeat(5, failing).at(-1)?.state ?? fresh;
    const step = planProbed(turnOf(range(1, 80), { ...state, answersOthers: true }), failing);
    expect(dissolvedBy(step)).toMatchObject({ outcasts: [], perhapsStored: true, unanswered: true });
    expect(step.state).toMatchObject({ attempt: 6, answersOthers: true, hunt: { members: range(1, 80) } });
    const [rule] = rulesToTry({ state: step.state, lane: 'receipts', rules, suspects: [] });
    expect(rule).toMatchObject({ limit: 8 });
  });

  it('is believed at once while a culprit is looked for among many, at the second time for one', () => {
    const hunt = { members: range(1, 80), mark: 'api.databaseFailed -32610', vouched: false };
    const answered = { hunt, answersOthers: true };
    expect(planProbed(turnOf([1, 2], answered), failing).batch.does).toBe('end');
    const once = planProbed(turnOf([1], answered), failing);
    expect(once.batch.does).toBe('stay');
    expect(planProbed(turnOf([1], once.state), failing).batch.does).toBe('end');
  });

  const atLast = { same: { mark: 'api.databaseFailed -32610', times: 4 }, answersOthers: true };

  it('of different kinds leaves a single receipt in its place, however often it was sent again', () => {
    for (const resends of [2, 3, RESENDS_MAX - 1])
      expect(planProbed(resent([5], resends, { answersOthers: true }), silent).batch.does).toBe('stay');
  });

  it('for a single receipt lets it go slow, to be tried again in an hour', () => {
    const step = planProbed(turnOf([5], atLast), failing);
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
    expect(dissolvedBy(step).nothingStored).toBe(true);
    expect(dissolvedBy(planNext(turnOf([5], { slowTry: 5 }), silent)).nothingStored).toBe(false);
  });

  it('of an hourly retry is held against the receipt once, and only if it reached the server', () => {
    const tried = { slowTry: 5, slowTried: [5, 7], attempt: 3 };
    const step = planNext(turnOf([5], tried), silent);
    expect(step.state).toMatchObject({ slowTried: [7, 5], attempt: 3 });
    const unsent = retried('api.connectionRefused', { unsent: true, uncertain: false });
    expect(planNext(turnOf([5], { slowTry: 5 }), unsent).state.slowTried).toEqual([]);
  });

  it('is the receipt where its neighbours were taken, and the time where any other fails', () => {
    const hunt = { members: [5], mark: 'api.databaseFailed -32610' };
    const slowed = (vouched: boolean): readonly number[] =>
      planProbed(turnOf([5], { ...atLast, hunt: { ...hunt, vouched } }), failing).state.slowTried;
    expect(slowed(true)).toEqual([5]);
    expect(slowed(false)).toEqual([]);
    expect(planNext(turnOf([6], { slowTried: [5] }), silent).state.slowTried).toEqual([]);
    expect(planNext(resent([6], RESENDS_MAX, { slowTried: [5] }), silent).state.slowTried).toEqual([]);
  });

  it('for three receipts in a row is the server: those that went slow come back', () => {
    let state = fresh;
    let last: Step | undefined;
    for (const seq of [1, 2, 3]) {
      last = planProbed(turnOf([seq], { ...state, ...atLast }), failing);
      ({ state } = last);
    }
    expect(last?.readmit).toEqual([1, 2]);
    expect(state.circuit).toMatchObject({ whole: false });
    expect(state.because?.code).toBe('api.refusesEverything');
  });

  it('leaves a signal in its place until its repeats are used up: the next ones must not overtake it', () => {
    const signals = { ...rules, limitMax: 1, ordered: true };
    const step = planProbed(turnOf([1], atLast, { rules: signals }), failing);
    expect(step.batch).toMatchObject({ does: 'stay', uncertain: true });
    const last = planNext({ ...resent([1], RESENDS_MAX), rules: signals }, failing);
    expect(dissolvedBy(last).outcasts).toMatchObject([{ seq: 1, to: 'unconfirmed' }]);
    // Neither those before it that were given up nor those that were refused let one pass.
    const third = planNext({ ...resent([1], RESENDS_MAX, { givenUp: 2 }), rules: signals }, failing);
    expect(third.state.circuit).toMatchObject({ whole: true });
    const circuit = { problem: failing.problem, passed: [1, 2, 3], whole: false };
    const refused = turnOf([4], { circuit, answersOthers: true }, { rules: signals });
    expect(planNext(refused, failing).batch.does).toBe('stay');
    expect(planProbed(refused, failing).batch.does).toBe('stay');
    expect(planNext({ ...refused, rules }, failing).batch.does).toBe('end');
  });
});

describe('what may be registered', () => {
  it('is asked about from the fourth attempt on: only beside other successes do repeats count', () => {
    const attempts = [1, 2, 3, 4, 5].map((attempt) => {
      const batch = batchOf([1, 2], { attempt, uncertain: attempt > 1 });
      return planNext(turnOf([1, 2], {}, { batch }), silent).needsProbe;
    });
    expect(attempts).toEqual([false, false, false, true, true]);
  });

  it('is looked through for a culprit before its repeats are used up', () => {
    const answered = { answersOthers: true };
    expect(planProbed(resent(range(1, 40), 1, answered), silent).batch.does).toBe('stay');
    expect(dissolvedBy(planProbed(resent(range(1, 40), 2, answered), silent)).perhapsStored).toBe(true);
  });

  it('is unconfirmed after five counted repeats, and the lane goes on', () => {
    expect(planNext(resent([1, 2], RESENDS_MAX - 1), silent).batch.does).toBe('stay');
    const step = planNext(resent([1, 2], RESENDS_MAX, { attempt: 3 }), silent);
    expect(dissolvedBy(step)).toMatchObject({
      outcasts: [
        { seq: 1, to: 'unconfirmed', problem: { code: 'api.unanswered', values: { times: 6 } } },
        { seq: 2, to: 'unconfirmed' },
      ],
      perhapsStored: true,
      unanswered: true,
    });
    expect(step).toMatchObject({ delayMs: 0, state: { attempt: 4 } });
    expect(step.facts.map(({ event }) => event)).toEqual([
      'batch.uncertain',
      'entry.unconfirmed',
      'entry.unconfirmed',
    ]);
  });

  it('leaves alone those of its batch that were repeated less', () => {
    const turn = resent([1, 2], RESENDS_MAX);
    const entries = turn.batch.entries.map((entry, index) => ({ ...entry, resends: RESENDS_MAX - index }));
    const step = planNext({ ...turn, batch: { ...turn.batch, entries } }, silent);
    expect(dissolvedBy(step).outcasts).toMatchObject([{ seq: 1, to: 'unconfirmed' }]);
    expect(step.delayMs).toBe(planNext(turnOf([1]), silent).delayMs);
  });

  it('is not given up for an answer that certainly registered nothing', () => {
    const never = { uncertain: false } as const;
    const early = [
      retried('api.tooOften', { ...never, slowDown: true }),
      retried('api.connectionRefused', { ...never, unsent: true }),
    ];
    for (const outcome of early)
      expect(planNext(resent([1, 2], RESENDS_MAX + 3), outcome).batch).toMatchObject({
        ...{ does: 'stay', ...never },
      });
  });

  it('is bounded for hourly retries and for signals too', () => {
    const slow = planNext(resent([5], RESENDS_MAX, { slowTry: 5 }), silent);
    expect(dissolvedBy(slow).outcasts).toMatchObject([{ seq: 5, to: 'unconfirmed' }]);
    const signal = { ...resent([5], RESENDS_MAX), rules: { ...rules, limitMax: 1, ordered: true } };
    expect(dissolvedBy(planNext(signal, silent)).outcasts).toMatchObject([{ seq: 5, to: 'unconfirmed' }]);
    const before = planProbed({ ...signal, batch: resent([5], 3).batch }, silent);
    expect(before.batch.does).toBe('stay');
  });

  it('of a server that answers no receipts at all goes on in whole batches, no faster', () => {
    let turn = turnOf([1], {
      attempt: 6,
      hunt: { members: [1], mark: 'api.serverError 502', vouched: false },
    });
    for (const seq of [1, 2, 3]) {
      const hunt = { members: [seq], mark: 'api.serverError 502', vouched: false };
      const same = { mark: hunt.mark, times: 1 };
      turn = turnOf([seq], { ...turn.state, hunt, same, answersOthers: true });
      const step = planProbed(turn, silent);
      turn = { ...turn, state: step.state };
    }
    expect(turn.state.circuit).toMatchObject({ whole: true });
    expect(turn.state.attempt).toBeGreaterThanOrEqual(6);
    const [rule] = rulesToTry({ state: turn.state, lane: 'receipts', rules, suspects: [] });
    expect(rule).toMatchObject({ limit: 100 });
    expect(planProbed(resent(range(1, 40), 3, turn.state), silent).batch.does).toBe('stay');
  });
});
