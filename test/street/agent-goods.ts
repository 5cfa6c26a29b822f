/**
 * Owns: what a POS writes and, worked out apart from the agent, what HEADO must have of it (guide 7.3, 7.4): all
 * in whole kopecks and in Moscow's time, which has no summer.
 */
type Fields = Readonly<Record<string, unknown>>;

export interface Goods {
  /** As dropped. */
  readonly body: Fields;
  /** As HEADO must have it. */
  readonly wire: Fields;
}

export interface SaleOptions {
  readonly atMs?: number;
  /** Totals of the lines. */
  readonly kopecks?: readonly number[];
  /** The POS's own code of the till, and the extid it stands for. */
  readonly till?: readonly [code: string, extId: string];
  readonly cashier?: string;
  /** The POS's own number of this very document; never sent. */
  readonly docId?: string;
  readonly fiscal?: { readonly drive: string; readonly document: number };
}

const MOSCOW_MS = 3 * 3_600_000;
export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

/** One moment for a whole file of tests: equal goods are equal however long the tests run. */
const NOW_MS = Math.floor(Date.now() / 1_000) * 1_000;

/** So many minutes before the tests began, to the second. */
export function earlier(minutes = 60): number {
  return NOW_MS - minutes * MINUTE_MS;
}

/** `2026-11-22T12:00:00`: Moscow's wall clock. */
export function wallClock(atMs: number): string {
  return new Date(atMs + MOSCOW_MS).toISOString().slice(0, 19);
}

const stamp = (atMs: number): string => `${wallClock(atMs)}+03:00`;
const total = (kopecks: readonly number[]): number => kopecks.reduce((sum, each) => sum + each, 0);
const roubles = (kopecks: number): number => kopecks / 100;

function linesOf(kopecks: readonly number[]): Fields[] {
  return kopecks.map((each, index) => ({ name: `Товар ${index + 1}`, count: 1, total: roubles(each) }));
}

function common(extId: string, options: SaleOptions, sign: 1 | -1): { body: Fields; wire: Fields } {
  const { atMs = earlier(), kopecks = [18_900, 14_550], till, cashier = 'Орлова Ирина', docId } = options;
  const amount = roubles(sign * total(kopecks));
  const positions = linesOf(kopecks);
  const poskey = `@S1/${till?.[1] ?? 'K1'}`;
  return {
    body: {
      // As many a POS has it: UTC, blanks around a name, numbers for texts.
      ...{ amount, discount: 0, ts: new Date(atMs).toISOString(), cashier: ` ${cashier} `, extId, positions },
      attributes: [{ name: 'paytype/cash', value: roubles(total(kopecks)) }],
      ...(till && { till: till[0] }),
      ...(docId !== undefined && { docId }),
      ...(options.fiscal && { fiscal: options.fiscal }),
    },
    wire: {
      ...{ amount, discount: 0, ts: stamp(atMs), cashier, extId, positions },
      attributes: [{ name: 'paytype/cash', value: String(amount) }],
      poskey,
    },
  };
}

export function sale(extId: string, options: SaleOptions = {}): Goods {
  return common(extId, options, 1);
}

/** Of the sale `extId`; positions as in the sale, attributes negative (guide 7.4). */
export function returned(extId: string, options: SaleOptions = {}): Goods {
  return common(extId, options, -1);
}

/** 54-ФЗ: neither lines nor discount (guide 7.5). */
export function correction(extId: string, kopecks: number, atMs = earlier()): Goods {
  const amount = roubles(kopecks);
  return {
    body: { kind: 'correction', amount, ts: wallClock(atMs), extId },
    wire: { amount, ts: stamp(atMs), extId, positions: [], attributes: [], poskey: '@S1/K1' },
  };
}

export interface FiscalOptions {
  readonly operation?: 1 | 2;
  readonly atMs?: number;
  readonly cash?: number;
  readonly card?: number;
}

export const DRIVE = '7380440902975456';

/** A fiscal document as the FNS exports it, number `document` of one drive; kopecks. */
export function fiscal(document: number, options: FiscalOptions = {}): Goods {
  const { operation = 1, atMs = earlier(), cash = 0, card = 14_550 } = options;
  const sum = cash + card;
  const sign = operation === 1 ? 1 : -1;
  const receipt = {
    ...{ code: 3, operationType: operation, dateTime: wallClock(atMs), fiscalDriveNumber: DRIVE },
    ...{ fiscalDocumentNumber: document, fiscalSign: 1_146_547_960, shiftNumber: 88, requestNumber: 17 },
    ...{ operator: 'Громов Пётр', kktRegId: '0009841886049318    ', userInn: '7700000016  ' },
    ...{ totalSum: sum, cashTotalSum: cash, ecashTotalSum: card },
    items: [{ name: 'Круассан', price: sum, quantity: 1, sum, paymentType: 4 }],
  };
  const paid = (kopecks: number): string => String(roubles(sign * kopecks));
  return {
    body: { ticket: { document: { receipt } } },
    wire: {
      ...{ amount: roubles(sign * sum), discount: 0, ts: stamp(atMs), cashier: 'Громов Пётр' },
      extId: `${DRIVE}-${document}`,
      positions: [{ name: 'Круассан', count: 1, total: roubles(sum) }],
      attributes: [
        ...(cash > 0 ? [{ name: 'paytype/cash', value: paid(cash) }] : []),
        ...(card > 0 ? [{ name: 'paytype/card', value: paid(card) }] : []),
      ],
      poskey: '@S1/K1',
    },
  };
}

/** A shift event of our own format. */
export function shiftEvent(
  name: 'shift/start' | 'shift/stop',
  atMs: number,
  more: { readonly till?: string; readonly shift?: string } = {},
): Fields {
  return { event: name, ts: wallClock(atMs).replace('T', ' '), seller: 'Орлова Ирина', ...more };
}
