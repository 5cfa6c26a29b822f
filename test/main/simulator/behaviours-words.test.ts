import { createUnzip } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { isRecord } from '../../simulator/fields.ts';
import { startSimulator } from '../../simulator/simulator.ts';
import type { Simulator } from '../../simulator/simulator.ts';
import type { Act } from '../../simulator/acts.ts';
import { batch, call, envelope, readAnswer, sale, send } from './raw-client.ts';

let heado: Simulator;
let nowMs = Date.parse('2026-11-21T12:00:00Z');
beforeEach(async () => {
  heado = await startSimulator({ now: () => nowMs });
});
afterEach(() => heado.close());

const body = envelope('purchaseRegisterBatch', batch(sale()), 'mine');
const post = () => send(heado.deviceUrl, body);

async function playing(act: Act) {
  heado.behave({ act });
  return post();
}

describe('statuses', () => {
  test.each([500, 502, 504])('11: statusAfterCommit %i registers and has no RPC body', async (status) => {
    const answer = await playing({ name: 'statusAfterCommit', status });
    expect(answer.status).toBe(status);
    expect(() => readAnswer(answer.text)).toThrow('JSON');
    expect(heado.registered()).toBe(1);
  });

  test.each([400, 401, 403, 404, 405, 415, 422])('17, 18: status %i registers nothing', async (status) => {
    expect((await playing({ name: 'status', status })).status).toBe(status);
    expect([heado.registered(), heado.calls[0]?.behaviour]).toEqual([0, 'status']);
  });

  test.each([301, 302, 307, 308])('16: redirect %i points to another address', async (status) => {
    const answer = await playing({ name: 'redirect', status, location: 'http://127.0.0.1:1/elsewhere' });
    expect([answer.status, answer.headers.location]).toEqual([status, 'http://127.0.0.1:1/elsewhere']);
    expect(heado.registered()).toBe(0);
  });

  test('18: revokeKey refuses the key from one call on until it is healed', async () => {
    heado.behave({ act: { name: 'revokeKey', status: 401 }, calls: 2 });
    expect([(await post()).status, (await post()).status, (await post()).status]).toEqual([200, 401, 401]);
    heado.heal();
    expect((await post()).status).toBe(200);
    expect(heado.registered()).toBe(2);
    expect(readAnswer((await playing({ name: 'revokeKey' })).text).error?.code).toBe(-32802);
  });

  test('20: tooLarge answers 413 over a number of receipts and lets smaller calls pass', async () => {
    heado.behave({ act: { name: 'tooLarge', receiptsOver: 1 } });
    const two = envelope('purchaseRegisterBatch', batch(sale(), sale()));
    expect((await send(heado.deviceUrl, two)).status).toBe(413);
    expect((await post()).status).toBe(200);
    expect((await send(heado.deviceUrl, two)).status).toBe(413);
    expect(heado.registered()).toBe(1);
  });

  test('20: tooLarge answers 413 over a number of bytes', async () => {
    heado.behave({ act: { name: 'tooLarge', bytesOver: Buffer.byteLength(body) - 1 } });
    expect((await post()).status).toBe(413);
    expect((await send(heado.deviceUrl, envelope('x', {}))).status).toBe(200);
  });

  test.each(['1', '3600', 'rubbish', 'Thu, 01 Jan 1970 00:00:00 GMT'])(
    '21: 429 and -32606 carry Retry-After %s',
    async (retryAfter) => {
      const tooMany = await playing({ name: 'tooManyRequests', retryAfter });
      expect([tooMany.status, tooMany.headers['retry-after']]).toEqual([429, retryAfter]);
      const tooOften = await playing({ name: 'tooOften', retryAfter });
      expect([tooOften.status, tooOften.headers['retry-after']]).toEqual([200, retryAfter]);
      expect(readAnswer(tooOften.text).error?.code).toBe(-32606);
      expect(heado.registered()).toBe(0);
    },
  );

  test.each([1000, 90_000, 86_400_000])(
    '22: unavailable answers 503 for %i ms by the clock',
    async (spanMs) => {
      expect((await playing({ name: 'unavailable', spanMs })).status).toBe(503);
      nowMs += spanMs - 1;
      expect((await post()).status).toBe(503);
      nowMs += 1;
      expect((await post()).status).toBe(200);
      expect(heado.registered()).toBe(1);
    },
  );
});

