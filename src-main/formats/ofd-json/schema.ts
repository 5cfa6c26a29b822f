/**
 * Owns: the fields of fiscal documents that this house reads, under the names of the FNS export. Everything else
 * in them is passed over. Money is in whole kopecks, a quantity is a plain decimal.
 */
import { z } from 'zod';

/** Whole kopecks, as a number or its digits. */
const kopecks = z.union([z.number(), z.string()], { error: 'kopecks' });
/** Numbers that name things; exports write them either way, texts padded with blanks. */
const id = z.union([z.string(), z.number()], { error: 'string' });

const item = z.looseObject(
  {
    name: id.nullish(),
    quantity: z.union([z.number(), z.string()], { error: 'number' }),
    sum: kopecks,
  },
  { error: 'object' },
);

/** Fields that receipts and shift documents share. */
const head = {
  dateTime: z.union([z.string(), z.number()], { error: 'YYYY-MM-DDThh:mm:ss' }),
  operator: id.nullish(),
  kktRegId: id.nullish(),
  shiftNumber: id.nullish(),
};

/** Places of what may be left out where it is of a wrong type: the document is sent all the same. */
export const OPTIONAL_PLACE = /^(?:operator|kktRegId|shiftNumber|stornoItems|items\[\d+\]\.name)/;

export const fiscalReceiptSchema = z.object({
  ...head,
  fiscalDriveNumber: id,
  fiscalDocumentNumber: id,
  operationType: id,
  totalSum: kopecks,
  items: z.array(item, { error: 'array' }).nullish(),
  stornoItems: z.array(item, { error: 'array' }).nullish(),
});

export const fiscalShiftSchema = z.object({ ...head, fiscalDriveNumber: id.nullish() });

export type FiscalReceipt = z.output<typeof fiscalReceiptSchema>;
