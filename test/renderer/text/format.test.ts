import { describe, expect, it } from 'vitest';
import { plural } from '../../../src-renderer/text/both.ts';
import { createFormat } from '../../../src-renderer/text/format.ts';
import { NOW_MS, TIME_ZONE } from '../support/figures.ts';

const ru = createFormat('ru', TIME_ZONE);
const en = createFormat('en', TIME_ZONE);
const money = (decimals: number): { kind: 'money'; decimals: number } => ({ kind: 'money', decimals });

describe('format', () => {
  it('groups money with no-break spaces and has no kopecks from 1 000 roubles on', () => {
    expect(ru.number(401_628.4, money(2))).toBe('401\u00a0628\u00a0₽');
    expect(ru.number(1_000, money(2))).toBe('1\u00a0000\u00a0₽');
    expect(ru.number(412.5, money(2))).toBe('412,50\u00a0₽');
    expect(ru.number(412, money(2))).toBe('412,00\u00a0₽');
    expect(ru.number(412.4, money(0))).toBe('412\u00a0₽');
    expect(en.number(24_672, money(0))).toBe('₽24,672');
  });

  it('writes a minus, not a hyphen, and no minus before zero', () => {
    expect(ru.number(-1_234, money(0))).toBe('\u22121\u00a0234\u00a0₽');
    expect(en.number(-1_234, money(0))).toBe('\u2212₽1,234');
    expect(ru.number(-0.2, money(0))).toBe('0\u00a0₽');
    expect(ru.percent(-0.07)).toBe('\u22127\u00a0%');
  });

  it('writes percentages whole, with a no-break space in Russian', () => {
    expect(ru.percent(0.069)).toBe('7\u00a0%');
    expect(ru.number(48, { kind: 'percent', decimals: 0 })).toBe('48\u00a0%');
    expect(en.percent(0.069)).toBe('7%');
  });

  it('keeps the decimals of a figure', () => {
    expect(ru.number(2.3, { kind: 'number', decimals: 2 })).toBe('2,30');
    expect(en.number(2.3, { kind: 'number', decimals: 2 })).toBe('2.30');
  });

  it('writes the short form with its unit', () => {
    expect(ru.short(24_672, money(0))).toBe('24,7\u00a0тыс.\u00a0₽');
    expect(ru.short(1_514_000, money(0))).toBe('1,51\u00a0млн\u00a0₽');
  });

  it('shows kopecks of a difference at any height', () => {
    expect(ru.exactMoney(-1_234.5)).toBe('\u22121\u00a0234,50\u00a0₽');
    expect(ru.exactMoney(-1_234)).toBe('\u22121\u00a0234\u00a0₽');
  });

  it("tells times in the store's zone, with the date on another day", () => {
    expect(ru.time(NOW_MS)).toBe('18:42');
    expect(en.time(NOW_MS)).toBe('18:42');
    expect(ru.longDate(NOW_MS)).toBe('воскресенье, 22 ноября');
    expect(ru.moment(NOW_MS - 60_000, NOW_MS)).toBe('18:41');
    expect(ru.moment(NOW_MS - 86_400_000, NOW_MS)).toMatch(/^21\s\S+, 18:42$/u);
    // 19:00 in UTC is midnight of the store.
    expect(ru.moment(Date.UTC(2026, 10, 21, 18, 59), NOW_MS)).toContain('23:59');
    expect(ru.moment(Date.UTC(2026, 10, 21, 19, 0), NOW_MS)).toBe('00:00');
  });
});

describe('plural', () => {
  const forms = { one: 'чек', few: 'чека', many: 'чеков', other: 'чека' };

  it.each([
    [1, 'чек'],
    [21, 'чек'],
    [2, 'чека'],
    [24, 'чека'],
    [0, 'чеков'],
    [5, 'чеков'],
    [11, 'чеков'],
    [12, 'чеков'],
    [1.5, 'чека'],
  ])('of %d is %s', (count, form) => {
    expect(plural('ru', count, forms)).toBe(form);
  });

  it('has two forms in English', () => {
    expect([1, 2].map((count) => plural('en', count, { one: 'receipt', other: 'receipts' }))).toEqual([
      'receipt',
      'receipts',
    ]);
  });
});
