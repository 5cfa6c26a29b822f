import { existsSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { SetupInput } from '../../../src-main/contract/service.ts';
import { startSimulator } from '../../simulator/simulator.ts';
import { sale } from '../../street/agent-goods.ts';
import { putFile } from '../../street/agent-street.ts';
import { waitFor } from '../../support/wait-for.ts';
import { fileText, lay, settingsIn, startRun, type Laid } from './run-ui.ts';

const env = ({ dataDir }: Laid): Readonly<Record<string, string>> => ({ HEADO_TILL_DATA_DIR: dataDir });

function inputOf({ heado, root }: Laid, change: Partial<SetupInput> = {}): SetupInput {
  return {
    baseUrl: heado.url,
    key: heado.deviceKey,
    timeZone: 'Europe/Moscow',
    folder: join(root, 'new drop'),
    storeExtId: 'S1',
    cashboxExtId: 'K1',
    ...change,
  };
}

describe('a till with nothing', () => {
  it('comes from the setup window to its first receipt in one process', async () => {
    const till = await lay();
    const run = await startRun(till, env(till));
    const screen = await run.look();
    expect((await screen.see('the wizard', () => true)).stage).toBe('setup');
    expect(await run.request('setupState', {})).toMatchObject({
      ok: true,
      value: { hasKey: false, baseUrl: 'https://api.heado.ru', canSave: true, canSendTest: false },
    });
    expect(await run.request('testConnection', inputOf(till))).toMatchObject({
      ok: true,
      value: { ok: true },
    });
    expect(existsSync(till.configFile) || existsSync(till.keyFile)).toBe(false);
    expect(run.lines).toHaveLength(1);

    expect(await run.request('saveSetup', inputOf(till))).toEqual({ ok: true, value: { ok: true } });
    await run.ready();
    await screen.see('the working agent', ({ stage }) => stage === 'working');
    expect(statSync(till.configFile).mode & 0o777).toBe(0o600);
    expect(statSync(till.keyFile).mode & 0o777).toBe(0o600);
    expect(fileText(till.keyFile).trim()).toBe(till.heado.deviceKey);
    expect(fileText(till.configFile)).not.toContain(till.heado.deviceKey);

    const sent = await run.request('sendTestReceipt', {});
    expect(sent).toMatchObject({ ok: true });
    await waitFor('the receipt', () => till.heado.registered() === 1);
    expect(await run.stop()).toEqual({ ok: true, value: undefined });
    expect(run.lines.map((line) => line.split(' ')[0])).toEqual(['ui', 'ready']);
  });

  it('with settings and without a key waits for the key, also where a person puts the file there', async () => {
    const till = await lay();
    till.configure();
    writeFileSync(till.keyFile, '');
    const run = await startRun(till);
    const screen = await run.look();
    expect((await screen.see('the wizard', () => true)).stage).toBe('setup');
    expect(await run.request('setupState', {})).toMatchObject({
      value: { hasKey: false, baseUrl: till.heado.url, folder: till.drop, storeExtId: 'S1' },
    });
    for (const name of ['serviceState', 'diagnostics'] as const)
      expect(await run.request(name, {})).toMatchObject({ ok: false, refusal: { reason: 'refused' } });
    await run.request('saveSetup', inputOf(till, { folder: till.drop, cashboxExtId: '' }));
    await run.ready();
    const { store, retry } = settingsIn(till.configFile);
    expect(store).toEqual({ timeZone: 'Europe/Moscow', storeExtId: 'S1' });
    expect(retry).toMatchObject({ capMs: 1_000 });
  });

  it('ends in good order while it waits', async () => {
    const till = await lay();
    const run = await startRun(till, env(till));
    expect(await run.stop()).toEqual({ ok: true, value: undefined });
    expect(run.lines).toHaveLength(1);
  });
});

describe('a till that works', () => {
  it('takes a new key from the setup window, though nothing else changed', async () => {
    const till = await lay();
    till.configure();
    till.heado.setTerminal(till.heado.deviceKey, 'blocked');
    const run = await startRun(till);
    await run.ready();
    putFile(till.drop, '1.json', sale('A-1').body);
    const screen = await run.look();
    await screen.see('the refusal', ({ notices }) => notices.some(({ kind }) => kind === 'keyRefused'));
    till.heado.heal();
    const same = inputOf(till, { folder: till.drop });
    expect(await run.request('saveSetup', same)).toMatchObject({ ok: true, value: { ok: true } });
    await waitFor('the receipt', () => till.heado.registered() === 1);
    await screen.see('all is well', ({ link, queue }) => link === 'ok' && queue.waiting === 0);
    expect(run.lines.filter((line) => line.startsWith('ready '))).toHaveLength(1);
  });

  it('keeps its screens while other settings are taken up', async () => {
    const till = await lay();
    till.configure();
    const run = await startRun(till);
    await run.ready();
    const screen = await run.look();
    const another = inputOf(till, { folder: join(till.root, 'other'), key: '' });
    expect(await run.request('saveSetup', another)).toMatchObject({ ok: true, value: { ok: true } });
    await waitFor('the new folder is watched', async () => {
      const state = await run.request('serviceState', {});
      return state.ok && state.value.folders[0]?.name === 'other';
    });
    putFile(join(till.root, 'other'), '1.json', sale('A-1').body);
    const seen = await screen.see('its receipt', ({ lastReceipt }) => lastReceipt !== null);
    expect(seen.stage).toBe('working');
  });
});

describe('what the setup window refuses', () => {
  it.each([
    [{ baseUrl: 'http://api.heado.ru' }, 'baseUrl', 'settings.httpRefused'],
    [{ baseUrl: 'nothing' }, 'baseUrl', 'settings.wrongValue'],
    [{ timeZone: 'Europe/Moskow' }, 'timeZone', 'settings.wrongValue'],
    [{ folder: 'relative' }, 'folder', 'settings.wrongValue'],
    [{ storeExtId: 'a b' }, 'storeExtId', 'settings.wrongValue'],
    [{ cashboxExtId: '№1' }, 'cashboxExtId', 'settings.wrongValue'],
    [{ key: 'with blanks in it' }, 'key', 'screens.keyMalformed'],
    [{ key: 'https://api.heado.ru/device/k' }, 'key', 'screens.keyMalformed'],
    [{ key: '' }, 'key', 'key.missing'],
    [{ folder: '/nowhere/at/all' }, null, 'screens.setupNotKept'],
  ] as const)('%j is told beside its field and nothing is written', async (change, field, code) => {
    const till = await lay();
    const run = await startRun(till, env(till));
    const answer = await run.request('saveSetup', inputOf(till, change));
    expect(answer).toMatchObject({ ok: true, value: { ok: false, problems: [{ field, code }] } });
    expect(existsSync(till.configFile) || existsSync(till.keyFile)).toBe(false);
    expect(existsSync(`${till.configFile}.new`)).toBe(false);
  });

  it('a key that was typed wrongly is told of as typed, in either language, by the test and by saving', async () => {
    const texts: string[] = [];
    for (const locale of ['ru', 'en']) {
      const till = await lay();
      till.configure({ widget: { locale } });
      writeFileSync(till.keyFile, '');
      const run = await startRun(till, { HEADO_ADMIN_KEY: 'admin-key-0123456789' });
      for (const key of ['two words', 'admin-key-0123456789']) {
        const typed = inputOf(till, { folder: till.drop, key });
        const tested = await run.request('testConnection', typed);
        if (!tested.ok || tested.value.ok) throw new Error('the key was taken');
        const { code, what, todo } = tested.value.problem;
        const problems = [{ field: 'key', code, what, todo }];
        expect(await run.request('saveSetup', typed)).toEqual({ ok: true, value: { ok: false, problems } });
        texts.push(what);
        expect(`${what} ${todo}`).not.toMatch(/HEADO_[A-Z]+_KEY|two words|admin-key/);
      }
      await run.stop();
    }
    expect(texts).toEqual([
      'Введённый текст не может быть ключом: в нём пробел.',
      'Введён административный ключ: с ним можно менять всю сеть, на кассе ему не место.',
      'The text that was typed cannot be a key: it has a blank in it.',
      'An administrative key was typed: it can change the whole chain and must not lie on a till.',
    ]);
  });

  it('a connection that does not work is told with its reason', async () => {
    const till = await lay();
    const run = await startRun(till, env(till));
    const codeOf = async (change: Partial<SetupInput>): Promise<unknown> => {
      const answer = await run.request('testConnection', inputOf(till, change));
      return answer.ok && !answer.value.ok ? answer.value.problem.code : answer;
    };
    expect(await codeOf({ key: 'another-key-0123456789' })).toBe('api.keyRefused');
    expect(await codeOf({ baseUrl: 'http://127.0.0.1:9' })).toBe('api.connectionRefused');
    expect(await codeOf({ key: '' })).toBe('key.missing');
  });

  it('the key that is there, to another server than it was given for', async () => {
    const till = await lay();
    const other = await startSimulator({ seed: 3 });
    till.configure();
    const run = await startRun(till);
    await run.ready();
    const moved = inputOf(till, { baseUrl: other.url, folder: till.drop, key: '' });
    expect(await run.request('testConnection', moved)).toMatchObject({
      value: { ok: false, problem: { code: 'screens.keyOfOtherHost' } },
    });
    expect(await run.request('saveSetup', moved)).toMatchObject({
      value: { ok: false, problems: [{ field: 'key', code: 'screens.keyOfOtherHost' }] },
    });
    expect(other.calls).toHaveLength(0);
    await other.close();
  });

  it('a test receipt to a server elsewhere', async () => {
    const till = await lay();
    till.configure({ api: { baseUrl: 'https://heado.invalid', connectTimeoutMs: 500 } });
    const run = await startRun(till);
    await run.ready();
    expect(await run.request('sendTestReceipt', {})).toMatchObject({
      ok: false,
      refusal: { reason: 'refused', what: "A test receipt would spoil the store's figures." },
    });
    expect(await run.request('setupState', {})).toMatchObject({
      value: { canSendTest: false, hasKey: true },
    });
  });
});
