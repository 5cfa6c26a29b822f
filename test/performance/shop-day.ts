/**
 * Owns: the snapshots of a busy day for the measurements of the screens: a receipt every 20 seconds that moves the
 * figures, every third one with a report behind it: confirmed, with a sample, sellers and stores. Pure.
 */
import type { CurvePoint, Figure, Period } from '../../src-main/contract/figures.ts';
import type { Snapshot } from '../../src-main/contract/snapshot.ts';
import { day, NOW_MS } from '../renderer/support/figures.ts';
import { snapshot } from '../renderer/support/snapshots.ts';

export const RECEIPT_STEP_MS = 20_000;
const REPORT_EVERY = 3;
const AMOUNT = 37;
/** The agent keeps one sample of five minutes (reports/samples). */
const SAMPLE_MS = 5 * 60_000;
const SELLERS = 30;
const STORES = 100;

/** The moment after `receipts` receipts, the first of them `sinceMs` before the end of the day's pictures. */
export function shopAt(receipts: number, sinceMs: number): Snapshot {
  const atMs = NOW_MS - sinceMs + receipts * RECEIPT_STEP_MS;
  const reported = receipts - (receipts % REPORT_EVERY);
  const reportedAtMs = NOW_MS - sinceMs + reported * RECEIPT_STEP_MS;
  const figures = day.figures.map((figure) => moved(figure, receipts, receipts > reported));
  return snapshot({
    atMs,
    queue: { waiting: receipts - reported, oldestAtMs: atMs, late: false, quarantined: 0, missing: [] },
    lastReceipt: { atMs, amount: AMOUNT, bestOfDay: false },
    day: {
      ...day,
      figures,
      askedAtMs: reportedAtMs,
      curve: { ...day.curve, points: samplesUntil(reportedAtMs) },
      sellers: sellersAt(reported),
      rating: ratingAt(reported),
    },
  });
}

function moved(figure: Figure, receipts: number, approximate: boolean): Figure {
  const { role, fact } = figure;
  if (fact === null) return figure;
  if (role === 'income')
    return { ...figure, fact: fact + receipts * AMOUNT, left: 13_328 - (receipts * AMOUNT) / 5, approximate };
  if (role === 'count') return { ...figure, fact: fact + receipts, approximate };
  if (role === 'average') return { ...figure, fact: fact + (receipts % 7), approximate };
  if (role === 'items') return { ...figure, fact: fact + (receipts % 5) / 100, approximate };
  return figure;
}

function samplesUntil(untilMs: number): CurvePoint[] {
  const sinceMs = day.curve.fromMs + 9 * 3_600_000;
  const count = Math.max(1, Math.floor((untilMs - sinceMs) / SAMPLE_MS) + 1);
  return Array.from({ length: count }, (_, index) => ({
    atMs: sinceMs + index * SAMPLE_MS,
    fact: index * 205,
    planNow: index * 220,
  }));
}

function sellersAt(receipts: number): Period['sellers'] {
  const [like] = day.sellers?.rows ?? [];
  if (!day.sellers || !like) return null;
  const rows = Array.from({ length: SELLERS }, (_, index) => ({
    ...like,
    id: `seller ${index}`,
    place: index + 1,
    cells: like.cells.map((cell) => cell && { ...cell, fact: index < 3 ? receipts * AMOUNT : cell.fact }),
  }));
  return { ...day.sellers, rows };
}

function ratingAt(receipts: number): Period['rating'] {
  if (!day.rating) return null;
  const rows = Array.from({ length: STORES }, (_, index) => ({
    id: `store ${index}`,
    name: `Тюмень, магазин ${index + 1}`,
    place: index + 1,
    moved: 0,
    own: index === 3,
    fact: 900_000 - index * 1_700 + (index % 4 === 0 ? receipts * AMOUNT : 0),
  }));
  return { ...day.rating, rows };
}
