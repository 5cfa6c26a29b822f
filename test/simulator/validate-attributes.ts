/**
 * Owns what a receipt's free attributes must look like: names, values as strings, signs in a return.
 * Promises a Refusal that rests on guide 7.3.1 or 7.4 for the first attribute that is wrong.
 * Refuses to know the receipt they belong to, but for whether it is a return.
 */
import { readArray, readObject, show } from './fields.ts';
import { refuse } from './refusal.ts';

const nameLimit = 20;
const valueLimit = 10;
/** No number of attributes is documented; this one only keeps a runaway request bounded. */
const attributesMax = 1000;
const attributeFields = new Set(['name', 'value']);
const printableAscii = /^[\x21-\x7e]+$/;
const decimal = /^-?\d+(\.\d{1,4})?$/;

/** True when the attribute's value must be a number by guide 7.3.1. */
function isNumeric(name: string): boolean {
  return /^(withcard|discount|bonus_sp|procpd|guestcount|paytype\/.+)$/.test(name);
}

/** Passes when every attribute obeys guide 7.3.1 and, in a return, guide 7.4. */
export function checkAttributes(value: unknown, where: string, isReturn: boolean): void {
  if (value === undefined) return;
  const list = readArray(value, `${where}.attributes`, 'guide 7.3', { min: 0, max: attributesMax });
  for (const [index, attribute] of list.entries()) {
    checkAttribute(attribute, `${where}.attributes[${index}]`, isReturn);
  }
}

function checkAttribute(item: unknown, where: string, isReturn: boolean): void {
  const { name, value } = readObject(item, where, 'guide 7.3', attributeFields);
  if (typeof name !== 'string' || !printableAscii.test(name) || name.length > nameLimit) {
    return refuse(
      'guide 7.3.1',
      `${where}.name`,
      `must be ASCII of 1 to ${nameLimit} characters, got ${show(name)}`,
    );
  }
  if (typeof value !== 'string') {
    return refuse('guide 7.3.1', `${where}.value`, `must be a string, numbers too, got ${show(value)}`);
  }
  if (value === '' || value.length > valueLimit) {
    refuse('guide 7.3.1', `${where}.value`, `must have 1 to ${valueLimit} characters, got ${show(value)}`);
  }
  checkNumber(name, value, `${where}.value`, isReturn);
  checkSign(value, `${where}.value`, isReturn);
}

function checkNumber(name: string, value: string, where: string, isReturn: boolean): void {
  if (isNumeric(name) && !decimal.test(value)) {
    refuse('guide 7.3.1', where, `of "${name}" must be a decimal with at most 4 places, got ${show(value)}`);
  }
  if (name === 'withcard' && value !== '0' && value !== (isReturn ? '-1' : '1')) {
    refuse('guide 7.3.1', where, `of "withcard" must be 0 or ${isReturn ? '-1' : '1'}, got ${show(value)}`);
  }
  if (name === 'procpd' && value.includes('.')) {
    refuse('guide 7.3.1', where, `of "procpd" must be whole seconds, got ${show(value)}`);
  }
}

function checkSign(value: string, where: string, isReturn: boolean): void {
  if (!decimal.test(value)) return;
  if (isReturn && Number(value) > 0) {
    refuse('guide 7.4', where, `must be negative in a return (0 stays 0), got ${show(value)}`);
  }
  if (Number(value) === 0 && value.startsWith('-')) {
    refuse('guide 7.4', where, `must be 0 without a sign, got ${show(value)}`);
  }
}
