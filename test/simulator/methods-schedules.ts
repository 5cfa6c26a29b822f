/**
 * Owns the two schedule methods of the management API: opening hours of stores, hours of staff.
 * Promises the checks of guide sections 14.1 and 16.1, and to keep what was sent last.
 * Refuses to draw conclusions from schedules.
 */
import { needText, readArray, readInteger, readObject, readText, show } from './fields.ts';
import type { Fields } from './fields.ts';
import type { Method, MethodContext } from './methods.ts';
import { needStore } from './methods-plans.ts';
import { refuse } from './refusal.ts';
import type { SeedSection } from './refusal.ts';
import { isDay } from './times.ts';

const daysOfWeek = 7;
/** Nobody's day has more parts; no limit is documented. */
const periodsMax = 48;
/** No limit is documented for staff; the one of the price list keeps the request bounded. */
const itemsMax = 1000;
const nameLimit = 60;
const identifierLimit = 40;
const clock = /^([01]\d|2[0-3]):[0-5]\d$|^24:00$/;
const periodFields = new Set(['from', 'to']);
const dayFields = new Set(['wday', 'from', 'to', 'breaks']);

function checkHours(fields: Fields, where: string, section: SeedSection): void {
  for (const key of ['from', 'to']) {
    const text = fields[key];
    if (typeof text !== 'string' || !clock.test(text)) {
      refuse(section, `${where}.${key}`, `must be HH:MM from 00:00 to 24:00, got ${show(text)}`);
    }
  }
  if (fields['from'] === fields['to']) refuse(section, where, 'must not end when it begins');
}

function checkPeriods(value: unknown, where: string, section: SeedSection, min: number): void {
  for (const [index, period] of readArray(value, where, section, { min, max: periodsMax }).entries()) {
    checkHours(
      readObject(period, `${where}[${index}]`, section, periodFields),
      `${where}[${index}]`,
      section,
    );
  }
}

function checkDay(value: unknown, where: string): number {
  const section = 'guide 14.1';
  const fields = readObject(value, where, section, dayFields);
  const day = readInteger(fields, 'wday', where, section, { min: 1, max: daysOfWeek });
  checkHours(fields, where, section);
  if (fields['breaks'] !== undefined) checkPeriods(fields['breaks'], `${where}.breaks`, section, 0);
  return day ?? refuse(section, `${where}.wday`, 'must be given');
}

/** Guide 14.1: at most one entry for each day of the week; a day without one is a day off. */
function storeSchedule(params: Fields, context: MethodContext): unknown {
  const section = 'guide 14.1';
  const store = needStore(params, context, section);
  const days = readArray(params['schedule'], 'schedule', section, { min: 1, max: daysOfWeek });
  const numbers = days.map((day, index) => checkDay(day, `schedule[${index}]`));
  if (new Set(numbers).size < numbers.length) refuse(section, 'schedule', 'must name each wday once');
  context.account.schedules.set(store, days);
  return true;
}

const staffItemFields = new Set('store_ext_id staff date workhours breaks'.split(' '));
const personFields = new Set(['fio', 'ext_id']);

function checkStaff(value: unknown, where: string, context: MethodContext): void {
  const section = 'guide 16.1';
  const fields = readObject(value, where, section, staffItemFields);
  needStore(fields, context, section, where);
  const person = readObject(fields['staff'], `${where}.staff`, section, personFields);
  needText(person, 'fio', `${where}.staff`, section, nameLimit);
  readText(person, 'ext_id', `${where}.staff`, section, identifierLimit);
  const { date } = fields;
  if (typeof date !== 'string' || !isDay(date)) {
    refuse(section, `${where}.date`, `must be a real day YYYY-MM-DD, got ${show(date)}`);
  }
  checkPeriods(fields['workhours'], `${where}.workhours`, section, 1);
  if (fields['breaks'] !== undefined) checkPeriods(fields['breaks'], `${where}.breaks`, section, 0);
}

/** Guide 16.1; all items are taken or none. */
function staffManning(params: Fields, context: MethodContext): unknown {
  const items = readArray(params['items'], 'items', 'guide 16.1', { min: 1, max: itemsMax });
  for (const [index, item] of items.entries()) checkStaff(item, `items[${index}]`, context);
  context.account.staff.push(...items);
  return { count: items.length };
}

/** Guide 14 and 16. */
export const scheduleMethods = {
  storeSchedule: { parameters: ['store_ext_id', 'schedule'], section: 'guide 14.1', run: storeSchedule },
  staffManning: { parameters: ['items'], section: 'guide 16.1', run: staffManning },
} as const satisfies Readonly<Record<string, Method>>;
