/**
 * Owns: the good files that mutations start from: the fixtures of both formats, and the shapes that the fixtures
 * do not show by themselves. Pure but for reading the fixtures once.
 */
import { readdirSync, readFileSync } from 'node:fs';

export interface Sample {
  readonly name: string;
  readonly text: string;
}

const root = new URL('../fixtures/pos/', import.meta.url);

function readSamples(folder: string): Sample[] {
  const names = readdirSync(new URL(folder, root)).filter((name) => !name.startsWith('expected'));
  return names.map((name) => ({ name, text: readFileSync(new URL(`${folder}/${name}`, root), 'utf8') }));
}

/** The sample on one line. */
function compact(sample: Sample | undefined): string {
  return JSON.stringify(JSON.parse(sample?.text ?? 'null'));
}

function widen(native: readonly Sample[], fiscal: readonly Sample[]): Sample[] {
  const receipt = compact(native.find(({ name }) => name.endsWith('sale.json')));
  const documents = fiscal.map(compact).map((text) => text.replace(/^\[|\]$/g, ''));
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

/** Records of both formats, one line each. */
export const lines: readonly string[] = [...native, ...fiscal].map(({ text }) =>
  text.replace(/\s*\n\s*/g, ' '),
);

export const samples: readonly Sample[] = [...native, ...fiscal, ...widen(native, fiscal)];

/** Those without a signal: a file that holds one is stored in a transaction of its own, which takes its time. */
export const quietSamples = samples.filter(({ text }) => !/shift/i.test(text.replaceAll('shiftNumber', '')));

/** The sample as another till's: ids and numbers that follow from `seed`, so that nothing of it is known yet. */
export function renumber(text: string, seed: number): string {
  return text
    .replaceAll('S015-K1-88-14', `S015-K1-88-${seed}`)
    .replace(/("fiscalDriveNumber":\s*)"\d+"/g, (_, key: string) => `${key}"${73_000_000_000 + seed}"`)
    .replace(/("shiftNumber":\s*)\d+/g, (_, key: string) => `${key}${seed}`);
}
