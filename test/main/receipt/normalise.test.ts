import { describe, expect, it } from 'vitest';
import { normalise } from '../../../src-main/receipt/normalise.ts';
import { draft, judged, lines, nowMs, outcome, ready, rules } from './drafts.ts';

describe('a receipt', () => {
  it('leaves with its fields in the order of the API', () => {
    const { wire } = ready({ attributes: [{ name: 'withcard', value: 1 }] });
    expect(JSON.stringify(wire)).toBe(
      '{"amount":523.5,"discount":0,"ts":"2026-11-21T18:42:11+03:00","cashier":"Орлова Ирина",' +
        '"extId":"S015-K1-88-14","positions":[{"name":"Кофе латте 300 мл","count":2,"total":378},' +
        '{"name":"Круассан с миндалём","count":1,"total":145.5}],' +
        '"attributes":[{"name":"withcard","value":"1"}],"poskey":"@S015/K1"}',
    );
  });

  it('has the same text whatever order and form its source had', () => {
    const other = draft({
      amount: '523.500',
      discount: '0',
      time: '2026-11-21 15:42:11.250Z',
      cashier: ' Орлова Ирина ',
    });
    const verdict = normalise(other, rules(), nowMs);
    expect(verdict.verdict === 'ready' && verdict.receipt.wire).toEqual(ready().wire);
  });

  it('shows facts without people', () => {
    const { facts, label, kind } = ready();
    expect(facts).toEqual({ kind: 'sale', amount: 523.5, ts: '2026-11-21T18:42:11+03:00', positions: 2 });
    expect([label, kind]).toEqual(['S015-K1-88-14', 'sale']);
  });

  it('names the whole place, its own place in the file included', () => {
    const wrong = draft({ positions: [{ name: 'x', count: 1, total: 'abc' }] });
    for (const [at, place] of [
      ['receipts[3]', 'receipts[3].positions[0].total'],
      ['line 12', 'line 12: positions[0].total'],
      ['', 'positions[0].total'],
    ] as const) {
      const verdict = normalise(wrong, rules(), nowMs, at);
      expect(verdict.verdict !== 'ready' && verdict.problem.at).toBe(place);
    }
  });

  it('does not change the draft', () => {
    const given = draft({ amount: -523.5, attributes: [{ name: 'discount', value: '5' }] });
    const before = structuredClone(given);
    normalise(given, rules({ returnPositions: 'signed' }), nowMs);
    expect(given).toEqual(before);
  });
});

describe('amounts', () => {
  it.each([
    [999_999.9999, 'ready'],
    ['1000000', 'ready receipt.amountOverOldLimit'],
    ['99999999.9999', 'ready receipt.amountOverOldLimit'],
    ['100000000', 'refused receipt.numberTooLarge amount'],
    ['-100000000', 'refused receipt.numberTooLarge amount'],
    ['1e400', 'refused receipt.numberInvalid amount'],
    ['', 'refused receipt.numberInvalid amount'],
    ['сто', 'refused receipt.numberInvalid amount'],
    [Number.POSITIVE_INFINITY, 'refused receipt.numberInvalid amount'],
  ])('%s is %s', (amount, expected) => {
    expect(outcome({ amount, positions: lines(amount) })).toBe(expected);
  });

  it('are rounded half up to four places, which is noted with both values', () => {
    const verdict = judged({ amount: '10.00005', positions: lines('10.0001') });
    expect(verdict.verdict === 'ready' && verdict.receipt.wire.amount).toBe(10.0001);
    expect(verdict.verdict === 'ready' && verdict.notes).toEqual([
      { code: 'receipt.rounded', at: 'amount', values: { from: '10.00005', to: '10.0001' } },
    ]);
  });

  it('of zero are valid sales', () => {
    expect(ready({ amount: 0, positions: lines(0) }).wire.amount).toBe(0);
    expect(ready({ amount: 0, positions: lines(5, -5) }).kind).toBe('sale');
    expect(ready({ amount: '-0', positions: [] }).kind).toBe('sale');
  });

  it('never quote free text: it could be a person', () => {
    const verdict = judged({ amount: 'Иванов Иван' });
    expect(JSON.stringify(verdict)).not.toContain('Иванов');
  });
});

describe('the kind of a receipt', () => {
  it('follows from the sign where it is not given', () => {
    expect(ready().kind).toBe('sale');
    expect(ready({ amount: -523.5 }).kind).toBe('return');
  });

  it('gives a return its sign, which is noted', () => {
    const receipt = ready({ kind: 'return' });
    expect(receipt.wire.amount).toBe(-523.5);
    expect(receipt.notes).toEqual(['receipt.signTaken']);
  });

  it('contradicts a negative sale', () => {
    expect(outcome({ kind: 'sale', amount: -523.5 })).toBe('refused receipt.signMismatch amount');
  });

  it('lets a correction have either sign', () => {
    expect(ready({ kind: 'correction', amount: -5, positions: [] }).wire.amount).toBe(-5);
    expect(ready({ kind: 'correction', amount: 5, positions: [] }).wire.amount).toBe(5);
  });
});

describe('the discount', () => {
  it('is zero where a sale has none, and left out where a correction has none', () => {
    expect(ready().wire.discount).toBe(0);
    expect(ready({ kind: 'correction' }).wire).not.toHaveProperty('discount');
    expect(ready({ kind: 'correction', discount: 0 }).wire.discount).toBe(0);
  });

  it('stays positive in a return and is refused when negative in a sale', () => {
    expect(ready({ amount: -523.5, discount: -10 }).wire.discount).toBe(10);
    expect(ready({ amount: -523.5, discount: 10 }).wire.discount).toBe(10);
    expect(outcome({ discount: -10 })).toBe('refused receipt.discountNegative discount');
    expect(outcome({ discount: 'none' })).toBe('refused receipt.numberInvalid discount');
  });
});

describe('a verdict', () => {
  it('refuses a wrong receipt even where it would also be held', () => {
    const old = { time: '2020-01-01T00:00:00+03:00' };
    expect(outcome(old)).toBe('held receipt.timeTooOld ts');
    expect(outcome({ ...old, amount: 1 })).toBe('refused receipt.sumMismatch positions');
  });
});
