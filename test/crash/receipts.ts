/** Owns: small valid receipts of the crash programme: their order can be read from their external ids. */
import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A second apart, so that not even a million receipts reach the future, where they would be held. */
const FIRST_MOMENT_MS = Date.now() - 30 * 24 * 3_600_000;

/** Receipt `number` as `heado-json`; ids, moments and amounts grow with the number. */
function numberedReceipt(number: number): string {
  const amount = 1 + number / 100;
  const ts = `${new Date(FIRST_MOMENT_MS + number * 1000).toISOString().slice(0, 19)}Z`;
  return JSON.stringify({
    amount,
    discount: 0,
    ts,
    extId: `C-${number}`,
    cashier: 'Орлова Ирина',
    positions: [{ name: 'Кофе', count: 1, total: amount }],
    attributes: [{ name: 'paytype/cash', value: String(amount) }],
  });
}

/** Drops the receipts `from` ≤ n < `to`, one file each, atomically, in order. */
export function dropNumbered(folder: string, from: number, to: number): void {
  for (let number = from; number < to; number += 1) {
    const hidden = join(folder, `.${number}.json`);
    writeFileSync(hidden, numberedReceipt(number));
    renameSync(hidden, join(folder, `${number}.json`));
  }
}
