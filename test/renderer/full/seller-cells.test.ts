import { expect, test } from 'vitest';
import { columnsSeen, writeCell } from '../../../src-renderer/full/seller-cells.ts';
import { createFormat } from '../../../src-renderer/text/format.ts';

const format = createFormat('ru', 'Asia/Yekaterinburg');
const money = { kind: 'money', decimals: 0 } as const;
const share = { kind: 'percent', decimals: 0 } as const;
const cell = { id: 'x', fact: 9_000, plan: 10_000 };
const look = { hideMoney: false, hideOthersMoney: false };

test('own money is seen unless it is hidden from customers', () => {
  expect(
    writeCell(cell, { form: money, own: true, look: { ...look, hideOthersMoney: true } }, format),
  ).toContain('₽');
  expect(writeCell(cell, { form: money, own: true, look: { ...look, hideMoney: true } }, format)).toBe(
    '90\u00a0%',
  );
});

test('a colleague shows percentages alone', () => {
  const sight = { own: false, look: { ...look, hideOthersMoney: true } };
  expect(writeCell(cell, { ...sight, form: money }, format)).toBeNull();
  expect(writeCell(cell, { ...sight, form: { kind: 'number', decimals: 0 } }, format)).toBeNull();
  expect(writeCell({ ...cell, fact: 48 }, { ...sight, form: share }, format)).toBe('48\u00a0%');
});

test('what may be money is hidden as money, from customers and from colleagues', () => {
  const form = { kind: 'unsure', decimals: 0 } as const;
  expect(writeCell(cell, { form, own: true, look: { ...look, hideMoney: true } }, format)).toBe('90\u00a0%');
  expect(
    writeCell({ ...cell, plan: null }, { form, own: true, look: { ...look, hideMoney: true } }, format),
  ).toBeNull();
  expect(writeCell(cell, { form, own: false, look: { ...look, hideOthersMoney: true } }, format)).toBeNull();
  expect(writeCell(cell, { form, own: true, look }, format)).toBe('9\u00a0000');
});

test('a column is written in one way', () => {
  const sight = { form: { kind: 'money', decimals: 2 }, own: true, look } as const;
  expect(writeCell({ ...cell, fact: 900 }, sight, format)).toBe('900,00\u00a0₽');
  expect(writeCell({ ...cell, fact: 431.5 }, sight, format)).toBe('431,50\u00a0₽');
});

test('hidden money without a plan is nothing, not a zero', () => {
  const sight = { form: money, own: true, look: { ...look, hideMoney: true } };
  expect(writeCell({ ...cell, plan: null }, sight, format)).toBeNull();
  expect(writeCell({ ...cell, plan: 0 }, sight, format)).toBeNull();
});

test('a money column in which nothing can be seen takes no room', () => {
  const columns = [
    { id: 'a', name: 'a', form: money },
    { id: 'b', name: 'b', form: money },
    { id: 'c', name: 'c', form: share },
  ];
  const row = { id: '1', name: 'n', place: 1, own: false, share: null };
  const rows = [{ ...row, cells: [cell, { ...cell, plan: null }, null] }];
  expect(columnsSeen({ columns, rows }, { ...look, hideMoney: true })).toEqual([0, 2]);
  expect(columnsSeen({ columns, rows }, look)).toEqual([0, 1, 2]);
});
