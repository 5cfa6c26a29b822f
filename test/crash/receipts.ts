/** Owns: small valid receipts of the crash programme: their order can be read from their external ids. */
import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Dropped } from '../audit/evidence.ts';
import { receiptIdentity } from '../audit/identities.ts';

/** A second apart, so that not even a million receipts reach the future, where they would be held. */
const FIRST_MOMENT_MS = Date.now() - 30 * 24 * 3_600_000;

/** What the till of the programme is called at HEADO. */
const POSKEY = '@S1/K1';

interface NumberedReceipt {
  readonly amount: number;
  readonly ts: string;
  readonly extId: string;
}

/** Ids, moments and amounts grow with the number. */
function numbered(number: number): NumberedReceipt {
  const moment = new Date(FIRST_MOMENT_MS + number * 1000).toISOString().slice(0, 19);
  return { amount: (100 + number) / 100, ts: `${moment}+00:00`, extId: `C-${number}` };
}

/** Receipt `number` as `heado-json`. */
function textOf(number: number): string {
  const { amount, ts, extId } = numbered(number);
  return JSON.stringify({
    ...{ amount, discount: 0, ts, extId },
    cashier: 'Орлова Ирина',
    positions: [{ name: 'Кофе', count: 1, total: amount }],
    attributes: [{ name: 'paytype/cash', value: String(amount) }],
  });
}

/** Drops the receipts `from` ≤ n < `to`, one file each, atomically, in order. */
export function dropNumbered(folder: string, from: number, to: number): void {
  for (let number = from; number < to; number += 1) {
    const hidden = join(folder, `.${number}.json`);
    writeFileSync(hidden, textOf(number));
    renameSync(hidden, join(folder, `${number}.json`));
  }
}

/** The POS's own record of the first so many. */
export function recordOf(receipts: number): Dropped[] {
  return Array.from({ length: receipts }, (_, number) => {
    const receipt = numbered(number);
    const identity = receiptIdentity({ ...receipt, poskey: POSKEY });
    return { identity, label: receipt.extId, file: `${number}.json`, fate: 'server' };
  });
}
