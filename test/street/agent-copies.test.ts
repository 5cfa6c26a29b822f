/**
 * Owns: what a data folder that was put back from a backup may do with what it had waiting, however it was put back
 * and whatever of the drop folder can be seen at start; and that the newest one, where the same is missing, goes on.
 */
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { waitFor } from '../support/wait-for.ts';
import { sale } from './agent-goods.ts';
import { timesRegistered } from './agent-loss.ts';
import { leaveStreets, openStreet, putFile, type Street } from './agent-street.ts';

afterEach(leaveStreets);

const WAITING = ['W-1', 'W-2', 'W-3', 'W-4', 'W-5'];
const SINCE = ['S-1', 'S-2', 'S-3'];

const once = (names: readonly string[]): Record<string, number> =>
  Object.fromEntries(names.map((name) => [name, 1]));

function times(street: Street): Record<string, number> {
  return Object.fromEntries(timesRegistered(street));
}

function codes(street: Street): string[] {
  return street.status().problems.map(({ problem }) => problem.code);
}

async function deliver(street: Street, names: readonly string[]): Promise<void> {
  for (const name of names) street.put(`${name}.json`, sale(name).body);
  await street.settled();
}

/** The first is in flight, the others wait behind it. */
async function takeWaiting(street: Street): Promise<void> {
  await street.heado.close();
  for (const [index, name] of WAITING.entries()) {
    street.put(`${name}.json`, sale(name).body);
    await waitFor('it is taken', () => {
      const { waiting, inFlight } = street.status().outbox;
      return waiting + inFlight === index + 1 && inFlight > 0;
    });
  }
}

/** An ended agent whose data folder has five waiting, and a backup of that. */
async function backedUp(): Promise<{ street: Street; backup: string }> {
  const street = await openStreet();
  await street.start();
  await deliver(street, ['A']);
  await takeWaiting(street);
  await street.stop();
  const backup = join(street.root, 'backup');
  cpSync(street.dataDir, backup, { recursive: true });
  await street.heado.reopen();
  return { street, backup };
}

type PutBack = 'as another folder' | 'into the same folder';

function putBack({ dataDir }: Street, backup: string, how: PutBack): void {
  if (how === 'as another folder') {
    rmSync(dataDir, { recursive: true });
    renameSync(backup, dataDir);
    return;
  }
  const { ino } = statSync(dataDir);
  for (const name of readdirSync(dataDir)) rmSync(join(dataDir, name), { recursive: true });
  cpSync(backup, dataDir, { recursive: true });
  expect(statSync(dataDir).ino).toBe(ino);
}

interface Seen {
  readonly there: 'yes' | 'notYet' | 'mountPoint';
  readonly torn: boolean;
}

function leaveDrop({ drop, root }: Street, { there, torn }: Seen): void {
  if (torn) writeFileSync(join(drop, 'archive', '.heado-till', 'mark'), '');
  if (there !== 'yes') renameSync(drop, join(root, 'mounted'));
  if (there === 'mountPoint') mkdirSync(drop);
}

function mount({ drop, root }: Street): void {
  if (!existsSync(join(root, 'mounted'))) return;
  rmSync(drop, { recursive: true, force: true });
  renameSync(join(root, 'mounted'), drop);
}

const HOW = ['as another folder', 'into the same folder'] as const;
const AWAY = ['notYet', 'mountPoint'] as const;
const cases = HOW.flatMap((how) =>
  (['yes', ...AWAY] as const).flatMap((there) => [false, true].map((torn) => ({ how, there, torn }))),
);

describe('a backup with five waiting that was put back', () => {
  it.each(cases)(
    '($how, drop folder there: $there, mark torn: $torn) sends nothing of what it had waiting by itself, and every repetition counted when a person says so',
    async ({ how, ...seen }) => {
      const { street, backup } = await backedUp();
      await street.start();
      await deliver(street, SINCE);
      await street.stop();
      putBack(street, backup, how);
      leaveDrop(street, seen);
      await street.start();
      expect(street.status().outbox).toMatchObject({ waiting: 0, inFlight: 0, doubtful: WAITING.length });
      mount(street);
      const told = seen.torn ? 'recover.torn' : 'recover.ahead';
      await waitFor('it is told', () => codes(street).includes(told));
      await deliver(street, ['NEW']);
      expect(times(street)).toEqual(once(['A', ...WAITING, ...SINCE, 'NEW']));
      const done = await street.agent().operations.recover({ choice: 'resend' });
      expect(done).toMatchObject({ ok: true, value: { open: 0 } });
      await street.settled();
      const again = [...WAITING, ...SINCE];
      expect(times(street)).toEqual({
        ...once(['A', 'NEW']),
        ...Object.fromEntries(again.map((name) => [name, 2])),
      });
      expect(street.status().counters['rebuild_resends']).toBe(again.length);
      expect(codes(street).filter((code) => code.startsWith('recover.'))).toEqual([]);
    },
  );
});

