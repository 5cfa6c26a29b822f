/** Owns: a snapshot of nothing, for what only carries snapshots. */
import type { Period } from '../../../src-main/contract/figures.ts';
import type { Snapshot } from '../../../src-main/contract/snapshot.ts';

export function snapshotAt(atMs: number, change: Partial<Snapshot> = {}): Snapshot {
  return {
    atMs,
    timeZone: 'Europe/Moscow',
    storeName: null,
    stage: 'working',
    link: 'ok',
    notices: [],
    queue: { waiting: 0, oldestAtMs: null, late: false, quarantined: 0, missing: [] },
    figuresRefused: null,
    day: period('day'),
    month: period('month'),
    seller: null,
    lastReceipt: null,
    shiftCard: null,
    achievement: null,
    look: {
      mode: 'strip',
      theme: 'auto',
      locale: 'ru',
      idleFadeMs: 0,
      hideMoney: false,
      hideOthersMoney: false,
    },
    ...change,
  };
}

function period(type: Period['type']): Period {
  return {
    type,
    from: '2026-11-22',
    to: '2026-11-22',
    state: 'none',
    askedAtMs: null,
    stale: false,
    planAtMs: null,
    figures: [],
    hints: [],
    curve: { fromMs: 0, toMs: 1, points: [] },
    sellersState: 'none',
    sellers: null,
    ratingState: 'none',
    rating: null,
  };
}
