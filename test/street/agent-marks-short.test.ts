/** Owns: what a rebuild makes of an archive in which files are not there that the mark of the folder speaks of. */
import {
  appendFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { databasePath } from '../../src-main/outbox/open.ts';
import { waitFor } from '../support/wait-for.ts';
import { sale } from './agent-goods.ts';
import { timesRegistered } from './agent-loss.ts';
import { leaveStreets, openStreet, type Street } from './agent-street.ts';

afterEach(leaveStreets);

const WAITING = ['W-1', 'W-2', 'W-3', 'W-4', 'W-5', 'W-6'];

function codes(street: Street): string[] {
  return street.status().problems.map(({ problem }) => problem.code);
}

async function deliver(street: Street, names: readonly string[]): Promise<void> {
  for (const name of names) street.put(`${name}.json`, sale(name).body);
  await street.settled();
}

/** An agent that ended with all of `WAITING` in its archive, beside one that is delivered. */
async function ended(): Promise<Street> {
  const street = await openStreet();
  await street.start();
  await deliver(street, ['A']);
  await street.heado.close();
  for (const name of WAITING) street.put(`${name}.json`, sale(name).body);
  await waitFor('they are taken', () => {
    const { waiting, inFlight } = street.status().outbox;
    return waiting + inFlight === WAITING.length;
  });
  await street.stop();
  await street.heado.reopen();
  return street;
}

function removeDatabase({ dataDir }: Street): void {
  for (const suffix of ['', '-wal', '-shm']) rmSync(databasePath(dataDir) + suffix, { force: true });
}

function damageDatabase(street: Street): void {
  removeDatabase(street);
  writeFileSync(databasePath(street.dataDir), 'This is no database.\n'.repeat(500));
}

function dayOf({ drop }: Street): string {
  const archive = join(drop, 'archive');
  return join(archive, readdirSync(archive).find((name) => /^\d{4}-\d\d-\d\d$/.test(name)) ?? '');
}

/** Takes these files, or their whole day, out of the archive. Answers how to put them back. */
function takeAway(street: Street, names: readonly string[] | 'all'): () => void {
  const day = dayOf(street);
  const aside = join(street.root, 'aside');
  if (names === 'all') {
    renameSync(day, aside);
    return () => {
      if (readdirSync(join(street.drop, 'archive')).some((name) => day.endsWith(name)))
        for (const name of readdirSync(aside)) renameSync(join(aside, name), join(day, name));
      else renameSync(aside, day);
    };
  }
  mkdirSync(aside);
  for (const name of names) renameSync(join(day, `${name}.json`), join(aside, `${name}.json`));
  return () => {
    for (const name of names) renameSync(join(aside, `${name}.json`), join(day, `${name}.json`));
  };
}

const once = (names: readonly string[]): Record<string, number> =>
  Object.fromEntries(names.map((name) => [name, 1]));

const HALF = ['W-1', 'W-3', 'W-5'];
const damages = [
  ['damaged', damageDatabase],
  ['deleted', removeDatabase],
] as const;
const absences = [
  ['its day', 'all'],
  ['half of its files', HALF],
] as const;

describe.each(damages)('a database that was %s', (_damage, damage) => {
  describe.each(absences)('while %s of the archive is away', (_absence, names) => {
    it.each(['while it runs', 'before it starts again'] as const)(
      'is told to lack them, new files go, and they are sent when they are back (%s)',
      async (when) => {
        const street = await ended();
        damage(street);
        const putBack = takeAway(street, names);
        await street.start();
        const there = names === 'all' ? [] : WAITING.filter((name) => !names.includes(name));
        await deliver(street, ['NEW-1']);
        expect(Object.fromEntries(timesRegistered(street))).toEqual(once(['A', ...there, 'NEW-1']));
        expect(codes(street)).toContain('recover.unread');
        await street.stop();
        await street.start();
        await deliver(street, ['NEW-2']);
        expect(codes(street)).toContain('recover.unread');
        if (when === 'before it starts again') {
          await street.stop();
          putBack();
          await street.start();
        } else putBack();
        await waitFor('all are at HEADO', () => timesRegistered(street).size === WAITING.length + 3);
        await waitFor('nothing is asked any more', () => codes(street).length === 0);
        await street.settled();
        const all = ['A', ...WAITING, 'NEW-1', 'NEW-2'];
        expect(Object.fromEntries(timesRegistered(street))).toEqual(once(all));
      },
    );
  });
});

it('what lacks files of the archive stays open when a person sends what is there, until one accepts it', async () => {
  const street = await ended();
  removeDatabase(street);
  takeAway(street, HALF);
  await street.start();
  await street.settled();
  const { recover } = street.agent().operations;
  expect(await recover({ choice: 'resend' })).toMatchObject({
    value: { open: 1, folders: [{ problem: { code: 'recover.partly' } }] },
  });
  expect(codes(street)).toContain('recover.unread');
  expect(await recover({ choice: 'accept' })).toMatchObject({ value: { open: 0 } });
  expect(codes(street)).toEqual([]);
  await street.stop();
  await street.start();
  expect(codes(street)).toEqual([]);
});

describe('a rebuild misses nothing', () => {
  it('of files that were cleaned from the archive after HEADO had them', async () => {
    const street = await ended();
    takeAway(street, ['A']);
    removeDatabase(street);
    await street.start();
    expect(codes(street)).toEqual([]);
    await street.settled();
    expect(Object.fromEntries(timesRegistered(street))).toEqual(once(['A', ...WAITING]));
  });

  it('of files whose delivery came after the mark was written', async () => {
    const street = await ended();
    const mark = join(street.drop, 'archive', '.heado-till', 'mark');
    const before = readFileSync(mark, 'utf8');
    await street.start();
    await street.settled();
    await street.stop();
    writeFileSync(mark, before);
    takeAway(street, WAITING);
    removeDatabase(street);
    await street.start();
    expect(codes(street)).toEqual([]);
  });

  it('of files that a killed process had taken and not moved yet', async () => {
    const street = await ended();
    renameSync(join(dayOf(street), 'W-6.json'), join(street.drop, 'W-6.json'));
    removeDatabase(street);
    await street.start();
    await waitFor('all are at HEADO', () => timesRegistered(street).size === WAITING.length + 1);
    await waitFor('nothing is asked', () => codes(street).length === 0);
  });

  it('of records that a person gave up or that are wrong', async () => {
    const street = await openStreet();
    await street.start();
    street.put('wrong.json', { ...sale('WRONG').body, amount: 1 });
    await waitFor('it is told', () => street.status().quarantine.open === 1);
    appendFileSync(join(street.drop, 'cut.ndjson'), `${JSON.stringify(sale('L-1').body)}\n{"extId"`);
    await waitFor('it is taken', () => timesRegistered(street).has('L-1'));
    await street.stop();
    removeDatabase(street);
    await street.start();
    await street.settled();
    expect(codes(street)).not.toContain('recover.unread');
  });
});
