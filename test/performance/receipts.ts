/** Owns: the receipts of the measurements: about 1 kB each, five positions, as the design's table says. */
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A busy store: 100,000 receipts fill 20 hours, none of them in the future. */
const SPACING_MS = 700;
const FIRST_MOMENT_MS = Date.now() - 20 * 3_600_000;

/** One receipt of about 1 kB as `heado-json` text; its external id is `B-<number>`. */
export function benchReceipt(number: number): string {
  const positions = Array.from({ length: 5 }, (_, line) => ({
    name: `Товар номер ${line + 1}, пачка 500 г`,
    count: 1 + line,
    total: 100.25 + line,
    seller: 'Орлова Ирина',
    category: 'Продукты&&Бакалея',
    extId: String(100_000 + line),
  }));
  const at = new Date(FIRST_MOMENT_MS + number * SPACING_MS).toISOString().slice(0, 19);
  return JSON.stringify({
    amount: 511.25,
    discount: 0,
    ts: `${at}Z`,
    cashier: 'Орлова Ирина',
    extId: `B-${number}`,
    positions,
    attributes: [
      { name: 'paytype/card', value: '511.25' },
      { name: 'withcard', value: '1' },
    ],
  });
}

/** Drops one receipt the best way: written under a temporary name, then renamed. Returns the moment of renaming. */
export function dropReceipt(folder: string, number: number): number {
  const hidden = join(folder, `.${number}.json`);
  writeFileSync(hidden, `${benchReceipt(number)}\n`);
  renameSync(hidden, join(folder, `${String(number).padStart(7, '0')}.json`));
  return performance.timeOrigin + performance.now();
}

/** Lays `count` waiting files down, as after a night without the agent. */
export function layBacklog(folder: string, count: number): void {
  mkdirSync(folder, { recursive: true });
  for (let number = 0; number < count; number += 1) {
    writeFileSync(join(folder, `${String(number).padStart(7, '0')}.json`), `${benchReceipt(number)}\n`);
  }
}
