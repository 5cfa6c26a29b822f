/**
 * Owns the ranges of a report request: exact days and months in the store's wall clock (guide 11.2).
 * Promises a Refusal for bounds that are not the beginning and the end of real days, and the days in between.
 * Refuses to know what is reported; times of receipts are the store's wall clock too, so no zone is needed.
 */
import { readArray, readObject, readText, show } from './fields.ts';
import { refuse } from './refusal.ts';
import { daysInMonth, isDay } from './times.ts';

const section = 'guide 11.2';
const rangesMax = 20;
const typeLimit = 40;
const dayMs = 86_400_000;
/** A year and a day are enough for every report that the documents know. */
const daysMax = 367;
const parameterFields = new Set(['filter', 'range']);
const rangeFields = new Set(['type', 'from', 'to']);

export interface ReportRange {
  /** As sent; the answer is keyed by it. */
  readonly type: string;
  /** Local days `YYYY-MM-DD`, consecutive. */
  readonly days: readonly string[];
}

function readBound(value: unknown, where: string, times: RegExp): string {
  const [day = '', time = '', ...rest] = typeof value === 'string' ? value.split(' ') : [];
  if (!isDay(day)) return refuse(section, where, `must be a day that exists, Y-m-d H:i, got ${show(value)}`);
  if (rest.length > 0 || !times.test(time)) {
    refuse(section, where, `must be the exact beginning or end of a day, got ${show(value)}`);
  }
  return day;
}

function daysBetween(from: string, to: string, where: string): string[] {
  const count = Math.round((Date.parse(to) - Date.parse(from)) / dayMs) + 1;
  if (count < 1 || count > daysMax) refuse(section, where, `must be 1 to ${daysMax} days long, is ${count}`);
  return Array.from({ length: count }, (_, index) =>
    new Date(Date.parse(from) + index * dayMs).toISOString().slice(0, 10),
  );
}

function isWholeMonth(days: readonly string[]): boolean {
  const [year = 0, month = 0, day] = (days[0] ?? '').split('-').map(Number);
  return day === 1 && days.length === daysInMonth(year, month);
}

function readRange(value: unknown, where: string): ReportRange {
  const fields = readObject(value, where, section, rangeFields);
  const type = readText(fields, 'type', where, section, typeLimit);
  if (type === undefined || type === '') return refuse(section, `${where}.type`, 'must be given');
  const from = readBound(fields['from'], `${where}.from`, /^(00:00(:00)?)?$/);
  const to = readBound(fields['to'], `${where}.to`, /^23:59(:59)?$/);
  const days = daysBetween(from, to, where);
  if (type === 'day' && days.length !== 1)
    refuse(section, where, `must be one exact day, is ${days.length} days`);
  if (type === 'month' && !isWholeMonth(days))
    refuse(section, where, 'must be one exact month, first to last day');
  return { type, days };
}

/** The ranges of a `reports` call, at least one, each with a type of its own. */
export function readRanges(params: unknown): ReportRange[] {
  const fields = readObject(params, 'params', section, parameterFields);
  const { filter } = fields;
  if (filter !== undefined) readObject(filter, 'params.filter', section, new Set());
  const list = readArray(fields['range'], 'params.range', section, { min: 1, max: rangesMax });
  const ranges = list.map((range, index) => readRange(range, `params.range[${index}]`));
  if (new Set(ranges.map((range) => range.type)).size < ranges.length) {
    refuse(section, 'params.range', 'must give each type once: the answer is keyed by it');
  }
  return ranges;
}
