/**
 * Owns: reading a file that is not read as one text: a large one, or one that is no single JSON value. Its records are
 * cut out of its bytes one by one as they are asked for.
 * Promises: never throws; linear; between two pauses so many bytes are walked, or one record is read; memory is the
 * file's bytes and one record.
 */
import { problem } from '../base/problem.ts';
import type { Closing, FormatAdapter, FormatContext, FormatRecord, JsonShapes, Reading } from './adapter.ts';
import type { Body } from './body.ts';
import { DEPTH_MAX } from './json-exact.ts';
import { createJsonScan } from './json-scan.ts';
import { countLineFeeds, isLines, readLines } from './lines.ts';
import { readLists } from './lists.ts';
import { RAW_LENGTH_SHOWN, RECORD_BYTES_MAX, tooLarge } from './record-size.ts';
import { PAUSE, STEP_BYTES, type Stepped, type Walk } from './steps.ts';
import { readWhole, type ReadRecords } from './whole-file.ts';

/** `walk`: the records, where they are cut out one by one. */
export type BodyReading = { readonly closing: Closing } & (
  | Reading
  | (Omit<Extract<Reading, { readonly state: 'complete' }>, 'records'> & {
      readonly walk: Walk<FormatRecord>;
    })
);
type JsonAdapter = FormatAdapter & { readonly json: JsonShapes };

/** Walks the whole text, and tells what it is. */
export function* readBody(body: Body, adapter: JsonAdapter, context: FormatContext): Stepped<BodyReading> {
  const { json } = adapter;
  const scan = createJsonScan(body.bytes, { depthMax: DEPTH_MAX, lists: json.lists });
  for (let limit = STEP_BYTES; !scan.walk(limit); limit += STEP_BYTES) yield PAUSE;
  const { state, offset, afterValue } = scan.end();
  if (state === 'complete' && scan.lists.length > 0 && !body.damage) {
    const read: ReadRecords = (shapes, told) => readLists(body, scan.lists, shapes, told);
    return { state, closing: 'self', walk: () => readWhole(body.bytes, json, context, read) };
  }
  if (state === 'complete' && !body.damage) return readSingle(body, adapter, context);
  const kind = state === 'incomplete' ? 'incomplete' : 'broken';
  if (json.readLine && (yield* isLines(body, json, kind))) return yield* readLines(body, json, context);
  if (body.damage) return { state: 'unreadable', closing: 'self', problem: body.damage };
  const at = yield* placeOf(body.bytes, offset);
  if (state === 'incomplete') {
    const found = body.unfinished ?? problem('format.incomplete', at);
    return { state, closing: 'self', problem: found };
  }
  const broken = afterValue === true ? 'format.severalValues' : 'format.broken';
  const code = state === 'tooDeep' ? 'format.tooDeep' : broken;
  return { state: 'unreadable', closing: 'self', problem: problem(code, at) };
}

/** A value that is no list of records is one record, or holds what the format alone can find. */
function readSingle(body: Body, adapter: JsonAdapter, context: FormatContext): BodyReading {
  const { bytes } = body;
  if (bytes.length > RECORD_BYTES_MAX) {
    const raw = Buffer.from(bytes.subarray(0, RAW_LENGTH_SHOWN)).toString('utf8');
    return { state: 'complete', closing: 'self', records: [tooLarge('', bytes.length, raw)] };
  }
  return adapter.read(body.decode(bytes) ?? '', context);
}

/** As `lineAndColumn` tells it of a text. */
function* placeOf(bytes: Uint8Array, offset: number): Stepped<string> {
  const from = offset === 0 ? 0 : bytes.lastIndexOf(0x0a, offset - 1) + 1;
  const line = (yield* countLineFeeds(bytes, from)) + 1;
  const column = Buffer.from(bytes.subarray(from, offset)).toString('utf8').length + 1;
  return `line ${line}, column ${column}`;
}
