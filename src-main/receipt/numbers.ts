/**
 * Owns: reading the decimals of a receipt within HEADO's limits (guide 7.3, device API purchaseRegisterBatch).
 * Promises: a value that is returned fits decimal(12,4); rounding is noted.
 */
import { abs, readDecimal, toText, type Decimal } from '../base/decimal.ts';
import type { NumberText } from './draft.ts';
import { note, refuse, type Findings } from './findings.ts';

/** Ten-thousandths. The newer type, decimal(12,4), takes no more: refused. */
const NUMBER_MAX = 999_999_999_999;
/** Ten-thousandths. The guide's own type, decimal(10,4), ends here: sent, with a note. */
const AMOUNT_USUAL_MAX = 9_999_999_999;
/** A wrong number is quoted when it looks like one; free text might be anything, even a customer's name. */
const QUOTABLE = /^[\d\s.,eE+-]{1,40}$/;

function quote(input: NumberText): string {
  const text = String(input);
  return QUOTABLE.test(text) ? text : `(${text.length} characters)`;
}

/** The decimal at `place`, rounded half up to 4 places; refused when it is none or too large. */
export function readNumber(input: NumberText, place: string, findings: Findings): Decimal {
  const read = readDecimal(input);
  if (!read) refuse(findings, 'receipt.numberInvalid', place, { value: quote(input) });
  if (abs(read.value) > NUMBER_MAX) {
    refuse(findings, 'receipt.numberTooLarge', place, { value: quote(input), limit: '99999999.9999' });
  }
  if (read.rounded) {
    note(findings, 'receipt.rounded', place, { from: quote(input), to: toText(read.value) });
  }
  return read.value;
}

/** As `readNumber`, for the sum of a receipt: beyond the guide's own limit it is noted (heado-api, "A receipt"). */
export function readAmount(input: NumberText, findings: Findings): Decimal {
  const amount = readNumber(input, 'amount', findings);
  if (abs(amount) > AMOUNT_USUAL_MAX) {
    note(findings, 'receipt.amountOverOldLimit', 'amount', { value: toText(amount), limit: '999999.9999' });
  }
  return amount;
}
