import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { requestAccess, type RequestName } from '../../src-main/contract/bridge.ts';
import type { SetupInput } from '../../src-main/contract/service.ts';
import { ask } from '../main/service/browser.ts';
import { lay, startRun, type Laid, type Run, type Screen } from '../main/service/run-ui.ts';
import { sale } from '../street/agent-goods.ts';
import { putFile } from '../street/agent-street.ts';
import { waitFor } from '../support/wait-for.ts';
import { echoOf, randomKeys, textsBelow, tracesOf } from './traces.ts';

const [key = '', typed = '', wrong = ''] = randomKeys(71, 3);

/** What each request is asked with; the setup's own requests come with keys. */
function argumentsOf(till: Laid): Readonly<Record<RequestName, readonly unknown[]>> {
  const input: SetupInput = {
    ...{ baseUrl: till.heado.url, key, timeZone: 'Europe/Moscow', folder: till.drop, storeExtId: 'S1' },
    cashboxExtId: 'K1',
  };
  const inputs = [
    ...[{ key: typed }, { key: `${wrong}/${wrong}` }, { key: ` ${wrong} ${wrong}` }, { key: '' }],
    ...[
      { baseUrl: `${till.heado.url}/device/${typed}` },
      { baseUrl: typed, key: typed },
      { timeZone: typed },
    ],
    ...[{ folder: typed }, { storeExtId: typed }, { cashboxExtId: typed }, { folder: '/root/nowhere/else' }],
    ...[{ folder: join(till.dataDir, 'inside') }, { baseUrl: 'https://127.0.0.1:9' }],
  ].map((change) => ({ ...input, ...change }));
  const item = [
    { id: 's1', version: '1' },
    { id: 'f1', version: typed },
  ];
  return {
    ...{
      unlock: [{ pin: typed }, {}],
      lock: [{}],
      sessions: [{}],
      endSessions: [{}],
      serviceState: [{}],
      retry: item,
      discard: item,
    },
    ...{ diagnostics: [{}], changeLook: [{ mode: 'card' }, { mode: typed }], setupState: [{}] },
    ...{ testConnection: inputs, saveSetup: inputs, sendTestReceipt: [{}], putAwayShiftCard: [{ id: 'x' }] },
  };
}

/** Every answer to everything that can be asked, by what was asked. */
async function askEverything(till: Laid, run: Run): Promise<Map<string, string>> {
  const texts = new Map<string, string>();
  const headers = { 'content-type': 'application/json', cookie: run.cookie };
  for (const [name, given] of Object.entries(argumentsOf(till)))
    for (const [index, argument] of given.entries()) {
      const body = JSON.stringify(argument);
      const reply = await ask(run.port, `/api/${name}`, { method: 'POST', headers, body });
      texts.set(`${name} ${index}`, `${reply.status} ${JSON.stringify(reply.headers)} ${reply.body}`);
    }
  const others = [
    '/',
    '/nothing',
    `/${typed}`,
    `/api/${typed}`,
    `/?token=${typed}`,
    '/../device.key',
    '/assets/',
  ];
  for (const path of others) {
    const reply = await ask(run.port, path, { headers: { cookie: run.cookie } });
    texts.set(
      path === `/${typed}` ? 'a page' : path.slice(0, 10),
      JSON.stringify(reply.headers) + reply.body,
    );
  }
  return texts;
}

function told(screen: Screen): string {
  return screen
    .events()
    .map(({ data }) => data)
    .join('\n');
}

function expectNoKey(texts: ReadonlyMap<string, string>): void {
  const found = [...texts].flatMap(([place, text]) =>
    [key, typed, wrong].flatMap((each) => tracesOf(each, text).map((piece) => `${place}: ${piece}`)),
  );
  expect(found).toEqual([]);
}

/** Folders of this till, but for the one field that a person types a folder into. */
function expectNoPath(till: Laid, texts: ReadonlyMap<string, string>): void {
  const found = [...texts].flatMap(([place, text]) => {
    const shown = place.startsWith('setupState') ? text.replace(/"folder":"[^"]*"/, '') : text;
    return shown.includes(till.root) || shown.includes(process.cwd()) ? [place] : [];
  });
  expect(found).toEqual([]);
}

