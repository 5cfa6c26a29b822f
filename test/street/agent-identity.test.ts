/** Identity stands on what does not change: whole paths from the file to HEADO's register (decisions 1–3, 25). */
import { afterEach, describe, expect, it } from 'vitest';
import { waitFor } from '../support/wait-for.ts';
import { DAY_MS, DRIVE, earlier, fiscal, returned, sale, shiftEvent, wallClock } from './agent-goods.ts';
import { discard, removeDatabase, timesRegistered } from './agent-loss.ts';
import { leaveStreets, openStreet, type Street } from './agent-street.ts';

afterEach(leaveStreets);

interface Item {
  readonly id: string;
  readonly version: string;
  readonly label: string;
  readonly code: string;
}

/** What a person sees. */
async function quarantine(street: Street): Promise<Item[]> {
  const listed = await street.agent().operations['quarantine.list']({ limit: 100 });
  const rows = listed.ok ? listed.value.rows : [];
  return rows.map(({ id, version, label, problem }) => ({ id, version, label, code: problem.code }));
}

const codes = async (street: Street): Promise<string[]> =>
  (await quarantine(street)).map(({ label, code }) => `${label} ${code}`);

async function retry(street: Street, label: string): Promise<void> {
  const item = (await quarantine(street)).find((each) => each.label === label);
  const { id = '', version = '' } = item ?? {};
  const done = await street.agent().operations['quarantine.retry']({ id, version, reason: 'a test' });
  expect(done).toMatchObject({ ok: true, value: { still: null } });
  await street.settled();
}

const onceEach = (ids: readonly string[]): Map<string, number> => new Map(ids.map((id) => [id, 1]));

const SIXTY = Array.from({ length: 60 }, (_, index) => `A-${index + 1}`);
const corrections = [
  ['the till', { storeExtId: 'S1', cashboxExtId: 'K9' }, { storeExtId: 'S1', cashboxExtId: 'K1' }],
  ['store and till for the first time', { storeExtId: 'S1', cashboxExtId: 'K1' }, {}],
  ['the time zone', { timeZone: 'Asia/Yekaterinburg' }, { timeZone: 'Europe/Moscow' }],
  ['what a till’s code stands for', { tills: { 1: 'K7' } }, { tills: { 1: 'K1' } }],
] as const;

describe.each(corrections)('after a correction of %s', (_what, after, before) => {
  const store = (ids: object): Readonly<Record<string, unknown>> => ({
    store: { timeZone: 'Europe/Moscow', ...ids },
  });
  const oneStreet = (): Promise<Street> => openStreet({ heado: { storeExtId: 'S1' } });
  const usual = { storeExtId: 'S1', cashboxExtId: 'K1' };
  const isFirst = Object.keys(before).length === 0;
  // Local time and the POS's own till code: all that the settings have a say in.
  const body = (id: string): object => ({
    ...sale(id, { till: ['1', 'K1'] }).body,
    ts: wallClock(earlier(180)),
  });

  async function deliverSixty(): Promise<Street> {
    const street = await oneStreet();
    street.configure(
      isFirst
        ? { store: { storeExtId: undefined, cashboxExtId: undefined } }
        : store({ ...usual, ...before }),
    );
    await street.start();
    for (const id of SIXTY) street.put(`${id}.json`, body(id));
    street.put('r.json', { ...returned('A-1').body, ts: wallClock(earlier(170)) });
    await street.settled();
    await street.stop();
    expect(timesRegistered(street)).toEqual(new Map([...onceEach(SIXTY), ['A-1', 2]]));
    street.configure(store({ ...usual, ...after }));
    return street;
  }

  it('a rebuilt database posts none of 60 delivered receipts again', async () => {
    const street = await deliverSixty();
    removeDatabase(street);
    await street.start();
    await street.settled();
    expect(timesRegistered(street)).toEqual(new Map([...onceEach(SIXTY), ['A-1', 2]]));
    expect(await codes(street)).toEqual([]);
  });

  it('the same files dropped again are known', async () => {
    const street = await deliverSixty();
    await street.start();
    for (const id of SIXTY) street.put(`again-${id}.json`, body(id));
    street.put('again-r.json', { ...returned('A-1').body, ts: wallClock(earlier(170)) });
    await street.settled();
    expect(timesRegistered(street)).toEqual(new Map([...onceEach(SIXTY), ['A-1', 2]]));
    expect(await codes(street)).toEqual([]);
  });
});

