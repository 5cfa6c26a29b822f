import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { FormatRecord } from '../../../src-main/formats/adapter.ts';
import { fixtures, onlyDraft, read, records, recordsOf, summary } from './reads.ts';

const receipt = {
  amount: 5,
  ts: '2026-11-21T18:42:11+03:00',
  extId: 'A-1',
  positions: [{ name: 'x', count: 1, total: 5 }],
};
const event = { event: 'shift/start', ts: '2026-11-21 09:00:00' };
const text = JSON.stringify(receipt);

describe('the shapes of heado-json', () => {
  it.each<[string, unknown, string]>([
    ['one object', receipt, 'receipt'],
    ['an array', [receipt, event, receipt], 'receipt [0] | signal [1] | receipt [2]'],
    ['an object of receipts', { receipts: [receipt, receipt] }, 'receipt receipts[0] | receipt receipts[1]'],
    [
      'a whole request',
      {
        jsonrpc: '2.0',
        id: '1',
        method: 'purchaseRegisterBatch',
        params: { receipts: [receipt], agent: {} },
      },
      'receipt params.receipts[0]',
    ],
    [
      'a request of one receipt',
      { method: 'purchaseRegister', params: { token: 'guest', amount: 5, cart: receipt, poskey: '@1/2' } },
      'receipt params',
    ],
    [
      'a request of an event',
      { method: 'registerEvent', params: { name: 'shift/stop', ts: event.ts } },
      'signal params',
    ],
    ['an event', event, 'signal'],
    ['nothing at all', [], ''],
    ['no receipts', { receipts: [] }, ''],
    ['another method', { method: 'reports', params: {} }, 'refused native.methodUnknown method'],
    [
      'no record',
      [1, null, [], 'x'],
      [0, 1, 2, 3].map((at) => `refused format.notARecord [${at}]`).join(' | '),
    ],
  ])('%s is read', (_name, value, expected) => {
    expect(summary(JSON.stringify(value))).toBe(expected);
    expect(summary(JSON.stringify(value, null, 2))).toBe(expected);
    expect(read(JSON.stringify(value))).toMatchObject({ format: 'heado-json', closing: 'self' });
  });

  it('read the receipt of a single request with its amount and device', () => {
    const params = {
      token: 'card 777',
      amount: '7',
      cart: { ...receipt, amount: undefined },
      poskey: '@1/2',
    };
    expect(onlyDraft(JSON.stringify({ method: 'purchaseRegister', params }))).toMatchObject({
      amount: '7',
      extId: 'A-1',
      poskey: '@1/2',
    });
  });

  it('read the seller of an event in a request', () => {
    const params = { name: 'shift/stop', ts: event.ts, params: { seller: 'Орлова', localtimezone: '+3' } };
    const [record] = records(JSON.stringify({ method: 'reg\u0131sterEvent', params }));
    expect(record).toMatchObject({ type: 'signal', draft: { event: 'shift/stop', seller: 'Орлова' } });
  });
});

