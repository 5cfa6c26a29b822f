/**
 * Owns: what a file that no format reads may be instead, by name: the first bytes, the first lines, or the keys of a JSON
 * record. Names are proper names, the same in every language.
 * Refuses to know: how any of it is read.
 */
import { problem, type Problem } from '../base/problem.ts';
import type { FileProblem } from './problems.ts';
import { isObject } from './schema-problem.ts';

type Kinds<T> = readonly (readonly [kind: string, mark: T])[];

/** In Latin 1. None of these can ever become a text of records, however it goes on. */
const BYTES: Kinds<RegExp> = [
  ['ZIP (XLSX, DOCX)', /^PK\x03\x04/],
  ['gzip', /^\x1f\x8b/],
  ['7-Zip', /^7z\xbc\xaf/],
  ['RAR', /^Rar!/],
  ['PDF', /^%PDF/],
  ['PNG', /^\x89PNG/],
  ['JPEG', /^\xff\xd8\xff/],
  ['SQLite', /^SQLite format 3/],
  ['XLS', /^\xd0\xcf\x11\xe0/],
  ['DBF', /^[\x03\x30\x83\x8b][\x00-\xff][\x01-\x0c][\x01-\x1f][\s\S]{8}/],
];

const TEXTS: Kinds<RegExp> = [
  ['HTML', /^\s*<(?:!doctype\s+html|html|head|body)\b/i],
  ['Set Retail XML', /^\s*(?:<\?xml[^>]*>\s*)?<(?:purchases|reports)\b/],
  ['CommerceML (1C) XML', /^\s*(?:<\?xml[^>]*>\s*)?<КоммерческаяИнформация/],
  ['XML', /^\s*</],
  ['Frontol', /^[#@]\s*\r?\n|(?:^|\n)\d+;\d\d\.\d\d\.\d{4};\d{1,2}:\d\d(?::\d\d)?;\d+;/],
  ['Artix', /^### \w+ \w+ begin ###/],
  ['JSONP', /^\s*[A-Za-z_$][\w$.]*\s*\(\s*[[{]/],
  ['CSV', /^[^\n{[<]*(?:;[^\n;]*){2,}(?:\n|$)/],
];

/** Keys that all stand in a record of this kind. */
const RECORDS: Kinds<readonly string[]> = [
  ['ATOL', ['request', 'uuid']],
  ['ATOL', ['payments', 'type', 'items']],
  ['ATOL Online', ['receipt', 'external_id']],
  ['OFD.ru', ['TotalSumm']],
  ['OFD.ru', ['DocDateTime']],
  ['OFD.ru', ['Status', 'Data']],
  ['Artix', ['docType', 'moneyPositions']],
  ['Evotor', ['body', 'type', 'id']],
  ['FFD tags', ['1012', '1020']],
  ['FFD tags', ['1042', '1020']],
];

const HEAD_BYTES = 16;

export function nameForeignBytes(bytes: Uint8Array): Problem<FileProblem> | undefined {
  const head = Buffer.from(bytes.subarray(0, HEAD_BYTES)).toString('latin1');
  return foreign(BYTES.find(([, mark]) => mark.test(head))?.[0]);
}

export function nameForeignText(head: string): Problem<FileProblem> | undefined {
  return foreign(TEXTS.find(([, mark]) => mark.test(head))?.[0]);
}

/** What a JSON record is that is none of ours; undefined: nobody knows. */
export function nameForeignRecord(value: unknown): string | undefined {
  if (!isObject(value)) return undefined;
  return RECORDS.find(([, keys]) => keys.every((key) => Object.hasOwn(value, key)))?.[0];
}

function foreign(kind: string | undefined): Problem<FileProblem> | undefined {
  return kind === undefined ? undefined : problem('format.foreign', '', { kind });
}
