/** The trials of one promise: an address that somebody types never gets a key that was given for another. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { SetupInput } from '../../../src-main/contract/service.ts';
import { startSimulator, type Simulator } from '../../simulator/simulator.ts';
import { sale } from '../../street/agent-goods.ts';
import { putFile } from '../../street/agent-street.ts';
import { waitFor } from '../../support/wait-for.ts';
import { fileText, lay, settingsIn, startRun, type Laid, type Run } from './run-ui.ts';

async function stranger(): Promise<Simulator> {
  const other = await startSimulator({ seed: 3 });
  onTestFinished(() => other.close());
  return other;
}

function typedIn({ heado, drop }: Laid, change: Partial<SetupInput> = {}): SetupInput {
  const ids = { storeExtId: 'S1', cashboxExtId: 'K1' };
  return { baseUrl: heado.url, key: '', timeZone: 'Europe/Moscow', folder: drop, ...ids, ...change };
}

/** What is wrong with `input`, by the test and by saving. */
async function refusals(run: Run, input: SetupInput): Promise<readonly (string | undefined)[]> {
  const tested = await run.request('testConnection', input);
  const saved = await run.request('saveSetup', input);
  if (!tested.ok || !saved.ok) throw new Error('no answer');
  return [
    tested.value.ok ? undefined : tested.value.problem.code,
    saved.value.ok ? undefined : saved.value.problems[0]?.code,
  ];
}

describe('a key that lies there before anything is set', () => {
  it.each(['the key file', 'a systemd credential', 'the environment'])(
    'goes to no address that is typed (%s)',
    async (from) => {
      const till = await lay();
      const other = await stranger();
      const key = till.heado.deviceKey;
      const credentials = join(till.root, 'credentials');
      mkdirSync(credentials);
      if (from === 'the key file') writeFileSync(till.keyFile, `${key}\n`, { mode: 0o600 });
      if (from === 'a systemd credential') writeFileSync(join(credentials, 'device.key'), key);
      const run = await startRun(till, {
        HEADO_TILL_DATA_DIR: till.dataDir,
        CREDENTIALS_DIRECTORY: credentials,
        ...(from === 'the environment' && { HEADO_AUTH_KEY: key }),
      });
      expect(await run.request('setupState', {})).toMatchObject({ value: { hasKey: false } });
      const strange = typedIn(till, { baseUrl: other.url });
      expect(await refusals(run, strange)).toEqual(['screens.keyNotTyped', 'screens.keyNotTyped']);
      expect(run.lines).toHaveLength(1);
      expect(other.calls).toHaveLength(0);
    },
  );

  it.each(['a systemd credential', 'the environment'])(
    'which goes before every other (%s), is not led elsewhere by typing another one',
    async (from) => {
      const till = await lay();
      const other = await stranger();
      const key = till.heado.deviceKey;
      writeFileSync(join(till.root, 'device.key'), key);
      const run = await startRun(till, {
        HEADO_TILL_DATA_DIR: till.dataDir,
        ...(from === 'the environment' ? { HEADO_AUTH_KEY: key } : { CREDENTIALS_DIRECTORY: till.root }),
      });
      const strange = typedIn(till, { baseUrl: other.url, key: other.deviceKey });
      expect(await refusals(run, strange)).toEqual(['screens.keyFromOutside', 'screens.keyFromOutside']);
      expect(other.calls).toHaveLength(0);
      const right = typedIn(till, { key });
      expect(await refusals(run, right)).toEqual([undefined, undefined]);
      await run.ready();
    },
  );
});

describe('the key of a running agent', () => {
  it.each([
    ['a wrong value', { store: { timeZone: 'Europe/Moskow' } }],
    ['an unknown key', { receipts: { posKey: true } }],
  ])('goes to no other address while the settings file has %s', async (_, mistake) => {
    const till = await lay();
    const other = await stranger();
    till.configure();
    const run = await startRun(till);
    await run.ready();
    till.configure(mistake);
    expect(await run.request('setupState', {})).toMatchObject({
      value: { hasKey: true, baseUrl: till.heado.url },
    });
    const [tested] = await refusals(run, typedIn(till, { baseUrl: other.url }));
    expect(tested).toMatch(/^screens\.keyOfOtherHost|^settings\./);
    expect(other.calls).toHaveLength(0);
    putFile(till.drop, '1.json', sale('A-1').body);
    await waitFor('the receipt', () => till.heado.registered() === 1);
    expect(other.calls).toHaveLength(0);
  });

  it.each([
    ['proxy', { proxy: 'http://127.0.0.1:9' }],
    ['caFile', { caFile: '/etc/ssl/certs/strange.pem' }],
    ['devicePath', { devicePath: '/s/' }],
    ['keyFile', { keyFile: '/dev/null' }],
  ])('goes no other way that nobody put into force: %s', async (_, api) => {
    const till = await lay();
    till.configure();
    const run = await startRun(till);
    await run.ready();
    const way = { baseUrl: till.heado.url, keyFile: till.keyFile, ...api };
    till.configure({ api: way, store: { timeZone: 'Europe/Moskow' } });
    const before = till.heado.calls.length;
    const codes = await refusals(run, typedIn(till));
    for (const code of codes) expect(code).toMatch(/^(?:screens\.keyOfOtherHost|key\.)/);
    expect(till.heado.calls.length).toBe(before);
  });

  it('of a port that differs alone, is asked for', async () => {
    const till = await lay();
    const other = await stranger();
    till.configure();
    const run = await startRun(till);
    await run.ready();
    const codes = await refusals(run, typedIn(till, { baseUrl: other.url }));
    expect(codes).toEqual(['screens.keyOfOtherHost', 'screens.keyOfOtherHost']);
    expect(new URL(other.url).hostname).toBe(new URL(till.heado.url).hostname);
  });

  it("for reports stays with its server too, when the device's own key is typed for another", async () => {
    const till = await lay();
    const other = await stranger();
    const reportsKeyFile = join(till.root, 'reports.key');
    writeFileSync(reportsKeyFile, till.heado.deviceKey, { mode: 0o600 });
    till.configure({ api: { baseUrl: till.heado.url, keyFile: till.keyFile, reportsKeyFile } });
    const run = await startRun(till);
    await run.ready();
    const moved = typedIn(till, { baseUrl: other.url, key: other.deviceKey });
    expect(await refusals(run, moved)).toEqual(['screens.reportsKeyStays', 'screens.reportsKeyStays']);
    expect(settingsIn(till.configFile)).toMatchObject({ api: { baseUrl: till.heado.url } });
    expect(other.calls).toHaveLength(0);
  });
});

describe('a key of blanks', () => {
  it.each([' ', '\t\n', '\u00a0\u2003', '\ufeff'])('is refused, and the key file stays (%j)', async (key) => {
    const till = await lay();
    till.configure();
    const run = await startRun(till);
    await run.ready();
    expect(await refusals(run, typedIn(till, { key }))).toEqual(['screens.keyBlank', 'screens.keyBlank']);
    expect(fileText(till.keyFile).trim()).toBe(till.heado.deviceKey);
  });

  it('around a key that is typed is left out', async () => {
    const till = await lay();
    till.configure();
    const run = await startRun(till);
    await run.ready();
    const { deviceKey } = till.heado;
    expect(await refusals(run, typedIn(till, { key: ` ${deviceKey}\t` }))).toEqual([undefined, undefined]);
    expect(fileText(till.keyFile)).toBe(`${deviceKey}\n`);
  });
});
