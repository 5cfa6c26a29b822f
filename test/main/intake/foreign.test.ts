/**
 * A file whose beginning is of another kind: what is said of it is said of what is there, and only for now. A log of a
 * POS tells hundreds of other things before the day's first receipt.
 */
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { judgeRecords } from '../../../src-main/intake/judge.ts';
import { waitFor } from '../../support/wait-for.ts';
import {
  judgeForTests,
  leaveFolders,
  readForTests,
  sale,
  STALE_MS,
  startOnFakeClock,
  type TillFolder,
} from './till-folder.ts';

afterEach(() => leaveFolders());

const SOURCE = { folder: '/drop', fileName: 'log.ndjson', format: 'heado-json' };

function otherLines(count: number, kind = 'boot'): string {
  return Array.from({ length: count }, (_, number) => `{"type":"${kind}","n":${number}}\n`).join('');
}

const sales = (...numbers: readonly number[]): string => numbers.map((each) => `${sale(each)}\n`).join('');

const FOUR = ['S1-K1-1', 'S1-K1-2', 'S1-K1-3', 'S1-K1-4'];

function rejectedCodes({ intake }: TillFolder): readonly string[] {
  return intake.listRejected().map(({ problem }) => problem.code);
}

it.each([
  ['with some receipts behind 250 lines of other kinds', 250],
  ['with some receipts behind 12,000 lines of other kinds, more than is read at once', 12_000],
])('a file that is dropped %s is taken', async (_title, count) => {
  const { folder } = startOnFakeClock();
  folder.drop('log.ndjson', otherLines(count) + sales(1, 2) + otherLines(300) + sales(3, 4));
  await waitFor('the receipts are stored', () => folder.outbox.labels().length === 4);
  expect(folder.outbox.labels()).toEqual(FOUR);
  await folder.whenArchived(1);
  expect(rejectedCodes(folder)).toEqual([]);
});

it('a file that holds nothing else to its end is rejected as a whole', async () => {
  const { folder, clock } = startOnFakeClock();
  folder.write('log.ndjson', otherLines(12_000));
  await waitFor('it is rejected', () => {
    clock.advance(1_000);
    return rejectedCodes(folder).length === 1;
  });
  expect(rejectedCodes(folder)).toEqual(['file.allRefused']);
  expect(folder.outbox.slices).toEqual([]);
});

it.each([
  ['at once', (): number => 4],
  ['one by one', (): number => 1],
])('a file that was rejected as a whole is taken when receipts follow, %s', async (_title, step) => {
  const { folder, clock } = startOnFakeClock();
  folder.write('log.ndjson', otherLines(250));
  await waitFor('it is rejected', () => {
    clock.advance(1_000);
    return rejectedCodes(folder).length === 1;
  });
  appendFileSync(join(folder.path, 'rejected/log.ndjson'), sales(...[1, 2, 3, 4].slice(0, step())));
  await waitFor('the first is stored', () => {
    clock.advance(1_000);
    return folder.outbox.labels().length === step();
  });
  await folder.whenArchived(1);
  const [archived = ''] = folder.archived();
  appendFileSync(join(folder.path, archived), sales(...[1, 2, 3, 4].slice(step())));
  await waitFor('all are stored', () => {
    clock.advance(1_000);
    return new Set(folder.outbox.labels()).size === 4;
  });
  expect(rejectedCodes(folder)).toEqual([]);
  expect(folder.names('rejected')).toEqual([]);
});

it('a rejected file that a person tries again is judged by all that is in it', async () => {
  const { folder, clock } = startOnFakeClock();
  folder.write('log.ndjson', otherLines(250));
  await waitFor('it is rejected', () => {
    clock.advance(1_000);
    return rejectedCodes(folder).length === 1;
  });
  appendFileSync(join(folder.path, 'rejected/log.ndjson'), sales(1, 2, 3, 4));
  const [item] = folder.intake.listRejected();
  const { id = '', version = '' } = item ?? {};
  expect(await folder.intake.retryRejected({ id, version, reason: 'again' })).toMatchObject({ ok: true });
  expect(folder.outbox.labels()).toEqual(FOUR);
});

it('a log that was taken bit by bit goes on being taken, however many other lines come first', async () => {
  const { folder, clock } = startOnFakeClock();
  folder.write('log.ndjson', otherLines(80));
  await waitFor('its beginning is taken', () => {
    clock.advance(1_000);
    return folder.outbox.slices.length > 0;
  });
  await folder.whenArchived(1);
  const [archived = ''] = folder.archived();
  for (const kind of ['b', 'c', 'd']) {
    const before = folder.tellings('file.takenAgain').length;
    appendFileSync(join(folder.path, archived), otherLines(80, kind));
    await waitFor('it is taken again', () => {
      clock.advance(1_000);
      return folder.tellings('file.takenAgain').length > before;
    });
  }
  clock.advance(STALE_MS);
  await folder.lookAgain();
  appendFileSync(join(folder.path, archived), sales(1, 2, 3, 4));
  await waitFor('the receipts are stored', () => {
    clock.advance(1_000);
    return folder.outbox.labels().length === 4;
  });
  expect(rejectedCodes(folder)).toEqual([]);
});

describe('looking ahead', () => {
  it('keeps of what is refused no more than the limit, in chunks as they would be', async () => {
    const reading = readForTests(Buffer.from(otherLines(9_000) + sales(1)), {
      ...{ fileName: SOURCE.fileName, mtimeMs: 0 },
      ...{ format: 'auto', encoding: 'auto' },
    });
    if (reading.state !== 'complete') throw new Error('unreadable');
    const judged = await judgeRecords({ ...reading, refusalsMax: 100 }, () => judgeForTests(SOURCE));
    const chunks = [judged.first];
    while (chunks.at(-1)?.isLast === false) chunks.push(await judged.next());
    expect(judged.foreign).toBeUndefined();
    expect(chunks.map(({ shelf }) => shelf.length).reduce((sum, each) => sum + each, 0)).toBe(100);
    expect(chunks.flatMap(({ entries }) => entries.map(({ label }) => label))).toEqual(['S1-K1-1']);
    expect(judged.refusals.shared()?.problem.values).toMatchObject({ count: 8_900 });
    for (const { work } of chunks) expect(work).toBeLessThanOrEqual(2_010);
  });
});
