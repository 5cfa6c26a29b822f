/**
 * Owns: the list of formats, and the way from a file's bytes to its records: decode, tell the format by its
 * content, read. Adding a format adds a line here and nothing elsewhere.
 * Promises: never throws for any bytes; content goes before names; the reading says which format it was.
 */
import { problem, type Problem } from '../base/problem.ts';
import type { Closing, FormatAdapter, FormatContext, FormatRecord, JsonShapes, Reading } from './adapter.ts';
import { findBody, type Body } from './body.ts';
import { decode, type Encoding } from './decode.ts';
import { firstRecords } from './first-record.ts';
import { nameForeignBytes, nameForeignText } from './foreign-kinds.ts';
import { headoJson } from './heado-json/adapter.ts';
import { readJson, type JsonReading } from './json-exact.ts';
import { ofdJson } from './ofd-json/adapter.ts';
import { readBody, type BodyReading } from './read-body.ts';
import { RECORD_BYTES_MAX } from './record-size.ts';
import { finishInTurns, finishNow, walkInTurns, walkNow, type Turn, type Walk } from './steps.ts';

/** Asked in this order for each of the first records; the first that knows one reads the file. */
const adapters: readonly FormatAdapter[] = [headoJson, ofdJson];

/** Ids that `drop.folders[].format` may pin. */
export const formatIds: readonly string[] = adapters.map(({ id }) => id);

/** Characters of the beginning that a format may be told by where no record tells it. */
const HEAD_LENGTH = 4_096;
/** Bytes in which the first record of a large file is looked for: no single record may be larger. */
const FIRST_RECORD_BYTES = RECORD_BYTES_MAX;

export interface ReadOptions {
  /** A format's id, or `auto`. */
  readonly format: string;
  /** What is not UTF-8; `auto` when absent. */
  readonly encoding?: Encoding | undefined;
}

/** A reading, and which format gave it; empty when none was found. */
export type FileReading = Reading & { readonly format: string; readonly closing: Closing };

type JsonAdapter = FormatAdapter & { readonly json: JsonShapes };

/** Reads a whole small file at once. Records come lazily and can be walked more than once. */
export function readFile(bytes: Uint8Array, options: ReadOptions, context: FormatContext): FileReading {
  const foreign = nameForeignBytes(bytes);
  if (foreign) return unread('unreadable', foreign);
  const decoded = decode(bytes, options.encoding);
  if (decoded.state === 'complete') {
    const { text } = decoded;
    const parsed = BRACKET.test(text) ? readJson(text) : undefined;
    const found = choose(text, options, context, parsed);
    if ('problem' in found) return found;
    const reading = found.read(text, context, parsed);
    const asValue = reading.state === 'complete' && !repeatsList(decoded.text, found);
    if (asValue || !isJson(found)) return { ...reading, format: found.id };
  }
  const opened = openBody(bytes, options, context);
  if ('problem' in opened) return decoded.state === 'complete' ? opened : whole(decoded);
  const { body, adapter } = opened;
  if (!isJson(adapter))
    return decoded.state === 'complete' ? readText(body, adapter, context) : whole(decoded);
  const reading = withRecords(finishNow(readBody(body, adapter, context)), walkNow);
  if (reading.state !== 'complete' && decoded.state !== 'complete') return whole(decoded);
  return { ...reading, format: adapter.id };
}

/** As `readFile`, for a file of any size: others get a turn again and again. */
export async function readLargeFile(
  bytes: Uint8Array,
  options: ReadOptions,
  context: FormatContext,
  turn: Turn,
): Promise<FileReading> {
  const foreign = nameForeignBytes(bytes);
  if (foreign) return unread('unreadable', foreign);
  const opened = openBody(bytes, options, context);
  if ('problem' in opened) return opened;
  await turn();
  const { body, adapter } = opened;
  if (!isJson(adapter)) return readText(body, adapter, context);
  const read = await finishInTurns(readBody(body, adapter, context), turn);
  return { ...withRecords(read, (walk) => walkInTurns(walk, turn)), format: adapter.id };
}

function withRecords(
  read: BodyReading,
  records: (walk: Walk<FormatRecord>) => Extract<Reading, { readonly state: 'complete' }>['records'],
): Reading & { readonly closing: Closing } {
  if (!('walk' in read)) return read;
  const { walk, ...rest } = read;
  return { ...rest, records: records(walk) };
}

type Unread = FileReading & { readonly state: 'incomplete' | 'unreadable' };

/** What every JSON text of records begins with. */
const BRACKET = /^\s*[[{]/;

function choose(
  text: string,
  { format }: ReadOptions,
  { fileName }: FormatContext,
  parsed?: JsonReading,
): FormatAdapter | Unread {
  if (text.trim() === '') return unread('incomplete', problem('format.empty'));
  const known = formatIds.join(', ');
  if (format !== 'auto') {
    const pinned = adapters.find(({ id }) => id === format);
    return pinned ?? unread('unreadable', problem('format.notInstalled', '', { format, known }));
  }
  for (const record of firstRecords(text, parsed)) {
    const adapter = adapters.find(({ json }) => json?.isRecord(record));
    if (adapter) return adapter;
  }
  const head = text.slice(0, HEAD_LENGTH);
  const adapter = adapters.find((each) => each.detect(head, fileName));
  return adapter ?? unread('unreadable', nameForeignText(head) ?? problem('format.unknown', '', { known }));
}

function openBody(
  bytes: Uint8Array,
  options: ReadOptions,
  context: FormatContext,
): { readonly body: Body; readonly adapter: FormatAdapter } | Unread {
  const body = findBody(bytes, options.encoding);
  if ('code' in body) return unread('unreadable', body);
  // A head in bytes may end within a character.
  const head = body.bytes.subarray(0, FIRST_RECORD_BYTES);
  const found = choose(body.decode(head) ?? Buffer.from(head).toString('utf8'), options, context);
  if ('problem' in found) return body.unfinished ? unread('incomplete', body.unfinished) : found;
  return { body, adapter: found };
}

function readText(body: Body, adapter: FormatAdapter, context: FormatContext): FileReading {
  return { ...adapter.read(body.decode(body.bytes) ?? '', context), format: adapter.id };
}

function isJson(adapter: FormatAdapter): adapter is JsonAdapter {
  return adapter.json !== undefined;
}

function unread(state: Unread['state'], found: Problem): Unread {
  return { state, problem: found, format: '', closing: 'self' };
}

function whole(decoded: Exclude<ReturnType<typeof decode>, { readonly state: 'complete' }>): FileReading {
  return { ...decoded, format: '', closing: 'self' };
}

/** Of two lists of one name in one object, a parser keeps the last. */
function repeatsList(text: string, { json }: FormatAdapter): boolean {
  return (json?.lists ?? []).some((place) => {
    const key = `"${place.slice(place.lastIndexOf('.') + 1)}"`;
    const first = place === '' ? -1 : text.indexOf(key);
    return first !== -1 && text.indexOf(key, first + key.length) !== -1;
  });
}
