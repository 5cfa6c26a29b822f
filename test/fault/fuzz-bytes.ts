/**
 * Owns: damage to the bytes and the text of a file: flips, cuts, splices, encodings, numbers and words that
 * programs write by mistake and attackers on purpose.
 */
import type { Random } from '../support/random.ts';
import { lines, samples } from './fuzz-samples.ts';

export type Mutation = (bytes: Buffer, random: Random) => Buffer;

const BOM = '\ufeff';

/** JSON texts in place of a good value. */
export const oddValues: readonly string[] = [
  ...['null', 'true', '[]', '{}', '""', '-0', '0', '1e400', '-1e-400', '0.30000000000000004'],
  ...['9007199254740993', '99999999.9999', '100000000', '1e3', `1${'0'.repeat(400)}`, '0.0000000001'],
  ...['"1e3"', '"-5"', '"836,67"', '"NaN"', '"\\u0000"', '"\\ud800"', '"__proto__"', '" "', '"0x10"'],
  ...['"shift/start"', '"@1/2"', '{"__proto__":{"amount":1}}', '[[[[]]]]'],
];

const oddTimes: readonly string[] = [
  ...[
    '"2026-02-30T00:00:00"',
    '"2026-11-21T18:42:11+99:00"',
    '"1970-01-01T00:00:00"',
    '"2020-11-21T18:42:11"',
  ],
  ...['"2027-01-01T00:00:00"', '"2026-11-21T18:42:12"', '"21.11.2026 18:42"', '1795287300', '1795287300000'],
];

/** Replaces one match of `pattern` by what `make` gives. */
function replaceOne(bytes: Buffer, pattern: RegExp, random: Random, make: (found: string) => string): Buffer {
  const text = bytes.toString('utf8');
  const matches = [...text.matchAll(pattern)];
  if (matches.length === 0) return bytes;
  const match = random.pick(matches);
  return Buffer.from(text.slice(0, match.index) + make(match[0]) + text.slice(match.index + match[0].length));
}

/** Puts what `make` gives somewhere between the bytes. */
function insert(bytes: Buffer, random: Random, piece: Uint8Array): Buffer {
  const at = random.below(bytes.length + 1);
  return Buffer.concat([bytes.subarray(0, at), piece, bytes.subarray(at)]);
}

/** What the code page of Russian Windows makes of the text; other characters become question marks. */
function toWindows1251(text: string): Buffer {
  const codes = Array.from(text, (char) => {
    const code = char.codePointAt(0) ?? 0;
    if (code < 0x80) return code;
    return code >= 0x410 && code <= 0x44f ? code - 0x410 + 0xc0 : 0x3f;
  });
  return Buffer.from(codes);
}

/** Other dress, same content: whoever takes the file must find every record in it. */
export const dresses: Readonly<Record<string, Mutation>> = {
  byteOrderMark: (bytes) => Buffer.concat([Buffer.from(BOM), bytes]),
  utf16: (bytes) => Buffer.from(BOM + bytes.toString('utf8'), 'utf16le'),
  utf16BigEndian: (bytes) => Buffer.from(BOM + bytes.toString('utf8'), 'utf16le').swap16(),
  carriageReturns: (bytes) => Buffer.from(bytes.toString('utf8').replace(/\r?\n/g, '\r\n')),
  blankEnd: (bytes, random) => Buffer.concat([bytes, Buffer.from('\n \t\r\n'.repeat(1 + random.below(3)))]),
  escapes: (bytes) =>
    Buffer.from(
      bytes
        .toString('utf8')
        .replace(/[а-яё]/gi, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`),
    ),
};

export const damages: Readonly<Record<string, Mutation>> = {
  flipBit(bytes, random) {
    const flipped = Buffer.from(bytes);
    const at = random.below(flipped.length);
    flipped.writeUInt8(flipped.readUInt8(at) ^ (1 << random.below(8)), at);
    return flipped;
  },
  anyByte: (bytes, random) => insert(bytes, random, Uint8Array.of(random.below(256))),
  nulBytes: (bytes, random) => insert(bytes, random, new Uint8Array(1 + random.below(8))),
  badUtf8: (bytes, random) =>
    insert(
      bytes,
      random,
      random.pick([[0xff], [0xc0, 0xaf], [0xed, 0xa0, 0x80]].map((codes) => Uint8Array.from(codes))),
    ),
  cutEnd: (bytes, random) => bytes.subarray(0, random.below(bytes.length)),
  cutStart: (bytes, random) => bytes.subarray(random.below(bytes.length)),
  drop(bytes, random) {
    const at = random.below(bytes.length);
    return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1 + random.below(20))]);
  },
  repeat(bytes, random) {
    const at = random.below(bytes.length);
    return Buffer.concat([bytes.subarray(0, at), bytes.subarray(random.below(at + 1))]);
  },
  splice(bytes, random) {
    const other = Buffer.from(random.pick(samples).text);
    return Buffer.concat([
      bytes.subarray(0, random.below(bytes.length)),
      other.subarray(random.below(other.length)),
    ]);
  },
  concatenate: (bytes, random) =>
    Buffer.concat([
      bytes,
      Buffer.from(random.pick(['', '\n', ',', '\n___EOF___\n', '\0']) + random.pick(samples).text),
    ]),
  mixLines: (bytes, random) =>
    Buffer.from(
      [bytes.toString('utf8').replace(/\n\s+/g, ''), random.pick(lines), random.pick(lines), ''].join('\n'),
    ),
  fillWithNul: (bytes, random) => Buffer.from(bytes).fill(0, random.below(bytes.length)),
  swapNumber: (bytes, random) => replaceOne(bytes, /-?\d+(?:\.\d+)?/g, random, () => random.pick(oddValues)),
  swapValue: (bytes, random) =>
    replaceOne(bytes, /: ?(?:"(?:[^"\\]|\\.)*"|[-\d.]+)/g, random, () => `: ${random.pick(oddValues)}`),
  swapTime: (bytes, random) =>
    replaceOne(bytes, /"\d{4}-\d\d-\d\d[T ][^"]*"/g, random, () => random.pick(oddTimes)),
  quoteNumber: (bytes, random) =>
    replaceOne(bytes, /: ?-?[\d.]+/g, random, (found) => `: "${found.slice(1).trim()}"`),
  lengthen: (bytes, random) =>
    replaceOne(bytes, /[A-Za-zа-я]{3,}|\d{3,}/g, random, (found) =>
      random.pick(['😀', 'я', found.slice(0, 20)]).repeat(40 + random.below(3_000)),
    ),
  openWithoutEnd: (bytes, random) =>
    replaceOne(bytes, /[[{]/g, random, (found) => found.repeat(1 + random.below(100_000))),
  breakLines: (bytes, random) => replaceOne(bytes, /[,{}]/g, random, (found) => `${found}\n`),
  windows1251: (bytes) => toWindows1251(bytes.toString('utf8')),
  utf16Unmarked: (bytes) => Buffer.from(bytes.toString('utf8'), 'utf16le'),
  asLatin1: (bytes) => Buffer.from(bytes.toString('latin1'), 'utf8'),
};
