import type { Settlement } from '../../../src-main/outbox/port.ts';
import { describe, expect, it } from 'vitest';
import { problem } from '../../../src-main/base/problem.ts';
import type { Outcome } from '../../../src-main/heado/outcome.ts';
import type { Step } from '../../../src-main/sender/lane-state.ts';
import { isPlain, noteChoice, rulesToTry, type Choice } from '../../../src-main/sender/plan-choice.ts';
import { planNext } from '../../../src-main/sender/plan.ts';
import { openWorld } from './plan-world.ts';
import { accepted, batchOf, fresh, range, refused, rules, turnOf } from './turns.ts';

type Dissolved = Extract<Settlement, { verdict: 'dissolved' }>;

function dissolvedBy(step: Step): Dissolved {
  if (step.batch.does !== 'end' || step.batch.settlement.verdict !== 'dissolved')
    throw new Error('the batch was not dissolved');
  return step.batch.settlement;
}

const choiceOf = (change: Partial<Choice> = {}): Choice => ({
  ...{ state: fresh, lane: 'receipts', rules, suspects: [] },
  ...change,
});

/** A server that refuses the bad ones, naming the first of them or not. */
const refusing =
  (bad: readonly number[], naming: boolean) =>
  (sent: readonly number[]): Outcome => {
    const first = sent.find((seq) => bad.includes(seq));
    if (first === undefined) return accepted(sent.length);
    return refused(naming ? { extId: `r${first}`, amount: first } : undefined);
  };

describe('a refusal', () => {
  it('of one receipt means that nothing was stored by it', () => {
    expect(dissolvedBy(planNext(turnOf([2]), refused()))).toMatchObject({
      ...{ perhapsStored: false, nothingStored: true },
    });
  });

  it("ejects exactly the named receipt with HEADO's words, and the rest goes at once", () => {
    const step = planNext(turnOf([1, 2, 3]), refused({ extId: 'r2', amount: 2 }));
    expect(dissolvedBy(step)).toEqual({
      verdict: 'dissolved',
      outcasts: [
        { seq: 2, to: 'ejected', problem: problem('api.refused', '', { code: -32602, message: 'no' }) },
      ],
      because: 'refused -32602',
      perhapsStored: true,
      nothingStored: false,
    });
    expect(step.delayMs).toBe(0);
    expect(step.facts.map(({ event }) => event)).toEqual(['batch.refused', 'entry.ejected']);
  });

  it('of a single receipt needs no name', () => {
    expect(dissolvedBy(planNext(turnOf([5]), refused()))).toMatchObject({
      outcasts: [{ seq: 5, to: 'ejected' }],
      perhapsStored: false,
    });
  });

  it('naming a receipt that was not sent is looked into by halves', () => {
    const { state, ...step } = planNext(turnOf(range(1, 9)), refused({ extId: 'unknown' }));
    expect(dissolvedBy({ ...step, state }).outcasts).toEqual([]);
    expect(rulesToTry(choiceOf({ state }))).toMatchObject([{ limit: 5 }]);
  });

  it('without a name is found by halves, in order, and nothing else is lost', () => {
    for (const bad of [1, 37, 50, 51, 100]) {
      const world = openWorld(range(1, 100));
      world.run(refusing([bad], false));
      expect(world.in('quarantined', 'retest')).toEqual([bad]);
      expect(world.in('delivered')).toEqual(range(1, 100).filter((seq) => seq !== bad));
      expect(world.posts.length).toBeLessThanOrEqual(22);
      expect(isPlain(world.state)).toBe(true);
    }
  });
});

describe('many bad receipts in one batch', () => {
  it.each([
    ['named', true],
    ['nameless', false],
  ])('are all quarantined and all others delivered, %s', (_name, naming) => {
    const bad = [3, 4, 5, 6, 7, 50, 51, 99];
    const world = openWorld(range(1, 120));
    world.run(refusing(bad, naming));
    expect(world.in('quarantined', 'retest')).toEqual(bad);
    expect(world.in('delivered')).toEqual(range(1, 120).filter((seq) => !bad.includes(seq)));
  });
});

describe('an answer that may be about the way and not about the data', () => {
  const small = turnOf(range(1, 4));

  function answers(outcome: Outcome, changes: Parameters<typeof turnOf>[2] = {}): string[] {
    let { state } = small;
    return range(1, 4).map(() => {
      const step = planNext(turnOf([1], state, changes), outcome);
      ({ state } = step);
      return step.batch.does;
    });
  }

  it.each([
    ['a call that the server could not read', { ...refused(), code: -32700, garbled: true }],
    ['a small call that is too large', { kind: 'tooLarge' }],
  ] as const)('%s goes again along the ladder and is believed at the third time', (_, outcome) => {
    expect(answers(outcome).slice(0, 3)).toEqual(['stay', 'stay', 'end']);
    const step = planNext(turnOf([1], { attempt: 1 }), outcome);
    expect(step).toMatchObject({ delayMs: 3_000, batch: { uncertain: false } });
  });

  it('a call of 64 kB that is too large is believed at once', () => {
    const payload = JSON.stringify({ name: 'x'.repeat(64 * 1024) });
    const batch = batchOf([1]);
    const large = { ...batch, entries: batch.entries.map((entry) => ({ ...entry, payload })) };
    const step = planNext(turnOf([1], {}, { batch: large }), { kind: 'tooLarge' });
    expect(dissolvedBy(step).outcasts).toMatchObject([
      { to: 'ejected', problem: { code: 'api.receiptTooLarge' } },
    ]);
  });

  it('a signal is asked again in its place before another may pass it', () => {
    const signals = { rules: { ...rules, limitMax: 1, ordered: true } };
    expect(answers(refused(), signals).slice(0, 3)).toEqual(['stay', 'stay', 'end']);
  });
});

describe('the choice of the next batch', () => {
  const due = { state: 'ejected', isDue: true, problem: problem('api.refused') } as const;

  it('is everything that waits, up to a hundred', () => {
    expect(rulesToTry(choiceOf())).toEqual([{ lane: 'receipts', limit: 100, bytesMax: rules.bytesMax }]);
  });

  it('tries a slow entry that is due first', () => {
    expect(rulesToTry(choiceOf({ state: { ...fresh, slowTry: 7 } }))).toMatchObject([
      { only: 7 },
      { limit: 100 },
    ]);
  });

  it('is one suspect after a success, and one at a time beside suspects', () => {
    const suspects = [
      { ...due, seq: 4 },
      { ...due, seq: 9 },
    ];
    expect(rulesToTry(choiceOf({ state: { ...fresh, retestDue: true }, suspects }))).toMatchObject([
      { only: 4 },
      { limit: 1 },
    ]);
    const next = noteChoice(choiceOf({ state: { ...fresh, retestDue: true }, suspects }), batchOf([4]));
    expect(next.retestDue).toBe(false);
    expect(rulesToTry(choiceOf({ state: next, suspects }))[0]).toMatchObject({ limit: 1 });
  });

  it('forgets all trouble when nothing is left to try', () => {
    const circuit = { problem: problem('x'), passed: [], whole: false };
    expect(noteChoice(choiceOf({ state: { ...fresh, circuit, attempt: 4 } }), undefined)).toEqual(fresh);
  });
});
