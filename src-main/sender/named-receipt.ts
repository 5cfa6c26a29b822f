/**
 * Owns: finding the receipt that HEADO names in a refusal (device API, "Ошибка обработки чека") among those that
 * were sent. Pure.
 */
import { z } from 'zod';
import { readDecimal } from '../base/decimal.ts';
import { readReceiptName, type ReceiptName } from '../heado/wire.ts';
import type { Batch } from '../outbox/port.ts';

const json = z.string().transform((text): unknown => JSON.parse(text));

/**
 * The member that agrees with everything the server says of the receipt: id, moment and amount. Undefined when
 * none does, or more than one.
 */
export function findNamed(batch: Batch, receipt: unknown): number | undefined {
  const named = readReceiptName(receipt);
  if (!named) return undefined;
  const found = batch.entries.filter((entry) => agrees(readReceiptName(json.parse(entry.payload)), named));
  return found.length === 1 ? found[0]?.seq : undefined;
}

function agrees(ours: ReceiptName | undefined, named: ReceiptName): boolean {
  if (!ours) return false;
  if (named.extId !== undefined && String(named.extId) !== String(ours.extId)) return false;
  if (named.ts !== undefined && !sameMoment(named.ts, ours.ts)) return false;
  return named.amount === undefined || sameAmount(named.amount, ours.amount);
}

/** The server may write the same moment with another offset. */
function sameMoment(one: string, other: string | undefined): boolean {
  return one === other || (other !== undefined && Date.parse(one) === Date.parse(other));
}

function sameAmount(one: string | number, other: string | number | undefined): boolean {
  return other !== undefined && readDecimal(one)?.value === readDecimal(other)?.value;
}
