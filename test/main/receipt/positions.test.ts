import { describe, expect, it } from 'vitest';
import { decimalSum } from './sums.ts';
import { seededRandom } from '../../support/random.ts';
import { judged, lines, outcome, ready } from './drafts.ts';

const totals = (changes: Parameters<typeof ready>[0], signs: 'abs' | 'signed' = 'abs'): number[] =>
  ready(changes, { returnPositions: signs }).wire.positions.map(({ total }) => total);

describe('the lines of a receipt', () => {
  it('must add up to the amount exactly, and both sums are told', () => {
    const verdict = judged({ amount: 100, positions: lines(33.3333, 33.3333, 33.3333) });
    expect(verdict).toEqual({
      verdict: 'refused',
      problem: {
        code: 'receipt.sumMismatch',
        at: 'positions',
        values: { positions: '99.9999', amount: '100', difference: '0.0001' },
      },
    });
  });

  it.each([
    [10, ['3.33333', '3.33333', '3.33334'], [3.3334, 3.3333, 3.3333]],
    [10, [3.3333333333333335, 3.3333333333333335, 3.3333333333333335], [3.3334, 3.3333, 3.3333]],
    ['0.00009', ['0.00003', '0.00003', '0.00003'], [0.0001, 0, 0]],
    [-10, ['-3.33333', '-3.33333', '-3.33334'], [3.3334, 3.3333, 3.3333]],
  ])('are compared before our own rounding: %j of %j', (amount, given, expected) => {
    expect(totals({ amount, positions: lines(...given) })).toEqual(expected);
  });

  it('are not forgiven more than our own rounding', () => {
    expect(outcome({ amount: 10, positions: lines('3.33333', '3.33333', '3.333') })).toMatch(/sumMismatch/);
  });

  it('add up where binary fractions would not', () => {
    expect(ready({ amount: 0.3, positions: lines(0.1, 0.2) }).wire.amount).toBe(0.3);
    expect(totals({ amount: 1.1, positions: lines(...Array.from({ length: 11 }, () => 0.1)) })).toHaveLength(
      11,
    );
  });

  it('may have mixed signs when they add up', () => {
    expect(totals({ amount: 90, positions: lines(100, -10) })).toEqual([100, -10]);
    expect(outcome({ amount: 90, positions: lines(100, 10) })).toMatch(/^refused receipt.sumMismatch/);
  });

  it('are positive in a return, or negative where the settings say so, whatever the source wrote', () => {
    for (const written of [lines(100, 45.5), lines(-100, -45.5)]) {
      expect(totals({ amount: -145.5, positions: written })).toEqual([100, 45.5]);
      expect(totals({ amount: -145.5, positions: written }, 'signed')).toEqual([-100, -45.5]);
    }
    expect(totals({ amount: -90, positions: lines(-100, 10) })).toEqual([100, -10]);
    expect(totals({ amount: -90, positions: lines(-100, 10) }, 'signed')).toEqual([-100, 10]);
  });

  it('keep positive counts in a return under both settings', () => {
    const positions = [{ name: 'x', count: -2, total: -10 }];
    for (const returnPositions of ['abs', 'signed'] as const) {
      expect(ready({ amount: -10, positions }, { returnPositions }).wire.positions[0]?.count).toBe(2);
    }
  });

  it('keep a negative count in a sale, where it belongs to a negative line', () => {
    const positions = [...lines(15), { name: 'Тара', count: -1, total: -5 }];
    expect(ready({ amount: 10, positions }).wire.positions[1]).toMatchObject({ count: -1, total: -5 });
  });

  it('show no negative zero', () => {
    const receipt = ready({ amount: -5, positions: lines(5, 0) }, { returnPositions: 'signed' });
    expect(Object.is(receipt.wire.positions[1]?.total, 0)).toBe(true);
  });

  it('may be missing in a correction alone', () => {
    expect(ready({ kind: 'correction', positions: [] }).wire.positions).toEqual([]);
    expect(outcome({ kind: 'correction', positions: lines(1) })).toMatch(/^refused receipt.sumMismatch/);
    expect(outcome({ positions: [] })).toMatch(/^refused receipt.sumMismatch/);
  });

  it('take a documented rounding difference on the largest line, and no larger one', () => {
    const receipt = ready({ amount: 100, positions: lines(33.32, 33.34, 33.31), roundingTolerance: '0.05' });
    expect(receipt.wire.positions.map(({ total }) => total)).toEqual([33.32, 33.37, 33.31]);
    expect(receipt.notes).toEqual(['receipt.roundingSpread']);
    expect(outcome({ amount: 100, positions: lines(99.94), roundingTolerance: 0.05 })).toMatch(/sumMismatch/);
    expect(outcome({ amount: 100, positions: lines(99.99) })).toMatch(/sumMismatch/);
  });

  it('are refused by place when a number is none or too large', () => {
    expect(outcome({ positions: [{ name: 'x', count: 'two', total: 1 }] })).toBe(
      'refused receipt.numberInvalid positions[0].count',
    );
    expect(outcome({ amount: 1, positions: lines(1, 1e9) })).toBe(
      'refused receipt.numberTooLarge positions[1].total',
    );
  });

  it('are at most 5,000, so that sums stay exact', () => {
    const many = (count: number): (string | number)[] => Array.from({ length: count }, () => 1);
    expect(outcome({ amount: 5_000, positions: lines(...many(5_000)) })).toBe('ready');
    expect(outcome({ amount: 5_001, positions: lines(...many(5_001)) })).toBe(
      'refused receipt.tooManyPositions positions',
    );
  });

  it('add up after judging for any split of any amount, as a second adder finds', () => {
    const random = seededRandom(7);
    for (let turn = 0; turn < 500; turn += 1) {
      const units = Array.from({ length: 1 + random.below(8) }, () => random.below(2_000_000) - 300_000);
      const amountUnits = units.reduce((total, unit) => total + unit, 0);
      const sign = random.pick([1, -1]);
      const { wire } = ready(
        { amount: amountUnits / 10_000, positions: lines(...units.map((unit) => (unit * sign) / 10_000)) },
        { returnPositions: random.pick(['abs', 'signed'] as const) },
      );
      const found = decimalSum(wire.positions.map(({ total }) => total));
      expect([amountUnits, -amountUnits].map(String)).toContain(String(found));
    }
  });
});
