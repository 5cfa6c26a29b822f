import type { LookupFunction } from 'node:net';
import net from 'node:net';
import tls from 'node:tls';
import { afterEach, describe, expect, it } from 'vitest';
import { makeCertificate } from '../main/heado/certificate.ts';
import { listen, stopServers } from '../main/heado/small-servers.ts';
import { expectAudited, timesRegistered } from '../main/sender/ledger-audit.ts';
import { closeStreets, drained, startHeado } from '../main/sender/street.ts';
import { closeTills, labels, openTill, type Till } from '../main/sender/till.ts';
import type { Simulator } from '../simulator/simulator.ts';
import { startHangingListener } from '../simulator/unreachable.ts';
import { waitFor } from '../support/wait-for.ts';

afterEach(async () => {
  await closeStreets();
  await stopServers();
});

const dropped = labels('K1', 1, 120);

async function failsThenHeals(
  till: Till,
  heado: Simulator,
  because: string,
  heal: () => unknown,
): Promise<void> {
  till.drop(dropped.slice(0, 70));
  till.sender.start();
  await waitFor('several attempts failed', () => till.sender.status().receipts.attempt >= 4, { everyMs: 2 });
  expect(till.sender.status().receipts.because?.code).toBe(because);
  till.drop(dropped.slice(70));
  await heal();
  await drained(till);
  expectAudited(heado, till, { dropped });
  expect(Math.max(...timesRegistered(heado).values())).toBe(1);
  expect(till.counter('uncertain_resends')).toBe(0);
}

describe('a server that cannot be reached', () => {
  it('1: refuses the connection, and nothing counts as uncertain', async () => {
    const heado = await startHeado();
    await heado.close();
    const till = openTill({ base: heado.url, key: heado.deviceKey });
    await failsThenHeals(till, heado, 'api.connectionRefused', () => heado.reopen());
  });

  it('2: hangs in connecting', async () => {
    const heado = await startHeado();
    const hanging = await startHangingListener();
    const front = net.createServer((near) => {
      near.pipe(net.connect(heado.port, '127.0.0.1')).pipe(near);
    });
    try {
      const till = openTill({ base: hanging.url, key: heado.deviceKey, connectTimeoutMs: 60 });
      await failsThenHeals(till, heado, 'api.connectTimeout', async () => {
        await hanging.close();
        await new Promise<void>((resolve) => front.listen(hanging.port, '127.0.0.1', resolve));
      });
    } finally {
      await closeTills();
      front.close();
      await hanging.close();
    }
  });

  it('3: has no address', async () => {
    const heado = await startHeado();
    let known = false;
    const lookup: LookupFunction = (_host, options, done) => {
      if (!known) done(Object.assign(new Error('none'), { code: 'ENOTFOUND' }), '');
      else if (options.all) done(null, [{ address: '127.0.0.1', family: 4 }]);
      else done(null, '127.0.0.1', 4);
    };
    const base = `http://heado.localhost:${heado.port}`;
    const till = openTill({ base, key: heado.deviceKey, lookup });
    await failsThenHeals(till, heado, 'api.nameNotFound', () => (known = true));
  });

  it('4: shows a certificate of another host', async () => {
    const heado = await startHeado();
    const good = makeCertificate({ host: 'localhost' });
    const front = tls.createServer({ ...makeCertificate({ host: 'other.example' }) }, (near) => {
      near.on('error', () => undefined);
      near.pipe(net.connect(heado.port, '127.0.0.1')).pipe(near);
    });
    front.on('tlsClientError', () => undefined);
    const port = await listen(front);
    const till = openTill({ base: `https://localhost:${port}`, key: heado.deviceKey, caPem: good.cert });
    await failsThenHeals(till, heado, 'api.tlsFailed', () => front.setSecureContext({ ...good }));
  });
});
