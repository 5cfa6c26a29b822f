/**
 * Owns: the free attributes of a receipt (guide 7.3.1): names, values of at most 10 characters, signs.
 * Promises: every value is the text of a decimal, in a return negative or `0` (guide 7.4). What cannot be sent is
 * left out and noted by name alone: a value might be the number of somebody's card.
 */
import { abs, negate, readDecimal, round, toText, ZERO, type Decimal } from '../base/decimal.ts';
import type { AttributeDraft } from './draft.ts';
import { note, type Findings } from './findings.ts';
import type { WireAttribute } from './wire.ts';

/** Guide 7.3.1: 20 characters of Latin script, printed here in full so that no blank slips in. */
const NAME = /^[\x21-\x7e]{1,20}$/;
/** Characters of a value (guide 7.3.1). */
const VALUE_MAX = 10;
/** Seconds: longer than a day nobody rings up one receipt (decisions 5). */
const PROCESSING_SECONDS_MAX = 86_400;
const ONE = 10_000;
/** Characters of a wrong name that are quoted. */
const QUOTED_NAME_MAX = 40;

/** The value's text with as many places as fit into 10 characters; undefined when not even the whole part does. */
function fitValue(value: Decimal): string | undefined {
  for (let places = 4; places >= 0; places -= 1) {
    const text = toText(round(value, places));
    if (text.length <= VALUE_MAX) return text;
  }
  return undefined;
}

/** What the guide says of two attributes by name: a flag, and whole seconds within a day. */
function obeysName(name: string, value: Decimal): boolean {
  const size = abs(value);
  if (name === 'withcard') return size === ZERO || size === ONE;
  if (name === 'procpd') return size >= ONE && size <= PROCESSING_SECONDS_MAX * ONE;
  return true;
}

type Fitted = { readonly text: string; readonly rounded: boolean } | { readonly why: string };

/** The value as it can be sent, or why it cannot. */
function fit({ name, value }: AttributeDraft, isReturn: boolean): Fitted {
  if (!NAME.test(name)) return { why: 'name' };
  const read = readDecimal(typeof value === 'string' ? value.trim() : value);
  if (!read) return { why: 'notNumeric' };
  const whole = name === 'procpd' ? round(read.value, 0) : read.value;
  if (!obeysName(name, whole)) return { why: 'range' };
  const sign = (plain: Decimal): Decimal => (isReturn ? negate(abs(plain)) : plain);
  const text = fitValue(sign(whole));
  if (text === undefined) return { why: 'tooLong' };
  return { text, rounded: read.rounded || text !== toText(sign(read.value)) };
}

/** The attributes that can be sent, in their order. */
export function judgeAttributes(
  drafts: readonly AttributeDraft[],
  isReturn: boolean,
  findings: Findings,
): WireAttribute[] {
  const kept: WireAttribute[] = [];
  for (const [index, draft] of drafts.entries()) {
    const fitted = fit(draft, isReturn);
    const name = draft.name.slice(0, QUOTED_NAME_MAX);
    if ('why' in fitted) {
      note(findings, 'receipt.attributeLeftOut', `attributes[${index}]`, { name, why: fitted.why });
      continue;
    }
    if (fitted.rounded) note(findings, 'receipt.attributeRounded', `attributes[${index}]`, { name });
    kept.push({ name, value: fitted.text });
  }
  return kept;
}
