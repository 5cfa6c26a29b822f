/** A large file is worked through in steps: others get their turn however many of its bytes tell nothing. */
import { describe, expect, it } from 'vitest';
import type { FormatRecord } from '../../../src-main/formats/adapter.ts';
import { readFile, readLargeFile, type FileReading } from '../../../src-main/formats/detect.ts';
import { RECORD_BYTES_MAX } from '../../../src-main/formats/record-size.ts';
import { STEP_BYTES } from '../../../src-main/formats/steps.ts';
import { bytesOf } from './reads.ts';

const SIZE_BYTES = 4 * STEP_BYTES;
const CONTEXT = {
  fileName: 'x.json',
  mtimeMs: 0,
  timeZone: 'Europe/Moscow',
  prepayment: 'settlement',
} as const;

function receipt(number: number): string {
  return JSON.stringify({ extId: `S-${number}`, ts: '2026-11-21T18:42:11+03:00', amount: 1, discount: 0 });
}

function fill(text: string): string {
  return text.repeat(Math.ceil(SIZE_BYTES / Buffer.byteLength(text)));
}

const between = (filler: string): string => `${receipt(1)}\n${filler}\n${receipt(2)}\n`;

/** Much that holds no record, before, between and behind the few that there are. */
const files: readonly (readonly [string, string])[] = [
  ['empty lines between two receipts', between(fill('\n'))],
  ['lines of a blank between two receipts', between(fill(' \n'))],
  ['lines of wide blanks between two receipts', between(fill('\u00a0\n'))],
  ['one line of blanks between two receipts', between(fill(' '))],
  ['empty lines behind two receipts', between('') + fill('\n')],
  ['empty lines before a cut receipt', `${receipt(1)}\n${fill('\n')}${receipt(2).slice(0, -9)}`],
  ['zeros between two receipts', `${receipt(1)}\n${fill('\0')}${receipt(2)}\n`],
  ['blanks between two members', `[${receipt(1)},${fill(' ')}${receipt(2)}]`],
  ['a long string in a member', `[${receipt(1)},"${fill('x')}",${receipt(2)}]`],
  ['a string of escapes in a member', `[${receipt(1)},"${fill('\\"')}",${receipt(2)}]`],
  ['a long list in a member', `[${receipt(1)},[${fill('[],')}1],${receipt(2)}]`],
  [
    'long lines of numbers behind a broken one',
    `{,}\n${fill(`{"a":[${'1,'.repeat(5_000)}1]}\n`)}${receipt(1)}`,
  ],
  ['empty lines before a broken value', `[${fill('\n')}}`],
  ['a list of blanks', `{"receipts":[${fill(' ')}]}`],
];

interface Worked {
  readonly reading: FileReading;
  readonly records: readonly FormatRecord[];
  readonly turns: number;
}

async function work(bytes: Uint8Array): Promise<Worked> {
  let turns = 0;
  const turn = async (): Promise<void> => void (turns += 1);
  const reading = await readLargeFile(bytes, { format: 'heado-json' }, CONTEXT, turn);
  const records: FormatRecord[] = [];
  if (reading.state === 'complete') for await (const record of reading.records) records.push(record);
  return { reading, records, turns };
}

describe('a file in which little stands', () => {
  it.each(files)('gives others their turn: %s', async (_, text) => {
    const bytes = bytesOf(text);
    expect((await work(bytes)).turns).toBeGreaterThanOrEqual(SIZE_BYTES / STEP_BYTES - 1);
  });

  it.each(files)('says the same as when it is read at once: %s', async (_, text) => {
    const bytes = bytesOf(text);
    const { reading, records } = await work(bytes);
    const atOnce = readFile(bytes, { format: 'heado-json' }, CONTEXT);
    expect(reading).toMatchObject({ state: atOnce.state, closing: atOnce.closing });
    if (atOnce.state !== 'complete' || Symbol.asyncIterator in atOnce.records) return;
    const told = (all: Iterable<FormatRecord>): string[] =>
      Array.from(all, ({ type, at }) => `${type} ${at}`);
    expect(told(records)).toEqual(told(atOnce.records));
  });
});

it('a line keeps its number behind any run of blank lines', async () => {
  const { records } = await work(bytesOf(between('\n'.repeat(SIZE_BYTES))));
  expect(records.map(({ type, at }) => `${type} ${at}`)).toEqual([
    'receipt line 1',
    `receipt line ${SIZE_BYTES + 3}`,
  ]);
});

it('strings and their escapes may lie across any two steps', async () => {
  const members = Array.from({ length: 40 }, (_, index) => `"${'\\"'.repeat(STEP_BYTES / 8 + index)}"`);
  const { records } = await work(bytesOf(`[${receipt(1)},${members.join(',')},${receipt(2)}]`));
  expect(records).toHaveLength(members.length + 2);
  expect(records.at(-1)).toMatchObject({ type: 'receipt' });
});

it('blanks around a record do not make it too large', async () => {
  const blanks = ' '.repeat(RECORD_BYTES_MAX);
  const member = `[${blanks}${receipt(1)}${blanks},${receipt(2)}]`;
  for (const text of [member, between(blanks)]) {
    const { records } = await work(bytesOf(text));
    expect(records.map(({ type }) => type)).toEqual(['receipt', 'receipt']);
  }
});
