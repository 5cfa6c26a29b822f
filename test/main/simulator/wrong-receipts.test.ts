import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { SeedSection } from '../../simulator/refusal.ts';
import { startSimulator } from '../../simulator/simulator.ts';
import type { Simulator } from '../../simulator/simulator.ts';
import { batch, call, refund, sale } from './raw-client.ts';
import type { Body } from './raw-client.ts';

let heado: Simulator;
beforeAll(async () => {
  heado = await startSimulator({ timeZone: 'Europe/Moscow' });
});
afterAll(() => heado.close());

function positions(changes: Body): Body {
  return { positions: [{ name: 'Кофе', count: 2, total: 100, ...changes }] };
}

function attribute(name: unknown, value: unknown): Body {
  return { attributes: [{ name, value }] };
}

const longText = 'я'.repeat(201);

/** A client's mistake, the receipt that it sends, the section that forbids it. */
const wrongReceipts: readonly (readonly [string, Body, SeedSection])[] = [
  ['sends the amount as a text', sale({ amount: '100' }), 'guide 7.3'],
  ['sends five decimals', sale({ amount: 100.00001 }), 'guide 7.3'],
  ['sends the dust of binary sums', sale({ amount: 0.1 + 0.2 }), 'guide 7.3'],
  ['sends an amount over 12 digits', sale({ amount: 100_000_000 }), 'guide 7.3'],
  ['sends no amount', sale({ amount: undefined }), 'guide 7.3'],
  ['sends a negative discount', sale({ discount: -5 }), 'guide 7.3'],
  ['sends UTC as Z', sale({ ts: '2026-11-21T15:42:11Z' }), 'guide 4.4.4'],
  ['sends milliseconds', sale({ ts: '2026-11-21T18:42:11.000+03:00' }), 'guide 4.4.4'],
  ['sends a local time without offset', sale({ ts: '2026-11-21T18:42:11' }), 'guide 4.4.4'],
  ['sends an offset without colon', sale({ ts: '2026-11-21T18:42:11+0300' }), 'guide 4.4.4'],
  ['sends UTC although the store is elsewhere', sale({ ts: '2026-11-21T15:42:11+00:00' }), 'guide 4.4.4'],
  ['sends a day that does not exist', sale({ ts: '2026-11-31T18:42:11+03:00' }), 'guide 4.4.4'],
  ['sends an hour that does not exist', sale({ ts: '2026-11-21T24:00:00+03:00' }), 'guide 4.4.4'],
  ['sends no identifier', sale({ extId: undefined }), 'guide 4.4.5'],
  ['sends an identifier of 41 characters', sale({ extId: 'x'.repeat(41) }), 'guide 4.4.5'],
  ['sends a number as identifier', sale({ extId: 14 }), 'guide 4.4.5'],
  ['sends a cashier of 201 characters', sale({ cashier: longText }), 'guide 7.3'],
  ['sends null for the cashier', sale({ cashier: null }), 'guide 7.3'],
  ['sends a field of its own', sale({ docId: '1' }), 'guide 7.3'],
  ['sends positions that do not add up', sale({ amount: 99 }), 'guide 7.1.4'],
  ['rounds each position by itself', sale({ ...positions({ total: 99.9999 }) }), 'guide 7.1.4'],
  ['sends a sale with negative positions', sale({ ...positions({ total: -100 }) }), 'guide 7.1.4'],
  ['sends a position without a name', sale(positions({ name: undefined })), 'guide 7.3'],
  ['sends a position name of 201 characters', sale(positions({ name: longText })), 'guide 7.3'],
  ['sends a count as a text', sale(positions({ count: '2' })), 'guide 7.3'],
  ['sends a price in a position', sale(positions({ price: 50 })), 'guide 7.3'],
  ['sends an item code with a space', sale(positions({ extId: '100 210' })), 'guide 7.3'],
  [
    'sends a category level of 201 characters',
    sale(positions({ category: `Еда&&${longText}` })),
    'guide 4.3',
  ],
  [
    'sends categories over 2000',
    sale(positions({ category: Array(30).fill('я'.repeat(80)).join('&&') })),
    'guide 7.3',
  ],
  ['sends an attribute as a number', sale(attribute('paytype/cash', 100)), 'guide 7.3.1'],
  ['sends an attribute value of 11 characters', sale(attribute('bonus_sp', '1234567.890')), 'guide 7.3.1'],
  ['sends an empty attribute value', sale(attribute('own', '')), 'guide 7.3.1'],
  ['names an attribute in Russian', sale(attribute('скидка', '1')), 'guide 7.3.1'],
  ['names an attribute in 21 characters', sale(attribute('x'.repeat(21), '1')), 'guide 7.3.1'],
  ['sends the card number', sale(attribute('withcard', '4276380012')), 'guide 7.3.1'],
  ['sends a decimal comma', sale(attribute('paytype/cash', '10,50')), 'guide 7.3.1'],
  ['sends fractions of seconds', sale(attribute('procpd', '12.5')), 'guide 7.3.1'],
  ['sends attributes as an object', sale({ attributes: { withcard: '1' } }), 'guide 7.3'],
  ['leaves the attributes of a return positive', refund(attribute('paytype/cash', '100')), 'guide 7.4'],
  ['sends minus zero', refund(attribute('withcard', '-0')), 'guide 7.3.1'],
  ['sends minus zero in an attribute of its own', refund(attribute('own', '-0')), 'guide 7.4'],
  ['makes the count of a return negative', refund(positions({ count: -2 })), 'guide 7.4'],
  ['makes the discount of a return negative', refund({ discount: -10 }), 'guide 7.3'],
  ['mixes both readings of a return', refund({ positions: mixed() }), 'guide 7.1.4'],
  ['leaves the till out of the poskey', sale({ poskey: '@S015' }), 'guide 7.3'],
  ['leaves the @ out of the poskey', sale({ poskey: 'S015/K1' }), 'guide 7.3'],
  ['puts a dash into the poskey', sale({ poskey: '@S-015/K1' }), 'guide 7.3'],
  ['sends a poskey of 131 characters', sale({ poskey: `@${'s'.repeat(40)}/${'k'.repeat(89)}` }), 'guide 7.3'],
];

function mixed(): Body[] {
  return [-150, 100].map((total) => ({ name: 'Кофе', count: 1, total }));
}

describe('a receipt is refused and nothing is registered when the client', () => {
  test.each(wrongReceipts)('%s', async (_mistake, receipt, section) => {
    const answer = await call(heado.deviceUrl, 'purchaseRegisterBatch', batch(receipt));
    expect(answer.error?.code).toBe(-32602);
    expect(answer.error?.message).toMatch(new RegExp(`^${section.replaceAll('.', '\\.')}: receipts\\[0\\]`));
    expect(answer.error?.receipt).toEqual(JSON.parse(JSON.stringify(receipt)));
    expect(heado.registered()).toBe(0);
  });
});
