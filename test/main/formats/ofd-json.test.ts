import { describe, expect, it } from 'vitest';
import { fiscalReceipt, item, shiftDocument } from './fiscal.ts';
import { onlyDraft, records, summary } from './reads.ts';

const json = JSON.stringify;
const receipt = fiscalReceipt();

describe('a fiscal receipt', () => {
  it('has roubles, its own id, its alias, its till and its cashier', () => {
    expect(
      onlyDraft(json(fiscalReceipt({ kktRegId: '0009841886049318    ', operator: ' Орлова Ирина  ' }))),
    ).toEqual({
      kind: 'sale',
      amount: 523.5,
      discount: 0,
      time: '2026-11-21T18:42:00',
      cashier: 'Орлова Ирина',
      extId: '7380440902975456-30723',
      till: '0009841886049318',
      fiscal: [{ drive: '7380440902975456', document: '30723' }],
      positions: [
        { name: 'Кофе', count: 1, total: 378 },
        { name: 'Круассан', count: 1, total: 145.5 },
      ],
      attributes: [{ name: 'paytype/cash', value: '523.5' }],
    });
  });

  it('is a return by its operation alone', () => {
    const draft = onlyDraft(json(fiscalReceipt({ operationType: 2 })));
    expect(draft).toMatchObject({ kind: 'return', amount: -523.5 });
  });

  it.each([
    [1, 500],
    [2, -500],
  ])('of correction and operation %i has the amount %i and no lines', (operationType, amount) => {
    const body = { code: 31, operationType, totalSum: 50_000, items: undefined };
    const draft = onlyDraft(json({ receiptCorrection: fiscalReceipt(body) }));
    expect(draft).toMatchObject({
      kind: 'correction',
      amount,
      positions: [],
    });
  });

  it('of correction keeps its lines where it has them', () => {
    expect(onlyDraft(json({ bsoCorrection: fiscalReceipt({ code: 41 }) })).positions).toHaveLength(2);
  });

  it('tells every means of payment that is not zero', () => {
    const sums = { cashTotalSum: 1, ecashTotalSum: 2, prepaidSum: 3, creditSum: 4, provisionSum: 52_340 };
    expect(onlyDraft(json(fiscalReceipt(sums))).attributes).toEqual([
      { name: 'paytype/cash', value: '0.01' },
      { name: 'paytype/card', value: '0.02' },
      { name: 'paytype/prepaid', value: '0.03' },
      { name: 'paytype/credit', value: '0.04' },
      { name: 'paytype/provision', value: '523.4' },
    ]);
    expect(onlyDraft(json(fiscalReceipt({ cashTotalSum: 0, ecashTotalSum: null }))).attributes).toEqual([]);
  });

  it.each([
    ['ofd.roubles totalSum', { totalSum: 523.5 }],
    ['ofd.roubles totalSum', { totalSum: '523.50' }],
    ['ofd.roubles items[0].sum', { items: [item('x', 0.5)] }],
    ['ofd.roubles items[0].price', { items: [item('x', 52_350, { price: 174.55, quantity: 3 })] }],
    ['ofd.roubles cashTotalSum', { cashTotalSum: '1,5' }],
    ['ofd.roubles nds10', { nds10: 4759.09 }],
    ['ofd.negative totalSum', { totalSum: -1 }],
    ['ofd.notKopecks totalSum', { totalSum: '5e3' }],
    ['ofd.notKopecks totalSum', { totalSum: '123456789012345' }],
  ])('is refused as %s', (told, changes) => {
    expect(summary(json(fiscalReceipt(changes)))).toBe(`refused ${told}`);
  });

  it('is refused where whole roubles are written with a decimal point, alone, in a list and on a line', () => {
    const text = json(fiscalReceipt()).replace('"totalSum":52350', '"totalSum":614.00');
    expect(text).toContain('614.00');
    expect(summary(text)).toBe('refused ofd.roubles totalSum');
    expect(summary(`[${text},${text}]`)).toBe(
      'refused ofd.roubles [0].totalSum | refused ofd.roubles [1].totalSum',
    );
    expect(summary(`${text}\n${text}\n`)).toMatch(/^refused ofd\.roubles line 1: totalSum \|/);
    const [again] = records(records(`[${text},5]`)[0]?.type === 'refused' ? text : '');
    expect(again?.type).toBe('refused');
  });

  it('is read where a price was worked out of sum and quantity', () => {
    const items = [item('x', 52_350, { price: 17_450.333_33, quantity: 3 })];
    expect(onlyDraft(json(fiscalReceipt({ items }))).amount).toBe(523.5);
  });

  it('may write its numbers as text', () => {
    const changes = {
      totalSum: '52350',
      fiscalDocumentNumber: ' 30723 ',
      fiscalDriveNumber: '7380440902975456 ',
    };
    expect(onlyDraft(json(fiscalReceipt(changes)))).toMatchObject({
      amount: 523.5,
      extId: '7380440902975456-30723',
    });
    expect(
      onlyDraft(json(fiscalReceipt({ fiscalDriveNumber: 7_380_440_902_975_456 }))).fiscal?.[0]?.drive,
    ).toBe('7380440902975456');
  });

  it('of more lines than a receipt may have is refused before they are looked at', () => {
    const items = Array.from({ length: 5_001 }, () => 1);
    expect(summary(JSON.stringify(fiscalReceipt({ items })))).toBe('refused receipt.tooManyPositions items');
  });

  it('with a line of no name keeps the line', () => {
    const items = [item('', 52_350, { name: null, quantity: ' 0.348 ' })];
    expect(onlyDraft(json(fiscalReceipt({ items }))).positions).toEqual([
      { name: '', count: '0.348', total: 523.5 },
    ]);
  });

  it('of another company is refused where the settings name ours', () => {
    const ours = { companyInn: '7700000016' };
    expect(summary(json(receipt), {}, ours)).toBe('receipt');
    expect(summary(json(receipt), {}, { companyInn: '7700000017' })).toBe(
      'refused ofd.foreignCompany userInn',
    );
    expect(summary(json(fiscalReceipt({ userInn: undefined })), {}, { companyInn: '1' })).toBe('receipt');
  });
});

