/**
 * Owns: fiscal documents as many vendors write them, and, worked out apart from the agent, what HEADO must have of each
 * (FFD 1.05, 1.1 and 1.2, and the names of 2019–2021): its kopecks of revenue, or that it is left out or refused.
 * Refuses to know: files; what wraps a document lies in `fiscal-wrappers.ts`.
 */
import type { Random } from '../support/random.ts';

export type Fields = Readonly<Record<string, unknown>>;

export interface VendorDocument {
  readonly body: Fields;
  /** The wrapper that its kind is told by, where it has no code. */
  readonly wrapper: 'receipt' | 'bso' | 'receiptCorrection' | 'bsoCorrection';
  readonly must:
    | { readonly be: 'sent'; readonly extId: string; readonly kopecks: number; readonly day: string }
    | { readonly be: 'skipped' | 'refused' };
}

const MINUTE_MS = 60_000;
const DRIVE = '9960440300000001';

/** Names of one period: how a line is paid for, and the sums that are no money. */
const VOCABULARIES = [
  { method: 'paymentType', prepaid: 'prepaidSum', credit: 'creditSum', provision: 'provisionSum' },
  {
    method: 'calculationTypeSign',
    prepaid: 'prepaymentSum',
    credit: 'postpaymentSum',
    provision: 'counterSubmissionSum',
  },
] as const;
type Vocabulary = (typeof VOCABULARIES)[number];
const METHOD_WORDS = [
  '',
  'full_prepayment',
  'prepayment',
  'advance',
  'full_payment',
  'partial_payment',
  'credit',
  'credit_payment',
];

interface Line {
  readonly method: number;
  readonly kopecks: number;
}

/** What lines of one receipt a shop writes, by the kind of sale. */
const BASKETS: readonly (readonly number[])[] = [
  [4],
  [4, 4],
  [4, 4, 4, 4, 4],
  [1],
  [2],
  [3],
  [3, 4],
  [5],
  [6],
  [7],
  [7, 4],
  [6, 4],
];

/** Vendor number `number`, counted from 0, at a moment `beforeMs` before the day's `nowMs`. */
export function vendorDocument(number: number, nowMs: number, random: Random): VendorDocument {
  const vocabulary = random.pick(VOCABULARIES);
  const lines = random.pick(BASKETS).map((method) => ({ method, kopecks: 100 + random.below(90_000) }));
  const operation = random.pick([1, 1, 1, 1, 1, 1, 2, 2, 3]);
  const fault = random.below(40);
  const rounded = random.below(12) === 0 ? random.below(100) : 0;
  const total = lines.reduce((sum, line) => sum + line.kopecks, 0) - rounded;
  const atMs = Math.floor((nowMs - random.below(5 * 24 * 60) * MINUTE_MS) / MINUTE_MS) * MINUTE_MS;
  const isForm = random.below(6) === 0;
  const body = {
    ...(random.below(3) > 0 && { [random.pick(['code', 'receiptCode'])]: isForm ? 4 : 3 }),
    ...{
      user: 'ООО "РОМАШКА"',
      userInn: '7700000016  ',
      operator: 'Орлова Ирина',
      kktRegId: '0000000001002292    ',
    },
    dateTime: timeText(atMs, random),
    fiscalDriveNumber: random.below(4) === 0 ? `${DRIVE}  ` : DRIVE,
    fiscalDocumentNumber: textOrNumber(10_000 + number, random),
    fiscalSign: 1_000_000 + number,
    ...{ shiftNumber: 1 + (number % 9), requestNumber: number },
    operationType: textOrNumber(operation, random),
    totalSum: textOrNumber(total, random),
    ...means(lines, total, vocabulary),
    items: lines.map((line) => item(line, vocabulary, random)),
    ...decoration(random),
  };
  const wrapper = isForm ? 'bso' : 'receipt';
  const earned = lines.filter(({ method }) => method >= 4 && method <= 6);
  if (operation >= 3 || earned.length === 0)
    return { body: shuffled(body, random), wrapper, must: { be: 'skipped' } };
  const spoilt = spoil(body, fault, vocabulary);
  if (spoilt) return { body: spoilt, wrapper, must: { be: 'refused' } };
  const kopecks = earned.reduce((sum, line) => sum + line.kopecks, 0) - rounded;
  const sign = operation === 2 ? -1 : 1;
  const extId = `${DRIVE}-${10_000 + number}`;
  const must = { be: 'sent', extId, kopecks: sign * kopecks, day: moscow(atMs).slice(0, 10) } as const;
  return { body: shuffled(body, random), wrapper, must };
}

