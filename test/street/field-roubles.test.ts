/** A file of lines that grows in roubles (F8): what it holds at each reading tells the unit of all of its lines. */
import { appendFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { waitFor } from '../support/wait-for.ts';
import { fiscalReceipt, item } from '../main/formats/fiscal.ts';
import { leaveStreets, openStreet, type Street } from './agent-street.ts';

afterEach(leaveStreets);

function line(number: number, total: number): string {
  const sums = { totalSum: total, cashTotalSum: total, items: [item('Тыква', total)] };
  return `${JSON.stringify(fiscalReceipt({ ...sums, fiscalDocumentNumber: number }))}\n`;
}

async function refused(street: Street) {
  const listed = await street.agent().operations['quarantine.list']({ limit: 100 });
  if (!listed.ok) throw new Error(listed.error.code);
  return listed.value.rows;
}

function append({ drop }: Street, text: string): void {
  const archive = join(drop, 'archive');
  const taken = readdirSync(archive, { recursive: true, encoding: 'utf8' }).find((name) =>
    name.endsWith('.ndjson'),
  );
  appendFileSync(join(archive, taken ?? ''), text);
}

it('whole roubles behind a line in roubles are refused when they come, and when they are tried again', async () => {
  const street = await openStreet();
  await street.start();
  street.put('day.ndjson', line(1, 679.27) + line(2, 680.5));
  await waitFor('the first lines are refused', async () => (await refused(street)).length === 2);
  await street.settled();
  append(street, line(3, 614));
  await waitFor('the third line is refused', async () => (await refused(street)).length === 3);
  const { operations } = street.agent();
  for (const { id, version } of await refused(street)) {
    const retried = await operations['quarantine.retry']({ id, version, reason: 'a test' });
    expect(retried.ok && retried.value.still?.code).toBe('ofd.roubles');
  }
  expect(await refused(street)).toHaveLength(3);
  expect(street.registered()).toEqual([]);
});

it('whole roubles that were read before a line in roubles came are shown when it comes', async () => {
  const street = await openStreet();
  await street.start();
  street.put('day.ndjson', line(1, 614));
  await waitFor('it is sent', () => street.registered().length === 1);
  await street.settled();
  append(street, line(2, 679.27));
  await waitFor('both lines are refused', async () => (await refused(street)).length === 2);
  const places = (await refused(street)).map(({ problem: { code, at } }) => `${code} ${at}`);
  expect(places.sort()).toEqual(['ofd.roubles line 1: totalSum', 'ofd.roubles line 2: totalSum']);
  expect(street.registered()).toHaveLength(1);
});
