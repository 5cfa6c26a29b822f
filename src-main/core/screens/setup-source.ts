/**
 * Owns: what stands behind the screens before there is an agent: the first-run wizard and nothing else.
 */
import type { Clock } from '../../base/clock.ts';
import { problem } from '../../base/problem.ts';
import { openZone } from '../../base/zone.ts';
import type { Period } from '../../contract/figures.ts';
import type { Look, Snapshot } from '../../contract/snapshot.ts';
import { dayRange, monthRange } from '../../reports/ranges.ts';
import type { PeriodRange } from '../../reports/model.ts';
import { openMemory } from './memory.ts';
import type { Pin } from './pin.ts';
import { pinRecord } from './pin-record.ts';
import type { ScreensProblem } from './problem-codes.ts';
import type { ScreensSource, SetupHandlers } from './source.ts';
import { refusal, value } from './tell.ts';

export interface SetupSourceOptions {
  readonly clock: Clock;
  readonly look: Look;
  /** The zone that is known so far. */
  readonly timeZone: string;
  readonly pin: Pin | undefined;
  /** Undefined: no data folder is known. */
  readonly dataDir: string | undefined;
  readonly setup: SetupHandlers;
}

export function createSetupSource(options: SetupSourceOptions): ScreensSource {
  const { clock, look, timeZone, pin, dataDir, setup } = options;
  const notYet = async (): Promise<ReturnType<typeof refusal>> =>
    refusal(problem<ScreensProblem>('screens.notSetUp'), look.locale);
  return {
    pin,
    // No agent writes into the folder now.
    pinRecord: dataDir === undefined ? undefined : pinRecord(openMemory(dataDir), () => undefined),
    locale: () => look.locale,
    watch(listener) {
      listener(emptySnapshot(clock.now(), timeZone, look));
      return { show: () => undefined, close: () => undefined };
    },
    handlers: {
      ...setup,
      serviceState: notYet,
      retry: notYet,
      discard: notYet,
      diagnostics: notYet,
      changeLook: notYet,
      putAwayShiftCard: async () => value({}),
    },
  };
}

function emptySnapshot(nowMs: number, timeZone: string, look: Look): Snapshot {
  const zone = openZone(timeZone);
  return {
    atMs: nowMs,
    timeZone,
    storeName: null,
    stage: 'setup',
    link: 'action',
    notices: [],
    queue: { waiting: 0, oldestAtMs: null, late: false, quarantined: 0, missing: [] },
    figuresRefused: null,
    day: emptyPeriod(dayRange(nowMs, zone)),
    month: emptyPeriod(monthRange(nowMs, zone)),
    seller: null,
    lastReceipt: null,
    shiftCard: null,
    achievement: null,
    look,
  };
}

function emptyPeriod({ type, from, to, fromMs, toMs }: PeriodRange): Period {
  return {
    ...{
      type,
      from,
      to,
      state: 'none',
      askedAtMs: null,
      stale: false,
      planAtMs: null,
      figures: [],
      hints: [],
    },
    ...{ curve: { fromMs, toMs, points: [] }, sellersState: 'none', sellers: null },
    ...{ ratingState: 'none', rating: null },
  };
}
