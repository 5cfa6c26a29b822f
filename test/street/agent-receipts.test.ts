import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { seededRandom } from '../support/random.ts';
import { waitFor } from '../support/wait-for.ts';
import { correction, DRIVE, earlier, fiscal, returned, sale, type Goods } from './agent-goods.ts';
import { leaveStreets, leftIn, openStreet, type Street } from './agent-street.ts';

/** Every file below `folder`, by its path. */
function filesBelow(folder: string): Map<string, string> {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true });
  return new Map(
    names
      .filter((entry) => entry.isFile())
      .map((entry) => [entry.name, readFileSync(join(entry.parentPath, entry.name), 'utf8')]),
  );
}

describe('a dropped file', () => {
  let street: Street;

  beforeAll(async () => {
    street = await openStreet();
    await street.start();
  });
  afterAll(leaveStreets);

  /** Drops files in their order and answers what HEADO registered because of them. */
  async function dropAll(files: Readonly<Record<string, unknown>>): Promise<unknown[]> {
    const before = street.registered().length;
    for (const [name, body] of Object.entries(files)) street.put(name, body);
    await street.settled();
    return street.registered().slice(before);
  }

  it('of either format reaches HEADO in its canonical form, in order', async () => {
    const goods: Readonly<Record<string, Goods>> = {
      'a1.json': sale('A-1', { kopecks: [37_800, 14_550, 31_317] }),
      'a2.json': returned('A-1', { kopecks: [14_550], atMs: earlier(50), docId: 'R-1' }),
      'a3.json': returned('A-1', { kopecks: [14_550], atMs: earlier(49), docId: 'R-2' }),
      'a4.json': returned('A-9', { kopecks: [100], atMs: earlier(48) }),
      'a5.json': correction('A-5', 50_010, earlier(47)),
      'a6.json': correction('A-6', -1_001, earlier(46)),
      'a7.json': fiscal(30_723, { cash: 33_667, card: 50_000, atMs: earlier(45) }),
      'a8.json': fiscal(30_724, { operation: 2, atMs: earlier(44) }),
    };
    const bodies = Object.entries(goods).map(([name, { body }]): [string, unknown] => [name, body]);
    const found = await dropAll(Object.fromEntries<unknown>(bodies));
    expect(found).toEqual(Object.values(goods).map(({ wire }) => wire));
  });

  it('may hold several receipts in any of the shapes', async () => {
    const six = Array.from({ length: 8 }, (_, index) => sale(`B-${index}`, { atMs: earlier(40 - index) }));
    const body = (index: number): unknown => six[index]?.body;
    const found = await dropAll({
      'b1.json': [body(0), body(1)],
      'b2.json': { receipts: [body(2), body(3)] },
      'b3.json': { jsonrpc: '2.0', method: 'purchaseRegisterBatch', params: { receipts: [body(4)] }, id: 1 },
      'b4.ndjson': `${JSON.stringify(body(5))}\r\n\n${JSON.stringify(body(6))}\n___EOF___\n`,
      'b5.json': [fiscal(30_730).body, fiscal(30_731).body],
      'b6.json': `\uFEFF${JSON.stringify(body(7), null, 2)}`,
    });
    const wires = six.map(({ wire }) => wire);
    const fiscals = [fiscal(30_730).wire, fiscal(30_731).wire];
    expect(found).toEqual([...wires.slice(0, 7), ...fiscals, ...wires.slice(7)]);
  });

  it('written once more is a duplicate: archived, counted, not sent', async () => {
    const first = sale('C-1');
    const other = sale('C-1', { cashier: 'Громов Пётр' });
    const fiscalNumbers = { drive: DRIVE, document: 30_740 };
    const before = street.status().counters;
    const found = await dropAll({
      'c1.json': first.body,
      'c2.json': [first.body, other.body],
      'c3.json': sale('C-3', { fiscal: fiscalNumbers }).body,
      'c4.json': fiscal(30_740, { card: 33_450 }).body,
    });
    expect(found).toEqual([first.wire, sale('C-3').wire]);
    const { counters } = street.status();
    expect((counters['duplicates'] ?? 0) - (before['duplicates'] ?? 0)).toBe(3);
    expect((counters['differing_duplicates'] ?? 0) - (before['differing_duplicates'] ?? 0)).toBe(1);
  });

  it('that contradicts a known sale goes to quarantine, and nothing is overwritten', async () => {
    const first = sale('D-1', { kopecks: [1_000] });
    const found = await dropAll({ 'd1.json': first.body, 'd2.json': sale('D-1', { kopecks: [1_001] }).body });
    expect(found).toEqual([first.wire]);
    const listed = await street.agent().operations['quarantine.list']({ limit: 50 });
    const rows = listed.ok ? listed.value.rows.filter(({ label }) => label === 'D-1') : [];
    expect(rows.map(({ problem, source }) => [problem.code, source])).toEqual([
      ['outbox.conflict', `${street.drop}/d2.json`],
    ]);
    expect(rows[0]?.problem.values['known']).toContain('10');
  });

  it('with a return that cannot be told from a second one asks a person', async () => {
    const once = returned('E-1', { atMs: earlier(30) });
    const found = await dropAll({
      'e1.json': [once.body, once.body],
      'e2.json': once.body,
      'e3.json': returned('E-1', { atMs: earlier(30), cashier: 'Громов Пётр' }).body,
    });
    expect(found).toEqual([once.wire]);
    const listed = await street.agent().operations['quarantine.list']({ limit: 50 });
    const rows = listed.ok ? listed.value.rows.filter(({ label }) => label === 'E-1') : [];
    expect(rows.map(({ problem, at }) => [problem.code, at])).toEqual([
      ['outbox.ambiguousRepeat', ''],
      ['outbox.ambiguousRepeat', '[1]'],
    ]);
  });

  it('with some bad receipts gives its good ones, and each bad one lies in quarantine with its place', async () => {
    const good = [sale('F-1'), sale('F-2', { atMs: earlier(20) })];
    const [first, second] = good.map(({ body }) => body);
    const text = JSON.stringify([
      first,
      { ...sale('F-X').body, amount: 1 },
      { ...sale('F-Y').body, ts: 'yesterday' },
      'rubbish',
      second,
    ]);
    const found = await dropAll({ 'f1.json': text });
    expect(found).toEqual(good.map(({ wire }) => wire));
    expect(filesBelow(join(street.drop, 'archive')).get('f1.json')).toBe(text);
    const listed = await street.agent().operations['quarantine.list']({ limit: 50 });
    const rows = listed.ok ? listed.value.rows.filter(({ source }) => source.endsWith('/f1.json')) : [];
    expect(rows.map(({ label, at, problem }) => [label, at, problem.code]).reverse()).toEqual([
      ['F-X', '[1]', 'receipt.sumMismatch'],
      ['F-Y', '[2]', 'receipt.timeInvalid'],
      ['', '[3]', 'format.notARecord'],
    ]);
  });

  it('that cannot be read is rejected unchanged, with the reason beside it', async () => {
    const cut = JSON.stringify(sale('G-1').body).slice(0, -30);
    street.put('g1.json', cut);
    street.put('g2.json', '{"amount": 1,, }');
    writeFileSync(join(street.drop, 'g3.json'), cut);
    await waitFor('all are rejected', () => leftIn(street.drop).length === 0);
    const rejected = filesBelow(join(street.drop, 'rejected'));
    expect(rejected.get('g1.json')).toBe(cut);
    // Whether it was seen under its other name, and so is known to be whole, is chance.
    expect(rejected.get('g1.json.error.json')).toMatch(/"code": ?"file\.(?:incomplete|stale)"/);
    expect(JSON.parse(rejected.get('g3.json.error.json') ?? '')).toMatchObject({ code: 'file.stale' });
    expect(JSON.parse(rejected.get('g2.json.error.json') ?? '')).toMatchObject({
      where: 'line 1, column 14',
    });
    const { quarantine } = street.status();
    const listed = await street.agent().operations['quarantine.list']({ limit: 1_000 });
    expect(quarantine.open).toBe(listed.ok ? listed.value.rows.length : NaN);
  });
});

describe('five hundred numbered files', () => {
  afterEach(leaveStreets);

  it('arrive in the order of their numbers, whether they waited or come while the agent runs', async () => {
    const street = await openStreet();
    const random = seededRandom(5);
    const waiting = Array.from({ length: 250 }, (_, index) => index + 1);
    const shuffled = waiting.toSorted(() => random.next() - 0.5);
    const drop = (number: number): void =>
      street.put(`${number}.json`, sale(`N-${number}`, { atMs: earlier() + number * 1_000 }).body);
    shuffled.forEach(drop);
    await street.start();
    for (let number = 251; number <= 500; number += 1) {
      drop(number);
      if (number % 50 === 0) await waitFor('some are taken', () => leftIn(street.drop).length < 40);
    }
    await street.settled();
    const ids = street.registered().map((receipt) => String(Reflect.get(Object(receipt), 'extId')));
    expect(ids).toEqual(Array.from({ length: 500 }, (_, index) => `N-${index + 1}`));
    expect(street.status().outbox).toMatchObject({ delivered: 500, waiting: 0, quarantined: 0 });
  });
});
