import { Agent } from 'node:http';
import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startSimulator } from '../../simulator/simulator.ts';
import type { Simulator } from '../../simulator/simulator.ts';
import { waitFor } from '../../support/wait-for.ts';
import { batch, call, envelope, readAnswer, sale, send } from './raw-client.ts';

let heado: Simulator;
let nowMs = Date.parse('2026-11-21T12:00:00Z');
beforeEach(async () => {
  heado = await startSimulator({ now: () => nowMs });
});
afterEach(() => heado.close());

const body = envelope('purchaseRegisterBatch', batch(sale()));
const broken = /hang up|ECONNRESET|aborted|cut/;

/** What a bare socket gets when it sends the request: the text, and how the connection ended. */
function talk(
  port: number,
  text: string,
): Promise<{ readonly got: string; readonly code: string | undefined }> {
  return new Promise((resolve) => {
    let got = '';
    let code: string | undefined;
    const socket = connect({ host: '127.0.0.1', port }, () => socket.write(text));
    socket.on('data', (chunk: Buffer) => (got += chunk.toString()));
    socket.on('error', (error: NodeJS.ErrnoException) => (code = error.code));
    socket.on('close', () => resolve({ got, code }));
  });
}

function rawRequest(length = Buffer.byteLength(body)): string {
  return `POST /device/${heado.deviceKey} HTTP/1.1\r\nHost: x\r\nContent-Length: ${length}\r\n\r\n`;
}

describe('connections that break', () => {
  test('1: closed, it refuses connections; reopened, it listens on the same port and remembers', async () => {
    await call(heado.deviceUrl, 'purchaseRegisterBatch', batch(sale()));
    await heado.close();
    await expect(send(heado.deviceUrl, body)).rejects.toThrow('ECONNREFUSED');
    await heado.reopen();
    expect((await send(heado.deviceUrl, body)).status).toBe(200);
    expect(heado.registered()).toBe(2);
  });

  test('5: acceptAndClose closes the connection before anything is read', async () => {
    heado.behave({ act: 'acceptAndClose' });
    await expect(send(heado.deviceUrl, body)).rejects.toThrow(broken);
    expect(heado.calls).toMatchObject([{ behaviour: 'acceptAndClose', method: undefined, answer: 'none' }]);
    expect((await send(heado.deviceUrl, body)).status).toBe(200);
  });

  test('5: acceptAndClose reaches a client with a kept-alive connection, too', async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    heado.behave({ act: 'acceptAndClose', calls: 2 });
    expect((await send(heado.deviceUrl, body, { agent })).headers.connection).toBe('close');
    await expect(send(heado.deviceUrl, body, { agent })).rejects.toThrow(broken);
    agent.destroy();
  });

  test('6: resetInRequest resets while the body is still on its way', async () => {
    heado.behave({ act: 'resetInRequest' });
    const { got, code } = await talk(heado.port, rawRequest(1_000_000) + body);
    expect([got, code]).toEqual(['', 'ECONNRESET']);
    expect(heado.calls).toMatchObject([{ behaviour: 'resetInRequest', method: undefined, committed: false }]);
  });

  test('7: resetBeforeCommit reads the request and registers nothing', async () => {
    heado.behave({ act: 'resetBeforeCommit' });
    expect(await talk(heado.port, rawRequest() + body)).toEqual({ got: '', code: 'ECONNRESET' });
    expect(heado.calls).toMatchObject([
      { method: 'purchaseRegisterBatch', committed: false, answer: 'none' },
    ]);
    expect(heado.registered()).toBe(0);
  });

  test('8: resetAfterCommit registers first', async () => {
    heado.behave({ act: 'resetAfterCommit' });
    expect(await talk(heado.port, rawRequest() + body)).toEqual({ got: '', code: 'ECONNRESET' });
    expect(heado.calls).toMatchObject([{ committed: true, committedReceipts: 1, answer: 'none' }]);
    expect(heado.registered()).toBe(1);
  });

  test('9: noAnswer registers and stays silent on an open connection', async () => {
    heado.behave({ act: 'noAnswer' });
    const pending = talk(heado.port, rawRequest() + body);
    await waitFor('the receipt is registered', () => heado.registered() === 1);
    await heado.close();
    expect((await pending).got).toBe('');
  });

  test('10: cutAnswer registers and sends a part of what it announced', async () => {
    heado.behave({ act: { name: 'cutAnswer', share: 0.5 } });
    const { got } = await talk(heado.port, rawRequest() + body);
    const [head = '', part = ''] = got.split('\r\n\r\n');
    const announced = Number(/Content-Length: (\d+)/i.exec(head)?.[1]);
    expect(part).toHaveLength(Math.floor(announced / 2));
    expect(heado.registered()).toBe(1);
    await expect(send(heado.deviceUrl, body)).resolves.toMatchObject({ status: 200 });
  });

  test('28: closeAsClientWrites lets the first request of a connection pass and resets it at the next', async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    heado.behave({ act: 'closeAsClientWrites' });
    expect((await send(heado.deviceUrl, body, { agent })).status).toBe(200);
    await expect(send(heado.deviceUrl, body, { agent })).rejects.toThrow(broken);
    expect(heado.registered()).toBe(1);
    expect(heado.calls.map(({ connection }) => connection)).toEqual([1, 1]);
    agent.destroy();
  });

  test('31: flapping is up, then down, then up again by the clock', async () => {
    heado.behave({ act: { name: 'flapping', upMs: 1000, downMs: 1000 } });
    expect((await send(heado.deviceUrl, body)).status).toBe(200);
    nowMs += 1000;
    await expect(send(heado.deviceUrl, body)).rejects.toThrow(broken);
    nowMs += 1000;
    expect((await send(heado.deviceUrl, body)).status).toBe(200);
    expect(heado.registered()).toBe(2);
  });
});