describe.each(AWAY)('the newest data folder while the drop folder is away (%s)', (there) => {
  it.each(['unmoved', ...HOW] as const)(
    '(%s) sends what it had waiting as soon as the folder came',
    async (how) => {
      const { street, backup } = await backedUp();
      if (how !== 'unmoved') putBack(street, backup, how);
      leaveDrop(street, { there, torn: false });
      await street.start();
      expect(street.status().outbox).toMatchObject({ waiting: 0, inFlight: 0, doubtful: WAITING.length });
      mount(street);
      await waitFor('all are at HEADO', () => timesRegistered(street).size === 1 + WAITING.length);
      await deliver(street, ['NEW']);
      expect(times(street)).toEqual(once(['A', ...WAITING, 'NEW']));
      expect(codes(street)).toEqual([]);
    },
  );
});

it('of two folders only what came from the one that is away is held', async () => {
  const street = await openStreet();
  const other = join(street.root, 'other');
  mkdirSync(other);
  street.configure({ drop: { folders: [{ path: street.drop }, { path: other }] } });
  await street.start();
  await deliver(street, ['A']);
  await street.heado.close();
  street.put('HERE.json', sale('HERE').body);
  await waitFor('the first is in flight', () => street.status().outbox.inFlight === 1);
  putFile(other, 'THERE.json', sale('THERE').body);
  await waitFor('the second waits', () => street.status().outbox.waiting === 1);
  await street.stop();
  renameSync(other, `${other}.away`);
  await street.heado.reopen();
  await street.start();
  await waitFor('the first is at HEADO', () => timesRegistered(street).has('HERE'));
  expect(street.status().outbox).toMatchObject({ doubtful: 1 });
  await street.stop();
  await street.start();
  await deliver(street, ['NEW']);
  expect(times(street)).toEqual(once(['A', 'HERE', 'NEW']));
  expect(await street.agent().operations.recover({ choice: 'resend' })).toMatchObject({
    value: { open: 1, folders: [{ path: other, problem: { code: 'recover.away' } }] },
  });
  renameSync(`${other}.away`, other);
  await waitFor('the second is at HEADO', () => timesRegistered(street).has('THERE'));
  await street.settled();
  expect(times(street)).toEqual(once(['A', 'HERE', 'NEW', 'THERE']));
  expect(codes(street)).toEqual([]);
});

it('what waits from a folder that is gone, and that the settings name no more, goes when a person says so', async () => {
  const { street } = await backedUp();
  rmSync(street.drop, { recursive: true });
  const other = join(street.root, 'other');
  mkdirSync(other);
  street.configure({ drop: { folders: [{ path: other }] } });
  await street.start();
  putFile(other, 'NEW.json', sale('NEW').body);
  await waitFor('the new one is at HEADO', () => timesRegistered(street).has('NEW'));
  expect(street.status().outbox).toMatchObject({ doubtful: WAITING.length });
  expect(await street.agent().operations.recover({ choice: 'resend' })).toMatchObject({ value: { open: 0 } });
  await waitFor('all are at HEADO', () => timesRegistered(street).size === WAITING.length + 2);
  expect(times(street)).toEqual(once(['A', ...WAITING, 'NEW']));
  await street.stop();
  await street.start();
  expect(codes(street)).toEqual([]);
});

it('what waits goes at once where the drop folder is there', async () => {
  const { street } = await backedUp();
  const agent = await street.open();
  expect(agent.status().outbox).toMatchObject({ doubtful: 0 });
  agent.start();
  await street.settled();
  expect(times(street)).toEqual(once(['A', ...WAITING]));
});

it('a backup that lacks nothing but the end of its open batch is an older copy', async () => {
  const street = await openStreet();
  await street.start();
  await deliver(street, ['A']);
  await street.heado.close();
  street.put('B.json', sale('B').body);
  await waitFor('it is in flight', () => street.status().outbox.inFlight === 1);
  await street.stop();
  const backup = join(street.root, 'backup');
  cpSync(street.dataDir, backup, { recursive: true });
  await street.heado.reopen();
  await street.start();
  await street.settled();
  await street.stop();
  putBack(street, backup, 'into the same folder');
  await street.start();
  await deliver(street, ['NEW']);
  expect(codes(street)).toContain('recover.ahead');
  expect(street.status().outbox.doubtful).toBe(1);
  expect(times(street)).toEqual(once(['A', 'B', 'NEW']));
});
