import { describe, expect, it } from 'vitest';
import { finishNow } from '../../../src-main/formats/steps.ts';
import { namedReceipts } from '../../../src-main/intake/named-receipts.ts';

const named = (text: string): readonly string[] | undefined => finishNow(namedReceipts(Buffer.from(text)));
const one = '{"amount":1,"ts":"2026-11-21T18:42:11+03:00","extId":"A","positions":[{"extId":"item"}]}';

describe('the beginning of a file names its receipts', () => {
  it.each([
    [
      'when the cut comes after both',
      '{"ts":"2026-11-21T18:42:11","extId":"A","positions":[{"name":"Co',
      ['A'],
    ],
    ['in whatever order', '{"extId":"A", "amount": 10, "ts" : "2026-11-21T18:42:11", "cash', ['A']],
    ['each of several', `[${one},{"extId":"B","ts":"2026-11-21T18:43:11"`, ['A', 'B']],
    ['between two of them', `[${one},`, ['A']],
    ['in a wrapper', `{"receipts": [${one}`, ['A']],
    ['line by line', `${one}\n${one.replace('"A"', '"B"')}\n`, ['A', 'B']],
  ])('%s', (_when, text, expected) => {
    expect(named(text)).toEqual(expected);
  });

  it.each([
    ['before any', '{"amount": 10'],
    ['without the moment', '{"amount": 10, "extId": "A", "positions": ['],
    ['without the id', '{"amount": 10, "ts": "2026-11-21T18:42:11", "positions": ['],
    ['in the middle of the id', '{"ts":"2026-11-21T18:42:11","extId":"A'],
    ['by the id of a position alone', '{"ts":"2026-11-21T18:42:11","positions":[{"extId":"item","na'],
    ['when another was begun', `[${one},{"amount": 10`],
    ['when another was begun, in a wrapper', `{"receipts":[${one},{"amount": 10`],
    ['when another line was begun', `${one}\n{"amount":`],
    ['in nothing', ''],
    ['in what is no JSON', '<xml>'],
  ])('and does not %s', (_when, text) => {
    expect(named(text)).toBeUndefined();
  });
});

describe('a fragment of any size', () => {
  it('is looked through with pauses', () => {
    const pauses = [...namedReceipts(Buffer.from(`[${`${one},`.repeat(10_000)}`))].length;
    expect(pauses).toBeGreaterThan(5);
  });

  it.each([
    ['a long string', 'x'],
    ['a string of escapes', '\\"'],
  ])('may be %s', (_what, part) => {
    const long = part.repeat(4_000_000);
    expect(named(`{"ts":"t","extId":"A","note":"${long}",`)).toEqual(['A']);
    expect(named(`{"ts":"t","note":"${long}`)).toBeUndefined();
  });
});