describe('answers that dawdle', () => {
  test('25: dripAnswer sends one byte and then waits', async () => {
    heado.behave({ act: { name: 'dripAnswer', intervalMs: 3_600_000 } });
    let got = '';
    const pending = send(heado.deviceUrl, body, {
      onResponse: (response) => response.on('data', (chunk: Buffer) => (got += chunk.toString())),
    });
    const failed = expect(pending).rejects.toThrow(broken);
    await waitFor('the first byte arrives', () => got.length > 0);
    expect([got, heado.registered()]).toEqual(['{', 1]);
    await heado.close();
    await failed;
  });

  test('25: dripAnswer comes to its end', async () => {
    heado.behave({ act: { name: 'dripAnswer', intervalMs: 0 } });
    expect(readAnswer((await send(heado.deviceUrl, body)).text).result).toEqual({ count: 1 });
  });

  test('25: dripRequest reads byte by byte and then does as usual', async () => {
    heado.behave([
      { act: { name: 'dripRequest', intervalMs: 3_600_000 } },
      { act: { name: 'dripRequest', intervalMs: 0 } },
    ]);
    const stuck = expect(send(heado.deviceUrl, body)).rejects.toThrow(broken);
    await waitFor('the first request arrives', () => heado.calls.length === 1);
    expect(readAnswer((await send(heado.deviceUrl, body)).text).result).toEqual({ count: 1 });
    expect(heado.calls).toMatchObject([{ committed: false }, { committed: true }]);
    await heado.close();
    await stuck;
  });

  test.each(['slow', 'lateAnswer'] as const)(
    '27, 32: %s registers at once and answers on the same connection later',
    async (name) => {
      heado.behave([{ act: { name, delayMs: 3_600_000 } }, { act: { name, delayMs: 1 } }]);
      let answered = false;
      const unanswered = send(heado.deviceUrl, body).finally(() => (answered = true));
      const failed = expect(unanswered).rejects.toThrow(broken);
      await waitFor('the receipt is registered', () => heado.registered() === 1);
      expect(readAnswer((await send(heado.deviceUrl, body)).text).result).toEqual({ count: 1 });
      expect(answered).toBe(false);
      await heado.close();
      await failed;
    },
  );

  test('27: strayAnswer sends a second answer that nobody asked for', async () => {
    heado.behave({ act: 'strayAnswer' });
    const closing = rawRequest().replace('\r\n\r\n', '\r\nConnection: close\r\n\r\n');
    const pending = talk(heado.port, rawRequest() + body + closing + body);
    await waitFor('both requests arrive', () => heado.calls.length === 2);
    const { got } = await pending;
    expect(got.match(/HTTP\/1\.1 200/g)).toHaveLength(3);
    expect(heado.registered()).toBe(2);
  });
});
