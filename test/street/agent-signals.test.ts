import { afterEach, describe, expect, it } from 'vitest';
import { auditSignals } from '../simulator/audit.ts';
import { dotlessEventName } from '../simulator/simulator.ts';
import { waitFor } from '../support/wait-for.ts';
import { DAY_MS, DRIVE, earlier, HOUR_MS, MINUTE_MS, sale, shiftEvent, wallClock } from './agent-goods.ts';
import { leaveStreets, openStreet, type Street } from './agent-street.ts';

afterEach(leaveStreets);

const SIGNALS = ['registerEvent', dotlessEventName];
/** Yesterday noon in Moscow: a whole trading day lies around it. */
const NOON_MS = Math.floor((earlier() - DAY_MS) / DAY_MS) * DAY_MS + 9 * HOUR_MS;
const at = (hours: number, minutes = 0): number => NOON_MS + (hours - 12) * HOUR_MS + minutes * MINUTE_MS;

/** What HEADO carried out, in order: `open 09:00`, `close 21:00`, a receipt's id. */
function carriedOut({ heado }: Street): string[] {
  return heado.calls
    .filter(({ committed, method }) => committed && method !== 'reports')
    .flatMap(({ method, params }) => {
      const fields: object = typeof params === 'object' && params !== null ? params : {};
      if (method !== 'purchaseRegisterBatch') {
        const word = Reflect.get(fields, 'name') === 'shift/start' ? 'open' : 'close';
        return [`${word} ${String(Reflect.get(fields, 'ts')).slice(11, 16)}`];
      }
      const receipts: unknown = Reflect.get(fields, 'receipts');
      return Array.isArray(receipts)
        ? receipts.map((each: unknown) => String(Reflect.get(Object(each), 'extId')))
        : [];
    });
}

describe('in till mode', () => {
  it('opening, receipts and closing arrive in this order though calls for the receipts fail', async () => {
    const street = await openStreet();
    const { heado, put } = street;
    heado.behave({ act: 'resetBeforeCommit', method: 'purchaseRegisterBatch', times: 3 });
    await street.start();
    put('1.json', shiftEvent('shift/start', at(9), { shift: '88' }));
    for (let number = 2; number <= 9; number += 1) put(`${number}.json`, sale(`T-${number}`).body);
    put('10.json', shiftEvent('shift/stop', at(21), { shift: '88' }));
    await street.settled();
    const sales = Array.from({ length: 8 }, (_, index) => `T-${index + 2}`);
    expect(carriedOut(street)).toEqual(['open 09:00', ...sales, 'close 21:00']);
    expect(auditSignals(heado.calls).disorder).toEqual([]);
  });

  it('fiscal shift documents are signals too, and the same one in the other format is known', async () => {
    const street = await openStreet();
    const document = (kind: 'openShift' | 'closeShift', atMs: number): unknown => ({
      document: {
        [kind]: {
          ...{ dateTime: wallClock(atMs), fiscalDriveNumber: DRIVE, shiftNumber: 88, operator: 'Орлова' },
          code: kind === 'openShift' ? 2 : 5,
        },
      },
    });
    street.put('1.json', document('openShift', at(8)));
    street.put('2.json', shiftEvent('shift/start', at(8), { shift: '88' }));
    street.put('3.json', document('closeShift', at(20)));
    await street.start();
    await street.settled();
    expect(carriedOut(street)).toEqual(['open 08:00', 'close 20:00']);
    expect(street.status().counters['duplicates']).toBe(1);
    expect(street.heado.signals[0]?.seller).toBe('Орлова');
  });

  it('a server that refuses signals stops no receipt', async () => {
    const street = await openStreet();
    const { heado, put } = street;
    heado.behave({ act: { name: 'rpcError', code: -32605 }, method: SIGNALS, times: 'forever' });
    await street.start();
    put('1.json', shiftEvent('shift/start', at(9)));
    put('2.json', sale('T-2').body);
    await waitFor('the receipt is there', () => heado.registered() === 1);
    heado.heal();
    await street.settled();
    expect(carriedOut(street)).toEqual(['T-2', 'open 09:00']);
  });
});

describe('in store mode', () => {
  const store = {
    store: {
      timeZone: 'Europe/Moscow',
      storeExtId: 'S1',
      server: true,
      tills: { 1: 'K1', 2: 'K2' },
      dayStartsAt: '04:00',
    },
    shift: { mode: 'store' },
  };
  const first = { till: '1' };
  const second = { till: '2' };

  it('the store opens with its first till and closes with its last, again after a reopening', async () => {
    const street = await openStreet({ settings: store });
    await street.start();
    street.put('01.json', shiftEvent('shift/start', at(9), first));
    await street.settled();
    street.put('02.json', shiftEvent('shift/start', at(9, 5), second));
    street.put('03.json', sale('S-1', { till: ['1', 'K1'] }).body);
    street.put('04.json', shiftEvent('shift/stop', at(20, 30), first));
    street.put('05.json', sale('S-2', { till: ['2', 'K2'] }).body);
    street.put('06.json', shiftEvent('shift/stop', at(21), second));
    await street.settled();
    expect(carriedOut(street)).toEqual(['open 09:00', 'S-1', 'S-2', 'close 21:00']);
    street.put('07.json', shiftEvent('shift/start', at(21, 10), first));
    street.put('08.json', sale('S-3', { till: ['1', 'K1'] }).body);
    street.put('09.json', shiftEvent('shift/stop', at(21, 20), first));
    await street.settled();
    expect(carriedOut(street).slice(4)).toEqual(['S-3', 'close 21:20']);
    expect(street.status().counters['recorded']).toBe(6);
  });

  it('the closing waits for the receipts of every till, also when the agent was stopped in between', async () => {
    const street = await openStreet({ settings: store });
    const { heado } = street;
    await street.start();
    street.put('1.json', shiftEvent('shift/start', at(9), first));
    street.put('2.json', shiftEvent('shift/start', at(9, 5), second));
    await street.settled();
    heado.behave({ act: 'status', method: 'purchaseRegisterBatch', times: 'forever' });
    street.put('3.json', sale('S-1', { till: ['1', 'K1'] }).body);
    street.put('4.json', sale('S-2', { till: ['2', 'K2'] }).body);
    street.put('5.json', shiftEvent('shift/stop', at(20), first));
    await waitFor(
      'the files are taken',
      () => street.status().outbox.waiting + street.status().outbox.inFlight === 2,
    );
    await street.stop();
    await street.start();
    street.put('6.json', shiftEvent('shift/stop', at(21), second));
    await waitFor('the closing waits', () =>
      street.status().lanes.some(({ because }) => because?.code === 'sender.closeHeld'),
    );
    heado.heal();
    await street.settled();
    expect(carriedOut(street)).toEqual(['open 09:00', 'S-1', 'S-2', 'close 21:00']);
  });

  it('a till that was cut off for days brings its shift late and draws no closing of the store', async () => {
    const street = await openStreet({ settings: store });
    await street.start();
    const daysAgo = (atMs: number): number => atMs - 4 * DAY_MS;
    street.put('1.json', shiftEvent('shift/start', daysAgo(at(9)), first));
    street.put('2.json', shiftEvent('shift/stop', daysAgo(at(21)), first));
    await street.settled();
    expect(carriedOut(street)).toEqual(['open 09:00', 'close 21:00']);
    street.put('3.json', shiftEvent('shift/start', daysAgo(at(9, 30)), second));
    street.put('4.json', shiftEvent('shift/stop', daysAgo(at(20)), second));
    await street.settled();
    expect(carriedOut(street)).toHaveLength(2);
  });
});