describe('the time of a fiscal document', () => {
  const legacy = { dateTime: 1_795_287_300 };

  it('in seconds is the wall clock written as if it were UTC', () => {
    expect(onlyDraft(json(fiscalReceipt(legacy))).time).toBe('2026-11-21T18:55:00');
    expect(onlyDraft(json(fiscalReceipt({ dateTime: ' 1795287300 ' }))).time).toBe('2026-11-21T18:55:00');
  });

  it.each([1_795_287_300_000, 0, 999_999_999, -5, 1_795_287_300.5])('is refused as %d', (dateTime) => {
    expect(summary(json(fiscalReceipt({ dateTime })))).toBe('refused ofd.timeUnknown dateTime');
  });

  it('is doubted aloud where the file’s own time speaks for true UTC, and kept all the same', () => {
    const text = json(fiscalReceipt(legacy));
    const written = (offsetMinutes: number): unknown => {
      const mtimeMs = Date.parse('2026-11-21T18:55:00Z') + offsetMinutes * 60_000;
      const [record] = records(text, {}, { mtimeMs });
      return record?.type === 'receipt' && record.notes;
    };
    expect(written(5)).toEqual([{ code: 'ofd.clockLooksUtc', at: '', values: { offsetMinutes: 180 } }]);
    expect(written(-175)).toEqual([]);
    expect(written(60)).toEqual([]);
    const [inUtc] = records(text, {}, { mtimeMs: Date.parse('2026-11-21T18:55:00Z'), timeZone: 'UTC' });
    expect(inUtc).toMatchObject({ type: 'receipt', notes: [] });
  });
});

describe('a fiscal shift document', () => {
  it.each<[2 | 5, string, string]>([
    [2, 'openShift', 'shift/start'],
    [5, 'closeShift', 'shift/stop'],
  ])('with code %i is the event of its till', (code, key, event) => {
    const [record] = records(json({ document: { [key]: shiftDocument(code) } }));
    expect(record).toMatchObject({
      type: 'signal',
      draft: {
        event,
        time: '2026-11-21T22:05:00',
        seller: 'Орлова Ирина',
        shift: '88',
        till: '0009841886049318',
      },
    });
  });
});
