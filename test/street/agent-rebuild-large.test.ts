/** The database is lost, and files of the archive are larger than they were when they were taken. */
import { readdirSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { waitFor, waitUntil } from '../support/wait-for.ts';
import { sale } from './agent-goods.ts';
import { removeDatabase, timesRegistered } from './agent-loss.ts';
import { leaveStreets, leftIn, openStreet, readJournal, type Street } from './agent-street.ts';

afterEach(leaveStreets);

/** Nothing on the disk: its writer kept the file open and set its length. */
const SPARSE_BYTES = 8_000_000_000;

function archivedAs(street: Street, name: string): string {
  const [day = ''] = readdirSync(join(street.drop, 'archive')).filter((each) => !each.startsWith('.'));
  return join(street.drop, 'archive', day, name);
}

it('a rebuild reads what could be taken of them, tells of the rest, and reads all others', async () => {
  const street = await openStreet({ settings: { drop: { maxFileMb: 1 } } });
  await street.start();
  await street.heado.close();
  for (const name of ['1.ndjson', '2.ndjson']) {
    const lines = [sale(`${name}-a`).body, sale(`${name}-b`).body].map((body) => `${JSON.stringify(body)}\n`);
    writeFileSync(join(street.drop, name), lines.join(''));
  }
  await waitFor('both are taken', () => {
    const { waiting, inFlight } = street.status().outbox;
    return leftIn(street.drop).length === 0 && waiting + inFlight === 4;
  });
  await street.stop();
  truncateSync(archivedAs(street, '1.ndjson'), SPARSE_BYTES);
  removeDatabase(street);
  await street.heado.reopen();
  await street.start();
  await street.settled();
  const names = ['1.ndjson-a', '1.ndjson-b', '2.ndjson-a', '2.ndjson-b'];
  expect([...timesRegistered(street)].sort()).toEqual(names.map((name) => [name, 1]));
  expect(street.status().quarantine.open).toBe(0);
  // The journal is written a moment after what it tells of.
  await waitUntil(() => {
    const told = readJournal(street.dataDir).filter(({ event }) => event === 'archive.unreadable');
    expect(told).toMatchObject([
      { path: expect.stringContaining('1.ndjson') as string, because: 'file.grewTooLarge' },
    ]);
  });
  await waitFor('the status tells of it', () =>
    street.status().problems.some(({ problem }) => problem.code === 'file.grewTooLarge'),
  );
});