describe('the number of a shift that begins at 1 again', () => {
  const document = (kind: 'openShift' | 'closeShift', atMs: number, drive: string): object => ({
    document: {
      [kind]: {
        ...{ dateTime: wallClock(atMs), fiscalDriveNumber: drive, shiftNumber: 1, operator: 'Орлова' },
        code: kind === 'openShift' ? 2 : 5,
      },
    },
  });

  it('with a new fiscal drive is a new shift at HEADO', async () => {
    const street = await openStreet();
    await street.start();
    const lastYear = earlier(0) - 395 * DAY_MS;
    const today = earlier(600);
    street.put('1.json', document('openShift', lastYear, DRIVE));
    street.put('2.json', document('closeShift', lastYear + 36_000_000, DRIVE));
    street.put('3.json', document('openShift', today, '7380440902975457'));
    street.put('4.json', document('closeShift', today + 3_600_000, '7380440902975457'));
    await street.settled();
    expect(street.heado.signals.map(({ name }) => name)).toEqual([
      'shift/start',
      'shift/stop',
      'shift/start',
      'shift/stop',
    ]);
    expect(street.status().counters['duplicates'] ?? 0).toBe(0);
  });

  it('in the POS’s own words is one as well: a pair after a pair, within a minute or a year', async () => {
    const street = await openStreet();
    await street.start();
    const fromMs = earlier(600);
    const moments = [-395 * DAY_MS, -395 * DAY_MS + 1_000, 0, 10_000, 20_000, 30_000];
    const pair = ['shift/start', 'shift/stop'] as const;
    for (const [index, afterMs] of moments.entries())
      street.put(`${index}.json`, shiftEvent(pair[index % 2] ?? pair[0], fromMs + afterMs, { shift: '1' }));
    await street.settled();
    expect(street.heado.signals).toHaveLength(6);
    expect(await codes(street)).toEqual([]);
  });

  it('without a closing between is asked of a person, who may send it once the closing came', async () => {
    const street = await openStreet();
    await street.start();
    const fromMs = earlier(600);
    street.put('1.json', shiftEvent('shift/start', fromMs, { shift: '1' }));
    street.put('2.json', shiftEvent('shift/start', fromMs + 7_200_000, { shift: '1' }));
    await street.settled();
    expect(street.heado.signals).toHaveLength(1);
    expect(await codes(street)).toEqual(['shift/start outbox.shiftRepeated']);
    street.put('3.json', shiftEvent('shift/stop', fromMs + 3_600_000, { shift: '1' }));
    await street.settled();
    await retry(street, 'shift/start');
    expect(street.heado.signals).toHaveLength(3);
    expect(await codes(street)).toEqual([]);
  });
});

describe('a number that only one of two readings has', () => {
  it('makes no second return and no conflict of one sale', async () => {
    const street = await openStreet();
    await street.start();
    const numbers = { fiscal: { drive: DRIVE, document: 600 } };
    street.put('1.json', sale('A-1').body);
    street.put('2.json', returned('A-1').body);
    await street.settled();
    street.put('3.json', sale('A-1', { docId: 'D-1' }).body);
    street.put('4.json', returned('A-1', { docId: 'D-2' }).body);
    street.put('5.json', sale('A-1', numbers).body);
    street.put('6.json', fiscal(600, { card: 33_450 }).body);
    await street.settled();
    expect(timesRegistered(street)).toEqual(new Map([['A-1', 2]]));
    expect(await codes(street)).toEqual([]);
    expect(street.status().counters['duplicates']).toBe(4);
    street.put('7.json', returned('A-1', { docId: 'D-3' }).body);
    await street.settled();
    expect(timesRegistered(street)).toEqual(new Map([['A-1', 3]]));
  });

  it('is told in the story of the receipt', async () => {
    const street = await openStreet();
    await street.start();
    street.put('1.json', returned('A-1', { docId: 'D-2' }).body);
    await street.settled();
    const story = await street.agent().operations['receipts.show']({ label: 'A-1' });
    expect(story.ok && story.value.stories[0]?.entry.facts).toMatchObject({ docId: 'D-2' });
  });
});

