import { connect } from 'node:net';
import { request } from 'node:https';
import { afterEach, describe, expect, test } from 'vitest';
import { startFaultProxy } from '../../simulator/fault-proxy.ts';
import { startSimulator } from '../../simulator/simulator.ts';
import { startBadTlsServer, startHangingListener, unresolvableUrl } from '../../simulator/unreachable.ts';
import { waitFor } from '../../support/wait-for.ts';
import { batch, envelope, readAnswer, sale, send } from './raw-client.ts';

const started: { readonly close: () => Promise<void> }[] = [];
function keep<Started extends { readonly close: () => Promise<void> }>(one: Started): Started {
  started.push(one);
  return one;
}
afterEach(async () => {
  for (const one of started.splice(0)) await one.close();
});

/** Asks over HTTPS without verifying anything; the status. */
function askUnverified(url: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { rejectUnauthorized: false }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    sent.once('error', reject);
    sent.end();
  });
}

describe('servers that nobody gets to talk to', () => {
  test('2: connecting to the hanging listener neither succeeds nor fails', async () => {
    const { port } = keep(await startHangingListener());
    const events: string[] = [];
    const socket = connect({ host: '127.0.0.1', port });
    for (const event of ['connect', 'error', 'close']) socket.on(event, () => events.push(event));
    const simulator = keep(await startSimulator());
    for (let round = 0; round < 20; round += 1) await send(simulator.deviceUrl, envelope('reports', {}));
    expect([socket.connecting, events]).toEqual([true, []]);
    socket.destroy();
  });

  test('3: the name lies in the domain that is reserved for names that do not exist', () => {
    expect(new URL(unresolvableUrl).hostname).toMatch(/\.invalid$/);
  });

  test('4: a client that verifies never sends a request, one that does not is answered', async () => {
    const server = keep(await startBadTlsServer());
    await expect(fetch(server.url)).rejects.toThrow('fetch failed');
    expect(server.requests()).toBe(0);
    expect(await askUnverified(server.url)).toBe(200);
    expect(server.requests()).toBe(1);
  });
});

describe('the fault proxy', () => {
  const body = envelope('purchaseRegisterBatch', batch(sale()));

  test('carries requests, refuses them while cut, and carries them again on the same port', async () => {
    const simulator = keep(await startSimulator());
    const proxy = keep(await startFaultProxy(simulator.port));
    const url = `${proxy.url}/device/${simulator.deviceKey}`;
    expect(readAnswer((await send(url, body)).text).result).toEqual({ count: 1 });
    await proxy.cut();
    await expect(send(url, body)).rejects.toThrow('ECONNREFUSED');
    await proxy.heal();
    expect(readAnswer((await send(url, body)).text).result).toEqual({ count: 1 });
    expect(simulator.registered()).toBe(2);
  });

  test('cuts a request that is under way', async () => {
    const simulator = keep(await startSimulator());
    const proxy = keep(await startFaultProxy(simulator.port));
    simulator.behave({ act: 'noAnswer' });
    const pending = expect(send(`${proxy.url}/device/${simulator.deviceKey}`, body)).rejects.toThrow(
      /RESET|hang up/,
    );
    await waitFor('the receipt is registered', () => simulator.registered() === 1);
    expect(proxy.connections()).toBe(1);
    await proxy.cut();
    await pending;
    await waitFor('no connection is left', () => proxy.connections() === 0);
  });

  test('refuses when there is nothing behind it', async () => {
    const simulator = await startSimulator();
    const proxy = keep(await startFaultProxy(simulator.port));
    await simulator.close();
    await expect(send(proxy.url, body)).rejects.toThrow(/RESET|hang up/);
  });
});
