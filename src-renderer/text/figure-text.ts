/**
 * Owns: a figure in written form for every place that shows one: amounts, or percentages of the plan where money is
 * hidden from customers. Promises: what is not known is null (or the words for it), never a zero.
 */
import type { Figure } from '../../src-main/contract/figures.ts';
import { hasKopecks, type Format } from './format.ts';
import { isHidden } from './hide-money.ts';
import type { Words } from './words.ts';

export interface FigureText {
  readonly value: string;
  /** The same in few characters. */
  readonly short: string;
  /** True: `value` is a percentage of the plan, because money is hidden. */
  readonly masked: boolean;
  readonly approximate: boolean;
  readonly plan: string | null;
  readonly planNow: string | null;
  readonly forecast: string | null;
  readonly left: string | null;
  /** What stands where the plan would, with last week's day to compare with where that may be seen. */
  readonly noPlan: string;
  /** The whole same day of last week; null where it is unknown or may not be seen. */
  readonly weekAgo: string | null;
}

export interface FigureTextOptions {
  readonly format: Format;
  readonly words: Pick<Words, 'noData' | 'noPlan' | 'hidden' | 'dash' | 'figure'>;
  readonly hideMoney: boolean;
}

/** Amounts beside a value stand in running text; longer ones are written short. */
const AMOUNT_LENGTH_MAX = 12;

export function describeFigure(figure: Figure, { format, words, hideMoney }: FigureTextOptions): FigureText {
  const { plan, form } = figure;
  const masked = isHidden(form, { hideMoney });
  const write = (value: number): string | null => {
    const isWholeMoney = form.kind === 'money' && !hasKopecks(value);
    if (!masked) return format.number(value, isWholeMoney ? { ...form, decimals: 0 } : form);
    return plan === null || plan <= 0 ? null : format.percent(value / plan);
  };
  const optional = (value: number | null): string | null => {
    const text = value === null ? null : write(value);
    return value !== null && text !== null && text.length > AMOUNT_LENGTH_MAX && !masked
      ? format.short(value, form)
      : text;
  };
  const weekAgo = masked ? null : optional(figure.weekAgo);
  const none = isMeanOfNone(figure) ? words.dash : words.noData;
  const fact = figure.fact === null || masked ? null : format.number(figure.fact, form);
  const value = figure.fact === null ? none : (fact ?? write(figure.fact) ?? words.hidden);
  return {
    value,
    short: figure.fact === null || masked ? value : format.short(figure.fact, form),
    masked,
    approximate: figure.approximate && figure.fact !== null,
    plan: masked ? null : optional(plan),
    planNow: optional(figure.planNow),
    forecast: optional(figure.forecast),
    left: optional(figure.left),
    noPlan: weekAgo === null ? words.noPlan : `${words.noPlan} · ${words.figure.weekAgo(weekAgo)}`,
    weekAgo,
  };
}

/** A mean without sales is no missing answer. */
function isMeanOfNone({ role, fact }: Figure): boolean {
  return fact === null && (role === 'average' || role === 'items');
}
