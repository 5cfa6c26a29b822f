/** Owns: what helps towards a plan, with its number in bold: what is left, what the next receipt needs. */
import type { ReactNode } from 'react';
import type { Figure, Hint } from '../../src-main/contract/figures.ts';
import { useFormat, useSnapshot, useWords } from '../state/screen.tsx';
import { useLeft } from './left.ts';

interface OfFigure {
  readonly figure: Figure;
}

/** `До плана дня ещё 12 400 ₽ · 30 чеков` */
export function LeftText({ figure }: OfFigure): ReactNode {
  const left = useLeft(figure);
  if (left === null) return null;
  return (
    <span>
      {left.label} <strong>{left.value}</strong>
      {left.note !== '' && ` · ${left.note}`}
    </span>
  );
}

/** The hint that would move this figure, if there is one. */
export function HintFor({ figure }: OfFigure): ReactNode {
  const hints = useHints();
  const hint = hints.find(
    ({ kind }) => kind === (figure.role === 'items' ? 'itemsInReceipt' : 'averageReceipt'),
  );
  return hint === undefined ? null : <HintText hint={hint} />;
}

/** `3 товара в следующем чеке поднимут наполняемость` */
export function HintText({ hint }: { readonly hint: Hint }): ReactNode {
  const words = useWords();
  const format = useFormat();
  const [strong, rest] =
    hint.kind === 'averageReceipt'
      ? words.hint.averageReceipt(format.money(hint.amount))
      : words.hint.itemsInReceipt(hint.items);
  return (
    <span>
      <strong>{strong}</strong> {rest}
    </span>
  );
}

/** A receipt's amount is money too. */
export function useHints(): readonly Hint[] {
  const { day, look } = useSnapshot();
  return look.hideMoney ? day.hints.filter(({ kind }) => kind !== 'averageReceipt') : day.hints;
}
