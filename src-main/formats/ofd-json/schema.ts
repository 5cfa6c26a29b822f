/**
 * Owns: the fields of fiscal documents that this house reads, under the names of the FNS export. Everything else
 * in them is passed over. Money is in whole kopecks, a quantity is a plain decimal.
 */
import { z } from 'zod';

/** Whole kopecks, as a number or its digits. */
const kopecks = z.union([z.number(), z.string()], { error: 'kopecks' });
const text = z.string({ error: 'string' });
/** Numbers that name things; exports write them either way, texts padded with blanks. */
const id = z.union([z.string(), z.number()], { error: 'string' });

const item = z.object(
  {
    name: text.nullish(),
    quantity: z.union([z.number(), z.string()], { error: 'number' }),
    sum: kopecks,
    /** Sign of the method of payment: 1–3 advance, 4 full settlement, 5–7 credit. */
    paymentType: z.number({ error: 'number' }).nullish(),
  },
  { error: 'object' },
);

/** Fields that receipts and shift documents share. */
const head = {
  dateTime: z.union([z.string(), z.number()], { error: 'YYYY-MM-DDThh:mm:ss' }),
  operator: text.nullish(),
  kktRegId: id.nullish(),
  shiftNumber: id.nullish(),
};

export const fiscalReceiptSchema = z.object({
  ...head,
  fiscalDriveNumber: id,
  fiscalDocumentNumber: id,
  operationType: z.number({ error: 'number' }),
  totalSum: kopecks,
  cashTotalSum: kopecks.nullish(),
  ecashTotalSum: kopecks.nullish(),
  prepaidSum: kopecks.nullish(),
  creditSum: kopecks.nullish(),
  provisionSum: kopecks.nullish(),
  items: z.array(item, { error: 'array' }).nullish(),
});

export const fiscalShiftSchema = z.object({ ...head, fiscalDriveNumber: id.nullish() });

export type FiscalReceipt = z.output<typeof fiscalReceiptSchema>;
