/** Owns: the facts of a closed shift in words, the most telling first. Pure. */
import type { NumberForm } from '../../src-main/contract/figures.ts';
import type { ShiftCard } from '../../src-main/contract/snapshot.ts';
import type { Format } from '../text/format.ts';
import type { Words } from '../text/words.ts';

export interface ShiftFact {
  readonly name: string;
  readonly value: string;
}

export interface ShiftFactsOptions {
  readonly words: Words;
  readonly format: Format;
  readonly hideMoney: boolean;
}

const ALL_SENT = '0\u00a0✓';
const HOUR_MS = 3_600_000;
const ITEMS: NumberForm = { kind: 'number', decimals: 2 };

export function shiftFacts(shift: ShiftCard, options: ShiftFactsOptions): readonly ShiftFact[] {
  const { words, format, hideMoney } = options;
  const names = words.shift;
  const money = (name: string, roubles: number | null): readonly ShiftFact[] =>
    hideMoney || roubles === null ? [] : [{ name, value: format.money(roubles) }];
  return [
    ...money(names.income, shift.income),
    { name: names.receipts, value: format.count(shift.receipts) },
    { name: names.unsent, value: shift.unsent === 0 ? ALL_SENT : format.count(shift.unsent) },
    ...money(names.average, shift.average),
    ...(shift.itemsPerReceipt === null
      ? []
      : [{ name: names.items, value: format.number(shift.itemsPerReceipt, ITEMS) }]),
    ...against(names.againstPlan, shift.plan, shift, options),
    ...against(names.againstWeekAgo, shift.weekAgoIncome, shift, options),
    ...difference(shift, options),
    ...bestHour(shift, options),
  ];
}

function against(
  name: string,
  other: number | null,
  { storeIncome }: ShiftCard,
  { format }: ShiftFactsOptions,
): readonly ShiftFact[] {
  if (other === null || other <= 0 || storeIncome === null) return [];
  return [{ name, value: format.percent(storeIncome / other) }];
}

function difference(shift: ShiftCard, { words, format, hideMoney }: ShiftFactsOptions): readonly ShiftFact[] {
  const name = words.shift.difference;
  if (shift.difference === null) return [];
  if (shift.difference === 0) return [{ name, value: words.shift.noDifference }];
  return [{ name, value: hideMoney ? words.hidden : format.exactMoney(shift.difference) }];
}

function bestHour(
  { bestHour: best }: ShiftCard,
  { words, format, hideMoney }: ShiftFactsOptions,
): readonly ShiftFact[] {
  if (best === null) return [];
  const name = words.shift.bestHour;
  const hour = words.shift.hour(format.time(best.fromMs), format.time(best.fromMs + HOUR_MS));
  return hideMoney
    ? [{ name, value: hour }]
    : [{ name: `${name}, ${hour}`, value: format.money(best.income) }];
}
