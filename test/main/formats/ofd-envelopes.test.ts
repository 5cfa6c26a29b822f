/** Where fiscal documents stand in what services, cabinets and scripts hand out. */
import { describe, expect, it } from 'vitest';
import { fiscalReceipt, item, shiftDocument, type Fields } from './fiscal.ts';
import { onlyDraft, read, records, summary } from './reads.ts';

const json = JSON.stringify;
const receipt = fiscalReceipt();
const codeless = fiscalReceipt({ code: undefined });

describe('a fiscal document is found', () => {
  it.each<[string, unknown, string]>([
    ['in the answer of a service', { code: 1, data: { json: receipt, html: '<b>' } }, 'receipt data.json'],
    ['under content', { id: '1', content: receipt }, 'receipt content'],
    ['in a list of documents', { documents: [{ receipt }] }, 'receipt documents[0].receipt'],
    ['in a list of items', { items: [receipt, receipt], total: 2 }, 'receipt items[0] | receipt items[1]'],
    ['in a list with a total', { code: 3, totalSum: 5, items: [{ receipt }] }, 'receipt items[0].receipt'],
    ['as text in a field', [{ id: 1, payload: json(codeless) }], 'receipt [0].payload'],
    ['as text in a text', { body: json({ payload: json(codeless) }) }, 'receipt body.payload'],
    ['without a code', codeless, 'receipt'],
    ['without a code in a list', [codeless], 'receipt [0]'],
    ['with a null for a code', fiscalReceipt({ code: null, receiptCode: null }), 'receipt'],
    [
      'beside a report',
      { receipt, fiscalReport: { code: 1 } },
      'receipt receipt | skipped ofd.report fiscalReport',
    ],
    ['below a report', { fiscalReport: { code: 1, data: { receipt } } }, 'receipt fiscalReport.data.receipt'],
    [
      'below an outlay',
      fiscalReceipt({ operationType: 3, original: codeless }),
      'skipped ofd.outlay operationType | receipt original',
    ],
    ['at any depth', { a: [{ b: { c: [{ d: codeless }] } }] }, 'receipt a[0].b.c[0].d'],
  ])('%s', (_, value, expected) => {
    expect(summary(json(value))).toBe(expected);
    expect(read(json(value)).format).toBe('ofd-json');
  });

  it.each([1, 2, 3, 5, 6, 7, 11, 21, 31])(
    'under an envelope with the code %i, and nothing else is',
    (code) => {
      const envelope = { code, dateTime: '2026-11-21T18:42:00', message: 'ok', documents: [{ receipt }] };
      expect(summary(json(envelope))).toBe('receipt documents[0].receipt');
    },
  );

  it('and a code alone makes none', () => {
    for (const code of [1, 2, 5, 21]) {
      const text = json({ code, dateTime: '2026-11-21T18:42:00', message: 'ok' });
      expect(summary(text, { format: 'ofd-json' })).toBe('refused ofd.shapeUnknown');
    }
    expect(summary(json(shiftDocument(5)))).toBe('signal');
  });

  it('whatever its keys come first and however long it is', () => {
    const items = Array.from({ length: 400 }, (_, index) =>
      item(`Товар номер ${index} с длинным именем`, 100),
    );
    const { code, ...rest } = fiscalReceipt({ totalSum: 40_000, cashTotalSum: 40_000 });
    const long = Object.assign({ code, user: 'ООО Ромашка', items }, rest, { items });
    for (const text of [json(long, null, 1), json([long], null, 4), json({ documents: [long] })])
      expect(read(text)).toMatchObject({ state: 'complete', format: 'ofd-json' });
    expect(summary(json(long, null, 4))).toBe('receipt');
  });

  it('a document a line, and lists a line', () => {
    const lines = [receipt, { receipt }, [codeless, codeless]].map((each) => json(each)).join('\n');
    expect(summary(lines)).toBe('receipt line 1 | receipt line 2: receipt | receipt line 3 | receipt line 3');
    expect(summary(`${json([receipt])}\n${json([receipt])}`)).toBe('receipt line 1 | receipt line 2');
  });

  it('and its own text reads the same, with its kind and its points', () => {
    const values = [
      { data: { receiptCorrection: fiscalReceipt({ code: 31 }), bso: fiscalReceipt({ code: undefined }) } },
      [{ payload: json(codeless) }, { x: [codeless, { closeShift: shiftDocument(5) }] }],
    ];
    for (const record of values.flatMap((value) => records(json(value)))) {
      if (!('draft' in record)) throw new Error('all of them are good');
      expect(records(record.raw)).toMatchObject([{ type: record.type, draft: record.draft }]);
    }
  });
});

