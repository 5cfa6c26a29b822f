/** Owns: what is done to a drop folder before it is known whose it is: nothing. */
import {
  chownSync,
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { systemClock } from '../../src-main/base/clock.ts';
import { openLocalOperations } from '../../src-main/core/local.ts';
import { settingsOfAgent } from '../../src-main/core/marks/in-force.ts';
import { onlyAsRoot } from '../support/only-where.ts';
import { POS_GID, POS_UID } from '../support/other-user.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { waitFor } from '../support/wait-for.ts';
import { sale } from './agent-goods.ts';
import { timesRegistered } from './agent-loss.ts';
import { leaveStreets, openStreet, readSettings, type Street } from './agent-street.ts';

afterEach(leaveStreets);

function codes(street: Street): string[] {
  return street.status().problems.map(({ problem }) => problem.code);
}

async function deliver(street: Street, name: string): Promise<void> {
  street.put(`${name}.json`, sale(name).body);
  await street.settled();
}

/** An ended agent with one receipt that waits. */
async function waitingStreet(): Promise<Street> {
  const street = await openStreet();
  await street.start();
  await deliver(street, 'A');
  await street.heado.close();
  street.put('B.json', sale('B').body);
  await waitFor('it is taken', () => street.status().outbox.inFlight === 1);
  await street.stop();
  return street;
}

const ours = ({ drop }: Street): string => join(drop, 'archive', '.heado-till');

it("nothing is written into another agent's folder", async () => {
  const theirs = await openStreet();
  await theirs.start();
  await deliver(theirs, 'A');
  await theirs.stop();
  const holder = join(ours(theirs), 'holder.json');
  const look = (): unknown => [
    readFileSync(holder, 'utf8'),
    statSync(holder).ino,
    readdirSync(ours(theirs)).sort(),
  ];
  const before = look();
  const street = await openStreet();
  await street.start();
  await deliver(street, 'B');
  await street.stop();
  street.configure({ drop: { folders: [{ path: street.drop }, { path: theirs.drop }], rescanMs: 1_000 } });
  await street.start();
  await waitFor('it is told', () => codes(street).includes('folder.markForeign'));
  await street.stop();
  expect(look()).toEqual(before);
});

it.each(['', '{"form":1'])(
  'a mount point gets no mark when what the data folder knew of it is damaged (%j)',
  async (left) => {
    const street = await waitingStreet();
    writeFileSync(join(street.dataDir, 'folders.json'), left);
    const mounted = join(street.root, 'mounted');
    renameSync(street.drop, mounted);
    mkdirSync(street.drop);
    await street.heado.reopen();
    for (let starts = 0; starts < 2; starts += 1) {
      await street.start();
      await waitFor('it is told', () => codes(street).includes('folder.markMissing'));
      expect(readdirSync(street.drop)).toEqual([]);
      expect(street.status().outbox.doubtful).toBe(1);
      await street.stop();
    }
    rmSync(street.drop, { recursive: true });
    renameSync(mounted, street.drop);
    await street.start();
    await deliver(street, 'C');
    expect(Object.fromEntries(timesRegistered(street))).toEqual({ A: 1, B: 1, C: 1 });
    expect(codes(street)).toEqual([]);
  },
);

it('showing what recover would do changes nothing', async () => {
  const street = await waitingStreet();
  const backup = join(street.root, 'backup');
  cpSync(street.dataDir, backup, { recursive: true });
  await street.heado.reopen();
  await street.start();
  await deliver(street, 'C');
  await street.stop();
  rmSync(street.dataDir, { recursive: true });
  renameSync(backup, street.dataDir);
  const mounted = join(street.root, 'mounted');
  renameSync(street.drop, mounted);
  // Renamed in the settings, too, and not looked at by the agent itself once it is there.
  const renamed = join(street.root, 'renamed');
  writeFileSync(renamed, '');
  street.configure({ drop: { folders: [{ path: renamed }], rescanMs: 600_000 } });
  await street.start();
  await waitFor('the agent has looked', () => codes(street).includes('folder.notAFolder'));
  rmSync(renamed);
  renameSync(mounted, renamed);
  const twin = join(street.dataDir, 'folders.json');
  const before = [readFileSync(twin, 'utf8'), street.status().outbox];
  const { operations } = street.agent();
  for (let times = 0; times < 2; times += 1)
    expect(await operations.recover({ choice: 'show' })).toMatchObject({
      value: {
        open: 2,
        folders: [{ path: renamed, question: 'ahead', unknown: { receipts: 1 } }, { doubtful: 1 }],
      },
    });
  expect([readFileSync(twin, 'utf8'), street.status().outbox]).toEqual(before);
  expect(await operations.recover({ choice: 'resend' })).toMatchObject({ value: { open: 0 } });
});

onlyAsRoot('to act as two users').describe(
  "a command of root's, where the data folder of the settings was never used",
  () => {
    async function ownedBy(uid: number): Promise<{ street: Street; wanted: string }> {
      const street = await waitingStreet();
      for (const name of readdirSync(street.root, { recursive: true, encoding: 'utf8' }))
        chownSync(join(street.root, name), uid, POS_GID);
      const wanted = join(tempFolder(), 'elsewhere');
      street.configure({ dataDir: wanted });
      return { street, wanted };
    }
    const served = ({ root }: Street): string =>
      settingsOfAgent({ ...readSettings(join(root, 'config.json')) }).dataDir;

    it("is not led to a data folder by a mark of the POS's", async () => {
      const { street, wanted } = await ownedBy(POS_UID);
      expect(served(street)).toBe(wanted);
    });

    it("believes root's marks, and those of the owner of the data folder that the settings name", async () => {
      const own = await ownedBy(0);
      expect(served(own.street)).toBe(own.street.dataDir);
      const agents = await ownedBy(POS_UID);
      mkdirSync(agents.wanted);
      chownSync(agents.wanted, POS_UID, POS_GID);
      expect(served(agents.street)).toBe(agents.street.dataDir);
    });
  },
);

for (const below of ['archive/.heado-till', 'archive'])
  onlyAsRoot('to give the folder to another user').it(
    `an agent of another user that has ${below} is told as that user's, with what gives it to this one`,
    async () => {
      const street = await waitingStreet();
      const place = join(street.drop, below);
      chownSync(place, POS_UID, POS_GID);
      await street.start();
      await waitFor('it is told', () => codes(street).includes('folder.markOfOther'));
      const told = street.status().problems.find(({ problem }) => problem.code === 'folder.markOfOther');
      const command = `mv -T ${place} ${place}.foreign`;
      expect(told?.problem.values).toMatchObject({ path: street.drop, owner: POS_UID, command });
    },
  );

it('what a person decides about a lost archive is refused while that is not mounted', async () => {
  const street = await waitingStreet();
  rmSync(street.dataDir, { recursive: true });
  await street.start();
  await waitFor('it is asked', () => codes(street).includes('recover.lost'));
  await street.stop();
  const mounted = join(street.root, 'mounted');
  renameSync(street.drop, mounted);
  mkdirSync(street.drop);
  const command = await openLocalOperations({
    settings: readSettings(join(street.root, 'config.json')),
    env: {},
    clock: systemClock,
  });
  if (!command.ok) throw new Error(command.error.code);
  for (const choice of ['accept', 'resend'] as const)
    expect(await command.value.recover({ choice })).toMatchObject({
      value: { open: 1, folders: [{ problem: { code: 'recover.away' } }] },
    });
  await command.value.close();
  expect(readdirSync(street.drop)).toEqual([]);
  rmSync(street.drop, { recursive: true });
  renameSync(mounted, street.drop);
  await street.heado.reopen();
  await street.start();
  const { recover } = street.agent().operations;
  expect(await recover({ choice: 'resend' })).toMatchObject({ value: { open: 0 } });
  await waitFor('all are at HEADO', () => timesRegistered(street).has('B'));
});
