/** The unit of the sums is one for a file: what one of its documents shows holds for all of them. */
import { describe, expect, it } from 'vitest';
import { readLargeFile } from '../../../src-main/formats/detect.ts';
import { STEP_BYTES } from '../../../src-main/formats/steps.ts';
import { fiscalReceipt, item, shiftDocument, type Fields } from './fiscal.ts';
import { bytesOf, records, summary } from './reads.ts';

const json = JSON.stringify;
/** 614 roubles, or 6.14: its own numbers do not say. */
const whole = sale(614, {});
const pointed = sale(679.27, {});
const kopecks = fiscalReceipt();

function sale(total: number, changes: Fields): Fields {
  return fiscalReceipt({ totalSum: total, cashTotalSum: total, items: [item('Тыква', total)], ...changes });
}

describe('where one sum of a file has a decimal point', () => {
  it.each<[string, string, string]>([
    ['a list', json([whole, pointed]), '[0].totalSum | [1].totalSum'],
    [
      'a list of documents',
      json({ documents: [whole, { receipt: pointed }] }),
      'documents[0].totalSum | documents[1].receipt.totalSum',
    ],
    [
      'an envelope',
      json({ a: { receipt: whole }, b: { receipt: pointed } }),
      'a.receipt.totalSum | b.receipt.totalSum',
    ],
    [
      'texts in fields',
      json([{ payload: json(whole) }, { payload: json({ body: json(pointed) }) }]),
      '[0].payload.totalSum | [1].payload.body.totalSum',
    ],
    ['lines', `${json(whole)}\n${json(pointed)}\n`, 'line 1: totalSum | line 2: totalSum'],
    [
      'lines of texts in fields',
      `${json({ a: json(whole) })}\n${json({ a: json(pointed) })}\n`,
      'line 1: a.totalSum | line 2: a.totalSum',
    ],
    [
      'two lists of one name',
      `{"documents":[${json(whole)}],"documents":[${json(pointed)}]}`,
      'documents[0].totalSum | documents[1].totalSum',
    ],
    [
      'a point before nothing but zeros',
      json([whole, kopecks]).replace(':52350,', ':523.00,'),
      '[0].totalSum | [1].totalSum',
    ],
    [
      'a sum as text with a comma',
      json([whole, { ...kopecks, cashTotalSum: ' 523,50' }]),
      '[0].totalSum | [1].cashTotalSum',
    ],
    ['a tax', json([whole, { ...kopecks, nds10: 47.59 }]), '[0].totalSum | [1].nds10'],
    [
      'a storno',
      json([whole, { ...kopecks, stornoItems: [item('x', 1.5)] }]),
      '[0].totalSum | [1].stornoItems[0].sum',
    ],
  ])('%s: every document is refused, one of whole numbers too', (_, text, places) => {
    const expected = places.split(' | ').map((place) => `refused ofd.roubles ${place}`);
    expect(summary(text).replaceAll('skipped format.listRepeated documents | ', '')).toBe(
      expected.join(' | '),
    );
  });

  it.each<[string, Fields, string]>([
    ['an outlay', sale(5.5, { operationType: 3 }), 'skipped ofd.outlay [1].operationType'],
    ['a heading', { ...pointed, items: [], totalSum: 5.5 }, 'refused ofd.heading [1].items'],
    [
      'a receipt below an outlay',
      fiscalReceipt({ operationType: 3, original: pointed }),
      'skipped ofd.outlay [1].operationType | refused ofd.roubles [1].original.totalSum',
    ],
  ])('%s that is not sent shows the unit, too', (_, other, told) => {
    expect(summary(json([whole, other]))).toBe(`refused ofd.roubles [0].totalSum | ${told}`);
  });

  it('a record behind a broken piece of a line shows it, and one behind the end mark does not', () => {
    const broken = `${json(whole)}\n{"code":3,"tot${json({ receipt: pointed })}\n`;
    expect(summary(broken)).toMatch(
      /^refused ofd\.roubles line 1: totalSum \| refused format\.broken .* \| refused ofd\.roubles/,
    );
    expect(summary(`${json(whole)}\n___EOF___\n${json(pointed)}\n`)).toBe(
      'receipt line 1 | refused format.afterEnd line 3',
    );
  });

  it('signals are read: they have no sums', () => {
    expect(summary(json([shiftDocument(5), pointed]))).toBe('signal [0] | refused ofd.roubles [1].totalSum');
  });

  it('the text of a document that is refused for it is refused as a file of its own', () => {
    const values = [whole, { receipt: whole }, { a: json({ receiptCorrection: { ...whole, code: 31 } }) }];
    const lines = [...values, pointed].map((value) => json(value)).join('\n');
    for (const text of [json([...values, pointed]), lines]) {
      const refused = records(text).map((record) => (record.type === 'refused' ? record.raw : ''));
      expect(refused).toHaveLength(4);
      for (const raw of refused) expect(summary(raw)).toMatch(/^refused ofd\.roubles /);
    }
  });

  it('a line that grows is judged with those before it', () => {
    const before = `${json(pointed)}\n`;
    expect(summary(`${before}${json(whole)}\n`)).toMatch(/line 2: totalSum$/);
  });
});

