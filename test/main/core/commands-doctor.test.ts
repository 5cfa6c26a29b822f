import { chmodSync, chownSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { systemClock } from '../../../src-main/base/clock.ts';
import { databasePath } from '../../../src-main/outbox/open.ts';
import { fiscal, HOUR_MS, MINUTE_MS, sale } from '../../street/agent-goods.ts';
import { leaveStreets, openStreet, type Street, type StreetOptions } from '../../street/agent-street.ts';
import { runCommand } from '../../support/agent-process.ts';
import { waitFor } from '../../support/wait-for.ts';
import { say } from './command-line.ts';

afterAll(leaveStreets);

const findingsSchema = z.object({
  checks: z.array(
    z.object({
      check: z.string(),
      verdict: z.enum(['ok', 'warning', 'error']),
      problem: z.object({ code: z.string(), values: z.record(z.string(), z.unknown()) }).nullable(),
      text: z.string().optional(),
    }),
  ),
});

interface Examined {
  readonly code: number;
  /** `check verdict problem` of everything that is not well; the zone of this machine is no matter. */
  readonly found: readonly string[];
  readonly texts: string;
}

async function doctor({ root }: Street, ...options: string[]): Promise<Examined> {
  const { code, out } = await say(join(root, 'config.json'), ['doctor', '--json', ...options]);
  const { checks } = findingsSchema.parse(JSON.parse(out));
  const found = checks.filter(({ verdict, check }) => verdict !== 'ok' && check !== 'zone');
  return {
    code,
    found: found.map(({ check, verdict, problem }) => `${check} ${verdict} ${problem?.code ?? ''}`),
    texts: found.map(({ text }) => text).join('\n'),
  };
}

/** A till whose agent ran once and ended in good order: its data folder is there. */
async function usedTill(options: StreetOptions = {}): Promise<Street> {
  const street = await openStreet(options);
  await street.open();
  await street.stop();
  return street;
}

/** Makes a user without rights the owner of the data folder and of the key, as an installed agent's is. */
function giveAway({ root, dataDir, keyFile }: Street): void {
  chmodSync(root, 0o755);
  const inside = readdirSync(dataDir, { recursive: true, encoding: 'utf8' }).map((name) =>
    join(dataDir, name),
  );
  for (const path of [dataDir, keyFile, ...inside]) chownSync(path, NOBODY, NOBODY);
}

const NOBODY = 65_534;
const nobodyRuns = 'agent warning doctor.agentAbsent';

describe('doctor finds', () => {
  it('nothing but that no agent runs on a sound till', async () => {
    expect(await doctor(await usedTill(), '--deep')).toMatchObject({ code: 0, found: [nobodyRuns] });
  });

  it('a key that HEADO refuses, one that is missing, one that cannot be one', async () => {
    const street = await usedTill();
    writeFileSync(street.keyFile, 'some-other-key-0123456789\n');
    expect(await doctor(street)).toMatchObject({
      code: 1,
      found: ['api error api.keyRefused', nobodyRuns],
    });
    writeFileSync(street.keyFile, 'two words\n');
    expect((await doctor(street)).found).toEqual(['key error key.malformed', nobodyRuns]);
    rmSync(street.keyFile);
    const missing = await doctor(street);
    expect(missing).toMatchObject({ code: 1, found: ['key error key.missing', nobodyRuns] });
    expect(missing.texts).toContain(street.keyFile);
  });

  it('a wrong host: a name that does not exist, a port where nobody listens, an address that is no API', async () => {
    const street = await usedTill();
    const examine = async (api: Readonly<Record<string, string>>): Promise<readonly string[]> => {
      street.configure({ api: { keyFile: street.keyFile, baseUrl: street.heado.url, ...api } });
      return (await doctor(street)).found;
    };
    const [unknown] = await examine({ baseUrl: 'https://does-not-exist.invalid' });
    expect(unknown).toMatch(/^api error api\.(nameNotFound|proxyFailed)$/);
    expect(await examine({ devicePath: '/elsewhere/' })).toEqual(['api error api.addressWrong', nobodyRuns]);
    await street.heado.close();
    expect(await examine({})).toEqual(['api error api.connectionRefused', nobodyRuns]);
  });

  it('a drop folder that is missing, and what is no folder', async () => {
    const street = await usedTill();
    rmSync(street.drop, { recursive: true });
    const missing = await doctor(street);
    expect(missing.found).toEqual(['folders error folder.missing', nobodyRuns]);
    expect(missing.texts).toContain(street.drop);
    writeFileSync(street.drop, 'a file');
    expect((await doctor(street)).found).toEqual(['folders error folder.notAFolder', nobodyRuns]);
  });

  it('a drop folder that the owner of the data folder cannot write', async () => {
    const street = await usedTill();
    chmodSync(street.drop, 0o555);
    if (process.getuid?.() === 0) giveAway(street);
    // The built program: as root it becomes the owner of the data folder, whose rights are what counts.
    const till = { ...street, configFile: join(street.root, 'config.json') };
    const { code, stdout } = await runCommand(till, ['doctor', '--lang', 'en']);
    expect(code).toBe(1);
    expect(stdout).toMatch(/✗ drop folders: .*drop/);
    expect(stdout).toContain('✓ data folder');
    chmodSync(street.drop, 0o755);
  });

  it('a clock that is off', async () => {
    const street = await usedTill({ heado: { now: () => Date.now() - HOUR_MS } });
    const { code, found, texts } = await doctor(street);
    expect([code, found]).toEqual([1, ['clock error status.clockDiffers', nobodyRuns]]);
    expect(texts).toMatch(/1 h|60 min|3600/);
  });

  it('two formats on one till; receipts that HEADO did not count', async () => {
    const street = await openStreet();
    await street.start();
    street.heado.behave({ act: { name: 'undercount', by: 1 } });
    street.put('1.json', sale('A-1').body);
    await waitFor('it is unconfirmed', () => street.status().outbox.unconfirmed === 1);
    street.put('2.json', fiscal(8).body);
    await street.settled();
    await street.stop();
    const { code, found, texts } = await doctor(street);
    expect([code, found]).toEqual([
      0,
      [nobodyRuns, 'formats warning doctor.twoFormats', 'delivery warning status.unconfirmed'],
    ]);
    expect(texts).toContain('heado-json, ofd-json');
    const resent = await say(join(street.root, 'config.json'), ['receipts', 'resend', 'A-1']);
    expect(resent.code).toBe(0);
    await street.start();
    await waitFor('it is confirmed', () => street.heado.registered() === 3);
    await street.settled();
    expect(street.status().outbox).toMatchObject({ unconfirmed: 0, delivered: 2 });
  });

  it('a receipt that waits too long, records that wait for a person', async () => {
    // To the agent it is twenty minutes ago.
    const clock = { ...systemClock, now: () => Date.now() - 20 * MINUTE_MS };
    const street = await openStreet({ clock });
    await street.heado.close();
    await street.start();
    street.put('1.json', sale('A-1').body);
    street.put('2.json', { ...sale('BAD-1').body, amount: 1 });
    street.put('3.json', '{"broken":: 1}');
    await waitFor('all are taken', () => street.status().quarantine.open === 2);
    await street.stop();
    const { found, texts } = await doctor(street);
    expect(found).toEqual([
      'api error api.connectionRefused',
      nobodyRuns,
      'delivery error status.late',
      'quarantine warning status.quarantine',
    ]);
    expect(texts).toContain('quarantine: 2');
  });

  it('a byte of a payload that turned on the disk, with --deep', async () => {
    const street = await openStreet();
    await street.start();
    // The end of the chain is verified at every start; this one lies far before it.
    for (let file = 0; file < 6; file += 1) {
      const numbers = Array.from({ length: 100 }, (_, index) => file * 100 + index);
      street.put(
        `${file}.json`,
        numbers.map((number) => sale(`N-${number}`).body),
      );
    }
    await street.settled();
    await street.stop();
    const database = new DatabaseSync(databasePath(street.dataDir));
    database.exec("UPDATE payloads SET payload = replace(payload, 'N-7\"', 'N-8\"') WHERE seq = 8");
    database.close();
    expect(await doctor(street)).toMatchObject({ code: 0, found: [nobodyRuns] });
    const deep = await doctor(street, '--deep');
    expect(deep).toMatchObject({ code: 1, found: [nobodyRuns, 'chain error doctor.chainBroken'] });
    expect(deep.texts).toContain('8');
  });

  it('settings that contradict each other before anything else, and ends with 3', async () => {
    const street = await usedTill();
    street.configure({ dataDir: join(street.drop, 'data') });
    const { code, err } = await say(join(street.root, 'config.json'), ['doctor']);
    expect(code).toBe(3);
    expect(err).toContain('lie within each other');
  });
});