describe('what a person gave up', () => {
  it('lies in quarantine again when the POS brings it again: record, file and refused receipt', async () => {
    const street = await openStreet();
    street.heado.behave({
      act: {
        name: 'refuseReceipt',
        when: (each: unknown) => Reflect.get(Object(each), 'extId') === 'REFUSED',
      },
    });
    await street.start();
    const goods: readonly (readonly [string, unknown])[] = [
      ['bad.json', { ...sale('BAD').body, amount: 1 }],
      ['broken.json', '{"broken":: 1}'],
      ['refused.json', sale('REFUSED').body],
    ];
    const bring = async (): Promise<string[]> => {
      for (const [name, body] of goods) street.put(name, body);
      await street.settled();
      return (await quarantine(street)).map(({ label }) => label).sort();
    };
    const labels = ['BAD', 'REFUSED', 'broken.json'];
    expect(await bring()).toEqual(labels);
    for (let time = 1; time <= 2; time += 1) {
      for (const label of labels) await discard(street, label);
      expect(await quarantine(street)).toEqual([]);
      expect(await bring()).toEqual(labels);
    }
    const events = street.status().journal.lastErrors.map(({ event }) => event);
    expect(events).toEqual(expect.arrayContaining(['entry.reopened', 'record.reopened']));
  });

  it('stays given up in a rebuild, and what came again after it does not', async () => {
    const street = await openStreet();
    await street.start();
    street.put('1.json', { ...sale('BAD-1').body, amount: 1 });
    street.put('2.json', { ...sale('BAD-2').body, amount: 1 });
    await street.settled();
    for (const label of ['BAD-1', 'BAD-2']) await discard(street, label);
    street.put('2.json', { ...sale('BAD-2').body, amount: 1 });
    await street.settled();
    const before = await codes(street);
    expect(before).toHaveLength(1);
    for (let time = 1; time <= 2; time += 1) {
      await street.stop();
      removeDatabase(street);
      await street.start();
      await street.settled();
      expect(await codes(street)).toEqual(before);
    }
  });

  it('because its till was unknown goes by itself once it came again and the till is named', async () => {
    const store = { timeZone: 'Europe/Moscow', storeExtId: 'S1', server: true, tills: { 1: 'K1' } };
    const street = await openStreet({ settings: { store } });
    await street.start();
    const body = sale('A-1', { till: ['2', 'K2'] }).body;
    street.put('1.json', body);
    await street.settled();
    expect(await codes(street)).toEqual(['A-1 receipt.unknownTill']);
    await discard(street, 'A-1');
    street.put('1.json', body);
    await street.settled();
    expect(await codes(street)).toEqual(['A-1 receipt.unknownTill']);
    await street.stop();
    street.configure({ store: { ...store, tills: { 1: 'K1', 2: 'K2' } } });
    await street.start();
    await waitFor('it is judged again and sent', () => street.registered().length > 0);
    await street.settled();
    expect(timesRegistered(street)).toEqual(onceEach(['A-1']));
    expect(await codes(street)).toEqual([]);
  });

  it('and types in again by hand is told to be in quarantine', async () => {
    const street = await openStreet();
    street.heado.behave({
      act: { name: 'refuseReceipt', when: (each: unknown) => Reflect.get(Object(each), 'extId') === 'X-1' },
    });
    await street.start();
    street.put('1.json', sale('X-1').body);
    await street.settled();
    await discard(street, 'X-1');
    const sent = await street.agent().operations['send-one']({
      name: 'typed.json',
      text: JSON.stringify(sale('X-1').body),
    });
    expect(sent).toMatchObject({ ok: false, error: { code: 'outbox.broughtAgain' } });
    expect(await codes(street)).toEqual(['X-1 outbox.broughtAgain']);
  });
});
