import { afterEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../src-main/base/clock.ts';
import type { QuarantineRow } from '../../src-main/core/control/commands.ts';
import { listNotices } from '../../src-main/core/screens/notices.ts';
import { waitFor } from '../support/wait-for.ts';
import { DAY_MS, earlier, MINUTE_MS, sale } from './agent-goods.ts';
import { leaveStreets, openStreet, readJournal, type Street } from './agent-street.ts';

afterEach(leaveStreets);

const heldCount = ({ status }: Street): number => status().outbox.held;

async function quarantine(street: Street): Promise<readonly QuarantineRow[]> {
  const listed = await street.agent().operations['quarantine.list']({ limit: 1_000 });
  return listed.ok ? listed.value.rows : [];
}

/** A server on which it is another time. */
const serverAt = (offsetMs: number): { now: () => number } => ({ now: () => Date.now() + offsetMs });
const inADay = earlier() + DAY_MS;

describe('a receipt from the future', () => {
  it('is let go once the Date of HEADO shows that our clock is behind, even if it is all there is', async () => {
    const street = await openStreet({ heado: serverAt(DAY_MS) });
    await street.start();
    const late = sale('F-1', { atMs: inADay });
    street.put('1.json', late.body);
    await waitFor('it is delivered', () => street.heado.registered() === 1);
    expect(street.registered()).toEqual([late.wire]);
    await street.settled();
    const { api, outbox, problems } = street.status();
    expect(outbox.held).toBe(0);
    expect(api.clockWarning).toBe(true);
    expect(Math.round((api.clockSkewMs ?? 0) / DAY_MS)).toBe(-1);
    expect(problems.map(({ problem }) => problem.code)).toContain('status.clockDiffers');
    street.put('2.json', sale('F-2', { atMs: inADay }).body);
    await street.settled();
    await street.stop();
    const events = readJournal(street.dataDir).map(({ event }) => event);
    expect(events.filter((event) => event === 'record.held')).toHaveLength(1);
    expect(events).toContain('record.released');
    expect(events).toContain('clock.differed');
  });

  it('stays held while HEADO agrees with our clock, and a person is told and decides', async () => {
    const street = await openStreet();
    await street.start();
    street.put('1.json', [sale('F-1', { atMs: inADay }).body, sale('NOW-1').body]);
    await street.settled();
    expect(heldCount(street)).toBe(1);
    expect(street.status().problems.map(({ problem }) => problem.code)).toEqual(['status.held']);
    const [row] = await quarantine(street);
    expect(row).toMatchObject({
      held: true,
      label: 'F-1',
      problem: { code: 'receipt.timeAhead', at: '[0].ts' },
    });
    const { operations } = street.agent();
    const action = { id: row?.id ?? '', version: row?.version ?? '', reason: 'a test' };
    const retried = await operations['quarantine.retry'](action);
    expect(retried.ok && retried.value.still?.code).toBe('receipt.timeAhead');
    const stale = await operations['quarantine.discard'](action);
    expect(!stale.ok && stale.error.code).toBe('quarantine.stale');
    const [again] = await quarantine(street);
    const done = await operations['quarantine.discard']({ ...action, version: again?.version ?? '' });
    expect(done.ok).toBe(true);
    street.put('2.json', sale('NOW-2').body);
    await street.settled();
    expect(await quarantine(street)).toEqual([]);
    expect(street.registered()).toEqual([sale('NOW-1').wire, sale('NOW-2').wire]);
  });

  it('is not forgotten behind hundreds that wait for something else', async () => {
    const store = { timeZone: 'Europe/Moscow', storeExtId: 'S1', server: true, tills: { 1: 'K1' } };
    const street = await openStreet({ settings: { store }, heado: serverAt(DAY_MS) });
    const strangers = Array.from(
      { length: 600 },
      (_, number) => sale(`X-${number}`, { till: ['9', 'K9'] }).body,
    );
    const late = sale('F-1', { atMs: inADay, till: ['1', 'K1'] });
    await street.start();
    street.put('1.json', [...strangers, late.body]);
    await waitFor('it is delivered', () => street.heado.registered() === 1);
    expect(street.registered()).toEqual([late.wire]);
    expect(heldCount(street)).toBe(600);
  });
});

describe.each([11, 30])('HEADO’s clock is %i minutes behind', (minutes) => {
  it('everything is held, and the status is red and says so after a quarter of an hour', async () => {
    let passedMs = 0;
    const clock = { ...systemClock, now: () => Date.now() + passedMs };
    const heado = { now: () => Date.now() + passedMs - minutes * MINUTE_MS };
    const street = await openStreet({ heado, clock });
    await street.start();
    const old = sale('W-0', { atMs: earlier() - 60 * MINUTE_MS });
    street.put('0.json', old.body);
    await waitFor('the clock is known', () => street.status().api.clockWarning);
    street.put('1.json', sale('W-1', { atMs: Date.now() }).body);
    await waitFor('it is held', () => heldCount(street) === 1);
    expect(street.status().outbox).toMatchObject({ late: false, oldestMissing: { place: 'held' } });
    passedMs = 16 * MINUTE_MS;
    const { outbox, problems } = street.status();
    expect(outbox.late).toBe(true);
    expect(problems[0]).toMatchObject({
      severity: 'error',
      problem: { code: 'status.late', values: { place: 'held' } },
    });
    expect(listNotices(problems, 'ru')[0]).toMatchObject({ kind: 'late', severity: 'error' });
    expect(street.registered()).toEqual([old.wire]);
  });
});

describe('a receipt of a till that nobody named', () => {
  const store = { timeZone: 'Europe/Moscow', storeExtId: 'S1', server: true, tills: { 1: 'K1' } };

  it('waits on the server of a store until store.tills names it', async () => {
    const street = await openStreet({ settings: { store } });
    const own = sale('T-1', { till: ['1', 'K1'] });
    const strange = sale('T-2', { till: ['2', 'K2'] });
    await street.start();
    street.put('1.json', own.body);
    street.put('2.json', strange.body);
    await street.settled();
    expect(street.registered()).toEqual([own.wire]);
    const [row] = await quarantine(street);
    expect(row).toMatchObject({
      held: true,
      problem: { code: 'receipt.unknownTill', values: { till: '2' } },
    });
    await street.stop();
    street.configure({ store: { ...store, tills: { 1: 'K1', 2: 'K2' } } });
    await street.start();
    await waitFor('it is delivered', () => street.heado.registered() === 2);
    expect(street.registered()).toEqual([own.wire, strange.wire]);
    const story = await street.agent().operations['receipts.show']({ label: 'T-2' });
    expect(story.ok && story.value.stories[0]).toMatchObject({
      file: { name: '2.json' },
      quarantine: [{ event: 'shelf.retried', problem: { code: 'receipt.unknownTill' } }],
    });
  });
});

describe('a receipt that is too old', () => {
  it('waits for a person; its version changes only when something about it does', async () => {
    const street = await openStreet({ settings: { receipts: { maxAgeDays: 30 } } });
    const old = sale('O-1', { atMs: earlier() - 31 * DAY_MS });
    await street.start();
    street.put('1.json', old.body);
    street.put('2.json', sale('O-2').body);
    await street.settled();
    const [row] = await quarantine(street);
    expect(row).toMatchObject({
      held: true,
      problem: { code: 'receipt.timeTooOld', values: { limitDays: 30 } },
    });
    // Our knowledge of the server's clock changes: everything that is held is judged again.
    street.heado.behave({ act: { name: 'dateOffset', offsetMs: 10 * MINUTE_MS } });
    street.put('3.json', sale('O-3').body);
    await waitFor('the clocks differ', () => street.status().api.clockWarning);
    await street.settled();
    expect(await quarantine(street)).toEqual([row]);
    await street.stop();
    street.configure({ receipts: { maxAgeDays: 40 } });
    await street.start();
    await waitFor('it is delivered', () => street.heado.registered() === 3);
    expect(street.registered().at(-1)).toEqual(old.wire);
    expect(await quarantine(street)).toEqual([]);
  });
});
