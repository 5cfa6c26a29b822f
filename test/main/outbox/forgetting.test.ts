import { DatabaseSync } from 'node:sqlite';
import { afterEach, describe, expect, it } from 'vitest';
import { follow, momentOf, momentSql, type ForgettingTime } from '../../../src-main/outbox/forgetting.ts';
import { seededRandom } from '../../support/random.ts';
import { entry, file, files, rule } from './entries.ts';
import { closeOutboxes, deliverAll, openFolder, reopen, type OutboxFolder } from './outbox-folder.ts';

afterEach(() => closeOutboxes());

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const T0 = Date.parse('2026-11-22T09:00:00Z');
const KEEPING = { payloadDays: 90, identityDays: 430 };

/** What the confirmed time was, reading by reading. */
function walk(...confirmed: readonly number[]): ForgettingTime {
  let known: ForgettingTime | undefined;
  for (const ms of confirmed) known = follow(known, ms, T0);
  if (!known) throw new Error('nothing was confirmed');
  return known;
}

describe('the clock of forgetting', () => {
  it('follows the confirmed time from day to day', () => {
    expect(walk(T0, T0 + DAY_MS, T0 + 2 * DAY_MS).untilMs).toBe(T0 + 2 * DAY_MS);
  });

  it('gains one day on a jump of years, and gives it back when the time is right again', () => {
    expect(walk(T0, T0 + 800 * DAY_MS, T0 + 800 * DAY_MS + HOUR_MS).untilMs).toBe(T0 + DAY_MS + HOUR_MS);
    expect(walk(T0, T0 + 800 * DAY_MS, T0 + HOUR_MS).untilMs).toBe(T0 + HOUR_MS);
  });

  it('never comes more than a day beyond the right time, however often a clock jumps', () => {
    const jumps = Array.from({ length: 50 }, () => [T0 + 800 * DAY_MS, T0]).flat();
    expect(walk(T0, ...jumps, T0 + 800 * DAY_MS).untilMs).toBe(T0 + DAY_MS);
  });

  it('is a month late after a month without current', () => {
    expect(walk(T0, T0 + 30 * DAY_MS).untilMs).toBe(T0 + DAY_MS);
  });

  it('begins no more than a day after the last thing that was stored', () => {
    expect(follow(undefined, T0 + 800 * DAY_MS, T0).untilMs).toBe(T0 + DAY_MS);
    expect(follow(undefined, T0 + 800 * DAY_MS, undefined).untilMs).toBe(T0 + 800 * DAY_MS);
  });

  it('is kept over restarts', () => {
    const folder = openFolder();
    folder.outbox.take(files('r1'));
    const { forgetting } = folder.outbox;
    expect(forgetting.time(undefined)).toBeUndefined();
    forgetting.time(T0);
    expect(forgetting.time(T0 + 800 * DAY_MS)).toEqual({ untilMs: T0 + DAY_MS, atMs: T0 + 800 * DAY_MS });
    const again = reopen(folder).outbox.forgetting;
    expect(again.confirmedAtMs()).toBe(T0 + 800 * DAY_MS);
    expect(again.time(T0 + 800 * DAY_MS + HOUR_MS)?.untilMs).toBe(T0 + DAY_MS + HOUR_MS);
  });
});

it('the moment of a row is the same for SQLite as for us', () => {
  const random = seededRandom(7);
  const database = new DatabaseSync(':memory:');
  const asked = database.prepare(`SELECT ${momentSql('?1', '?2', '?3')} AS moment`);
  const pick = (): number => random.pick([0, 1, T0 - DAY_MS, T0, T0 + 1, T0 + 800 * DAY_MS]);
  for (let round = 0; round < 200; round += 1) {
    const [one, other] = [pick(), pick()];
    const ours = momentOf([one, other], T0);
    // A date of zero is no date either.
    expect([one, other, asked.get(one, other, T0)?.['moment']]).toEqual([one, other, ours === 0 ? T0 : ours]);
  }
  database.close();
});

/** Ten receipts that happened on the day itself, taken and delivered while the clock was wrong. */
function takenAt(wallMs: number): OutboxFolder {
  const folder = openFolder();
  folder.clock.setWall(wallMs);
  for (let number = 1; number <= 10; number += 1)
    folder.outbox.take([
      file([entry(`r${number}`, { occurredAtMs: T0 })], { storedAs: `archive/d/${number}` }),
    ]);
  deliverAll(folder, rule());
  return folder;
}

function forgetAt({ outbox }: OutboxFolder, ms: number): string[] {
  const time = { untilMs: ms, atMs: ms };
  while (outbox.pruner.step(KEEPING, time));
  const archived = outbox.pruner.prunableFiles({ ...time, untilMs: ms - 35 * DAY_MS }, 100);
  const payloads = outbox.reading.list({ limit: 100 }).filter(({ seq }) => outbox.reading.payload(seq));
  return [
    `entries ${outbox.reading.list({ limit: 100 }).length}`,
    `payloads ${payloads.length}`,
    `old files ${archived.length}`,
  ];
}

describe.each([
  ['in 1970', 1_000],
  ['two years behind', T0 - 730 * DAY_MS],
  ['800 days ahead', T0 + 800 * DAY_MS],
])('what was taken by a clock %s', (_, wallMs) => {
  it('is kept as long as anything of its day', () => {
    const folder = takenAt(wallMs);
    expect(forgetAt(folder, T0 + HOUR_MS)).toEqual(['entries 10', 'payloads 10', 'old files 0']);
    expect(forgetAt(folder, T0 + 34 * DAY_MS)).toEqual(['entries 10', 'payloads 10', 'old files 0']);
    expect(forgetAt(folder, T0 + 36 * DAY_MS)).toEqual(['entries 10', 'payloads 10', 'old files 10']);
    expect(forgetAt(folder, T0 + 91 * DAY_MS)).toEqual(['entries 10', 'payloads 0', 'old files 10']);
    // The last row stays, as the chain goes on from it.
    expect(forgetAt(folder, T0 + 431 * DAY_MS)).toEqual(['entries 1', 'payloads 0', 'old files 10']);
  });

  it('is recognised when the POS brings it again', () => {
    const folder = takenAt(wallMs);
    folder.clock.setWall(T0 + HOUR_MS);
    forgetAt(folder, T0 + HOUR_MS);
    const again = Array.from({ length: 10 }, (_unused, index) =>
      file([entry(`r${index + 1}`, { occurredAtMs: T0 })]),
    );
    const taken = folder.outbox.take(again);
    expect(taken.map(({ stored, duplicates }) => [stored, duplicates])).toEqual(again.map(() => [0, 1]));
  });
});