describe('a file stays one of kopecks', () => {
  it.each<[string, unknown]>([
    ['a price was worked out', fiscalReceipt({ items: [item('x', 52_350, { price: 174.55 })] })],
    ['a quantity has a fraction', fiscalReceipt({ items: [item('x', 52_350, { quantity: 1.25 })] })],
    ['an envelope has a sum in roubles', { totalSum: 614.5, content: kopecks }],
    ['a sum of no document has a point', { sum: 614.5, data: { nds10: '5.50' } }],
    ['a name says so', fiscalReceipt({ items: [item('"totalSum": 5.5', 52_350)] })],
  ])('where %s', (_, other) => {
    for (const text of [json([kopecks, other]), `${json(kopecks)}\n${json(other)}\n`])
      expect(summary(text)).toMatch(/^receipt /);
  });
});

describe('a large file', () => {
  const filler = `${json(kopecks)}\n`.repeat(Math.ceil((2 * STEP_BYTES) / json(kopecks).length));

  async function count(text: string): Promise<Record<string, number>> {
    const context = {
      fileName: 'x.json',
      mtimeMs: 0,
      timeZone: 'Europe/Moscow',
      prepayment: 'settlement',
    } as const;
    const reading = await readLargeFile(bytesOf(text), { format: 'auto' }, context, async () => undefined);
    const found: Record<string, number> = {};
    if (reading.state !== 'complete') throw new Error(reading.problem.code);
    for await (const record of reading.records) {
      const key = record.type === 'refused' ? record.problem.code : record.type;
      found[key] = (found[key] ?? 0) + 1;
    }
    return found;
  }

  it.each([
    ['lines', filler, (last: unknown) => `${filler}${json(last)}\n`],
    ['a list', filler, (last: unknown) => `[${filler.trimEnd().replaceAll('\n', ',')},${json(last)}]`],
  ])('of %s is judged by its last document before its first is read', async (_, text, withLast) => {
    const lines = text.split('\n').length;
    expect(await count(withLast(pointed))).toEqual({ 'ofd.roubles': lines });
    expect(await count(withLast({ totalSum: 614.5, content: kopecks }))).toEqual({ receipt: lines });
  });

  it('is judged by a sum that lies across two steps', async () => {
    for (let shift = 0; shift < 40; shift += 1) {
      const start = `${json(whole)}\n`;
      const last = json({ receipt: { ...kopecks, totalSum: 679.27 } });
      const offset = last.indexOf('"totalSum"') + shift - 10;
      const blanks = ' '.repeat(
        STEP_BYTES - Buffer.byteLength(start) - Buffer.byteLength(last.slice(0, offset)),
      );
      expect(await count(`${start}${blanks}${last}\n`), `shifted by ${shift}`).toEqual({ 'ofd.roubles': 2 });
    }
  });
});
