import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Agent } from '../../src-main/core/agent.ts';
import type { Act, ActName } from '../simulator/acts.ts';
import { dotlessEventName, startSimulator } from '../simulator/simulator.ts';
import { startBadTlsServer } from '../simulator/unreachable.ts';
import { sale, shiftEvent } from '../street/agent-goods.ts';
import { leaveStreets, openStreet, putFile, type Street } from '../street/agent-street.ts';
import { layTill, runCommand, startAgentProcess } from '../support/agent-process.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { waitFor } from '../support/wait-for.ts';
import { echoOf, randomKeys, textsBelow, tracesOf } from './traces.ts';

afterAll(leaveStreets);

/** Every way in which a call can go wrong; servers that can repeat what they were sent do. */
function everyFailure(key: string, url: string): readonly (Act | ActName)[] {
  const echo = echoOf(key);
  const says = (code: number): Act => ({ name: 'rpcError', code, message: echo });
  const answers = (status: number): Act => ({ name: 'status', status, body: echo });
  return [
    ...(['resetInRequest', 'resetBeforeCommit', 'resetAfterCommit', 'acceptAndClose', 'cutAnswer'] as const),
    ...(['htmlPage', 'emptyBody', 'noContent', 'otherId', 'nullId', 'noResult'] as const),
    { name: 'hugeBody', bytes: 6_000_000 },
    ...[302, 308].map((status): Act => ({ name: 'redirect', status, location: url })),
    ...[400, 401, 403, 404, 405, 415, 422, 500, 502, 503].map(answers),
    ...[-32605, -32610, -32099, -32800, -32801, -33000, -32601, -32602, -32000, -32700].map(says),
    // Last: after these every call comes a second or two later.
    { name: 'tooManyRequests', retryAfter: key },
    { name: 'tooOften', retryAfter: key },
  ];
}

/** Everything that can be asked of an agent, as it would travel to a command. */
async function allAnswers({ operations }: Agent): Promise<Map<string, string>> {
  const listed = await operations['quarantine.list']({ limit: 1_000 });
  const receipts = await operations['receipts.list']({ limit: 1_000 });
  const labels = receipts.ok ? [...new Set(receipts.value.rows.map(({ label }) => label))] : [];
  const answers: [string, unknown][] = [
    ['status', await operations.status({})],
    ['quarantine.list', listed],
    ['receipts.list', receipts],
    ['doctor.facts', await operations['doctor.facts']({ deep: true })],
  ];
  for (const label of labels)
    answers.push([`receipts.show ${label}`, await operations['receipts.show']({ label })]);
  for (const { id } of listed.ok ? listed.value.rows : [])
    answers.push([`quarantine.show ${id}`, await operations['quarantine.show']({ id })]);
  return new Map(answers.map(([name, answer]) => [name, JSON.stringify(answer)]));
}

/** Where each key left a trace, and which. */
function whereAmong(keys: readonly string[], texts: ReadonlyMap<string, string>): string[] {
  return [...texts].flatMap(([place, text]) =>
    keys.flatMap((key) => tracesOf(key, text).map((piece) => `${place}: ${piece}`)),
  );
}

/** One after the other: several refusals in a row would look like a broken server. */
async function failEveryWay(street: Street, key: string): Promise<void> {
  const { heado } = street;
  for (const [index, act] of everyFailure(key, heado.deviceUrl).entries()) {
    heado.behave({ act });
    street.put(`r${index}.json`, sale(`R-${index}`).body);
    await street.settled();
  }
}

/** A street whose key has signs that an address encodes. */
async function openStreetOf(key: string, api: Readonly<Record<string, unknown>> = {}): Promise<Street> {
  const street = await openStreet({ heado: { deviceKey: encodeURIComponent(key) } });
  street.configure({ api: { baseUrl: street.heado.url, keyFile: street.keyFile, ...api } });
  writeFileSync(street.keyFile, `${key}\n`);
  return street;
}

