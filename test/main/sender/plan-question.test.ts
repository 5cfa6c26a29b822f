import { describe, expect, it } from 'vitest';
import { noteChoice, rulesToTry } from '../../../src-main/sender/plan-choice.ts';
import { isQuestion, planQuestion } from '../../../src-main/sender/plan-patience.ts';
import { planNext } from '../../../src-main/sender/plan.ts';
import { batchOf, fresh, keyRefused, range, retried, rules, turnOf } from './turns.ts';

const failedInside = retried('api.databaseFailed', { failedInside: true }, { code: -32610 });
const still = { rules, random: () => 0.5 };

describe('after HEADO said that it failed at its work', () => {
  it("the guide's own ladder is posted along, then most tries are questions", () => {
    const posted = range(0, 40).filter((attempt) => {
      const state = { ...fresh, asksFirst: true, attempt };
      return !isQuestion(state) || !planQuestion(state, false, still).state.asksFirst;
    });
    expect(posted).toEqual([0, 1, 2, 3, 7, 12, 24, 36]);
  });

  it('an answered question lets the batch go at once, another one waits a rung longer', () => {
    const asking = { ...fresh, asksFirst: true, attempt: 4 };
    expect(planQuestion(asking, true, still)).toMatchObject({ delayMs: 0, state: { asksFirst: false } });
    expect(planQuestion(asking, false, still)).toMatchObject({
      ...{ delayMs: 120_000, state: { asksFirst: true, attempt: 5 } },
    });
  });

  it.each([
    ['its own error', failedInside, true],
    ['a lost answer', retried('api.noAnswer'), false],
    ['a refused key', keyRefused, false],
  ] as const)('and only then: %s', (_, outcome, asksFirst) => {
    expect(planNext(turnOf([1, 2]), outcome).state.asksFirst).toBe(asksFirst);
  });

  it('nothing is asked where no error of its own came last', () => {
    for (const attempt of range(0, 40)) expect(isQuestion({ ...fresh, attempt })).toBe(false);
  });

  it('a lane that holds tries others before those that were tried, and counts each as perhaps stored', () => {
    const circuit = { problem: failedInside.problem, passed: [], whole: false };
    const step = planNext(turnOf([1], { circuit, attempt: 5 }), failedInside);
    expect(step.batch).toMatchObject({
      settlement: { perhapsStored: true, unanswered: true, outcasts: [] },
    });
    expect(step.state).toMatchObject({ asksFirst: true, attempt: 6, circuit: { passed: [1] } });
  });
});

describe('the slow entry whose turn it is after a success', () => {
  const choice = {
    state: { ...fresh, slowNext: 7, slowDue: true },
    lane: 'receipts',
    rules,
    suspects: [],
  } as const;

  it('goes only where nothing else waits', () => {
    expect(rulesToTry(choice).map(({ only }) => only)).toEqual([undefined, 7]);
  });

  it('uses up its turn when it goes, and keeps it when others go first', () => {
    const taken = noteChoice(choice, batchOf([7]));
    expect(taken).toMatchObject({ slowTry: 7, slowNext: undefined, slowDue: false });
    expect(noteChoice(choice, batchOf([8]))).toMatchObject({ slowTry: undefined, slowDue: true });
  });

  it('that fails again is not tried after a success until the lane had other trouble', () => {
    const failed = planNext(turnOf([7], { slowTry: 7 }), failedInside).state;
    expect(failed.slowTried).toEqual([7]);
    expect(planNext(turnOf([8], failed), retried('api.noAnswer')).state.slowTried).toEqual([]);
  });
});