describe('RPC answers', () => {
  test.each([-32605, -32610, -32000])(
    '12: rpcError %i comes in a 200 and registers nothing',
    async (code) => {
      const answer = await playing({ name: 'rpcError', code });
      expect([answer.status, readAnswer(answer.text).error?.code, readAnswer(answer.text).id]).toEqual([
        200,
        code,
        'mine',
      ]);
      expect([heado.registered(), heado.calls[0]?.errorCode]).toEqual([0, code]);
    },
  );

  test.each([
    [true, true, 1],
    [true, false, 1],
    [false, true, 0],
    [false, false, 0],
  ])('13: refuseReceipt, partial %s, naming %s', async (partial, namesReceipt, registered) => {
    const poison = sale({ extId: 'poison' });
    const isPoison = (receipt: unknown): boolean => isRecord(receipt) && receipt['extId'] === 'poison';
    heado.behave({ act: { name: 'refuseReceipt', when: isPoison, partial, namesReceipt } });
    const { error } = await call(heado.deviceUrl, 'purchaseRegisterBatch', batch(sale(), poison, sale()));
    expect(error?.code).toBe(-32602);
    expect(error?.receipt).toEqual(namesReceipt ? poison : undefined);
    expect(heado.registered()).toBe(registered);
    expect((await call(heado.deviceUrl, 'purchaseRegisterBatch', batch(sale()))).result).toEqual({
      count: 1,
    });
  });

  test('14: otherId, nullId and noResult register and spoil the answer', async () => {
    const answers = [];
    for (const name of ['otherId', 'nullId', 'noResult'] as const)
      answers.push(JSON.parse((await playing({ name })).text));
    expect(answers).toEqual([
      { jsonrpc: '2.0', id: 'another-call', result: { count: 1 } },
      { jsonrpc: '2.0', id: null, result: { count: 1 } },
      { jsonrpc: '2.0', id: 'mine' },
    ]);
    expect(heado.registered()).toBe(3);
  });

  test('15: htmlPage, emptyBody and noContent register nothing', async () => {
    const answers = [];
    for (const name of ['htmlPage', 'emptyBody', 'noContent'] as const) answers.push(await playing({ name }));
    expect(answers.map(({ status, bytes }) => [status, bytes.length > 0])).toEqual([
      [200, true],
      [200, false],
      [204, false],
    ]);
    expect(answers[0]?.text).toContain('<!doctype html>');
    expect(heado.registered()).toBe(0);
  });

  test('undercount registers all and counts less', async () => {
    expect(readAnswer((await playing({ name: 'undercount' })).text).result).toEqual({ count: 0 });
    expect(heado.registered()).toBe(1);
  });
});

describe('bodies and protocol', () => {
  test('26: endlessBody goes on past any limit', async () => {
    heado.behave({ act: 'endlessBody' });
    let bytes = 0;
    const pending = send(heado.deviceUrl, body, {
      onResponse: (response) =>
        response.on('data', (chunk: Buffer) => {
          bytes += chunk.length;
          if (bytes > 6_000_000) response.destroy();
        }),
    });
    await expect(pending).rejects.toThrow(/cut|aborted/);
    expect(bytes).toBeGreaterThan(6_000_000);
    expect(heado.registered()).toBe(1);
  });

  test.each([200_000, 65_536 * 3, 1000])('26: hugeBody is valid JSON of exactly %i bytes', async (bytes) => {
    const answer = await playing({ name: 'hugeBody', bytes });
    expect([answer.bytes.length, answer.headers['content-length']]).toEqual([bytes, String(bytes)]);
    expect(readAnswer(answer.text).result).toEqual({ count: 1 });
  });

  test('26: gzipBomb is small on the wire and unpacks to what was asked for', async () => {
    const answer = await playing({ name: 'gzipBomb', bytes: 40_000_000 });
    expect(answer.headers['content-encoding']).toBe('gzip');
    expect(answer.bytes.length).toBeLessThan(100_000);
    let unpacked = 0;
    const unzip = createUnzip();
    unzip.end(answer.bytes);
    for await (const chunk of unzip) unpacked += Buffer.from(chunk).length;
    expect(unpacked).toBeGreaterThanOrEqual(40_000_000);
  });

  test.each([-86_400_000, 86_400_000])(
    '30: dateOffset moves the Date header by %i ms and nothing else',
    async (offsetMs) => {
      const answer = await playing({ name: 'dateOffset', offsetMs });
      expect(Date.parse(answer.headers.date ?? '')).toBe(nowMs + offsetMs);
      expect(readAnswer(answer.text).result).toEqual({ count: 1 });
      expect(Date.parse((await post()).headers.date ?? '')).toBe(nowMs);
    },
  );

  test('33: http10, earlyHints and chunked are unusual and right', async () => {
    const old = await playing({ name: 'http10' });
    expect([old.httpVersion, old.headers['content-length']]).toEqual(['1.0', undefined]);
    let hints = 0;
    heado.behave({ act: 'earlyHints' });
    const hinted = await send(heado.deviceUrl, body, { onHints: () => (hints += 1) });
    const chunked = await playing({ name: 'chunked' });
    expect([hints, chunked.headers['transfer-encoding']]).toEqual([1, 'chunked']);
    const results = [old, hinted, chunked].map(({ text }) => readAnswer(text).result);
    expect(results).toEqual([{ count: 1 }, { count: 1 }, { count: 1 }]);
  });
});
