/** What one transaction holds is bounded by what it costs, whatever the records are made of. */
import { afterEach, expect, it } from 'vitest';
import { judgeRecords, type JudgedChunk } from '../../../src-main/intake/judge.ts';
import { judgeForTests, leaveFolders, readForTests, sale, startFolder } from './till-folder.ts';

afterEach(() => leaveFolders());

const SOURCE = { folder: '/drop', fileName: 'x.ndjson', format: 'heado-json' };

async function chunksOf(lines: readonly string[]): Promise<JudgedChunk[]> {
  const source = { fileName: SOURCE.fileName, mtimeMs: 0, format: 'auto', encoding: 'auto' };
  const reading = readForTests(Buffer.from(lines.join('\n')), source);
  if (reading.state !== 'complete') throw new Error('unreadable');
  const judged = await judgeRecords(reading, () => judgeForTests(SOURCE));
  const chunks = [judged.first];
  while (chunks.at(-1)?.isLast === false) chunks.push(await judged.next());
  return chunks;
}

/** A sale with more in it than others. */
function saleWith(number: number, more: Readonly<Record<string, unknown>>): string {
  return sale(number).replace(/\}$/, `,${JSON.stringify(more).slice(1)}`);
}

const many = (count: number, line: (number: number) => string): string[] =>
  Array.from({ length: count }, (_, number) => line(number));

it('two hundred ordinary receipts are one chunk, with a fiscal number each', async () => {
  const lines = many(401, (number) => saleWith(number, { fiscal: { drive: '1', document: number } }));
  expect((await chunksOf(lines)).map(({ entries }) => entries.length)).toEqual([200, 200, 1]);
});

it('receipts of many fiscal numbers are fewer in a chunk: it brings some two thousand names', async () => {
  const numbers = (number: number): object[] =>
    many(30, String).map((each) => ({ drive: String(number), document: each }));
  const chunks = await chunksOf(many(150, (number) => saleWith(number, { fiscal: numbers(number) })));
  const names = chunks.map(({ entries }) => entries.flatMap(({ aliases = [] }) => aliases).length);
  expect(names.reduce((sum, each) => sum + each, 0)).toBe(4_500);
  expect(Math.max(...names)).toBeLessThanOrEqual(2_030);
});

it('records of much text are fewer in a chunk, the refused ones too', async () => {
  const text = 'x'.repeat(300_000);
  const lines = many(8, (number) => (number % 2 === 0 ? saleWith(number, { note: text }) : `{"a":"${text}"`));
  const sizes = (await chunksOf([...lines, sale('last')])).map(({ entries, shelf }) =>
    [...entries, ...shelf].reduce((sum, { raw }) => sum + raw.length, 0),
  );
  expect(sizes.reduce((sum, each) => sum + each, 0)).toBeGreaterThan(2_400_000);
  expect(Math.max(...sizes)).toBeLessThan(1_400_000);
});

it('files of many records each are few in one transaction', async () => {
  const folder = startFolder({ settleMs: 0 });
  await folder.lookAgain();
  const list = (file: number): string => `[${many(150, (number) => sale(`${file}-${number}`)).join(',')}]`;
  for (let file = 0; file < 12; file += 1) folder.drop(`${file}.json`, list(file));
  await folder.whenArchived(12);
  const sizes = folder.outbox.slices.map((files) => files.flatMap(({ entries }) => entries).length);
  expect(sizes.reduce((sum, each) => sum + each, 0)).toBe(1_800);
  expect(Math.max(...sizes)).toBeLessThanOrEqual(350);
});
