/** Owns: what an older copy of a data folder, or an empty one, may not do: pass for the newest, or send what it cannot know. */
import {
  appendFileSync,
  closeSync,
  cpSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { CommandResult } from '../../src-main/core/control/commands.ts';
import { databasePath } from '../../src-main/outbox/open.ts';
import { waitFor } from '../support/wait-for.ts';
import { HOUR_MS, sale } from './agent-goods.ts';
import { timesRegistered } from './agent-loss.ts';
import { leaveStreets, openStreet, type Street } from './agent-street.ts';

afterEach(leaveStreets);

const wrong = { ...sale('W-1').body, amount: 1 };
const future = sale('F-1', { atMs: Date.now() + 30 * HOUR_MS }).body;
const line = (id: string): string => `${JSON.stringify(sale(id).body)}\n`;

function codes(street: Street): string[] {
  return street.status().problems.map(({ problem }) => problem.code);
}

async function recover(
  street: Street,
  choice: 'show' | 'resend' | 'accept',
): Promise<CommandResult<'recover'>> {
  const done = await street.agent().operations.recover({ choice });
  if (!done.ok) throw new Error(done.error.code);
  return done.value;
}

async function deliver(street: Street, ...names: readonly string[]): Promise<void> {
  for (const name of names) street.put(`${name}-${Date.now()}.json`, sale(name).body);
  await street.settled();
}

const repeatsIn = (street: Street): number =>
  [...timesRegistered(street).values()].reduce((sum, times) => sum + times - 1, 0);

async function restoreAfter(street: Street, since: () => Promise<void>): Promise<void> {
  await street.stop();
  const backup = join(street.root, 'backup');
  cpSync(street.dataDir, backup, { recursive: true });
  await street.start();
  await since();
  await street.stop();
  rmSync(street.dataDir, { recursive: true });
  renameSync(backup, street.dataDir);
  await street.start();
}

describe('a data folder that was restored', () => {
  it.each([
    ['held', 'status.held', future],
    ['wrong', 'status.quarantine', wrong],
  ])('is an older copy also where all that it lacks is a record that is %s', async (_, code, body) => {
    const street = await openStreet();
    await street.start();
    await deliver(street, 'A');
    await restoreAfter(street, async () => {
      street.put('other.json', body);
      await waitFor('it is told', () => codes(street).includes(code));
    });
    await waitFor('it is told', () => codes(street).includes('recover.ahead'));
    expect(codes(street)).not.toContain(code);
    expect(await recover(street, 'resend')).toMatchObject({ open: 0 });
    expect(codes(street)).toContain(code);
  });

  it('has what was written since to files that it knows in doubt, and sends it counted when a person says so', async () => {
    const street = await openStreet();
    const path = join(street.drop, 'day.ndjson');
    appendFileSync(path, line('L-1'));
    const day = openSync(path, 'a');
    await street.start();
    await waitFor('the first is at HEADO', () => timesRegistered(street).size === 1);
    await restoreAfter(street, async () => {
      writeSync(day, line('L-2'));
      await waitFor('the second is at HEADO', () => timesRegistered(street).size === 2);
    });
    writeSync(day, line('L-3'));
    closeSync(day);
    await waitFor('both are in doubt', () => street.status().outbox.doubtful === 2);
    await deliver(street, 'NEW');
    expect(Object.fromEntries(timesRegistered(street))).toEqual({ 'L-1': 1, 'L-2': 1, NEW: 1 });
    expect(await recover(street, 'resend')).toMatchObject({ open: 0, folders: [{ resent: 2 }] });
    await street.settled();
    expect(Object.fromEntries(timesRegistered(street))).toEqual({ 'L-1': 1, 'L-2': 2, 'L-3': 1, NEW: 1 });
    expect(street.status().counters['rebuild_resends']).toBe(2);
  });
});

it('a database that lost only records on the shelf is rebuilt from the archive', async () => {
  const street = await openStreet();
  await street.start();
  await deliver(street, 'A');
  await street.stop();
  const copy = join(street.root, 'outbox.db');
  cpSync(databasePath(street.dataDir), copy);
  await street.start();
  street.put('wrong.json', wrong);
  await waitFor('it is told', () => codes(street).includes('status.quarantine'));
  await street.stop();
  for (const suffix of ['-wal', '-shm']) rmSync(databasePath(street.dataDir) + suffix, { force: true });
  cpSync(copy, databasePath(street.dataDir));
  await street.start();
  expect(codes(street)).toContain('status.quarantine');
});

describe.each(['resend', 'accept'] as const)(
  'a receipt that comes again when the archive is not known (%s)',
  (choice) => {
    it('is sent, and counted as soon as the archive tells of it', async () => {
      const street = await openStreet();
      await street.start();
      await deliver(street, 'A', 'B');
      await street.stop();
      rmSync(street.dataDir, { recursive: true });
      await street.start();
      await deliver(street, 'A');
      await recover(street, choice);
      await street.settled();
      const counters = street.status().counters;
      expect(Object.fromEntries(timesRegistered(street))).toEqual({ A: 2, B: choice === 'resend' ? 2 : 1 });
      expect(counters['rebuild_resends']).toBe(repeatsIn(street));
    });
  },
);

it('the status is told when the data folder vanishes beside a folder of another one', async () => {
  const street = await openStreet();
  await street.start();
  await deliver(street, 'A');
  await street.stop();
  rmSync(street.dataDir, { recursive: true });
  await street.start();
  expect(codes(street)).toContain('recover.lost');
  rmSync(street.dataDir, { recursive: true });
  expect(readdirSync(street.drop)).toContain('archive');
  await waitFor('it is told', () => codes(street).includes('data.vanished'));
  const shown = await street.agent().operations.recover({ choice: 'show' });
  expect(shown).toMatchObject({ ok: true });
});

it('a file of many records is kept as a whole when a person accepts it', async () => {
  const street = await openStreet();
  await street.start();
  const count = 2_500;
  street.put('many.ndjson', Array.from({ length: count }, (_, index) => line(`M-${index}`)).join(''));
  await street.settled();
  await street.stop();
  rmSync(street.dataDir, { recursive: true });
  await street.start();
  expect(await recover(street, 'accept')).toMatchObject({ open: 0, folders: [{ kept: count }] });
  expect(timesRegistered(street).size).toBe(count);
});

describe('a day file whose writer goes on when the data folder was lost', () => {
  it.each([
    ['resend', 'as they come', 'small'],
    ['accept', 'as they come', 'small'],
    ['resend', 'before the decision alone', 'small'],
    ['accept', 'before the decision alone', 'small'],
    ['accept', 'over a restart', 'small'],
    ['accept', 'as they come', 'large'],
  ] as const)(
    '(%s, lines %s, %s) has what is written since then sent, whatever a person decides about the rest',
    async (choice, when, size) => {
      const street = await openStreet();
      const path = join(street.drop, 'day.ndjson');
      const many = size === 'large' ? Array.from({ length: 1_500 }, (_, index) => `M-${index}`) : [];
      const before = ['L-1', 'L-2', ...many];
      appendFileSync(path, before.map(line).join(''));
      const day = openSync(path, 'a');
      await street.start();
      await waitFor('they are at HEADO', () => timesRegistered(street).size === before.length);
      await street.settled();
      await street.stop();
      rmSync(street.dataDir, { recursive: true });
      await street.start();
      expect(codes(street)).toContain('recover.lost');
      if (when === 'over a restart') await street.stop();
      writeSync(day, line('L-3') + line('L-4'));
      if (when === 'over a restart') await street.start();
      if (when !== 'before the decision alone')
        await waitFor('the lines are at HEADO', () => timesRegistered(street).has('L-4'));
      expect(await recover(street, choice)).toMatchObject({ open: 0 });
      await street.settled();
      await waitFor('the lines are at HEADO', () => timesRegistered(street).has('L-4'));
      writeSync(day, line('L-5'));
      closeSync(day);
      await waitFor('the last line is at HEADO', () => timesRegistered(street).has('L-5'));
      await street.settled();
      const times = choice === 'resend' ? 2 : 1;
      expect(Object.fromEntries(timesRegistered(street))).toEqual({
        ...Object.fromEntries(before.map((name) => [name, times])),
        ...{ 'L-3': 1, 'L-4': 1, 'L-5': 1 },
      });
      expect(street.status().counters['rebuild_resends'] ?? 0).toBe(repeatsIn(street));
      expect(codes(street)).toEqual([]);
    },
    60_000,
  );
});
