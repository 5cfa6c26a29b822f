import { copyFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { databasePath } from '../../src-main/outbox/open.ts';
import { waitFor } from '../support/wait-for.ts';
import { earlier, fiscal, returned, sale, shiftEvent } from './agent-goods.ts';
import { discard, removeDatabase, timesRegistered } from './agent-loss.ts';
import { leaveStreets, openStreet, type Street } from './agent-street.ts';

afterEach(leaveStreets);

/** What a person sees in quarantine, without the numbers that a new database gives anew. */
async function quarantine(street: Street): Promise<string[]> {
  const listed = await street.agent().operations['quarantine.list']({ limit: 1_000 });
  const rows = listed.ok ? listed.value.rows : [];
  return rows.map(({ label, problem, source, at }) => [label, problem.code, source, at].join(' | ')).sort();
}

const REFUSED: ReadonlySet<unknown> = new Set(['REFUSED-1', 'REFUSED-2']);

function refuseSome({ heado }: Street): void {
  const when = (receipt: unknown): boolean => REFUSED.has(Reflect.get(Object(receipt), 'extId'));
  heado.behave({ act: { name: 'refuseReceipt', when } });
}

/** A till with a history: delivered receipts, and everything that can lie in quarantine. */
async function liveADay(street: Street): Promise<void> {
  const { put } = street;
  refuseSome(street);
  await street.start();
  put('01.json', [sale('A-1').body, sale('A-2').body]);
  put('02.json', fiscal(501).body);
  put('03.json', [returned('A-1', { docId: 'R-1' }).body, sale('REFUSED-1').body, sale('REFUSED-2').body]);
  put('04.json', [
    { ...sale('BAD-1').body, amount: 1 },
    { ...sale('BAD-2').body, amount: 2 },
    sale('A-3').body,
  ]);
  put('05.json', '{"cut": ');
  put('06.json', '{"broken":: 1}');
  put('07.json', shiftEvent('shift/start', earlier(90)));
  put('same.json', { ...sale('BAD-3').body, amount: 3 });
  await street.settled();
  put('same.json', { ...sale('BAD-4').body, amount: 4 });
  await street.settled();
}

/** What happens after the moment that an old copy of the database is from. */
async function liveOn(street: Street): Promise<void> {
  street.put('08.json', [sale('B-1').body, sale('B-2').body]);
  await street.settled();
  for (const label of ['BAD-2', 'BAD-4', 'REFUSED-2', '06.json']) await discard(street, label);
  const sent = await street.agent().operations['send-one']({
    name: 'typed.json',
    text: JSON.stringify(sale('TYPED-1').body),
  });
  expect(sent.ok && sent.value.outcome).toBe('delivered');
  await street.heado.close();
  // Written in this order; by the letters of their names it would be another.
  for (const number of [9, 10, 20, 100]) street.put(`${number}.json`, sale(`W-${number}`).body);
  await waitFor('they are taken', () => {
    const { waiting, inFlight } = street.status().outbox;
    return waiting + inFlight === 4;
  });
}

const waitingIds = ['W-9', 'W-10', 'W-20', 'W-100'];
const deliveredIds = ['A-1', 'A-2', 'A-3', 'B-1', 'B-2', 'TYPED-1', '7380440902975456-501'];

interface Damage {
  readonly name: string;
  readonly health: string;
  /** Entries that neither archive nor ledger can vouch for. */
  readonly resent: number;
  damage(street: Street, oldCopy: string): void;
}

const damages: readonly Damage[] = [
  // The refused receipt too: the ledger tells of deliveries and discards alone.
  { name: 'deleted', health: 'behind', resent: 5, damage: removeDatabase },
  {
    name: 'replaced by text',
    health: 'damaged',
    resent: 5,
    damage(street) {
      removeDatabase(street);
      writeFileSync(databasePath(street.dataDir), 'This is no database.\n'.repeat(500));
    },
  },
  {
    name: 'replaced by an older copy',
    health: 'behind',
    resent: 4,
    damage(street, oldCopy) {
      removeDatabase(street);
      copyFileSync(oldCopy, databasePath(street.dataDir));
    },
  },
];

describe.each(damages)('a database that was $name', ({ health, resent, damage }) => {
  it('is made whole from archive and ledger: nothing is lost, nothing that HEADO has is sent again', async () => {
    const street = await openStreet();
    await liveADay(street);
    await street.stop();
    const oldCopy = join(street.root, 'old.db');
    copyFileSync(databasePath(street.dataDir), oldCopy);
    await street.start();
    await liveOn(street);
    const before = await quarantine(street);
    await street.stop();
    damage(street, oldCopy);
    await street.heado.reopen();

    await street.start();
    await street.settled();
    expect(await quarantine(street)).toEqual(before);
    const times = timesRegistered(street);
    expect(Object.fromEntries(times)).toEqual({
      ...Object.fromEntries([...deliveredIds, ...waitingIds].map((id) => [id, 1])),
      // The sale and its return share their id.
      'A-1': 2,
    });
    expect([...times.keys()].slice(-4)).toEqual(waitingIds);
    expect(street.heado.signals).toHaveLength(1);

    const { counters, journal, outbox } = street.status();
    expect(counters['rebuild_resends']).toBe(resent);
    expect(outbox).toMatchObject({ waiting: 0, inFlight: 0, quarantined: 3 });
    expect(journal.lastErrors.map(({ event }) => event)).toEqual(
      expect.arrayContaining(['archive.replayed', 'outbox.rebuilt']),
    );
    expect(street.agent().store.opened.health).toBe(health);
  });
});

/** Latin and the Russian letters А to я. */
function windows1251(text: string): Buffer {
  return Buffer.from(
    text.replace(/[А-я]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) - 0x350)),
    'latin1',
  );
}

