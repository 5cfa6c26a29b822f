/** Owns: drop folders that are mounted after the first start, when the first mark went into the empty mount point. */
import { cpSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, describe, expect, it } from 'vitest';
import { databasePath } from '../../src-main/outbox/open.ts';
import { waitFor } from '../support/wait-for.ts';
import { sale } from './agent-goods.ts';
import { timesRegistered } from './agent-loss.ts';
import { leaveStreets, openStreet, type Street } from './agent-street.ts';

afterEach(leaveStreets);

const real = ({ root }: Street): string => join(root, 'real');
const bare = ({ root }: Street): string => join(root, 'mount-point');

/** The disk goes: an empty mount point is left. */
function unmount(street: Street): void {
  renameSync(street.drop, real(street));
  try {
    renameSync(bare(street), street.drop);
  } catch {
    mkdirSync(street.drop);
  }
}

function mount(street: Street): void {
  renameSync(street.drop, bare(street));
  renameSync(real(street), street.drop);
}

async function deliver(street: Street, ...names: string[]): Promise<void> {
  for (const name of names) street.put(`${name}.json`, sale(name).body);
  await waitFor('they are at HEADO', () => names.every((name) => timesRegistered(street).has(name)));
  await street.settled();
}

const codes = (street: Street): string[] => street.status().problems.map(({ problem }) => problem.code);

const told = (street: Street, code: string): Promise<void> =>
  waitFor(`${code} is told`, () => codes(street).includes(code));

const times = (street: Street): unknown => Object.fromEntries(timesRegistered(street));

async function startedBare(): Promise<Street> {
  const street = await openStreet();
  unmount(street);
  await street.start();
  await waitFor('it is ready', () => street.status().folders[0]?.state === 'ready');
  return street;
}

async function restart(street: Street, meanwhile: () => void): Promise<void> {
  await street.stop();
  meanwhile();
  await street.start();
}

describe('a till whose drop folder is mounted after its first start', () => {
  it.each(['while it runs', 'before the next start'])(
    'takes from it without a question: %s',
    async (when) => {
      const street = await startedBare();
      if (when === 'while it runs') mount(street);
      else await restart(street, () => mount(street));
      await deliver(street, 'A');
      expect(codes(street)).toEqual([]);
      await restart(street, () => undefined);
      await deliver(street, 'B');
      expect(codes(street)).toEqual([]);
      expect(times(street)).toEqual({ A: 1, B: 1 });
    },
  );

  it('tells when it is not mounted again later, although the mount point has a mark, and goes on', async () => {
    const street = await startedBare();
    mount(street);
    await deliver(street, 'A');
    unmount(street);
    await told(street, 'folder.markMissing');
    await restart(street, () => undefined);
    await told(street, 'folder.markMissing');
    mount(street);
    await deliver(street, 'B');
    expect(codes(street)).toEqual([]);
  });

  it('takes from it after any coming and going before the first receipt', async () => {
    const street = await openStreet();
    await street.start();
    await street.settled();
    for (let round = 0; round < 3; round += 1) {
      await restart(street, () => unmount(street));
      await restart(street, () => mount(street));
    }
    await deliver(street, 'A');
    expect(codes(street)).toEqual([]);
    await restart(street, () => unmount(street));
    await told(street, 'folder.markMissing');
  });

  it.each(['with its mark', 'without a mark'])(
    'asks where the archive holds what it does not know, %s, and takes new files',
    async (how) => {
      const street = await openStreet();
      await street.start();
      await deliver(street, 'OLD');
      await street.stop();
      rmSync(street.dataDir, { recursive: true });
      street.configure({ dataDir: join(street.root, 'other') });
      if (how === 'without a mark') rmSync(ownFolder(street), { recursive: true });
      unmount(street);
      await street.start();
      await waitFor('it is ready', () => street.status().folders[0]?.state === 'ready');
      mount(street);
      await deliver(street, 'NEW');
      expect(codes(street)).toContain('recover.lost');
      expect(times(street)).toEqual({ OLD: 1, NEW: 1 });
    },
  );
});

const ownFolder = ({ drop }: Street): string => join(drop, 'archive', '.heado-till');

/** Data and drop folder as version 0.1.0 left them: no marks. */
function forgetMarks(street: Street): void {
  rmSync(join(street.dataDir, 'folders.json'));
  rmSync(ownFolder(street), { recursive: true });
  const database = new DatabaseSync(databasePath(street.dataDir));
  database.exec("DELETE FROM marks WHERE name = 'data'");
  database.close();
}

describe('an update from a version without marks, the drop folder being mounted late', () => {
  async function updated(meanwhile: (street: Street) => void = () => undefined): Promise<Street> {
    const street = await openStreet();
    await street.start();
    await deliver(street, 'A');
    meanwhile(street);
    await street.heado.close();
    street.put('W.json', sale('W').body);
    await waitFor('it waits', () => street.status().outbox.waiting + street.status().outbox.inFlight === 1);
    await street.stop();
    await street.heado.reopen();
    return street;
  }

  it.each(['while it runs', 'before the next start'])('is no question: %s', async (when) => {
    const street = await updated();
    forgetMarks(street);
    unmount(street);
    await street.start();
    await waitFor('what waited goes', () => timesRegistered(street).has('W'));
    if (when === 'while it runs') mount(street);
    else await restart(street, () => mount(street));
    await deliver(street, 'B');
    expect(codes(street)).toEqual([]);
    expect(times(street)).toEqual({ A: 1, W: 1, B: 1 });
  });

  it('is a question where the data folder is an older copy, and nothing of the archive is sent', async () => {
    const street = await openStreet();
    await street.start();
    await street.settled();
    await street.stop();
    const copy = join(street.root, 'copy');
    cpSync(street.dataDir, copy, { recursive: true });
    await street.start();
    await deliver(street, 'A');
    await street.stop();
    rmSync(street.dataDir, { recursive: true });
    renameSync(copy, street.dataDir);
    forgetMarks(street);
    unmount(street);
    await street.start();
    mount(street);
    await deliver(street, 'B');
    expect(codes(street)).toContain('recover.lost');
    expect(times(street)).toEqual({ A: 1, B: 1 });
  });
});
