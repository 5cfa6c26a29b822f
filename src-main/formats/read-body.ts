/**
 * Owns: reading a file that is not read as one text: a large one, or one that is no single JSON value. Its records are
 * cut out of its bytes one by one as they are asked for.
 * Promises: never throws; no step between two turns takes longer than a few milliseconds; memory is the file's bytes
 * and one record.
 */
import { problem } from '../base/problem.ts';
import type { Closing, FormatAdapter, FormatContext, FormatRecord, JsonShapes, Reading } from './adapter.ts';
import type { Body } from './body.ts';
import { DEPTH_MAX } from './json-exact.ts';
import { createJsonScan, type JsonScan } from './json-scan.ts';
import { isLines, readLines } from './lines.ts';
import { readLists } from './lists.ts';
import { RAW_LENGTH_SHOWN, RECORD_BYTES_MAX, tooLarge } from './record-size.ts';

type BodyReading = Reading & { readonly closing: Closing };
type JsonAdapter = FormatAdapter & { readonly json: JsonShapes };

/** Bytes walked at a time. */
const STEP_BYTES = 128 * 1024;

export function scanBody({ bytes }: Body, { json }: JsonAdapter): JsonScan {
  return createJsonScan(bytes, { depthMax: DEPTH_MAX, lists: json.lists });
}

/** Walks the whole text, with a turn for others after every step. */
export async function walkInTurns(scan: JsonScan, turn: () => Promise<void>): Promise<void> {
  for (let limit = STEP_BYTES; !scan.walk(limit); limit += STEP_BYTES) await turn();
}

/** What the scan, walked to its end, says of the file. */
export function readScanned(
  body: Body,
  scan: JsonScan,
  adapter: JsonAdapter,
  context: FormatContext,
): BodyReading {
  const { json } = adapter;
  const { state, offset } = scan.end();
  if (state === 'complete' && scan.lists.length > 0 && !body.damage) {
    return { state, closing: 'self', records: again(() => readLists(body, scan.lists, json, context)) };
  }
  if (state === 'complete' && !body.damage) return readSingle(body, adapter, context);
  const kind = state === 'incomplete' ? 'incomplete' : 'broken';
  if (json.readLine && isLines(body, json, kind)) return readLines(body, json, context);
  if (body.damage) return { state: 'unreadable', closing: 'self', problem: body.damage };
  const at = placeOf(body.bytes, offset);
  if (state === 'incomplete') {
    const found = body.unfinished ?? problem('format.incomplete', at);
    return { state, closing: 'self', problem: found };
  }
  const code = state === 'tooDeep' ? 'format.tooDeep' : 'format.broken';
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

function again(walk: () => Iterable<FormatRecord>): Iterable<FormatRecord> {
  return { [Symbol.iterator]: () => walk()[Symbol.iterator]() };
}

/** As `lineAndColumn` tells it of a text. */
function placeOf(bytes: Uint8Array, offset: number): string {
  const from = offset === 0 ? 0 : bytes.lastIndexOf(0x0a, offset - 1) + 1;
  let line = 1;
  for (let at = bytes.indexOf(0x0a); at !== -1 && at < from; at = bytes.indexOf(0x0a, at + 1)) line += 1;
  const column = Buffer.from(bytes.subarray(from, offset)).toString('utf8').length + 1;
  return `line ${line}, column ${column}`;
}
