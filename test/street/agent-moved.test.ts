/**
 * A drop folder that was copied to another disk: its files have other inodes, and what the POS added to them before that
 * came along.
 */
import {
  appendFileSync,
  closeSync,
  cpSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { waitFor } from '../support/wait-for.ts';
import { sale } from './agent-goods.ts';
import { timesRegistered } from './agent-loss.ts';
import { leaveStreets, openStreet, readJournal, type Street } from './agent-street.ts';

const writers: number[] = [];
afterEach(async () => {
  for (const writer of writers.splice(0)) closeSync(writer);
  await leaveStreets();
});

const line = (id: string): string => `${JSON.stringify(sale(id).body)}\n`;

/** As `cp -a` does, with the times of the files or without. */
function copyAway(folder: string, preserveTimestamps = true): void {
  renameSync(folder, `${folder}.old`);
  cpSync(`${folder}.old`, folder, { recursive: true, preserveTimestamps });
}

/** A day file of two lines that were sent, its writer still there, and the agent stopped. */
async function taken(street: Street): Promise<{ append(text: string): void }> {
  await street.start();
  const handle = openSync(join(street.drop, 'day.ndjson'), 'a');
  writers.push(handle);
  writeSync(handle, line('L-1') + line('L-2'));
  await waitFor('two are sent', () => street.registered().length === 2);
  await street.settled();
  await street.stop();
  return { append: (text) => void writeSync(handle, text) };
}

function archived(street: Street, file = 'day.ndjson'): string {
  const archive = join(street.drop, 'archive');
  const day = readdirSync(archive).find((name) => !name.startsWith('.')) ?? '';
  return join(archive, day, file);
}

const takenAgain = (street: Street): number =>
  readJournal(street.dataDir).filter(({ event }) => event === 'file.takenAgain').length;

async function has(street: Street, ids: readonly string[]): Promise<void> {
  await waitFor(`HEADO has ${ids.length}`, () => street.registered().length >= ids.length);
  await street.settled();
  expect(Object.fromEntries(timesRegistered(street))).toEqual(Object.fromEntries(ids.map((id) => [id, 1])));
}

describe('lines that were added before the folder was copied', () => {
  it.each([
    ['the drop folder', true],
    ['the drop folder, times lost', false],
  ])('are sent: %s', async (_what, withTimes) => {
    const street = await openStreet();
    const log = await taken(street);
    log.append(line('L-3') + line('L-4'));
    copyAway(street.drop, withTimes);
    await street.start();
    await has(street, ['L-1', 'L-2', 'L-3', 'L-4']);
    appendFileSync(archived(street), line('L-5'));
    await has(street, ['L-1', 'L-2', 'L-3', 'L-4', 'L-5']);
  });

  it('are sent where the data folder came along', async () => {
    const street = await openStreet();
    const log = await taken(street);
    log.append(line('L-3'));
    copyAway(street.drop);
    copyAway(street.dataDir);
    await street.start();
    await has(street, ['L-1', 'L-2', 'L-3']);
  });

  it('are sent from a file whose last line was cut when it was taken', async () => {
    const street = await openStreet({ settings: { drop: { staleMs: 3_600_000 } } });
    const log = await taken(street);
    await street.start();
    log.append(line('L-3') + line('L-4').slice(0, 40));
    await has(street, ['L-1', 'L-2', 'L-3']);
    await street.stop();
    log.append(line('L-4').slice(40) + line('L-5'));
    copyAway(street.drop);
    await street.start();
    await has(street, ['L-1', 'L-2', 'L-3', 'L-4', 'L-5']);
  });

  it('cost nothing where there are none: a copy that lacks nothing is not read again', async () => {
    const street = await openStreet();
    await taken(street);
    copyAway(street.drop, false);
    await street.start();
    street.put('n.json', sale('N').body);
    await has(street, ['L-1', 'L-2', 'N']);
    expect(takenAgain(street)).toBe(0);
  });
});

describe('another file in the place of an original', () => {
  it('is not read, however it grows', async () => {
    const street = await openStreet();
    await taken(street);
    const path = archived(street);
    rmSync(path);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, line('X-1') + line('X-2') + line('X-3'));
    await street.start();
    street.put('n.json', sale('N').body);
    await has(street, ['L-1', 'L-2', 'N']);
    appendFileSync(path, line('X-4'));
    // Another file grew as well: when that is taken, this one was looked at.
    for (const id of ['M-1', 'M-2']) {
      appendFileSync(archived(street, 'n.json'), `\n${line(id)}`);
      await waitFor(`${id} is sent`, () => timesRegistered(street).has(id));
    }
    await has(street, ['L-1', 'L-2', 'N', 'M-1', 'M-2']);
    // What is told of a file follows what is stored of it.
    await waitFor('it is told', () => takenAgain(street) >= 2);
    expect(takenAgain(street)).toBe(2);
    expect(street.status().outbox.oldestMissing).toBeNull();
  });
});