describe('a rebuilt database', () => {
  it('is whole: the next start finds it sound and sends nothing', async () => {
    const street = await openStreet();
    await street.start();
    street.put('1.json', [sale('A-1').body, sale('A-2').body]);
    await street.settled();
    await street.stop();
    removeDatabase(street);
    await street.start();
    street.put('2.json', [sale('A-1').body, sale('A-3').body]);
    await street.settled();
    await street.stop();
    await street.start();
    expect(street.agent().store.opened.health).toBe('sound');
    expect(Object.fromEntries(timesRegistered(street))).toEqual({ 'A-1': 1, 'A-2': 1, 'A-3': 1 });
    expect(street.agent().store.opened.outbox.verify()).toMatchObject({ faults: [], structure: 'ok' });
    const story = await street.agent().operations['receipts.show']({ label: 'A-1' });
    expect(story.ok && story.value.stories[0]).toMatchObject({
      entry: { state: 'delivered', facts: { kind: 'sale' } },
      file: { name: '1.json', format: 'heado-json' },
    });
  });

  it('is tried again after it failed: the folder is free, and nothing was sent', async () => {
    const street = await openStreet();
    await street.start();
    const ids = Array.from({ length: 9 }, (_, number) => `L-${number}`);
    for (const id of ids) {
      street.put(`${id}.json`, sale(id).body);
      await street.settled();
    }
    await street.stop();
    removeDatabase(street);
    // The newest lines can be read; among the older ones lies something that is no file.
    const foreign = join(street.dataDir, 'ledger', '2020-01.ndjson');
    mkdirSync(foreign);
    await expect(street.open()).rejects.toThrow('EISDIR');
    await expect(street.open()).rejects.toThrow('EISDIR');
    rmSync(foreign, { recursive: true });
    await street.start();
    await street.settled();
    expect(street.agent().store.opened.health).toBe('behind');
    expect(timesRegistered(street)).toEqual(new Map(ids.map((id) => [id, 1])));
  });

  it('holds nothing of a file that a person gave up, even when a newer version could read it', async () => {
    const street = await openStreet();
    // In an encoding that is not expected yet.
    street.configure({ drop: { folders: [{ path: street.drop, encoding: 'utf-8' }] } });
    await street.start();
    street.put('given-up.json', windows1251(JSON.stringify(sale('GIVEN-UP').body)));
    street.put('1.json', fiscal(9).body);
    await waitFor('it is rejected', () => street.status().quarantine.open === 1);
    await street.settled();
    await discard(street, 'given-up.json');
    await street.stop();
    removeDatabase(street);
    street.configure({});
    await street.start();
    await street.settled();
    expect(timesRegistered(street)).toEqual(new Map([['7380440902975456-9', 1]]));
    const shown = await street.agent().operations['receipts.show']({ label: 'GIVEN-UP' });
    expect(shown).toMatchObject({ ok: true, value: { stories: [], shelved: [] } });
  });

  it('holds nothing of records that a person gave up, even when they would be taken now or refused for another reason', async () => {
    const store = { timeZone: 'Europe/Moscow', storeExtId: 'S1', cashboxExtId: 'K1' };
    const street = await openStreet({ settings: { store: { ...store, companyInn: '7700000099' } } });
    await street.start();
    const odd = JSON.stringify(fiscal(11).body).replace('"operationType":1', '"operationType":9');
    street.put('1.json', fiscal(10).body);
    street.put('2.json', odd);
    street.put('3.json', sale('A-1').body);
    await street.settled();
    expect(await quarantine(street)).toHaveLength(2);
    await discard(street, '');
    await discard(street, '');
    await street.stop();
    removeDatabase(street);
    street.configure({ store });
    await street.start();
    await street.settled();
    expect(timesRegistered(street)).toEqual(new Map([['A-1', 1]]));
    expect(await quarantine(street)).toEqual([]);
  });

  it('draws no opening or closing of the store that was not drawn before', async () => {
    const store = { timeZone: 'Europe/Moscow', storeExtId: 'S1', server: true, tills: { 1: 'K1', 2: 'K2' } };
    const street = await openStreet({ settings: { store, shift: { mode: 'store' } } });
    await street.start();
    const dayMs = earlier(5 * 24 * 60);
    const event = (name: 'shift/start' | 'shift/stop', minutes: number, till: string): unknown =>
      shiftEvent(name, dayMs + minutes * 60_000, { till });
    street.put('1.json', event('shift/start', 0, '1'));
    street.put('2.json', event('shift/start', 1, '2'));
    street.put('3.json', event('shift/stop', 2, '1'));
    street.put('4.json', event('shift/stop', 3, '2'));
    await street.settled();
    const before = street.heado.signals.map(({ name, ts }) => [name, ts]);
    expect(before).toHaveLength(2);
    await street.stop();
    removeDatabase(street);
    await street.start();
    street.put('5.json', sale('N-1', { till: ['1', 'K1'] }).body);
    await street.settled();
    expect(street.heado.signals.map(({ name, ts }) => [name, ts])).toEqual(before);
    expect(street.status().counters['rebuild_resends'] ?? 0).toBe(0);
  });
});
