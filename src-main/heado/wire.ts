/**
 * Owns: the forms of what HEADO's device methods take and give, as far as this house reads them. Tolerant: what
 * no one reads is not looked at.
 */
import { z } from 'zod';

const number = z.union([z.number(), z.string().regex(/^\d+$/).transform(Number)]);
const batchResult = z.object({ count: number });

/**
 * How many receipts a `purchaseRegisterBatch` says it registered; undefined when it does not say (device API,
 * purchaseRegisterBatch).
 */
export function countOf(result: unknown): number | undefined {
  return batchResult.safeParse(result).data?.count;
}

const numeric = z.union([z.string(), z.number()]).optional().catch(undefined);
const receiptName = z.object({ extId: numeric, ts: z.string().optional().catch(undefined), amount: numeric });

/** What tells one receipt from another in the server's answer. */
export type ReceiptName = z.output<typeof receiptName>;

/** Undefined when nothing in it could tell one receipt from another. */
export function readReceiptName(value: unknown): ReceiptName | undefined {
  const read = receiptName.safeParse(value);
  if (!read.success) return undefined;
  return read.data.extId === undefined && read.data.ts === undefined ? undefined : read.data;
}

const shiftStop = z.object({ name: z.literal('shift/stop') });

/** Whether a `registerEvent` payload closes a shift (guide 13.1). A text that is no JSON closes nothing. */
export function isShiftStop(payload: string): boolean {
  try {
    return shiftStop.safeParse(JSON.parse(payload)).success;
  } catch {
    return false;
  }
}

/** A receipt as `purchaseRegisterBatch` takes it, split as `purchaseRegister` wants it. */
const batchReceipt = z.looseObject({ amount: z.number(), poskey: z.string().optional() });

/**
 * The parameters of `purchaseRegister` for a receipt of the batch form, as JSON text. `guest` stands for a buyer
 * who is not known (device API, purchaseRegister).
 */
export function toSingleForm(payload: string): string {
  const { amount, poskey, ...cart } = batchReceipt.parse(JSON.parse(payload));
  return JSON.stringify({ token: 'guest', amount, cart, ...(poskey === undefined ? {} : { poskey }) });
}
