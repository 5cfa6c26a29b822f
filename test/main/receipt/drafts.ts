/** Builders of drafts and rules for the tests of this room: a good one, with what a test wants changed. */
import { openZone } from '../../../src-main/base/zone.ts';
import type { ReceiptDraft } from '../../../src-main/receipt/draft.ts';
import { normalise, type ReceiptVerdict } from '../../../src-main/receipt/normalise.ts';
import type { Receipt } from '../../../src-main/receipt/receipt.ts';
import type { ReceiptRules } from '../../../src-main/receipt/rules.ts';

export const nowMs = Date.parse('2026-11-21T20:00:00Z');
const moscow = openZone('Europe/Moscow');

export function rules(changes: Partial<ReceiptRules> = {}): ReceiptRules {
  return {
    zone: moscow,
    storeExtId: 'S015',
    cashboxExtId: 'K1',
    tills: {},
    server: false,
    returnPositions: 'abs',
    poskey: true,
    maxAgeDays: 400,
    aheadMinutesMax: 10,
    ...changes,
  };
}

/** A sale of 523.50 in two lines. */
export function draft(changes: Partial<ReceiptDraft> = {}): ReceiptDraft {
  return {
    kind: undefined,
    amount: 523.5,
    time: '2026-11-21T18:42:11+03:00',
    cashier: 'Орлова Ирина',
    extId: 'S015-K1-88-14',
    positions: [
      { name: 'Кофе латте 300 мл', count: 2, total: 378 },
      { name: 'Круассан с миндалём', count: 1, total: 145.5 },
    ],
    attributes: [],
    ...changes,
  };
}

/** Lines of the given totals, one piece each. */
export function lines(...totals: readonly (string | number)[]): ReceiptDraft['positions'] {
  return totals.map((total, index) => ({ name: `Товар ${index}`, count: 1, total }));
}

export function judged(
  changes: Partial<ReceiptDraft> = {},
  ruleChanges: Partial<ReceiptRules> = {},
): ReceiptVerdict {
  return normalise(draft(changes), rules(ruleChanges), nowMs);
}

/** The receipt and the codes of its notes; throws when it was not ready. */
export function ready(
  changes: Partial<ReceiptDraft> = {},
  ruleChanges: Partial<ReceiptRules> = {},
): Receipt & { readonly notes: readonly string[] } {
  const verdict = judged(changes, ruleChanges);
  if (verdict.verdict !== 'ready') throw new Error(`${verdict.verdict}: ${JSON.stringify(verdict.problem)}`);
  return { ...verdict.receipt, notes: verdict.notes.map(({ code }) => code) };
}

/** `refused receipt.sumMismatch positions`, to compare at a glance. */
export function outcome(
  changes: Partial<ReceiptDraft> = {},
  ruleChanges: Partial<ReceiptRules> = {},
): string {
  const verdict = judged(changes, ruleChanges);
  if (verdict.verdict === 'ready') return ['ready', ...verdict.notes.map(({ code }) => code)].join(' ');
  return `${verdict.verdict} ${verdict.problem.code} ${verdict.problem.at}`;
}