/** What makes a document unsendable; undefined for most numbers. */
function spoil(body: Fields, fault: number, { method }: Vocabulary): Fields | undefined {
  const items = Array.isArray(body['items']) ? body['items'] : [];
  if (fault === 0) return { ...body, totalSum: `${Number(body['totalSum']) / 100 + 0.001}` };
  if (fault === 1) return { ...body, items: undefined };
  if (fault === 2) return { ...body, items: items.map((line: Fields) => ({ ...line, [method]: 9 })) };
  if (fault === 3) return { ...body, dateTime: 'вчера' };
  if (fault === 4) return { ...body, totalSum: Number(body['totalSum']) + 150 };
  return undefined;
}

function item({ method, kopecks }: Line, { method: name }: Vocabulary, random: Random): Fields {
  const value = random.pick([method, method, String(method), METHOD_WORDS[method]]);
  return {
    ...{
      name: `Товар "№ ${random.below(900)}"`,
      price: kopecks,
      quantity: random.pick([1, '1', 1.0, '1.000']),
    },
    sum: textOrNumber(kopecks, random),
    [name]: value,
    ...random.pick([
      { nds: 2, productType: 1 },
      { ndsRate: 1, calculationSubjectSign: 1, ndsSum: 17 },
      { itemsQuantityMeasure: 0 },
    ]),
  };
}

/** Settled lines are paid by money, those of a credit by credit. */
function means(lines: readonly Line[], total: number, { prepaid, credit, provision }: Vocabulary): Fields {
  const onCredit = lines.filter(({ method }) => method === 6).reduce((sum, line) => sum + line.kopecks, 0);
  const owed = Math.min(onCredit, total);
  return { cashTotalSum: 0, ecashTotalSum: total - owed, [prepaid]: 0, [credit]: owed, [provision]: 0 };
}

/** Fields that other vendors add and nobody needs. */
function decoration(random: Random): Fields {
  return random.pick([
    {},
    { properties: null, modifiers: null, stornoItems: null, rawData: 'AwCoAR' },
    {
      propertiesUser: [{ key: 'a', value: 'b' }],
      amountsReceiptNds: { amountsNds: [{ nds: 1, ndsSum: 10 }] },
    },
    { messageFiscalSign: 9.29e18, redefine_mask: 0, fiscalDocumentFormatVer: 4, nds10: 100 },
    { retailPlace: 'магазин\nна углу', taxationType: 1, appliedTaxationType: 1, localDateTime: '2026-11-28' },
  ]);
}

const moscow = (atMs: number): string => new Date(atMs + 180 * MINUTE_MS).toISOString().slice(0, 19);

function timeText(atMs: number, random: Random): unknown {
  const text = moscow(atMs);
  const seconds = Math.floor(Date.parse(`${text}Z`) / 1_000);
  return random.pick([text, text, seconds, text.slice(0, 16), text.replace(/[-:]/g, '').slice(0, 13)]);
}

function textOrNumber(value: number, random: Random): string | number {
  return random.below(5) === 0 ? String(value) : value;
}

/** Databases order keys by their length or not at all. */
function shuffled(body: Fields, random: Random): Fields {
  const entries = Object.entries(body).map((entry) => ({ entry, at: random.below(1_000) }));
  return random.below(2) === 0
    ? body
    : Object.fromEntries(entries.sort((one, other) => one.at - other.at).map(({ entry }) => entry));
}
