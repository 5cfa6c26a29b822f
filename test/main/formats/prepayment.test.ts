import { describe, expect, it } from 'vitest';
import { fiscalReceipt, item, type Fields } from './fiscal.ts';
import { onlyDraft, records, summary } from './reads.ts';

/** What is sent of a receipt: amount, line totals, payments; or why nothing is. */
function sent(changes: Fields, prepayment: 'settlement' | 'payment'): unknown {
  const text = JSON.stringify(fiscalReceipt(changes));
  const [record] = records(text, {}, { prepayment });
  if (record?.type !== 'receipt') return summary(text, {}, { prepayment });
  const { amount, positions, attributes } = onlyDraft(text, {}, { prepayment });
  return [
    amount,
    positions.map(({ total }) => total),
    attributes.map(({ name, value }) => `${name} ${value}`),
  ];
}

const advance = {
  totalSum: 30_000,
  cashTotalSum: 30_000,
  items: [item('Аванс', 30_000, { paymentType: 3 })],
};
const settled = {
  totalSum: 100_000,
  cashTotalSum: 70_000,
  prepaidSum: 30_000,
  items: [item('Шкаф', 60_000), item('Стол', 40_000)],
};
const allPrepaid = {
  totalSum: 100_000,
  cashTotalSum: 0,
  prepaidSum: 100_000,
  items: [item('Шкаф', 100_000)],
};
const mixed = {
  totalSum: 50_000,
  cashTotalSum: 50_000,
  items: [item('Лампа', 20_000), item('Аванс', 30_000, { paymentType: 1 })],
};

describe('prepayment', () => {
  it.each([1, 2, 3])('of method %i is left out where settlements are sent', (paymentType) => {
    const items = [item('Аванс', 30_000, { paymentType })];
    expect(sent({ ...advance, items }, 'settlement')).toBe('skipped ofd.prepayment');
  });

  it('is sent, and its settlement only beyond it, where payments are sent', () => {
    expect(sent(advance, 'payment')).toEqual([300, [300], ['paytype/cash 300']]);
    expect(sent(settled, 'payment')).toEqual([700, [300, 400], ['paytype/cash 700']]);
    expect(sent(allPrepaid, 'payment')).toBe('skipped ofd.prepayment');
  });

  it('that is settled is sent whole where settlements are sent', () => {
    expect(sent(settled, 'settlement')).toEqual([
      1000,
      [600, 400],
      ['paytype/cash 700', 'paytype/prepaid 300'],
    ]);
    expect(sent(allPrepaid, 'settlement')).toEqual([1000, [1000], ['paytype/prepaid 1000']]);
  });

  it('counts every rouble once under either setting', () => {
    const total = (setting: 'settlement' | 'payment'): number =>
      [advance, settled]
        .map((receipt) => sent(receipt, setting))
        .reduce<number>((sum, one) => sum + Number(Array.isArray(one) ? one[0] : 0), 0);
    expect(total('settlement')).toBe(1000);
    expect(total('payment')).toBe(1000);
  });

  it('among other lines is taken out of the receipt, which is noted', () => {
    expect(sent(mixed, 'settlement')).toEqual([200, [200], ['paytype/cash 200']]);
    expect(records(JSON.stringify(fiscalReceipt(mixed)))).toMatchObject([
      { notes: [{ code: 'ofd.prepaidReduced', values: { total: '500', sent: '200' } }] },
    ]);
    expect(sent(mixed, 'payment')).toEqual([500, [200, 300], ['paytype/cash 500']]);
  });

  it('leaves out payments that cannot be told apart by line', () => {
    expect(sent({ ...mixed, cashTotalSum: 10_000, ecashTotalSum: 40_000 }, 'settlement')).toEqual([
      200,
      [200],
      [],
    ]);
  });

  it('does not touch credit and full settlement', () => {
    for (const paymentType of [4, 5, 6, null]) {
      const items = [item('x', 52_350, { paymentType })];
      expect(sent({ items }, 'settlement')).toEqual([523.5, [523.5], ['paytype/cash 523.5']]);
    }
  });

  it('applies to returns with their sign', () => {
    expect(sent({ ...settled, operationType: 2 }, 'payment')).toEqual([
      -700,
      [300, 400],
      ['paytype/cash 700'],
    ]);
  });
});