describe('what is no document is told as what it is', () => {
  const heading = { totalSum: '390.00', kktOwner: 'ООО', fiscalDriveNumber: '99', fiscalDocumentNumber: 1 };
  it.each<[string, string, string]>([
    [
      'headings',
      json({ receipts: [heading, heading] }),
      'refused ofd.heading receipts[0].items | refused ofd.heading receipts[1].items',
    ],
    ['tags', json({ '1012': 1, '1020': 5 }), 'refused format.recordForeign'],
    ['another operator', json({ Status: 'Success', Data: [] }), 'refused format.recordForeign'],
    [
      'a task for a register',
      json({ uuid: 'x', request: [{ type: 'sell' }] }),
      'refused format.recordForeign',
    ],
    ['nothing known', json({ hello: 1 }), 'refused format.recordUnknown'],
    [
      'two documents in a row',
      `${json(receipt, null, 2)}\n${json(receipt, null, 2)}`,
      'unreadable format.severalValues line',
    ],
    ['a page', '<!DOCTYPE html><html></html>', 'unreadable format.foreign'],
    ['a script', 'callback({"a": 1})', 'unreadable format.foreign'],
    ['Frontol', '#\n1\n467\n1603291;21.11.2026;8:56:02;62;1;1200;7;;;\n', 'unreadable format.foreign'],
    ['a table', 'a;b;c\n1;2;3\n', 'unreadable format.foreign'],
    ['a Python dictionary', "{'code': 3}", 'unreadable format.broken'],
    ['no number', '{"totalSum": NaN}', 'unreadable format.broken'],
    ['a comma too many', '{"totalSum": 5,}', 'unreadable format.broken'],
    ['nothing', 'null', 'unreadable format.unknown'],
  ])('%s', (_, text, expected) => {
    expect(summary(text).slice(0, expected.length)).toBe(expected);
  });

  it.each<[string, readonly number[]]>([
    ['ZIP (XLSX, DOCX)', [0x50, 0x4b, 3, 4, 20, 0]],
    ['gzip', [0x1f, 0x8b, 8, 0, 0xd1]],
    ['PDF', [0x25, 0x50, 0x44, 0x46, 0x2d]],
    ['DBF', [3, 0x7e, 0x0b, 0x15, 3, 0, 0, 0, 0x81, 1, 0x6b, 0]],
  ])('%s by its bytes, also while only some are there', (kind, bytes) => {
    const reading = read(Uint8Array.from(bytes));
    expect(reading).toMatchObject({
      state: 'unreadable',
      problem: { code: 'format.foreign', values: { kind } },
    });
  });
});

