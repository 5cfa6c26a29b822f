import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { openZone } from '../../../src-main/base/zone.ts';
import { asOf, withAnswer, withLoading } from '../../../src-main/reports/book.ts';
import { openKeep, type Keep } from '../../../src-main/reports/keep.ts';
import type { Metric, ReportsState, Sample } from '../../../src-main/reports/model.ts';
import { addSample, DAY_SAMPLES_MAX, MONTH_SAMPLES_MAX } from '../../../src-main/reports/samples.ts';
import { dayRange, monthRange } from '../../../src-main/reports/ranges.ts';
import { removeTempFolders, tempFolder } from '../../support/temp-folder.ts';
import { metricsSample, sellersSample } from './samples.ts';

afterEach(removeTempFolders);

const zone = openZone('Europe/Moscow');
const noonMs = Date.parse('2026-11-22T12:00:00+03:00');

function openAt(dataDir: string, owner = 'api.heado.ru 111 ab12'): { keep: Keep; told: string[] } {
  const told: string[] = [];
  const keep = openKeep({
    dataDir,
    owner,
    note: (event, fields = {}) => void told.push(`${event} ${String(fields['because'] ?? fields['error'])}`),
  });
  return { keep, told };
}

function heardState(): ReportsState {
  const empty = asOf(undefined, noonMs, zone);
  const times = { askedAtMs: noonMs, answeredAtMs: noonMs + 50, asked: [empty.day.range, empty.month.range] };
  const findIncome = (metrics: readonly Metric[]): Metric | undefined => metrics[0];
  const madeOfReceipts = (metrics: readonly Metric[]): readonly Metric[] => metrics;
  const rating = { data: { day: { bytradepoints: [{ id: 1, name: 'Наша', place: 3 }] } } };
  const { state: one } = withAnswer(empty, {
    ...times,
    findIncome,
    madeOfReceipts,
    id: 'metrics',
    result: metricsSample,
  });
  const { state: two } = withAnswer(one, {
    ...times,
    findIncome,
    madeOfReceipts,
    id: 'bysellers',
    result: sellersSample,
  });
  return withAnswer(two, { ...times, findIncome, madeOfReceipts, id: 'bytradepoints', result: rating }).state;
}

describe('the file of the last reports', () => {
  test('of a version that did not know when figures moved has them still', () => {
    const dataDir = tempFolder();
    openAt(dataDir).keep.write(heardState());
    const path = join(dataDir, 'reports.json');
    writeFileSync(path, readFileSync(path, 'utf8').replace(/"moved":\{"atMs":\d+,"before":null\},/gu, ''));
    expect(openAt(dataDir).keep.read()?.day).toMatchObject({ moved: null, metrics: { state: 'ready' } });
  });

  test('gives back what was written', () => {
    const dataDir = tempFolder();
    const state = heardState();
    openAt(dataDir).keep.write(state);
    const { keep, told } = openAt(dataDir);
    expect(keep.read()).toEqual({
      ...state,
      month: { ...state.month, rating: { state: 'none', answer: null } },
    });
    expect(state.day.samples).toEqual([{ atMs: noonMs, fact: 24672, planHour: null }]);
    expect(told).toEqual([]);
    expect(readdirSync(dataDir)).toEqual(['reports.json']);
    expect(statSync(join(dataDir, 'reports.json')).mode & 0o777).toBe(0o600);
  });

  test('does not go on asking after a restart', () => {
    const dataDir = tempFolder();
    const { keep } = openAt(dataDir);
    keep.write(withLoading(asOf(undefined, noonMs, zone), 'metrics'));
    expect(keep.read()?.day.metrics.state).toBe('none');
  });

  test('is nothing where there is none, and that is no news', () => {
    const { keep, told } = openAt(tempFolder());
    expect(keep.read()).toBeUndefined();
    expect(told).toEqual([]);
  });

  test.each([
    ['cut short', (text: string) => text.slice(0, 100), 'json'],
    ['empty', () => '', 'json'],
    ['of another version', (text: string) => text.replace('"version":1', '"version":2'), 'form'],
    ['with a text for a number', (text: string) => text.replace('24672', '"24672"'), 'form'],
    ['of a day that is none', (text: string) => text.replace('2026-11-22', 'heute'), 'form'],
    ['of another store', (text: string) => text.replace(' 111 ', ' 112 '), 'of another store'],
    ['far too large', (text: string) => text + ' '.repeat(2 * 1024 * 1024), / bytes$/],
  ])('that is %s is ignored and told', (_name, spoil, because) => {
    const dataDir = tempFolder();
    const path = join(dataDir, 'reports.json');
    const { keep, told } = openAt(dataDir);
    keep.write(heardState());
    writeFileSync(path, spoil(readFileSync(path, 'utf8')));
    expect(keep.read()).toBeUndefined();
    expect(told).toEqual([expect.stringMatching(because)]);
    keep.write(heardState());
    expect(keep.read()?.day.metrics.state).toBe('ready');
  });

  test('cannot be written: told, and the older one stays whole', () => {
    const dataDir = tempFolder();
    const { keep, told } = openAt(dataDir);
    keep.write(heardState());
    mkdirSync(join(dataDir, 'reports.json.new'));
    keep.write(asOf(undefined, noonMs, zone));
    expect(told).toEqual([expect.stringMatching(/^reports.keepFailed EISDIR/)]);
    expect(keep.read()?.day.metrics.state).toBe('ready');
    expect(existsSync(join(dataDir, 'reports.json'))).toBe(true);
  });
});

describe('samples', () => {
  const sampleAt = (atMs: number, fact: number | null = 1): Sample => ({ atMs, fact, planHour: null });

  test('of a whole day and a whole month stay within their limits, oldest first, ending with the newest', () => {
    const berlin = openZone('Europe/Berlin');
    const long = dayRange(Date.parse('2026-10-25T12:00:00Z'), berlin);
    const month = monthRange(Date.parse('2026-10-25T12:00:00Z'), berlin);
    let day: readonly Sample[] = [];
    let days: readonly Sample[] = [];
    for (let atMs = month.fromMs; atMs < month.toMs; atMs += 61_000) {
      const today = dayRange(atMs, berlin).fromMs;
      day = addSample(day, sampleAt(atMs), long, today);
      days = addSample(days, sampleAt(atMs), month, today);
    }
    expect(day).toHaveLength(DAY_SAMPLES_MAX);
    expect(days).toHaveLength(MONTH_SAMPLES_MAX);
    // One for every day of the store, the last of it, over the night of 25 hours too.
    const dates = days.map(({ atMs }) => dayRange(atMs, berlin).from);
    expect(new Set(dates).size).toBe(31);
    expect(day.map(({ atMs }) => atMs)).toEqual(day.map(({ atMs }) => atMs).toSorted((a, b) => a - b));
    expect(day.every(({ atMs }) => atMs >= long.fromMs && atMs < long.toMs)).toBe(true);
  });

  test('that say nothing are none, and those of a time that was taken back go', () => {
    const range = dayRange(noonMs, zone);
    const taken = [0, 10, 20].map((minutes) => sampleAt(noonMs + minutes * 60_000));
    const all = taken.reduce<readonly Sample[]>(
      (list, sample) => addSample(list, sample, range, range.fromMs),
      [],
    );
    expect(all).toHaveLength(3);
    expect(addSample(all, sampleAt(noonMs + 30 * 60_000, null), range, range.fromMs)).toBe(all);
    const back = addSample(all, sampleAt(noonMs + 7 * 60_000), range, range.fromMs);
    expect(back.map(({ atMs }) => atMs - noonMs)).toEqual([0, 420_000]);
  });
});
