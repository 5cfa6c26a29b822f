import { describe, expect, it } from 'vitest';
import { onlyDraft, records, summary } from './reads.ts';

const receipt = {
  amount: 5,
  ts: '2026-11-21T18:42:11+03:00',
  extId: 'A-1',
  positions: [{ name: 'x', count: 1, total: 5 }],
};

const draftOf = (changes: object): ReturnType<typeof onlyDraft> =>
  onlyDraft(JSON.stringify({ ...receipt, ...changes }));

describe('a record of heado-json', () => {
  it('has all fields of the API and ours', () => {
    const draft = draftOf({
      ...{
        discount: 1,
        cashier: 'Орлова',
        kind: 'return',
        docId: 77,
        poskey: '@1/2',
        shift: 88,
        number: '14',
      },
      ...{ store: 111, till: '1', fiscal: { drive: ' 7380440902975456 ', document: 30723 } },
      attributes: [{ name: 'withcard', value: 1 }],
    });
    expect(draft).toMatchObject({
      ...{
        discount: 1,
        cashier: 'Орлова',
        kind: 'return',
        docId: '77',
        poskey: '@1/2',
        shift: '88',
        number: '14',
      },
      ...{ store: '111', till: '1', fiscal: [{ drive: '7380440902975456', document: '30723' }] },
      attributes: [{ name: 'withcard', value: 1 }],
    });
  });

  it('may write numbers as text, with a comma too', () => {
    const positions = [{ name: 'x', count: '1', total: ' 836,67 ' }];
    const draft = draftOf({ amount: '836.67', discount: '0', positions });
    expect(draft).toMatchObject({
      amount: '836.67',
      discount: '0',
      positions: [{ count: '1', total: '836.67' }],
    });
  });

  it('keeps digits that a double would lose', () => {
    const text = JSON.stringify(receipt)
      .replace('"A-1"', '12345678901234567890')
      .replace('"amount":5', '"amount":0.30000000000000004');
    expect(onlyDraft(text)).toMatchObject({ extId: '12345678901234567890', amount: '0.30000000000000004' });
  });

  it('takes null for absent', () => {
    const nothing = {
      discount: null,
      cashier: null,
      extId: null,
      kind: null,
      docId: null,
      fiscal: null,
      attributes: null,
    };
    const draft = draftOf({ ...nothing, positions: null });
    expect(draft).toMatchObject({ positions: [], attributes: [] });
    expect([draft.discount, draft.cashier, draft.extId, draft.kind, draft.docId, draft.fiscal]).toEqual(
      Array.from({ length: 6 }, () => undefined),
    );
  });

  it.each<[object, string]>([
    [{ amount: undefined }, 'refused format.fieldMissing receipts[0].amount'],
    [{ ts: 1_795_287_300 }, 'refused format.fieldWrongType receipts[0].ts'],
    [{ amount: true }, 'refused format.fieldWrongType receipts[0].amount'],
    [{ positions: {} }, 'refused format.fieldWrongType receipts[0].positions'],
    [{ positions: [1] }, 'refused format.fieldWrongType receipts[0].positions[0]'],
    [{ positions: [{ name: 'x', count: 1 }] }, 'refused format.fieldMissing receipts[0].positions[0].total'],
    [{ kind: 'sell' }, 'refused format.valueUnknown receipts[0].kind'],
    [{ kind: true }, 'refused format.fieldWrongType receipts[0].kind'],
    [{ till: {} }, 'refused format.fieldWrongType receipts[0].till'],
    [{ event: 'shift/pause' }, 'refused format.valueUnknown receipts[0].event'],
    [{ event: 'shift/start', ts: undefined }, 'refused format.fieldMissing receipts[0].ts'],
  ])('%j is refused by its place, and its neighbour is not', (changes, expected) => {
    const text = JSON.stringify({ receipts: [{ ...receipt, ...changes }, receipt] });
    expect(summary(text)).toBe(`${expected} | receipt receipts[1]`);
  });

  it.each([
    ['positions', 5_000, 'receipt.tooManyPositions'],
    ['attributes', 1_000, 'receipt.tooManyAttributes'],
    ['fiscal', 32, 'receipt.tooManyFiscal'],
  ] as const)('with more %s than %i is refused before its members are looked at', (list, limit, code) => {
    const members = (length: number): number[] => Array.from({ length }, () => 1);
    const text = JSON.stringify({ ...receipt, [list]: members(limit + 1) });
    expect(summary(text)).toBe(`refused ${code} ${list}`);
    expect(summary(JSON.stringify({ ...receipt, [list]: members(limit) }))).toMatch(
      list === 'positions' ? /fieldWrongType/ : /^receipt/,
    );
  });

  it.each<[string, object, string]>([
    ['an attribute without a number', { attributes: [{ name: 'withcard', value: true }] }, 'attributes[0]'],
    [
      'an attribute of nothing',
      { attributes: [{ name: 'a', value: null }, null] },
      'attributes[0], attributes[1]',
    ],
    ['attributes that are no list', { attributes: {} }, 'attributes'],
    ['a cashier with fields', { cashier: { name: 'Орлова' } }, 'cashier'],
    ['a discount that is no number', { discount: true }, 'discount'],
    ['half a fiscal number', { fiscal: { drive: '1' } }, 'fiscal'],
    ['a document number of fields', { docId: {} }, 'docId'],
    [
      'parts of a line',
      { positions: [{ name: true, count: 1, total: 5, seller: [], category: {}, extId: false }] },
      'positions[0].name, positions[0].seller, positions[0].category, positions[0].extId',
    ],
  ])('%s costs itself, and is told', (_, changes, fields) => {
    const [record] = records(JSON.stringify({ ...receipt, ...changes }));
    expect(record).toMatchObject({
      type: 'receipt',
      draft: { amount: 5, extId: 'A-1' },
      notes: [{ code: 'format.partLeftOut', values: { fields } }],
    });
  });

  it('keeps the good attributes beside a wrong one, and takes numbers for names', () => {
    const attributes = [
      { name: 'withcard', value: 1 },
      { name: 'a', value: {} },
      { name: 'b', value: '2' },
    ];
    const draft = draftOf({ attributes, cashier: 7, event: 'sale' });
    expect(draft.attributes.map(({ name }) => name)).toEqual(['withcard', 'b']);
    expect(draft.cashier).toBe('7');
  });

  it('says what is expected and what was found, and nothing else', () => {
    const [record] = records(JSON.stringify({ ...receipt, ts: ['Иванов'] }));
    expect(record).toMatchObject({
      problem: { values: { field: 'ts', expected: 'string', found: 'array' } },
    });
    expect(JSON.stringify(record?.type === 'refused' && record.problem)).not.toContain('Иванов');
  });

  it('notes the names of fields that nobody knows, and never their values', () => {
    const positions = [{ ...receipt.positions[0], barcode: '4600000000000' }];
    const [record] = records(JSON.stringify({ ...receipt, positions, buyer: 'Иванов' }));
    expect(record).toMatchObject({
      type: 'receipt',
      notes: [
        { code: 'format.unknownFields', at: '', values: { fields: 'buyer, positions[].barcode', count: 2 } },
      ],
    });
    expect(JSON.stringify(record?.type === 'receipt' && record.notes)).not.toContain('Иванов');
    expect(records(JSON.stringify(receipt))[0]).toMatchObject({ notes: undefined });
  });

  it('is harmless with keys that every object answers to', () => {
    const text = JSON.stringify(receipt).replace('{', '{"__proto__":{"amount":1},"constructor":1,');
    expect(onlyDraft(text).amount).toBe(5);
    expect(summary('{"__proto__": {"amount": 5, "ts": "x"}}')).toBe('refused format.recordUnknown');
    const request = `{"method":"purchaseRegister","params":{"amount":5,"cart":{"__proto__":{"ts":"x"}}}}`;
    expect(summary(request)).toBe('refused format.fieldMissing params.ts');
  });

  it('keeps the last of two equal keys', () => {
    expect(onlyDraft(JSON.stringify(receipt).replace('{', '{"amount":1,')).amount).toBe(5);
  });

  it('has a text that reads the same as a file of its own', () => {
    const given = [
      receipt,
      { event: 'shift/stop', ts: 'x', shift: 7 },
      { ...receipt, amount: null },
      { ...receipt, amount: '1e400', docId: 3 },
    ];
    const rpc = { method: 'purchaseRegister', params: { amount: 5, cart: receipt, poskey: '@1/2' } };
    const files = [JSON.stringify(given), JSON.stringify({ receipts: given }), JSON.stringify(rpc)];
    files.push(given.map((each) => JSON.stringify(each)).join('\n'));
    for (const file of files) {
      for (const record of records(file)) {
        if (record.type === 'skipped') throw new Error('nothing here is skipped');
        const [again] = records(record.raw, { format: 'heado-json' });
        expect(again?.type).toBe(record.type);
        if ('draft' in record) expect(again).toMatchObject({ draft: record.draft });
      }
    }
  });
});
