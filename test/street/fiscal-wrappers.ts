/** Owns: the envelopes in which services, cabinets and scripts hand out fiscal documents, one or many to a file. */
import type { Random } from '../support/random.ts';
import type { VendorDocument } from './fiscal-vendors.ts';

type Wrap = (document: VendorDocument) => unknown;

/** A document without a code says its kind by the key it stands under, and stands bare where it is a usual receipt. */
const SINGLE: readonly Wrap[] = [
  ({ body }) => body,
  ({ body, wrapper }) => ({ [wrapper]: body }),
  ({ body, wrapper }) => ({ document: { [wrapper]: body } }),
  ({ body, wrapper }) => ({
    _id: '1',
    createdAt: '2026-11-28T03:00:00',
    ticket: { document: { [wrapper]: body } },
  }),
  ({ body }) => ({
    id: '1',
    ofdId: 'ofd5',
    subtype: 'receipt',
    receiveDate: '2026-11-28T08:09:12Z',
    content: body,
  }),
  ({ body }) => ({ code: 1, first: 0, data: { json: body, html: '<b>x</b>' }, request: { qrraw: 't=1' } }),
  ({ body }) => ({ id: 1, id1: 'a', payload: JSON.stringify(body), id2: 'b' }),
  ({ body }) => ({ status: 'ok', code: 5, dateTime: '2026-11-28T03:00:00', result: { receipt: body } }),
];

const MANY: readonly ((documents: readonly unknown[]) => unknown)[] = [
  (documents) => documents,
  (documents) => ({ documents }),
  (documents) => ({ items: documents, total: documents.length }),
  (documents) => ({ receipts: documents, hasMore: false }),
  (documents) => ({ code: 21, message: 'ok', data: { documents } }),
];

/** A file that holds these documents: JSON, pretty or not, or a document a line. */
export function fileOf(documents: readonly VendorDocument[], random: Random): { name: string; text: string } {
  const wrap = random.pick(SINGLE);
  const values = documents.map(wrap);
  const form = random.below(4);
  if (form === 0)
    return { name: 'lines.ndjson', text: values.map((value) => `${JSON.stringify(value)}\n`).join('') };
  const [only] = values;
  const whole = values.length === 1 && form < 3 ? only : random.pick(MANY)(values);
  return { name: 'export.json', text: JSON.stringify(whole, null, form === 1 ? 2 : 0) };
}
