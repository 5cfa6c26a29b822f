import { closeSync, cpSync, mkdirSync, openSync, readdirSync, renameSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { CommandResult } from '../../src-main/core/control/commands.ts';
import { databasePath } from '../../src-main/outbox/open.ts';
import { waitFor } from '../support/wait-for.ts';
import { HOUR_MS, sale } from './agent-goods.ts';
import { timesRegistered } from './agent-loss.ts';
import { leaveStreets, openStreet, type Street } from './agent-street.ts';

afterEach(leaveStreets);

const ids = (from: number, to: number): string[] =>
  Array.from({ length: to - from + 1 }, (_, index) => `N-${from + index}`);

function putAll(street: Street, names: readonly string[]): void {
  for (const name of names) street.put(`${name}.json`, sale(name).body);
}

/** With HEADO away: they are taken and wait. */
async function takeWaiting(street: Street, names: readonly string[]): Promise<void> {
  putAll(street, names);
  await waitFor('they are taken', () => {
    const { waiting, inFlight } = street.status().outbox;
    return waiting + inFlight >= names.length;
  });
}

async function deliver(street: Street, names: readonly string[]): Promise<void> {
  putAll(street, names);
  await street.settled();
}

function errors(street: Street): string[] {
  return street
    .status()
    .problems.filter(({ severity }) => severity === 'error')
    .map(({ problem }) => problem.code);
}

async function recover(
  street: Street,
  args: { choice?: 'show' | 'resend' | 'accept'; folder?: string; from?: string } = {},
): Promise<CommandResult<'recover'>> {
  const done = await street.agent().operations.recover({ choice: 'show', ...args });
  if (!done.ok) throw new Error(done.error.code);
  return done.value;
}

describe('a data folder that was wiped with 30 receipts waiting', () => {
  async function wiped(): Promise<Street> {
    const street = await openStreet();
    await street.start();
    await deliver(street, ids(1, 5));
    await street.heado.close();
    await takeWaiting(street, ids(6, 35));
    await street.stop();
    rmSync(street.dataDir, { recursive: true });
    await street.heado.reopen();
    await street.start();
    return street;
  }

  it('is told in red; new files go, and nothing of the archive goes by itself', async () => {
    const street = await wiped();
    await deliver(street, ['NEW']);
    expect(errors(street)).toContain('recover.lost');
    expect([...timesRegistered(street).keys()]).toEqual([...ids(1, 5), 'NEW']);
    await street.stop();
    await street.start();
    await deliver(street, ['NEWER']);
    expect(errors(street)).toContain('recover.lost');
    expect([...timesRegistered(street).keys()]).toEqual([...ids(1, 5), 'NEW', 'NEWER']);
  });

  it('shows what would be done, and sends it when a person says so, counted', async () => {
    const street = await wiped();
    await deliver(street, ['NEW']);
    expect(await recover(street)).toMatchObject({
      open: 1,
      folders: [{ path: street.drop, question: 'lost', unknown: { files: 35, receipts: 35 }, open: true }],
    });
    expect(await recover(street, { choice: 'resend' })).toMatchObject({ open: 0, folders: [{ resent: 35 }] });
    await street.settled();
    const times = timesRegistered(street);
    for (const id of ids(6, 35)) expect(times.get(id)).toBe(1);
    for (const id of ids(1, 5)) expect(times.get(id)).toBe(2);
    expect(street.status().counters['rebuild_resends']).toBe(35);
    expect(errors(street)).toEqual([]);
    const story = await street.agent().operations['receipts.show']({ label: 'N-6' });
    expect(story.ok && JSON.stringify(story.value)).toContain('recover.resent');
    await street.stop();
    await street.start();
    expect(errors(street)).toEqual([]);
    expect(await recover(street)).toEqual({ open: 0, folders: [] });
  });

  it('sends nothing of it when a person accepts it, also after a rebuild, and recognises it', async () => {
    const street = await wiped();
    await deliver(street, ['NEW']);
    expect(await recover(street, { choice: 'accept' })).toMatchObject({ open: 0, folders: [{ kept: 35 }] });
    expect(errors(street)).toEqual([]);
    await deliver(street, ids(1, 8));
    await street.stop();
    for (const suffix of ['', '-wal', '-shm']) rmSync(databasePath(street.dataDir) + suffix, { force: true });
    await street.start();
    await street.settled();
    expect(Object.fromEntries(timesRegistered(street))).toEqual(
      Object.fromEntries([...ids(1, 5), 'NEW'].map((id) => [id, 1])),
    );
    expect(errors(street)).toEqual([]);
  });

  it('sends what was taken since a moment', async () => {
    const street = await openStreet();
    await street.start();
    await deliver(street, ids(1, 5));
    const from = new Date(Date.now() + 1).toISOString();
    await waitFor('time to pass', () => Date.now() > Date.parse(from) + 5);
    await street.heado.close();
    await takeWaiting(street, ids(6, 9));
    await street.stop();
    rmSync(street.dataDir, { recursive: true });
    await street.heado.reopen();
    await street.start();
    expect(await recover(street, { choice: 'resend', from })).toMatchObject({
      folders: [{ resent: 4, kept: 5 }],
    });
    await street.settled();
    expect(Object.fromEntries(timesRegistered(street))).toEqual(
      Object.fromEntries(ids(1, 9).map((id) => [id, 1])),
    );
  });
});

describe('a day file that was written before and after the moment since which is sent again', () => {
  const line = (id: string, atMs: number): string => `${JSON.stringify(sale(id, { atMs }).body)}\n`;

  async function waitUntil(atMs: number): Promise<void> {
    await waitFor('time to pass', () => Date.now() > atMs);
  }

  it.each([
    ['that lies in the archive of an earlier day', -48 * HOUR_MS, 'moved'],
    ['that lies in the archive of the same day', 0, 'moved'],
    ['that lies in a copy of the archive', 0, 'copied'],
  ] as const)(
    '(%s) is parted by the moments of its records, and so it is shown',
    async (_, offsetMs, how) => {
      const street = await openStreet();
      const path = join(street.drop, 'day.ndjson');
      const fromMs = Math.floor(Date.now() / 1_000) * 1_000 + 2_000;
      const day = openSync(path, 'a');
      writeSync(day, line('L-1', fromMs - HOUR_MS) + line('L-2', fromMs - 1_000));
      await street.start();
      await street.heado.close();
      const waiting = (): number => street.status().outbox.waiting + street.status().outbox.inFlight;
      await waitFor('the first are taken', () => waiting() === 2);
      await waitUntil(fromMs + 10);
      writeSync(day, line('L-3', fromMs) + line('L-4', fromMs));
      closeSync(day);
      await waitFor('the others are taken', () => waiting() === 4);
      await street.stop();
      moveDay(street, offsetMs);
      if (how === 'copied') copyArchive(street);
      rmSync(street.dataDir, { recursive: true });
      await street.heado.reopen();
      await street.start();
      const from = new Date(fromMs).toISOString();
      expect(await recover(street, { from })).toMatchObject({
        folders: [{ unknown: { files: 1, receipts: 2 } }],
      });
      expect(await recover(street, { choice: 'resend', from })).toMatchObject({
        open: 0,
        folders: [{ resent: 2, kept: 2 }],
      });
      await street.settled();
      expect([...timesRegistered(street).keys()].sort()).toEqual(['L-3', 'L-4']);
    },
  );

  function moveDay({ drop }: Street, offsetMs: number): void {
    const archive = join(drop, 'archive');
    const name = readdirSync(archive).find((each) => /^\d{4}-\d\d-\d\d$/.test(each)) ?? '';
    const other = new Date(Date.parse(name) + offsetMs).toISOString().slice(0, 10);
    renameSync(join(archive, name), join(archive, other));
  }

  /** Its files are made anew, as on another disk. */
  function copyArchive({ drop, root }: Street): void {
    const [archive, before] = [join(drop, 'archive'), join(root, 'archive before')];
    renameSync(archive, before);
    cpSync(before, archive, { recursive: true, preserveTimestamps: true });
  }
});

describe('a data folder that was restored from last night', () => {
  async function restored(): Promise<Street> {
    const street = await openStreet();
    await street.start();
    await deliver(street, ids(1, 5));
    await street.heado.close();
    await takeWaiting(street, ids(6, 9));
    await street.stop();
    const backup = join(street.root, 'backup');
    cpSync(street.dataDir, backup, { recursive: true });
    await street.heado.reopen();
    await street.start();
    await deliver(street, ids(10, 19));
    await street.heado.close();
    await takeWaiting(street, ids(20, 29));
    await street.stop();
    rmSync(street.dataDir, { recursive: true });
    renameSync(backup, street.dataDir);
    await street.heado.reopen();
    await street.start();
    return street;
  }

  it('sends new files alone: what the copy had waiting is held and told', async () => {
    const street = await restored();
    await deliver(street, ['NEW']);
    expect(errors(street)).toEqual(['recover.ahead', 'recover.doubtful']);
    expect(street.status().outbox).toMatchObject({ doubtful: 4 });
    expect(Object.fromEntries(timesRegistered(street))).toEqual(
      Object.fromEntries([...ids(1, 19), 'NEW'].map((id) => [id, 1])),
    );
    await street.heado.close();
    await takeWaiting(street, ['LATER']);
    await street.stop();
    await street.heado.reopen();
    await street.start();
    await street.settled();
    expect(timesRegistered(street).get('LATER')).toBe(1);
  });

  it('sends what was taken since and what was waiting when a person says so, every repetition counted', async () => {
    const street = await restored();
    expect(await recover(street)).toMatchObject({
      folders: [{ question: 'ahead', doubtful: 4, unknown: { receipts: 20 } }],
    });
    expect(await recover(street, { choice: 'resend' })).toMatchObject({ open: 0, folders: [{ resent: 24 }] });
    await street.settled();
    const times = timesRegistered(street);
    const repeats = [...times.values()].reduce((sum, count) => sum + count - 1, 0);
    expect([...times.keys()].sort()).toEqual(ids(1, 29).sort());
    expect(repeats).toBe(14);
    expect(street.status().counters['rebuild_resends']).toBe(24);
    expect(errors(street)).toEqual([]);
  });
});

it('the drop folder of a damaged database that is mounted late is read when it comes', async () => {
  const street = await openStreet();
  await street.start();
  await deliver(street, ids(1, 5));
  await street.heado.close();
  await takeWaiting(street, ids(6, 35));
  await street.stop();
  rmSync(databasePath(street.dataDir) + '-wal', { force: true });
  rmSync(databasePath(street.dataDir));
  const mounted = join(street.root, 'mounted');
  renameSync(street.drop, mounted);
  mkdirSync(street.drop);
  await street.heado.reopen();
  await street.start();
  expect(errors(street)).toEqual(expect.arrayContaining(['folder.markMissing', 'recover.unread']));
  await street.stop();
  await street.start();
  rmSync(street.drop, { recursive: true });
  renameSync(mounted, street.drop);
  await waitFor('all are at HEADO', () => timesRegistered(street).size === 35);
  await street.settled();
  expect([...timesRegistered(street).values()].every((times) => times === 1)).toBe(true);
  expect(errors(street)).toEqual([]);
});

it('a data folder that was wiped while its drop folder was not mounted is told when that comes', async () => {
  const street = await openStreet();
  await street.start();
  await street.heado.close();
  await takeWaiting(street, ids(1, 5));
  await street.stop();
  rmSync(street.dataDir, { recursive: true });
  const mounted = join(street.root, 'mounted');
  renameSync(street.drop, mounted);
  mkdirSync(street.drop);
  await street.heado.reopen();
  await street.start();
  await deliver(street, ['BARE']);
  renameSync(street.drop, join(street.root, 'bare'));
  renameSync(mounted, street.drop);
  putAll(street, ['NEW']);
  await waitFor('new files are taken', () => timesRegistered(street).has('NEW'));
  expect(errors(street)).toEqual(['recover.lost']);
  expect([...timesRegistered(street).keys()]).toEqual(['BARE', 'NEW']);
  expect(await recover(street, { choice: 'resend' })).toMatchObject({ open: 0, folders: [{ resent: 5 }] });
  await street.settled();
  expect([...timesRegistered(street).values()].every((times) => times === 1)).toBe(true);
  await street.stop();
  await street.start();
  expect(errors(street)).toEqual([]);
});