describe('how a line is paid for', () => {
  const sent = (line: Fields, changes: Fields = {}): string =>
    summary(
      json(fiscalReceipt({ items: [item('x', 52_350, { paymentType: undefined, ...line })], ...changes })),
    );

  it.each<[Fields, string]>([
    [{ paymentType: 4 }, 'receipt'],
    [{ paymentType: '4' }, 'receipt'],
    [{ calculationTypeSign: 4 }, 'receipt'],
    [{ paymentMethod: 'full_payment' }, 'receipt'],
    [{ paymentMethod: 'fullPayment' }, 'receipt'],
    [{ paymentType: 'ПОЛНЫЙ РАСЧЕТ' }, 'receipt'],
    [{}, 'receipt'],
    [{ paymentType: 0 }, 'receipt'],
    [{ paymentType: '3' }, 'skipped ofd.prepayment'],
    [{ calculationTypeSign: 1 }, 'skipped ofd.prepayment'],
    [{ paymentMethod: 'advance' }, 'skipped ofd.prepayment'],
    [{ paymentType: 'Предоплата 100%' }, 'skipped ofd.prepayment'],
    [{ calculationTypeSign: 7 }, 'skipped ofd.creditPaid'],
    [{ paymentMethod: 'credit_payment' }, 'skipped ofd.creditPaid'],
    [{ paymentType: 9 }, 'refused ofd.methodUnknown items[0].paymentType'],
    [{ paymentType: 'как-нибудь' }, 'refused ofd.methodUnknown items[0].paymentType'],
    [{ paymentType: 4, calculationTypeSign: 3 }, 'refused ofd.methodUnknown items[0].calculationTypeSign'],
  ])('%j: %s', (line, expected) => {
    expect(sent(line)).toBe(expected);
  });

  it('is noted where a line does not say it', () => {
    const [record] = records(json(fiscalReceipt({ items: [item('x', 52_350, { paymentType: null })] })));
    expect(record).toMatchObject({ notes: [{ code: 'ofd.methodUnsaid', values: { count: 1 } }] });
  });

  it('never counts a credit twice, whatever the setting', () => {
    const paid = json(fiscalReceipt({ items: [item('x', 52_350, { paymentType: 7 })] }));
    expect(summary(paid, {}, { prepayment: 'payment' })).toBe('skipped ofd.creditPaid');
    const mixed = fiscalReceipt({ items: [item('x', 50_000, { paymentType: 7 }), item('y', 2_350)] });
    expect(records(json(mixed))).toMatchObject([{ draft: { amount: 23.5, positions: [{ name: 'y' }] } }]);
  });

  it('by advance under the names of 2019–2021 is taken off where advances were sent', () => {
    const settled = json(fiscalReceipt({ cashTotalSum: 2_350, prepaymentSum: 50_000 }));
    expect(records(settled, {}, { prepayment: 'payment' })).toMatchObject([{ draft: { amount: 23.5 } }]);
    expect(records(settled)).toMatchObject([
      {
        draft: {
          amount: 523.5,
          attributes: [{ name: 'paytype/cash' }, { name: 'paytype/prepaid', value: '500' }],
        },
      },
    ]);
  });
});

describe('sums that do not add up', () => {
  const of = (totalSum: number, more: Fields = {}): Fields => fiscalReceipt({ totalSum, ...more });
  it.each<[string, Fields, object]>([
    [
      'rounded down below a rouble',
      of(52_300),
      { type: 'receipt', draft: { amount: 523, roundingTolerance: 0.5 } },
    ],
    [
      'with a storno that mends them',
      of(37_800, { stornoItems: [item('Круассан', 14_550)] }),
      { draft: { amount: 378, positions: [{ total: 378 }, { total: 145.5 }, { total: -145.5 }] } },
    ],
    [
      'with a storno that is told for the record',
      of(52_350, { stornoItems: [item('x', 100)] }),
      { draft: { amount: 523.5, positions: [{}, {}] } },
    ],
    [
      'with a storno that mends nothing',
      of(40_000, { stornoItems: [item('x', 100)] }),
      { type: 'refused', problem: { code: 'ofd.storno' } },
    ],
  ])('%s', (_, body, expected) => {
    expect(records(json(body))).toMatchObject([expected]);
  });

  it.each([52_250, 52_400])('by a rouble or upwards (%i) is no rounding of the law', (totalSum) => {
    expect(onlyDraft(json(of(totalSum)))).not.toHaveProperty('roundingTolerance');
  });

  it('a return may be written with minus signs throughout', () => {
    const minus = fiscalReceipt({
      operationType: '2',
      totalSum: -52_350,
      cashTotalSum: -52_350,
      items: [item('x', -52_350)],
    });
    expect(records(json(minus))).toMatchObject([
      {
        draft: {
          kind: 'return',
          amount: -523.5,
          positions: [{ total: 523.5 }],
          attributes: [{ value: '523.5' }],
        },
      },
    ]);
  });
});
