import { describe, expect, test } from 'vitest';
import { actOf, createRuleBook, drawFrom } from '../../simulator/rules.ts';
import type { CallFacts, Rule } from '../../simulator/rules.ts';

const facts: CallFacts = {
  ...{
    kind: 'device',
    method: 'purchaseRegisterBatch',
    params: {},
    requestBytes: 10,
    receipts: 1,
    earlierOnSocket: 0,
  },
};

/** For each call, whether the act was played. */
function played(
  rules: readonly Rule[],
  calls: number,
  changes: (call: number) => Partial<CallFacts> = () => ({}),
): number[] {
  const book = createRuleBook();
  book.add(rules);
  const numbers = Array.from({ length: calls }, (_, index) => index + 1);
  return numbers.filter((call) => book.select('request', { ...facts, ...changes(call) }, 0) !== undefined);
}

describe('a rule is played', () => {
  test('once by default, a number of times, or for ever', () => {
    expect(played([{ act: 'noAnswer' }], 4)).toEqual([1]);
    expect(played([{ act: 'noAnswer', times: 3 }], 4)).toEqual([1, 2, 3]);
    expect(played([{ act: 'noAnswer', times: 'forever' }], 4)).toEqual([1, 2, 3, 4]);
  });

  test('at the calls that it names, counted among the calls that meet its conditions', () => {
    const methods = (call: number) => ({ method: call % 2 === 0 ? 'reports' : 'purchaseRegisterBatch' });
    expect(played([{ act: 'noAnswer', calls: [2, 3] }], 5)).toEqual([2, 3]);
    expect(played([{ act: 'noAnswer', calls: 2, method: 'reports' }], 6, methods)).toEqual([4]);
  });

  test('by method, kind and predicate', () => {
    const receipts = (call: number) => ({ receipts: call });
    expect(played([{ act: 'noAnswer', when: (seen) => seen.receipts > 2 }], 4, receipts)).toEqual([3]);
    expect(played([{ act: 'noAnswer', kind: 'management' }], 4)).toEqual([]);
    expect(played([{ act: 'noAnswer', method: ['reports', 'planSet'] }], 4)).toEqual([]);
  });

  test('at random in about its share, and the same for the same seed', () => {
    const at = (seed: number) => played([{ act: 'noAnswer', random: { seed, share: 0.1 } }], 1000);
    expect(at(1)).toEqual(at(1));
    expect(at(1)).not.toEqual(at(2));
    expect(at(1).length).toBeGreaterThan(60);
    expect(at(1).length).toBeLessThan(140);
  });
});

test('the first rule that fits wins, the next one takes over when it is used up', () => {
  const book = createRuleBook();
  book.add([{ act: 'noAnswer' }, { act: 'nullId', times: 2 }]);
  const names = [1, 2, 3, 4].map(() => book.select('request', facts, 0)?.name);
  expect(names).toEqual(['noAnswer', 'nullId', 'nullId', undefined]);
});

test('rules of one phase are not asked in another, and none after clear', () => {
  const book = createRuleBook();
  book.add([{ act: 'acceptAndClose' }, { act: 'noAnswer' }]);
  expect(book.expects('connection')).toBe(true);
  expect(book.select('head', facts, 0)).toBeUndefined();
  book.clear();
  expect(book.select('request', facts, 0)).toBeUndefined();
});

test('an act that is played before the method is known cannot be selected by method', () => {
  const book = createRuleBook();
  expect(() => book.add([{ act: 'resetInRequest', method: 'reports' }])).toThrow(
    'before the method is known',
  );
});

test('a name that is no behaviour is refused with the names that are', () => {
  expect(() => actOf('explode')).toThrow('acceptAndClose, resetInRequest');
});

test('numbers drawn from a seed lie between 0 and 1', () => {
  const draw = drawFrom(3);
  const numbers = Array.from({ length: 100 }, draw);
  expect(numbers.every((number) => number >= 0 && number < 1)).toBe(true);
  expect(new Set(numbers).size).toBe(100);
});
