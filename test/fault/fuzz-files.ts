/**
 * Owns: damaged and odd files of both formats, each following from its seed alone: flipped bits, cuts, splices,
 * swapped numbers and strings, and several of them at once. Pure but for reading the samples once.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { randomFrom, type Random } from './random.ts';

export interface MutatedFile {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** What was done, for the message of a test that fails. */
  readonly how: readonly string[];
}

interface Sample {
  readonly name: string;
  readonly text: string;
}

const root = new URL('../fixtures/pos/', import.meta.url);

function readSamples(folder: string): Sample[] {
  const names = readdirSync(new URL(folder, root)).filter((name) => !name.startsWith('expected'));
  return names.map((name) => ({ name, text: readFileSync(new URL(`${folder}/${name}`, root), 'utf8') }));
}

function compact(sample: Sample | undefined): string {
  return JSON.stringify(JSON.parse(sample?.text ?? 'null'));
}

/** The shapes that the samples do not show by themselves. */
function widen(native: readonly Sample[], fiscal: readonly Sample[]): Sample[] {
  const receipt = compact(native.find(({ name }) => name.endsWith('sale.json')));
  const documents = fiscal.map(compact);
  return [
    { name: 'array.json', text: `[${receipt},${receipt}]` },
    { name: 'receipts.json', text: `{"receipts":[${receipt},\n${receipt}]}` },
    { name: 'request.json', text: `{"method":"purchaseRegisterBatch","params":{"receipts":[${receipt}]}}` },
    { name: 'lines.ndjson', text: `${receipt}\r\n${receipt}\r\n___EOF___\r\n` },
    { name: 'documents.json', text: `[${documents.join(',')}]` },
  ];
}

const native = readSamples('heado-native');
const fiscal = readSamples('fns-ofd-json');
const samples: readonly Sample[] = [...native, ...fiscal, ...widen(native, fiscal)];

/** Values that programs write by mistake and attackers on purpose. */
const oddValues = [
  ...[
    'null',
    'true',
    '[]',
    '{}',
    '""',
    '-0',
    '0',
    '1e400',
    '-1e-400',
    '0.30000000000000004',
    '9007199254740993',
  ],
  ...[
    '"1e3"',
    '"-5"',
    '"836,67"',
    '"NaN"',
    '99999999.9999',
    '100000000',
    '"\\u0000"',
    '"\\ud800"',
    '"__proto__"',
  ],
  ...['"2026-02-30T00:00:00"', '"2026-11-21T18:42:11+99:00"', '1795287300', '"shift/start"', '"@1/2"'],
];

type Mutation = (bytes: Buffer, random: Random) => Buffer;

/** Replaces one match of `pattern` by what `make` gives. */
function replaceOne(bytes: Buffer, pattern: RegExp, random: Random, make: (found: string) => string): Buffer {
  const text = bytes.toString('utf8');
  const matches = [...text.matchAll(pattern)];
  if (matches.length === 0) return bytes;
  const match = random.pick(matches);
  return Buffer.from(text.slice(0, match.index) + make(match[0]) + text.slice(match.index + match[0].length));
}

const mutations: Readonly<Record<string, Mutation>> = {
  flipBit(bytes, random) {
    const flipped = Buffer.from(bytes);
    const at = random.whole(flipped.length);
    flipped.writeUInt8(flipped.readUInt8(at) ^ (1 << random.whole(8)), at);
    return flipped;
  },
  cutEnd: (bytes, random) => bytes.subarray(0, random.whole(bytes.length)),
  cutStart: (bytes, random) => bytes.subarray(random.whole(bytes.length)),
  drop(bytes, random) {
    const at = random.whole(bytes.length);
    return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1 + random.whole(20))]);
  },
  repeat(bytes, random) {
    const at = random.whole(bytes.length);
    return Buffer.concat([bytes.subarray(0, at), bytes.subarray(random.whole(at + 1))]);
  },
  splice(bytes, random) {
    const other = Buffer.from(random.pick(samples).text);
    return Buffer.concat([
      bytes.subarray(0, random.whole(bytes.length)),
      other.subarray(random.whole(other.length)),
    ]);
  },
  fillWithNul: (bytes, random) => Buffer.from(bytes).fill(0, random.whole(bytes.length)),
  swapNumber: (bytes, random) => replaceOne(bytes, /-?\d+(?:\.\d+)?/g, random, () => random.pick(oddValues)),
  swapValue: (bytes, random) =>
    replaceOne(bytes, /: ?(?:"(?:[^"\\]|\\.)*"|[-\d.]+)/g, random, () => `: ${random.pick(oddValues)}`),
  swapKey: (bytes, random) =>
    replaceOne(bytes, /"\w+"(?=: ?)/g, random, () => random.pick(['"amount"', '"__proto__"', '"x"'])),
  quoteNumber: (bytes, random) =>
    replaceOne(bytes, /: ?-?[\d.]+/g, random, (found) => `: "${found.slice(1).trim()}"`),
  lengthen: (bytes, random) =>
    replaceOne(bytes, /[A-Za-zа-я]{3,}|\d{3,}/g, random, (found) =>
      random.pick(['😀', 'я', found]).repeat(40 + random.whole(3_000)),
    ),
  deepen: (bytes, random) =>
    replaceOne(bytes, /[[{]/g, random, (found) => found.repeat(1 + random.whole(100_000))),
  breakLines: (bytes, random) => replaceOne(bytes, /[,{}]/g, random, (found) => `${found}\n`),
  toUtf16: (bytes) => Buffer.from(`\ufeff${bytes.toString('utf8')}`, 'utf16le'),
};

const names = Object.keys(mutations);

/** The file of `seed`: a sample with one to four mutations. */
export function mutate(seed: number): MutatedFile {
  const random = randomFrom(seed);
  const sample = random.pick(samples);
  const how: string[] = [sample.name];
  let bytes: Buffer = Buffer.from(sample.text);
  for (let left = 1 + random.whole(4); left > 0; left -= 1) {
    const name = random.pick(names);
    if (bytes.length > 0) bytes = mutations[name]?.(bytes, random) ?? bytes;
    how.push(name);
  }
  return { name: sample.name, bytes, how };
}
