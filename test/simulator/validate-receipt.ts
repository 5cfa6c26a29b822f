/**
 * Owns what a receipt must look like, field by field, as guide 7.3, 7.3.1 and 7.4 describe it.
 * Promises a Refusal with the seed section for the first thing that is wrong, and otherwise what the reports need.
 * Refuses to know whether the receipt was sent before: the simulator is not idempotent.
 */
import { needDecimal, needIdentifier, needText, readArray } from './fields.ts';
import { readDecimal, readObject, readText, show, unitsPerOne } from './fields.ts';
import type { Fields } from './fields.ts';
import { refuse } from './refusal.ts';
import { parseReceiptTime, showOffset, zoneOffsetMinutes } from './times.ts';
import type { ReceiptTime } from './times.ts';
import { checkAttributes } from './validate-attributes.ts';

export interface CheckedLine {
  /** As sent, in units of 1/10000; positive or negative in a return, as the sender reads guide 7.4. */
  readonly totalUnits: number;
  readonly countUnits: number;
  readonly seller: string | undefined;
}

export interface CheckedReceipt {
  readonly extId: string;
  /** Units of 1/10000, below zero for a return. */
  readonly amountUnits: number;
  readonly time: ReceiptTime;
  readonly cashier: string | undefined;
  readonly lines: readonly CheckedLine[];
  readonly poskey: Poskey | undefined;
}

export interface Poskey {
  readonly storeExtId: string;
  readonly tillExtId: string;
}

export interface ReceiptRules {
  /** IANA zone of the store; where it is known the offset of `ts` must be that zone's. */
  readonly timeZone: string | undefined;
  /** How a return's position totals are signed; `either` takes both, one way within a receipt. */
  readonly returnPositions: 'abs' | 'signed' | 'either';
}

const nameLimit = 200;
const extIdLimit = 40;
const categoriesLimit = 2000;
const poskeyLimit = 130;
/** No limit is documented for positions; this one only keeps a runaway request bounded. */
const positionsMax = 10_000;
const receiptFields = new Set('amount discount ts cashier extId positions attributes poskey'.split(' '));
const positionFields = new Set('name count total seller category extId'.split(' '));

/** What the reports need of a receipt that obeys the guide; a Refusal names the first field that does not. */
export function checkReceipt(value: unknown, where: string, rules: ReceiptRules): CheckedReceipt {
  const fields = readObject(value, where, 'guide 7.3', receiptFields);
  const amountUnits = needDecimal(fields, 'amount', where, 'guide 7.3');
  const discountUnits = readDecimal(fields, 'discount', where, 'guide 7.3') ?? 0;
  if (discountUnits < 0) refuse('guide 7.3', `${where}.discount`, 'must be a positive number');
  const checked = {
    extId: needText(fields, 'extId', where, 'guide 4.4.5', extIdLimit),
    amountUnits,
    time: checkTime(fields, where, rules.timeZone),
    cashier: readText(fields, 'cashier', where, 'guide 7.3', nameLimit),
    lines: checkPositions(fields['positions'], where, amountUnits < 0),
    poskey: checkPoskey(fields, where),
  };
  checkAttributes(fields['attributes'], where, amountUnits < 0);
  checkSum(checked, where, rules.returnPositions);
  return checked;
}

function checkTime(fields: Fields, where: string, timeZone: string | undefined): ReceiptTime {
  const text = fields['ts'];
  const time = typeof text === 'string' ? parseReceiptTime(text) : undefined;
  if (time === undefined) {
    return refuse(
      'guide 4.4.4',
      `${where}.ts`,
      `must be a real YYYY-MM-DDThh:mm:ss±hh:mm, got ${show(text)}`,
    );
  }
  if (timeZone === undefined) return time;
  const expected = zoneOffsetMinutes(timeZone, time.instantMs);
  if (expected !== time.offsetMinutes) {
    refuse(
      'guide 4.4.4',
      `${where}.ts`,
      `must have the store's offset ${showOffset(expected)}, got ${show(text)}`,
    );
  }
  return time;
}

function checkPoskey(fields: Fields, where: string): Poskey | undefined {
  const text = readText(fields, 'poskey', where, 'guide 7.3', poskeyLimit);
  if (text === undefined) return undefined;
  const match = /^@([A-Za-z0-9]{1,40})\/([A-Za-z0-9]{1,100})$/.exec(text);
  const [, storeExtId, tillExtId] = match ?? [];
  if (storeExtId === undefined || tillExtId === undefined) {
    return refuse(
      'guide 7.3',
      `${where}.poskey`,
      `must be @store/till, Latin letters and digits, got ${show(text)}`,
    );
  }
  return { storeExtId, tillExtId };
}

function checkPositions(value: unknown, where: string, isReturn: boolean): CheckedLine[] {
  if (value === undefined) return [];
  const positions = readArray(value, `${where}.positions`, 'guide 7.3', { min: 0, max: positionsMax });
  return positions.map((position, index) =>
    checkPosition(position, `${where}.positions[${index}]`, isReturn),
  );
}

function checkPosition(value: unknown, where: string, isReturn: boolean): CheckedLine {
  const fields = readObject(value, where, 'guide 7.3', positionFields);
  needText(fields, 'name', where, 'guide 7.3', nameLimit);
  const countUnits = needDecimal(fields, 'count', where, 'guide 7.3');
  if (isReturn && countUnits < 0)
    refuse('guide 7.4', `${where}.count`, 'must be as in the sale, not negative');
  checkCategory(fields, where);
  if (fields['extId'] !== undefined) needIdentifier(fields, 'extId', where, 'guide 7.3', extIdLimit);
  return {
    countUnits,
    totalUnits: needDecimal(fields, 'total', where, 'guide 7.3'),
    seller: readText(fields, 'seller', where, 'guide 7.3', nameLimit),
  };
}

function checkCategory(fields: Fields, where: string): void {
  const category = readText(fields, 'category', where, 'guide 7.3', categoriesLimit);
  if (category === undefined || category.length <= nameLimit) return;
  for (const level of category.split('&&')) {
    if (Array.from(level).length > nameLimit) {
      refuse('guide 4.3', `${where}.category`, `must have at most ${nameLimit} characters on each level`);
    }
  }
}

/** Guide 7.1.4: positions add up to the receipt; in a return to the amount with or without its sign (guide 7.4). */
function checkSum(
  receipt: CheckedReceipt,
  where: string,
  returnPositions: ReceiptRules['returnPositions'],
): void {
  if (receipt.lines.length === 0) return;
  let sumUnits = 0;
  for (const line of receipt.lines) sumUnits += line.totalUnits;
  const signed = sumUnits === receipt.amountUnits;
  const unsigned = sumUnits === -receipt.amountUnits;
  const isReturn = receipt.amountUnits < 0;
  const fits = isReturn
    ? (signed && returnPositions !== 'abs') || (unsigned && returnPositions !== 'signed')
    : signed;
  if (fits) return;
  const wanted = isReturn && returnPositions !== 'signed' ? -receipt.amountUnits : receipt.amountUnits;
  refuse(
    'guide 7.1.4',
    `${where}.positions`,
    `must add up to ${wanted / unitsPerOne}, they add up to ${sumUnits / unitsPerOne}`,
  );
}
