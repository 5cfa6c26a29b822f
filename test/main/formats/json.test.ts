import { describe, expect, it } from 'vitest';
import { DEPTH_MAX, readJson } from '../../../src-main/formats/json-exact.ts';
import { findFault, lineAndColumn } from '../../../src-main/formats/json-fault.ts';
import { seededRandom } from '../../support/random.ts';

function value(text: string): unknown {
  const reading = readJson(text);
  return reading.state === 'complete' ? reading.value : reading;
}

describe('numbers of JSON', () => {
  it.each([
    ['836.67', 836.67],
    ['0.30000000000000004', '0.30000000000000004'],
    ['9007199254740993', '9007199254740993'],
    ['12345678901234567890', '12345678901234567890'],
    ['1e400', '1e400'],
    ['-1e400', '-1e400'],
    ['1e-400', '1e-400'],
    ['0e400', 0],
    ['0.000000000000000', 0],
    ['1e2', 100],
    ['100000000000000000000', '100000000000000000000'],
    ['999999999999999', 999_999_999_999_999],
    ['0.1234567890123456', '0.1234567890123456'],
  ])('%s is kept as %j', (text, kept) => {
    expect(value(`{"a": ${text}, "b": [${text}]}`)).toEqual({ a: kept, b: [kept] });
    expect(value(`[${text},\n${text}]`)).toEqual([kept, kept]);
  });

  it('that look large inside a string stay strings', () => {
    expect(value('{"a": "x: 12345678901234567890", "b": 1.5}')).toEqual({
      a: 'x: 12345678901234567890',
      b: 1.5,
    });
  });
});

describe('hostile JSON', () => {
  it('of 200,000 levels is refused, and 64 levels are read', () => {
    const deep = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels);
    expect(readJson(deep(200_000))).toEqual({ state: 'tooDeep', offset: DEPTH_MAX });
    expect(readJson('{"a":'.repeat(200_000)).state).toBe('tooDeep');
    expect(readJson(deep(DEPTH_MAX)).state).toBe('complete');
    expect(readJson(deep(DEPTH_MAX + 1)).state).toBe('tooDeep');
  });

  it('counts no brackets inside strings', () => {
    const brackets = '['.repeat(100);
    expect(value(JSON.stringify([`\\"${brackets}"`, brackets, '\\']))).toEqual([
      `\\"${brackets}"`,
      brackets,
      '\\',
    ]);
  });

  it('keeps the last of two equal keys', () => {
    expect(value('{"a": 1, "a": 2}')).toEqual({ a: 2 });
  });

  it('changes no prototype', () => {
    const read = value('{"__proto__": {"polluted": 1}, "constructor": 12345678901234567890}');
    expect(Object.getPrototypeOf(read)).toBe(Object.prototype);
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
    expect(Object.keys(typeof read === 'object' && read !== null ? read : {})).toEqual([
      '__proto__',
      'constructor',
    ]);
  });
});

const sample = '{"a": [1, -2.5e+3, true, false, null, "x\\n\\u0041\\"", {}, []], "b": {"c": ""}}';

/** Whether the parser of the runtime stops at the end of the text; undefined when it does not stop. */
function parserMeetsEnd(text: string): boolean | undefined {
  try {
    JSON.parse(text);
    return undefined;
  } catch (error) {
    const [, position] = /at position (\d+)/.exec(String(error)) ?? [];
    return position === String(text.length) || String(error).includes('Unexpected end');
  }
}

describe('the fault of a text that is no JSON', () => {
  it('is that it is incomplete, wherever a JSON text is cut', () => {
    for (let length = 0; length < sample.length; length += 1) {
      expect(findFault(sample.slice(0, length)), sample.slice(0, length)).toMatchObject({
        kind: 'incomplete',
      });
      expect(findFault(sample.slice(0, length)).offset).toBeLessThanOrEqual(length);
    }
  });

  it.each([
    ['{"a": 1}x', 8],
    ['{"a": 1}{', 8],
    ['{a: 1}', 1],
    ['{"a" 1}', 5],
    ['{"a": 01}', 6],
    ['{"a": 1.}', 6],
    ['{"a": .5}', 6],
    ['{"a": +1', 6],
    ['{"a": nul}', 6],
    ['{"a": NaN', 6],
    ['{"a": 1,}', 8],
    ['[1 2]', 3],
    ['[1}', 2],
    [']', 0],
    ["{'a'", 1],
    ['["a\nb"]', 3],
    ['["\\x"]', 2],
    ['["\\u00g', 2],
    ['[1,]', 3],
    ['{,', 1],
    ['\ufeff\ufeff{}', 0],
  ])('in %j stands at %i', (text, offset) => {
    expect(findFault(text)).toEqual({ kind: text.startsWith('{"a": 1}') ? 'more' : 'broken', offset });
  });

  it('is incomplete exactly where the parser of the runtime meets the end, for any damage', () => {
    const random = seededRandom(11);
    const letters = Array.from('{}[]":,0123456789.eE+-tfn\\u \n');
    for (let turn = 0; turn < 20_000; turn += 1) {
      const at = random.below(sample.length + 1);
      const damaged = sample.slice(0, at) + random.pick(letters) + sample.slice(at + random.below(3));
      const text = random.below(2) === 0 ? damaged.slice(0, at + 1 + random.below(4)) : damaged;
      const cut = parserMeetsEnd(text);
      if (cut !== undefined) expect([text, findFault(text).kind === 'incomplete']).toEqual([text, cut]);
    }
  });

  it('is told by line and column', () => {
    expect(lineAndColumn('{\n  "a" 1}', 8)).toBe('line 2, column 7');
    expect(lineAndColumn('x', 0)).toBe('line 1, column 1');
    expect(lineAndColumn('a\n', 2)).toBe('line 2, column 1');
  });
});
