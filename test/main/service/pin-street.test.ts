/** The PIN of a whole run: from the setup window, in old and new settings files, over restarts; and who looks on. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import type { SetupInput } from '../../../src-main/contract/service.ts';
import { controlClient } from '../../../src-main/core/control/client.ts';
import { formatIds } from '../../../src-main/formats/detect.ts';
import { runAgent } from '../../../src-main/hosts/service/run-agent.ts';
import { loadSettings } from '../../../src-main/settings/load.ts';
import { hashPin, isPinOf } from '../../../src-main/settings/pin-hash.ts';
import { waitFor } from '../../support/wait-for.ts';
import { ask, cookieOf, layScreens, postJson, readEvents } from './browser.ts';
import { fileText, lay, settingsIn, startRun, type Laid, type Run } from './run-ui.ts';

const PIN = '4831';

function typedIn({ heado, drop }: Laid, change: Partial<SetupInput> = {}): SetupInput {
  const ids = { storeExtId: 'S1', cashboxExtId: 'K1' };
  return { baseUrl: heado.url, key: '', timeZone: 'Europe/Moscow', folder: drop, ...ids, ...change };
}

const section = z.record(z.string(), z.unknown());

function widgetIn(path: string): Readonly<Record<string, unknown>> {
  return section.parse(settingsIn(path)['widget']);
}

const opens = async (run: Run, pin: string): Promise<boolean> => (await run.request('unlock', { pin })).ok;

describe('the setup window', () => {
  it('sets a PIN, which lies in the settings as a hash and opens the service view from then on', async () => {
    const till = await lay();
    const run = await startRun(till, { HEADO_TILL_DATA_DIR: till.dataDir });
    const input = typedIn(till, { key: till.heado.deviceKey, pin: PIN });
    expect(await run.request('saveSetup', { ...input, pin: '12' })).toMatchObject({
      value: { ok: false, problems: [{ field: 'pin', code: 'settings.wrongValue' }] },
    });
    expect(await run.request('saveSetup', input)).toMatchObject({ value: { ok: true } });
    await run.ready();
    expect(fileText(till.configFile)).not.toContain(PIN);
    const { pinHash } = widgetIn(till.configFile);
    expect(await isPinOf(PIN, String(pinHash))).toBe(true);
    // Whoever set it goes on: the wizard has one more step.
    await waitFor('the agent with the PIN', async () => {
      const state = await run.request('setupState', {});
      return state.ok && state.value.hasPin;
    });
    expect(await run.request('sendTestReceipt', {})).toMatchObject({ ok: true });
    await waitFor('the PIN is asked for', async () => !(await opens(run, '')));
    expect(await run.request('serviceState', {})).toMatchObject({ refusal: { reason: 'locked' } });
    expect(await opens(run, PIN)).toBe(true);
    expect(await run.request('serviceState', {})).toMatchObject({ value: { hasPin: true } });
    expect(await run.request('setupState', {})).toMatchObject({ value: { hasPin: true } });
    expect(await run.request('saveSetup', typedIn(till))).toMatchObject({ value: { ok: true } });
    expect(widgetIn(till.configFile)).toEqual({ pinHash });
  });

  it('hashes a PIN in plain text when it saves, and it stays the same PIN', async () => {
    const till = await lay();
    till.configure({ widget: { locale: 'en', pin: PIN } });
    const run = await startRun(till);
    await run.ready();
    expect(await opens(run, PIN)).toBe(true);
    expect(await run.request('saveSetup', typedIn(till))).toMatchObject({ value: { ok: true } });
    expect(fileText(till.configFile)).not.toContain(PIN);
    await waitFor('the PIN opens again', async () => opens(run, PIN));
    expect(await opens(run, '1111')).toBe(false);
  });

  it('hashes it when the look of the screens is kept, too', async () => {
    const till = await lay();
    till.configure({ widget: { locale: 'en', pin: PIN } });
    const run = await startRun(till);
    await run.ready();
    await opens(run, PIN);
    expect(await run.request('changeLook', { theme: 'dark', hideMoney: true })).toMatchObject({ ok: true });
    expect(widgetIn(till.configFile)).toMatchObject({ theme: 'dark', hideMoney: true, locale: 'en' });
    expect(fileText(till.configFile)).not.toContain(PIN);
  });

  it('knows wrong PINs again after a restart while there is no agent, by the cookie and by a new address', async () => {
    const till = await lay();
    till.configure({ widget: { locale: 'en', pinHash: hashPin(PIN) } });
    mkdirSync(till.dataDir, { mode: 0o700 });
    writeFileSync(till.keyFile, '');
    const first = await startRun(till);
    expect(await first.request('unlock', { pin: '0000' })).toMatchObject({ refusal: { retryInMs: 1_000 } });
    await first.stop();
    const second = await startRun(till);
    const known = await postJson(second.port, '/api/unlock', first.cookie, { pin: PIN });
    expect(JSON.parse(known.body)).toMatchObject({ ok: false, refusal: { reason: 'locked' } });
    expect(await second.request('unlock', { pin: '0000' })).toMatchObject({ refusal: { retryInMs: 2_000 } });
    await second.stop();
    const third = await startRun(till);
    expect(await opens(third, PIN)).toBe(true);
  });
});

describe("the user's own settings file", () => {
  it('opens no service view and shows no hidden money; what it may change it changes', async () => {
    const till = await lay();
    till.configure({ widget: { locale: 'en', pin: PIN, hideMoney: true, hideOthersMoney: true } });
    const userFile = join(till.root, 'user.json');
    const guards = { pin: '1111', pinHash: hashPin('1111'), hideMoney: false, hideOthersMoney: false };
    writeFileSync(userFile, JSON.stringify({ widget: { ...guards, theme: 'light' } }));
    const run = await startWith(till, userFile);
    const screen = await run.see();
    expect(screen).toMatchObject({ hideMoney: true, hideOthersMoney: true, theme: 'light' });
    expect(await run.ask('unlock', { pin: '1111' })).toMatchObject({ refusal: { reason: 'locked' } });
    await waitFor('the pause is over', async () => (await run.ask('unlock', { pin: PIN }))['ok'] === true);
    expect(await run.ask('changeLook', { hideMoney: false, theme: 'dark' })).toMatchObject({ ok: true });
    expect(widgetIn(till.configFile)).toMatchObject({ hideMoney: false });
    expect(widgetIn(userFile)).toEqual({
      theme: 'dark',
      hideMoney: false,
      hideOthersMoney: false,
      pinHash: guards.pinHash,
    });
  });
});

describe('the open screens', () => {
  it('are listed with what is known of them, and all but the own one can be ended at once', async () => {
    const till = await lay();
    till.configure({ widget: { locale: 'en', pin: PIN } });
    const run = await startRun(till);
    await run.ready();
    await opens(run, PIN);
    const chrome =
      'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36';
    const others: string[] = [];
    for (const agent of [chrome, '<script>Firefox/99</script>']) {
      const address = await freshAddress(till);
      const entered = await ask(run.port, address.pathname + address.search, {
        headers: { 'user-agent': agent },
      });
      others.push(cookieOf(entered));
    }
    const [kiosk = '', other = ''] = others;
    const stream = await readEvents(run.port, { cookie: kiosk });
    await waitFor('the stream', () => stream.events().length > 0);
    const listed = await run.request('sessions', {});
    if (!listed.ok) throw new Error('no list');
    expect(listed.value.rows).toHaveLength(3);
    const rows = [...listed.value.rows].sort((one, two) => one.browser.localeCompare(two.browser));
    expect(rows).toMatchObject([
      { browser: '', isOwn: true, isOpen: false },
      { browser: 'Chrome 140', isOwn: false, isOpen: true },
      { browser: 'Firefox 99', isOwn: false, isOpen: false },
    ]);
    for (const { sinceMs, seenMs } of rows)
      expect(Math.abs((seenMs ?? 0) - (sinceMs ?? 0))).toBeLessThan(600_000);
    for (const secret of [...others, run.cookie])
      expect(JSON.stringify(rows)).not.toContain(secret.split('=')[1]);
    expect(await run.request('endSessions', {})).toEqual({ ok: true, value: { ended: 2 } });
    await stream.ended;
    for (const cookie of others) {
      expect((await ask(run.port, '/', { headers: { cookie } })).status).toBe(401);
      expect((await ask(run.port, '/api/events', { headers: { cookie } })).status).toBe(401);
    }
    expect(fileText(join(till.dataDir, 'sessions.json'))).not.toContain('Chrome');
    expect((await run.request('sessions', {})).ok).toBe(true);
    expect(other).not.toBe('');
    await run.stop();
    const again = await startRun(till);
    expect((await ask(again.port, '/', { headers: { cookie: kiosk } })).status).toBe(401);
    expect((await ask(again.port, '/', { headers: { cookie: run.cookie } })).status).toBe(200);
  });
});

async function freshAddress({ dataDir }: Laid): Promise<URL> {
  const answer = await controlClient(dataDir).ask('ui-url', {});
  if (!answer.ok) throw new Error(answer.error.code);
  return new URL(answer.value.address);
}

interface Layered {
  ask(name: string, argument: unknown): Promise<Readonly<Record<string, unknown>>>;
  /** The look of the first snapshot. */
  see(): Promise<unknown>;
}