describe.concurrent.each(randomKeys(41, 2))('the key, whatever happens (%#)', (key) => {
  it('is in no file, no answer and no line of the agent', async () => {
    const street = await openStreetOf(key);
    const { heado } = street;
    const agent = await street.start();
    await failEveryWay(street, key);
    const signals = ['registerEvent', dotlessEventName];
    heado.behave({ act: { name: 'rpcError', code: -32602, message: echoOf(key) }, method: signals });
    street.put('s.json', shiftEvent('shift/start', Date.now() - 60_000));
    await street.settled();
    heado.behave({
      act: { name: 'rpcError', code: -32602, message: echoOf(key) },
      method: 'purchaseRegister',
    });
    const text = JSON.stringify(sale('BY-HAND').body);
    const refused = await agent.operations['send-one']({ name: 'one.json', text });
    heado.behave({ act: { name: 'rpcError', code: -32801, message: echoOf(key) }, method: 'reports' });
    const answers = await allAnswers(agent);
    expect(answers.get('quarantine.list')).toContain('hidden');
    expect(answers.get('doctor.facts')).toContain('api.keyRefused');
    answers.set('send-one', JSON.stringify(refused));

    const [other = '', malformed = ''] = randomKeys(43, 2);
    for (const written of [other, `${malformed}/${malformed}`, `${malformed} ${malformed}`, '']) {
      writeFileSync(street.keyFile, written);
      street.put(`${written.length}.json`, sale(`K-${written.length}`).body);
      agent.keyChanged();
      await waitFor('the lane is held', () => street.status().lanes[0]?.state === 'holding');
      answers.set(`status with another key ${written.length}`, JSON.stringify(street.status()));
    }
    rmSync(street.keyFile);
    agent.keyChanged();
    answers.set('status without a key', JSON.stringify(street.status()));
    await street.stop();
    const texts = new Map([...answers, ...textsBelow(street.root, ['device.key'])]);
    expect(texts.size).toBeGreaterThan(60);
    expect(whereAmong([key, other, malformed], texts)).toEqual([]);
  });

  it('stays hidden where the way to HEADO is wrong: proxy, certificate, name', async () => {
    const tls = await startBadTlsServer();
    const api = { connectTimeoutMs: 1_000 };
    const ways = [
      { ...api, baseUrl: tls.url },
      { ...api, baseUrl: 'https://does-not-exist.invalid' },
      {
        ...api,
        baseUrl: 'https://api.heado.example',
        proxy: `http://user:${encodeURIComponent(key)}@127.0.0.1:1`,
      },
      { ...api, baseUrl: 'https://api.heado.example', proxy: tls.url.replace('https:', 'http:') },
    ];
    for (const way of ways) {
      const street = await openStreetOf(key, way);
      const agent = await street.start();
      street.put('1.json', sale('W-1').body);
      await waitFor('a call failed', () => (street.status().lanes[0]?.attempt ?? 0) > 0);
      const answers = await allAnswers(agent);
      await street.stop();
      // The settings file itself holds the proxy's password.
      const texts = textsBelow(street.root, ['device.key', 'config.json']);
      expect(whereAmong([key], new Map([...answers, ...texts]))).toEqual([]);
    }
    await tls.close();
  });
});

describe.concurrent('the built program', () => {
  it('shows the key neither in its arguments nor in what any command prints, with the agent running or dead', async () => {
    const [key = ''] = randomKeys(53, 1);
    const heado = await startSimulator({ seed: 5, deviceKey: encodeURIComponent(key) });
    const more = { retry: { delaysMs: [0, 20, 20, 20], capMs: 1_000 } };
    const till = layTill(tempFolder(), { baseUrl: heado.url, key, more });
    const one = join(till.root, 'one.json');
    writeFileSync(one, JSON.stringify(sale('ONE-1').body));
    const agent = await startAgentProcess(till);
    try {
      heado.behave({ act: { name: 'rpcError', code: -32602, message: echoOf(key) } });
      putFile(till.drop, '1.json', sale('A-1').body);
      putFile(till.drop, '2.json', `{"key":: "x"}`);
      await waitFor('the first is refused', () => heado.calls.some(({ errorCode }) => errorCode === -32602));
      heado.behave({ act: { name: 'rpcError', code: -32801, message: echoOf(key) }, times: 'forever' });
      putFile(till.drop, '3.json', sale('A-2').body);
      await waitFor('the lane is held', () => heado.calls.some(({ errorCode }) => errorCode === -32801));
      const commands = [
        ['status'],
        ['status', '--json'],
        ['doctor', '--deep'],
        ['receipts', 'show', 'A-1'],
        ['quarantine', 'list', '--json'],
        ['config', 'show', '--json'],
        ['config', 'check'],
        ['send-one', one],
      ];
      expect(readFileSync(`/proc/${agent.pid}/cmdline`, 'utf8')).toContain('run');
      const texts = new Map([['cmdline', readFileSync(`/proc/${agent.pid}/cmdline`, 'utf8')]]);
      const ask = async (whose: string): Promise<void> => {
        for (const command of commands) {
          const { stdout, stderr } = await runCommand(till, command);
          expect(stdout + stderr).not.toBe('');
          texts.set(`${command.join(' ')} (${whose})`, stdout + stderr);
        }
      };
      await ask('running');
      await agent.kill();
      await ask('dead');
      texts.set('run', agent.output());
      expect(texts.get('quarantine list --json (dead)')).toContain('hidden');
      expect(whereAmong([key], new Map([...texts, ...textsBelow(till.root, ['device.key'])]))).toEqual([]);
    } finally {
      await agent.kill();
      await heado.close();
    }
  });
});
