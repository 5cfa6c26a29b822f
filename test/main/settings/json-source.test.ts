import { describe, expect, it } from 'vitest';
import { placeKey, readJson } from '../../../src-main/settings/json-source.ts';

describe('the settings reader', () => {
  it.each([
    '{}',
    '[]',
    ' {"a": [1, -2.5e3, true, false, null, "x\\u0041\\n"], "b": {"c": {}}} ',
    '"text"',
    '0',
    '{"__proto__": {"x": 1}}',
  ])('reads %s as the runtime does', (text) => {
    const read = readJson(text);
    expect(read.ok && read.value.value).toEqual(JSON.parse(text));
  });

  it.each([
    ['', 'value', 1, 1],
    ['{"a" 1}', ':', 1, 6],
    ['{"a": 1 "b": 2}', ', or }', 1, 9],
    ['[1 2]', ', or ]', 1, 4],
    ['{"a": 1,}', 'key', 1, 9],
    ['{a: 1}', 'key', 1, 2],
    ["{'a': 1}", 'key', 1, 2],
    ['{"a": 01}', 'value', 1, 7],
    ['{"a": 1} x', 'end', 1, 10],
    ['{\n  // note\n}', 'key', 2, 3],
    ['{"a": "line\nbreak"}', 'value', 1, 7],
    ['{"a": tru}', 'value', 1, 7],
    ['{"a": {"b": [', 'value', 1, 14],
    ['['.repeat(30), 'less-depth', 1, 22],
  ])('refuses %j: expected %s at %i:%i', (text, expected, line, column) => {
    expect(readJson(text)).toMatchObject({ ok: false, error: { expected, line, column } });
  });

  it('agrees with the runtime on which of a thousand broken texts are JSON', () => {
    const seed = '{"a":[1,{"b":"c\\n"},-0.5e1,null],"d":true}';
    for (let at = 0; at < seed.length; at += 1) {
      for (const sign of ['', '"', ',', '}', ']', '{', '0', '\\', ':', '-', 'e', ' ', '\u0001', 'n']) {
        const text = seed.slice(0, at) + sign + seed.slice(at + 1);
        const duplicate = readJson(text);
        if (!duplicate.ok && duplicate.error.expected === 'unique-key') continue;
        expect(duplicate.ok, text).toBe(isJson(text));
      }
    }
  });

  it('knows where keys and items stand', () => {
    const read = readJson('{\n  "a": [\n    10,\n    {"b": 1}\n  ]\n}');
    const places = read.ok ? read.value.places : new Map();
    expect(places.get(placeKey(['a']))).toEqual({ line: 2, column: 3 });
    expect(places.get(placeKey(['a', 0]))).toEqual({ line: 3, column: 5 });
    expect(places.get(placeKey(['a', 1, 'b']))).toEqual({ line: 4, column: 6 });
  });
});

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