describe('lines of heado-json', () => {
  it('are read with their numbers, blank ones passed over', () => {
    expect(summary(`${text}\n\n${JSON.stringify(event)}\r\n${text}\r\n`)).toBe(
      'receipt line 1 | signal line 3 | receipt line 4',
    );
  });

  it('follow the rules of rest, unless the end is marked', () => {
    expect(read(`${text}\n${text}\n`).closing).toBe('lines');
    expect(read(`${text}\n${text}\n___EOF___\n`).closing).toBe('self');
    expect(summary(`${text}\n___EOF___`)).toBe('receipt line 1');
    expect(summary('___EOF___\n')).toBe('');
  });

  it('may be more where the name promises lines, even after a first whole one', () => {
    expect(read(`${text}\n`, {}, { fileName: 'sales.NDJSON' }).closing).toBe('lines');
    expect(read(`${text}\n`, {}, { fileName: 'sales.json' }).closing).toBe('self');
  });

  it('that are broken cost no neighbour, the first line included', () => {
    const broken = text.replace('"amount":', '"amount"');
    expect(summary(`${text}\n${broken}\n${text}\n`)).toBe(
      'receipt line 1 | refused format.broken line 2, column 10 | receipt line 3',
    );
    expect(summary(`${broken}\n${text}\n`)).toBe('refused format.broken line 1, column 10 | receipt line 2');
    expect(summary(`${text}\n[\n${text}\n`)).toBe(
      'receipt line 1 | refused format.broken line 2, column 2 | receipt line 3',
    );
    expect(summary(`${text}\n${'['.repeat(200_000)}\n${text}\n`)).toBe(
      'receipt line 1 | refused format.tooDeep line 2 | receipt line 3',
    );
  });

  it('after the end mark are refused', () => {
    expect(summary(`${text}\n___EOF___\n${text}\n`)).toBe('receipt line 1 | refused format.afterEnd line 3');
  });

  it('of which the last is still being written give the others, and the last one by itself', () => {
    expect(summary(`${text}\n{"amount": 1`)).toBe('receipt line 1');
    expect(read(`${text}\n{"amount": 1`)).toMatchObject({
      closing: 'lines',
      unfinished: {
        at: 'line 2',
        raw: '{"amount": 1',
        problem: { code: 'format.lineCut', at: 'line 2, column 13' },
      },
    });
    expect(read(`${text}\n___EO`)).toMatchObject({ unfinished: { raw: '___EO' } });
    expect(read(`${text}\n`)).not.toMatchObject({ unfinished: {} });
    expect(summary(`${text}\n{"amount": 1\n`)).toMatch(/^receipt line 1 \| refused format.broken line 2/);
  });

  it('may hold whole requests', () => {
    const batch = JSON.stringify({ receipts: [receipt, { ...receipt, amount: null }] });
    expect(summary(`${text}\n${batch}\n`)).toBe(
      'receipt line 1 | receipt line 2: receipts[0] | refused format.fieldWrongType line 2: receipts[1].amount',
    );
  });
});

const draftText = (record: FormatRecord): string => JSON.stringify('draft' in record ? record.draft : record);

describe('a file of heado-json', () => {
  it.each([
    ['', 'incomplete format.empty'],
    [' \n\t', 'incomplete format.empty'],
    ['{', 'incomplete format.incomplete line 1, column 2'],
    ['[{"amount": 5,\n "ts": "2026', 'incomplete format.incomplete line 2, column 13'],
    ['{"receipts": [\n{"amount": 5},\n{"amount": 6}', 'incomplete format.incomplete line 3, column 14'],
    ['{\n"amount" 5}', 'unreadable format.broken line 2, column 10'],
    ['['.repeat(200_000), 'unreadable format.tooDeep line 1, column 65'],
    ['<?xml version="1.0"?>', 'unreadable format.foreign'],
    ['null', 'unreadable format.unknown'],
    ['"text"', 'unreadable format.unknown'],
    ['\u0000{}', 'unreadable format.nulBytes byte 0'],
  ])('of %.30j is %s', (content, expected) => {
    expect(summary(content)).toBe(expected);
  });

  it('is read as the pinned format, whatever it looks like', () => {
    expect(summary('"text"', { format: 'heado-json' })).toBe('refused format.notARecord');
    const unknown = read(text, { format: 'frontol' });
    expect(unknown.state !== 'complete' && unknown.problem).toEqual({
      code: 'format.notInstalled',
      at: '',
      values: { format: 'frontol', known: 'heado-json, ofd-json' },
    });
  });

  it('cut at any byte is incomplete, or gives no more than the whole receipts before the cut', () => {
    for (const name of ['0001-sale.json', '0002-batch.ndjson']) {
      const bytes = readFileSync(new URL(`heado-native/${name}`, fixtures));
      const whole = records(bytes, {}, { fileName: name }).map(draftText);
      const cuts = new Set<string>();
      for (let length = 0; length < bytes.length - 1; length += 1) {
        const reading = read(bytes.subarray(0, length), {}, { fileName: name });
        cuts.add(reading.state);
        if (reading.state !== 'complete') expect(reading.state).toBe('incomplete');
        else for (const record of recordsOf(reading)) expect(whole).toContain(draftText(record));
      }
      expect(cuts.has('incomplete')).toBe(true);
    }
  });

  it('can be walked twice', () => {
    const reading = read(`${text}\n${text}\n`);
    expect(recordsOf(reading)).toEqual(recordsOf(reading));
  });
});