/** A run with a machine's file and a user's file. */
async function startWith(till: Laid, userFile: string): Promise<Layered> {
  const { configFile: machineFile } = till;
  const lines: string[] = [];
  const stopper = new AbortController();
  const ran = runAgent({
    load: () => loadSettings({ machineFile, userFile, env: {}, formats: formatIds }),
    env: {},
    print: (line) => lines.push(line),
    stop: stopper.signal,
    ui: {
      port: 0,
      place: { configFile: machineFile, env: {}, formats: formatIds },
      lookFile: userFile,
      assets: layScreens(),
    },
  });
  onTestFinished(async () => {
    stopper.abort();
    await ran;
  });
  await waitFor('the agent', () => lines.some((line) => line.startsWith('ready ')));
  const address = new URL(lines[0]?.slice('ui '.length) ?? '');
  const port = Number(address.port);
  const cookie = cookieOf(await ask(port, address.pathname + address.search));
  return {
    ask: async (name, argument) =>
      section.parse(JSON.parse((await postJson(port, `/api/${name}`, cookie, argument)).body)),
    async see() {
      const reader = await readEvents(port, { cookie });
      await waitFor('a snapshot', () => reader.events().length > 1);
      return section.parse(JSON.parse(reader.events()[1]?.data ?? '{}'))['look'];
    },
  };
}
