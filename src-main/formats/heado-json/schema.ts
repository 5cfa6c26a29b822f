/**
 * Owns: what a record of HEADO's own JSON looks like: the API's receipt object (guide 7.3) with a few fields of
 * ours, and shift events (drop folder, "Formats"). Numbers may be written as text; null means absent.
 * Refuses to know: limits and sums; `receipt` judges them.
 */
import { z } from 'zod';

const number = z.union([z.number(), z.string()], { error: 'number' });
const text = z.string({ error: 'string' });
/** Identifiers are texts; POS programs write them as numbers all the same. */
const id = z.union([z.string(), z.number()], { error: 'string' });

const position = z.object(
  {
    name: id.nullish(),
    count: number,
    total: number,
    seller: id.nullish(),
    category: id.nullish(),
    extId: id.nullish(),
  },
  { error: 'object' },
);

/** Places of what may be left out where it is of a wrong type: the receipt is sent all the same. */
export const OPTIONAL_PLACE =
  /^(?:cashier|discount|docId|fiscal|shift|number|attributes(?:\[\d+\])?|positions\[\d+\]\.(?:name|seller|category|extId))/;

const attribute = z.object({ name: text, value: number }, { error: 'object' });

const fiscalNumber = z.object({ drive: id, document: id }, { error: 'object' });

export const receiptSchema = z.object({
  amount: number,
  discount: number.nullish(),
  ts: text,
  cashier: id.nullish(),
  extId: id.nullish(),
  positions: z.array(position, { error: 'array' }).nullish(),
  attributes: z.array(attribute, { error: 'array' }).nullish(),
  /** `@store/till`: whose the receipt is (decisions 1). */
  poskey: text.nullish(),
  kind: z.enum(['sale', 'return', 'correction'], { error: 'sale | return | correction' }).nullish(),
  docId: id.nullish(),
  store: id.nullish(),
  till: id.nullish(),
  shift: id.nullish(),
  number: id.nullish(),
  /** Fiscal drive and fiscal document number; a list where it was printed on several printers (decisions 3). */
  fiscal: z.union([fiscalNumber, z.array(fiscalNumber)], { error: 'object' }).nullish(),
});

export const eventSchema = z.object({
  event: z.enum(['shift/start', 'shift/stop'], { error: 'shift/start | shift/stop' }),
  ts: text,
  seller: text.nullish(),
  shift: id.nullish(),
  till: id.nullish(),
  store: id.nullish(),
  poskey: text.nullish(),
});

export type NativeReceipt = z.output<typeof receiptSchema>;

export const receiptFields: ReadonlySet<string> = new Set(Object.keys(receiptSchema.shape));
export const eventFields: ReadonlySet<string> = new Set(Object.keys(eventSchema.shape));
export const positionFields: ReadonlySet<string> = new Set(Object.keys(position.shape));
