/**
 * Owns: a figure in written form for every place that shows one: amounts, or percentages of the plan where money is
 * hidden from customers. Promises: what is not known is null (or the words for it), never a zero.
 */
import type { Figure } from '../../src-main/contract/figures.ts';
import type { Format } from './format.ts';
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
}

export interface FigureTextOptions {
  readonly format: Format;
  readonly words: Pick<Words, 'noData' | 'hidden'>;
  readonly hideMoney: boolean;
}

/** Amounts beside a value stand in running text; longer ones are written short. */
const AMOUNT_LENGTH_MAX = 12;

export function describeFigure(figure: Figure, { format, words, hideMoney }: FigureTextOptions): FigureText {
  const masked = hideMoney && figure.form.kind === 'money';
  const { plan } = figure;
  const write = (value: number): string | null => {
    if (!masked) return format.number(value, figure.form);
    return plan === null || plan <= 0 ? null : format.percent(value / plan);
  };
  const optional = (value: number | null): string | null => {
    const text = value === null ? null : write(value);
    return value !== null && text !== null && text.length > AMOUNT_LENGTH_MAX && !masked
      ? format.short(value, figure.form)
      : text;
  };
  const value = figure.fact === null ? words.noData : (write(figure.fact) ?? words.hidden);
  return {
    value,
    short: figure.fact === null || masked ? value : format.short(figure.fact, figure.form),
    masked,
    approximate: figure.approximate && figure.fact !== null,
    plan: masked ? null : optional(plan),
    planNow: optional(figure.planNow),
    forecast: optional(figure.forecast),
    left: optional(figure.left),
  };
}
