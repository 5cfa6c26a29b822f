import { describe, expect, it } from 'vitest';
import { compareNatural } from '../../../src-main/intake/natural-order.ts';
import { seededRandom } from '../../support/random.ts';

const sorted = (names: readonly string[]): readonly string[] => [...names].sort(compareNatural);

describe('natural order', () => {
  it('puts numbers in the order of their value', () => {
    expect(sorted(['10', '9', '2', '1'])).toEqual(['1', '2', '9', '10']);
    expect(sorted(['r-10-2.json', 'r-2-11.json', 'r-2-3.json'])).toEqual([
      'r-2-3.json',
      'r-2-11.json',
      'r-10-2.json',
    ]);
  });

  it('compares numbers longer than any integer', () => {
    const small = '9'.repeat(40);
    expect(sorted([`1${'0'.repeat(40)}`, small])).toEqual([small, `1${'0'.repeat(40)}`]);
  });

  it('puts a name before its own extension', () => {
    expect(sorted(['a1.json', 'a1', 'a'])).toEqual(['a', 'a1', 'a1.json']);
  });

  it('orders names that differ in leading zeros alone', () => {
    expect(sorted(['1', '01', '001'])).toEqual(['001', '01', '1']);
    expect(sorted(['a01b2', 'a1b1'])).toEqual(['a1b1', 'a01b2']);
  });

  it('is a total order for any names: equal only to itself, antisymmetric, transitive', () => {
    const random = seededRandom(11);
    const parts = ['', '0', '00', '1', '01', '9', '10', '12', 'a', 'Ж', '-', '.', '~', '🧾', '/'];
    const names = Array.from({ length: 60 }, () =>
      Array.from({ length: 1 + random.below(4) }, () => random.pick(parts)).join(''),
    );
    for (const a of names) {
      for (const b of names) {
        expect(Math.sign(compareNatural(a, b))).toBe(0 - Math.sign(compareNatural(b, a)));
        expect(compareNatural(a, b) === 0).toBe(a === b);
        for (const c of names) {
          if (compareNatural(a, b) <= 0 && compareNatural(b, c) <= 0) {
            expect(compareNatural(a, c)).toBeLessThanOrEqual(0);
          }
        }
      }
    }
  });
});
