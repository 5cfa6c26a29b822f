/**
 * Owns: what a look at the quarantine costs with few and with many records on the shelf: the list of a screen and each of
 * its items, asked of the running agent over its socket.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { controlClient } from '../../src-main/core/control/client.ts';
import { median } from './figures.ts';
import { benchReceipt } from './receipts.ts';
import { makePlace, startAgent } from './subjects.ts';

/** What the service view shows at once. */
const ROWS = 50;
const LOOKS = 20;
/** Below the number from which a file's refusals share one item. */
const RECORDS_PER_FILE = 100;

/** Median milliseconds of a look with `records` on the shelf. */
export async function measureLook(port: number, records: number): Promise<number> {
  const place = makePlace();
  for (let from = 0; from < records; from += RECORDS_PER_FILE) {
    const wrong = Array.from({ length: Math.min(RECORDS_PER_FILE, records - from) }, (_, index) =>
      benchReceipt(from + index).replace('"amount":511.25', '"amount":511.26'),
    );
    writeFileSync(join(place.folder, `${from}.json`), `[${wrong.join(',')}]`);
  }
  const agent = await startAgent(place, port);
  const client = controlClient(join(place.root, 'data'));
  const shelved = async (): Promise<number> => {
    const status = await client.ask('status', {});
    return status.ok ? status.value.quarantine.open : 0;
  };
  while ((await shelved()) < records) await pause(100);
  const spans: number[] = [];
  for (let look = 0; look < LOOKS; look += 1) {
    const startedAt = performance.now();
    const listed = await client.ask('quarantine.list', { limit: ROWS });
    for (const { id } of listed.ok ? listed.value.rows : []) await client.ask('quarantine.show', { id });
    spans.push(performance.now() - startedAt);
  }
  await agent.stop();
  place.remove();
  return median(spans);
}
