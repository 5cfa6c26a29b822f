import { expect, test } from 'vitest';
import { auditReceipts, auditSignals, identityOf, listReceipts } from '../../simulator/audit.ts';
import type { LoggedCall } from '../../simulator/audit.ts';
import { startSimulator } from '../../simulator/simulator.ts';
import { batch, call, refund, sale, send, envelope } from './raw-client.ts';

function logged(n: number, receipts: readonly unknown[], committedReceipts = receipts.length): LoggedCall {
  return {
    n,
    method: 'purchaseRegisterBatch',
    params: batch(...receipts),
    committed: committedReceipts > 0,
    committedReceipts,
  };
}

const first = sale({ extId: '1' });
const second = sale({ extId: '2' });
const third = sale({ extId: '3', poskey: '@S015/K2' });

test('a receipt that was registered three times is counted three times, with its calls', () => {
  const audit = auditReceipts([logged(1, [first, second]), logged(2, [first]), logged(4, [first, third])]);
  expect(audit.committed.get(identityOf(first))).toEqual({ times: 3, callNumbers: [1, 2, 4] });
  expect(audit.repeated).toEqual([identityOf(first)]);
  expect(audit.committed.size).toBe(3);
});

test('receipts of a refused call are not registered, those before the refused one of a partial call are', () => {
  const audit = auditReceipts([logged(1, [first, second, third], 1), logged(2, [second], 0)]);
  expect([...audit.committed.keys()]).toEqual([identityOf(first)]);
  expect(audit.refused).toEqual(new Set([identityOf(second), identityOf(third)]));
});

test('a sale and its return, two returns of different times, and the same instant written in two offsets', () => {
  const later = refund({ ts: '2026-11-21T20:00:00+03:00' });
  expect(new Set([sale(), refund(), later].map(identityOf)).size).toBe(3);
  expect(identityOf(sale({ ts: '2026-11-21T20:42:11+05:00' }))).toBe(identityOf(sale()));
});

test('each till has an order of its own, by the first registration', () => {
  const audit = auditReceipts([logged(1, [second, third]), logged(2, [first, second])]);
  expect(audit.tills.get('@S015/K1')).toEqual([identityOf(second), identityOf(first)]);
  expect(audit.tills.get('@S015/K2')).toEqual([identityOf(third)]);
});

test('sightings say what was sent where, registered or not', () => {
  expect(listReceipts([logged(7, [first, second], 1)])).toMatchObject([
    { call: 7, index: 0, committed: true, extId: '1', poskey: '@S015/K1' },
    { call: 7, index: 1, committed: false, extId: '2' },
  ]);
});

test('the audit of a real log finds a repeat after a reset', async () => {
  await using heado = await startSimulator();
  heado.behave({ act: 'resetAfterCommit' });
  await expect(send(heado.deviceUrl, envelope('purchaseRegisterBatch', batch(first)))).rejects.toThrow(
    /hang up|RESET/,
  );
  await call(heado.deviceUrl, 'purchaseRegisterBatch', batch(first));
  const { poskey, amount, ...cart } = second;
  await call(heado.deviceUrl, 'purchaseRegister', { token: 'guest', amount, cart, poskey });
  const audit = auditReceipts(heado.calls);
  expect(audit.repeated).toEqual([identityOf(first)]);
  expect(audit.committed.get(identityOf(second))?.times).toBe(1);
});

function signal(n: number, name: string, ts: string, keyFingerprint = 'aaaa'): LoggedCall {
  return {
    n,
    method: 'registerEvent',
    params: { name, ts },
    committed: true,
    committedReceipts: 0,
    keyFingerprint,
  };
}

test('signals in order are in order, whatever other tills do', () => {
  const audit = auditSignals([
    signal(1, 'shift/start', '2026-11-21 08:00:00'),
    signal(2, 'shift/start', '2026-11-21 07:00:00', 'bbbb'),
    { ...signal(3, 'shift/start', '2026-11-20 08:00:00'), committed: false },
    signal(4, 'shift/stop', '2026-11-21 22:00:00'),
  ]);
  expect(audit.signals.map(({ call: number }) => number)).toEqual([1, 2, 4]);
  expect(audit.disorder).toEqual([]);
});

test('a close before its open and a signal out of time are found', () => {
  const audit = auditSignals([
    signal(1, 'shift/stop', '2026-11-21 22:00:00'),
    signal(2, 'shift/start', '2026-11-21 08:00:00'),
  ]);
  expect(audit.disorder).toEqual([
    'call 1: shift/stop after nothing',
    'call 2: 2026-11-21 08:00:00 after 2026-11-21 22:00:00',
  ]);
});
