import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fiscalReceipt, shiftDocument, type Fields } from './fiscal.ts';
import { fixtures, read, records, summary } from './reads.ts';

const json = JSON.stringify;
const receipt = fiscalReceipt();

describe('the shapes of ofd-json', () => {
  it.each<[string, unknown, string]>([
    [
      'the new export',
      [{ _id: '1', ticket: { document: { receipt } } }],
      'receipt [0].ticket.document.receipt',
    ],
    ['the old export', { document: { receipt } }, 'receipt document.receipt'],
    ['a wrapper of one key', { receipt }, 'receipt receipt'],
    ['a bare receipt', receipt, 'receipt'],
    ['a bare receipt of old', { ...receipt, code: undefined, receiptCode: 3 }, 'receipt'],
    ['an array of shapes', [receipt, { receipt }], 'receipt [0] | receipt [1].receipt'],
    ['a strict reporting form', { bso: { ...receipt, code: 4 } }, 'receipt bso'],
    ['a bare strict reporting form', { ...receipt, code: 4 }, 'receipt'],
    ['a correction', { receiptCorrection: { ...receipt, code: 31 } }, 'receipt receiptCorrection'],
    [
      'a correction of a form',
      { document: { bsoCorrection: { ...receipt, code: 41 } } },
      'receipt document.bsoCorrection',
    ],
    ['an opening', { document: { openShift: shiftDocument(2) } }, 'signal document.openShift'],
    ['a closing', { closeShift: shiftDocument(5) }, 'signal closeShift'],
    ['a bare closing', shiftDocument(5), 'signal'],
    ['two keys', { receipt, closeShift: shiftDocument(5) }, 'receipt receipt | signal closeShift'],
  ])('%s is read', (_name, value, expected) => {
    expect(summary(json(value))).toBe(expected);
    expect(read(json(value))).toMatchObject({ format: 'ofd-json', closing: 'self' });
  });

  it.each<[string, unknown, string]>([
    ['registration', { fiscalReport: { code: 1 } }, 'skipped ofd.report fiscalReport'],
    [
      'change of registration',
      { fiscalReportCorrection: { code: 11 } },
      'skipped ofd.report fiscalReportCorrection',
    ],
    [
      'state',
      { document: { currentStateReport: { code: 21 } } },
      'skipped ofd.report document.currentStateReport',
    ],
    ['end of the drive', { closeArchive: { code: 6 } }, 'skipped ofd.report closeArchive'],
    ['answer of the operator', { operatorAck: { code: 7 } }, 'skipped ofd.report operatorAck'],
    ['outlay', fiscalReceipt({ operationType: 3 }), 'skipped ofd.outlay operationType'],
    [
      'return of an outlay',
      { receipt: fiscalReceipt({ operationType: 4 }) },
      'skipped ofd.outlay receipt.operationType',
    ],
  ])('a %s is left out with a reason', (_name, value, expected) => {
    expect(summary(json(value))).toBe(expected);
  });

  it.each<[string, unknown, string]>([
    ['no document', { document: {}, totalSum: 1 }, 'refused ofd.shapeUnknown'],
    ['an unknown code', { code: 99, totalSum: 5 }, 'refused ofd.shapeUnknown'],
    ['a wrapper of nothing', { receipt: [], document: { receipt: 5 } }, 'refused ofd.shapeUnknown'],
    ['a code of another document', { receipt: { ...receipt, code: 31 } }, 'refused ofd.codeMismatch receipt'],
    [
      'an unknown operation',
      fiscalReceipt({ operationType: 5 }),
      'refused ofd.operationUnknown operationType',
    ],
    [
      'half an operation',
      fiscalReceipt({ operationType: 1.5 }),
      'refused ofd.operationUnknown operationType',
    ],
    [
      'no operation',
      fiscalReceipt({ operationType: undefined }),
      'refused format.fieldMissing operationType',
    ],
    [
      'no drive',
      fiscalReceipt({ fiscalDriveNumber: undefined }),
      'refused format.fieldMissing fiscalDriveNumber',
    ],
    ['no time', fiscalReceipt({ dateTime: null }), 'refused format.fieldWrongType dateTime'],
    [
      'no time of a shift',
      { closeShift: { ...shiftDocument(5), dateTime: undefined } },
      'refused format.fieldMissing closeShift.dateTime',
    ],
    ['a number', [5], 'refused format.notARecord [0]'],
  ])('%s is refused by its place', (_name, value, expected) => {
    expect(summary(json(value), { format: 'ofd-json' })).toBe(expected);
  });

  it('cost no neighbour', () => {
    const broken = fiscalReceipt({ totalSum: 'many' });
    expect(summary(json([receipt, { receipt: broken }, 'x', receipt]))).toBe(
      'receipt [0] | refused ofd.notKopecks [1].receipt.totalSum | refused format.notARecord [2] | receipt [3]',
    );
  });

  it('have texts that read the same as files of their own', () => {
    const value = [{ ticket: { document: { receipt } } }, { receipt, closeShift: shiftDocument(5) }, receipt];
    for (const record of records(json(value))) {
      if (!('draft' in record)) throw new Error('all of them are good');
      const [again, ...others] = records(record.raw);
      expect(others).toEqual([]);
      expect(again).toMatchObject({ type: record.type, draft: record.draft });
    }
  });
});

describe('a file of ofd-json', () => {
  it('cut at any byte is incomplete', () => {
    const names = [
      'sale-new-export.json',
      'return-legacy-epoch.json',
      'correction.json',
      'shift-close.json',
      'purchase-type3.json',
    ];
    for (const name of names) {
      const bytes = readFileSync(new URL(`fns-ofd-json/${name}`, fixtures));
      const whole = new TextDecoder().decode(bytes).trimEnd();
      for (let length = 0; length < new TextEncoder().encode(whole).length; length += 1) {
        expect(read(bytes.subarray(0, length)).state, `${name} cut at ${length}`).toBe('incomplete');
      }
    }
  });

  it('that is broken says where', () => {
    const text = json({ document: { receipt } }, null, 2).replace(
      '"operationType": 1,',
      '"operationType" 1,',
    );
    expect(summary(text)).toBe('unreadable format.broken line 5, column 23');
  });

  it('is told from HEADO’s own records, which may name fiscal numbers too', () => {
    const native: Fields = { amount: 5, ts: 'x', fiscal: { drive: '1', document: '2' } };
    expect(read(json(native)).format).toBe('heado-json');
    expect(read(json({ receipts: [native] })).format).toBe('heado-json');
    expect(read(json({ amount: 5, cashier: '"totalSum": 1' })).format).toBe('heado-json');
  });
});
