/** Owns: the facts of a closed shift in words, the most telling first. Pure. */
import type { NumberForm } from '../../src-main/contract/figures.ts';
import type { ShiftCard } from '../../src-main/contract/snapshot.ts';
import type { Format } from '../text/format.ts';
import type { Words } from '../text/words.ts';
import { missingText } from './missing-text.ts';

export interface ShiftFact {
  readonly name: string;
  readonly value: string;
}

export interface ShiftFactsOptions {
  readonly words: Words;
  readonly format: Format;
  readonly hideMoney: boolean;
}

const DONE = '✓';
const HOUR_MS = 3_600_000;
const ITEMS: NumberForm = { kind: 'number', decimals: 2 };

/** Whether HEADO has all of it stands before everything but the sum as soon as it has not. */
export function shiftFacts(shift: ShiftCard, options: ShiftFactsOptions): readonly ShiftFact[] {
  const { words, format, hideMoney } = options;
  const names = words.shift;
  const money = (name: string, roubles: number | null): readonly ShiftFact[] =>
    hideMoney || roubles === null ? [] : [{ name, value: format.money(roubles) }];
  return [
    ...money(names.income, shift.income),
    ...shift.missing.map((missing) => missingText(missing, options)),
    ...againstPlan(shift, options),
    { name: names.receipts, value: format.count(shift.receipts) },
    ...(shift.missing.length === 0 ? [{ name: names.allSent, value: DONE }] : []),
    ...money(names.average, shift.average),
    ...againstWeekAgo(shift, options),
    ...(shift.itemsPerReceipt === null
      ? []
      : [{ name: names.items, value: format.number(shift.itemsPerReceipt, ITEMS) }]),
    ...bestHour(shift, options),
  ];
}

function againstPlan({ plan, storeIncome }: ShiftCard, options: ShiftFactsOptions): readonly ShiftFact[] {
  const { store, ofPlan } = options.words.shift;
  if (plan === null || plan <= 0 || storeIncome === null) return [];
  return [{ name: store, value: ofPlan(options.format.percent(storeIncome / plan)) }];
}

/** A difference has a sign: beside a share of the plan a bare percentage would be taken for one. */
function againstWeekAgo(shift: ShiftCard, { words, format }: ShiftFactsOptions): readonly ShiftFact[] {
  const { storeIncome, weekAgoIncome, closedAtMs } = shift;
  if (weekAgoIncome === null || weekAgoIncome <= 0 || storeIncome === null) return [];
  const more = storeIncome / weekAgoIncome - 1;
  const percent = format.percent(more);
  const name = words.shift.againstWeekAgo[format.weekday(closedAtMs)] ?? '';
  return [{ name, value: more > 0 ? `+${percent}` : percent }];
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