describe('neither a key nor a place of this machine is in any answer', () => {
  it('of the setup window', async () => {
    const till = await lay({ deviceKey: encodeURIComponent(key) });
    till.heado.behave({
      act: { name: 'rpcError', code: -32801, message: echoOf(typed) },
      method: 'reports',
      times: 'forever',
    });
    const run = await startRun(till, { HEADO_TILL_DATA_DIR: till.dataDir });
    const screen = await run.look();
    await screen.see('the wizard', ({ stage }) => stage === 'setup');
    const given = argumentsOf(till).testConnection;
    expect(given.length).toBeGreaterThan(10);
    const texts = new Map<string, string>();
    const headers = { 'content-type': 'application/json', cookie: run.cookie };
    // Saving with a good key ends the setup: that comes last.
    for (const name of ['setupState', 'testConnection', 'serviceState', 'diagnostics', 'saveSetup'] as const)
      for (const [index, argument] of argumentsOf(till)[name].entries()) {
        if (name === 'saveSetup' && index === 0) continue;
        const body = JSON.stringify(argument);
        const reply = await ask(run.port, `/api/${name}`, { method: 'POST', headers, body });
        texts.set(`${name} ${index}`, reply.body);
      }
    texts.set('stream', told(screen));
    expect(texts.get('testConnection 0')).toContain('api.keyRefused');
    expectNoKey(new Map([...texts, ...textsBelow(till.root, ['device.key'])]));
    expectNoPath(till, texts);
  });

  it('of the running agent, whatever it is asked and whatever goes wrong', async () => {
    const till = await lay({ deviceKey: encodeURIComponent(key) });
    till.configure({ reports: { intervalMs: 5_000 } });
    writeFileSync(till.keyFile, `${key}\n`);
    const run = await startRun(till);
    await run.ready();
    const screen = await run.look(['metrics', 'bysellers', 'bytradepoints']);
    const { heado } = till;
    heado.behave({
      act: { name: 'rpcError', code: -32602, message: echoOf(key) },
      method: 'purchaseRegisterBatch',
      when: ({ params }) => JSON.stringify(params).includes('"A-1"'),
      times: 'forever',
    });
    putFile(till.drop, 'a.json', sale('A-1').body);
    await screen.see('a refusal', ({ notices }) => notices.some(({ code }) => code === 'status.ejected'));
    putFile(till.drop, 'a2.json', sale('A-0').body);
    await screen.see('another one', ({ queue }) => queue.quarantined > 0);
    putFile(till.drop, 'b.json', [{ ...sale('A-2').body, amount: 1 }]);
    putFile(till.drop, 'c.json', '{"half":: }');
    await screen.see('three in quarantine', ({ queue }) => queue.quarantined === 3);
    heado.behave({ act: { name: 'rpcError', code: -32801, message: echoOf(key) }, times: 'forever' });
    putFile(till.drop, 'd.json', sale('A-3').body);
    await screen.see('a person is needed', ({ link }) => link === 'action');
    const texts = await askEverything(till, run);
    texts.set('stream', told(screen));
    expect([...texts.keys()].map((name) => name.split(' ')[0])).toEqual(
      expect.arrayContaining(Object.keys(requestAccess)),
    );
    expect(texts.get('serviceState 0')).toContain('hidden');
    expect(texts.get('diagnostics 0')).toContain('api.keyRefused');
    await waitFor('the journal', () => [...textsBelow(till.root)].some(([path]) => path.includes('journal')));
    await run.stop();
    expectNoKey(new Map([...texts, ...textsBelow(till.root, ['device.key'])]));
    expectNoPath(till, texts);
    expect(run.lines.join('\n')).not.toContain(key);
  });

  it('and no line of the journal has a token or a cookie', async () => {
    const till = await lay();
    till.configure({ journal: { level: 'debug' } });
    const run = await startRun(till);
    await run.ready();
    await run.look();
    await run.request('serviceState', {});
    const token = new URL(run.lines[0]?.slice(3) ?? '').searchParams.get('token') ?? '';
    const cookie = run.cookie.split('=')[1] ?? '';
    await run.stop();
    expect([token.length, cookie.length]).toEqual([43, 43]);
    for (const [, text] of textsBelow(till.root))
      expect([tracesOf(token, text), tracesOf(cookie, text)]).toEqual([[], []]);
  });
});
