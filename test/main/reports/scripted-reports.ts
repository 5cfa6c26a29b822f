/**
 * Owns: reports that answer from a script, and the room around them, for tests of time.
 */
import type { NoteFields } from '../../../src-main/base/note.ts';
import { problem } from '../../../src-main/base/problem.ts';
import { openZone } from '../../../src-main/base/zone.ts';
import type { ReportId, ReportRange } from '../../../src-main/heado/device-api.ts';
import type { Outcome } from '../../../src-main/heado/outcome.ts';
import type { Keep } from '../../../src-main/reports/keep.ts';
import type { ReportsState } from '../../../src-main/reports/model.ts';
import { createReports, type Reports, type ReportsOptions } from '../../../src-main/reports/poll.ts';
import { createFakeClock, type FakeClock } from '../../support/fake-clock.ts';

export interface Asked {
  readonly id: ReportId;
  readonly ranges: readonly ReportRange[];
  /** Seconds since the start. */
  readonly atS: number;
}

export interface Scene {
  readonly clock: FakeClock;
  readonly reports: Reports;
  /** Without the questions about a week ago, which are in `askedBack`. */
  readonly asked: Asked[];
  readonly askedBack: Asked[];
  readonly events: { readonly event: string; readonly fields: NoteFields }[];
  readonly kept: ReportsState[];
  /** Seconds at which a report was asked. */
  times(id?: ReportId): number[];
}

export interface SceneOptions extends Partial<Pick<ReportsOptions, 'ids' | 'random' | 'findIncome'>> {
  readonly answer?: (asked: Asked, nth: number) => Outcome | Promise<Outcome>;
  /** To the question about a week ago; default: half of today's income. */
  readonly answerBack?: (asked: Asked, nth: number) => Outcome | Promise<Outcome>;
  readonly startAt?: string;
  readonly kept?: ReportsState | undefined;
  readonly clock?: FakeClock;
}

/** Noon of a day in Moscow. */
const NOON = '2026-11-22T12:00:00+03:00';

export function openScene(options: SceneOptions = {}): Scene {
  const { clock = createFakeClock(Date.parse(options.startAt ?? NOON)) } = options;
  const startMs = clock.monotonicMs();
  const asked: Asked[] = [];
  const askedBack: Asked[] = [];
  const events: Scene['events'] = [];
  const kept: ReportsState[] = [];
  const keep: Keep = { read: () => options.kept, write: (state) => void kept.push(state) };
  const reports = createReports({
    ...{ clock, keep, zone: openZone('Europe/Moscow'), intervalMs: 60_000 },
    ids: options.ids ?? ['metrics', 'bysellers', 'bytradepoints'],
    random: options.random ?? (() => 0.5),
    findIncome: options.findIncome ?? ((metrics) => metrics.find(({ name }) => name === 'Выручка')),
    note: (event, fields = {}) => void events.push({ event, fields }),
    api: {
      async reports(id, ranges) {
        const call = { id, ranges, atS: (clock.monotonicMs() - startMs) / 1000 };
        if (ranges.length === 1) {
          askedBack.push(call);
          return {
            outcome: await (options.answerBack ?? incomeAnswer(50))(call, askedBack.length),
            durationMs: 1,
          };
        }
        asked.push(call);
        return { outcome: await (options.answer ?? incomeAnswer(100))(call, asked.length), durationMs: 1 };
      },
    },
  });
  const times = (id?: ReportId): number[] =>
    asked.filter((call) => id === undefined || call.id === id).map(({ atS }) => atS);
  return { clock, reports, asked, askedBack, events, kept, times };
}

/** `metrics`, `bysellers` and `bytradepoints` with one income, for every range that was asked. */
export function incomeAnswer(fact: number, more: object = {}): (asked: Asked) => Outcome {
  return ({ ranges }) => accepted(fact, ranges, more);
}

export function accepted(fact: number, ranges: readonly ReportRange[], more: object = {}): Outcome {
  const income = { id: '1', idx: '1', name: 'Выручка', label: 'Выручка', type: 2, fact, ...more };
  const period = {
    metrics: { metrics: [income] },
    bysellers: { common: [income], sellers: [{ id: '7', name: 'Анна', metrics: [income] }] },
    bytradepoints: [{ id: '3656', name: 'Наша', place: 2, fact }],
  };
  const data = Object.fromEntries(ranges.map(({ type }) => [type, period]));
  return { kind: 'accepted', result: { data } };
}

export function retry(traits: { slowDown?: boolean; retryAfterMs?: number } = {}): Outcome {
  const { slowDown = false, retryAfterMs } = traits;
  const found = slowDown
    ? problem('api.tooOften' as const)
    : problem('api.serverError' as const, '', { status: 503 });
  return {
    ...{ kind: 'retry', problem: found, uncertain: false, failedInside: false, unsent: false },
    ...{ slowDown, retryAfterMs },
  };
}

/** The income of a day or month as it is known; undefined: nothing is. */
export function factOf(state: ReportsState, period: 'day' | 'month' = 'day'): number | null | undefined {
  return state[period].metrics.answer?.report.metrics[0]?.fact;
}
