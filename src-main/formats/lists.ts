/**
 * Owns: the members of lists of records, cut out of a file's bytes one by one as they are asked for, each a text of its
 * own. The bytes between the brackets are known to be JSON.
 */
import { problem } from '../base/problem.ts';
import { joinPlace } from '../receipt/findings.ts';
import type { FormatContext, FormatRecord, JsonShapes } from './adapter.ts';
import type { Body } from './body.ts';
import { readJson } from './json-exact.ts';
import type { ListRange } from './json-scan.ts';
import { RAW_LENGTH_SHOWN, RECORD_BYTES_MAX, tooLarge } from './record-size.ts';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;

/** The records of all lists. A list that stands under the name of an earlier one goes on with its numbers, and is told. */
export function* readLists(
  body: Body,
  lists: readonly ListRange[],
  shapes: JsonShapes,
  context: FormatContext,
): Generator<FormatRecord> {
  const counts = new Map<string, number>();
  for (const list of lists) {
    const before = counts.get(list.place);
    if (before !== undefined) {
      yield { type: 'skipped', at: list.place, problem: problem('format.listRepeated', list.place) };
    }
    let index = before ?? 0;
    for (const member of splitMembers(body.bytes, list)) {
      yield* readMember(body, member, joinPlace(list.place, `[${index}]`), { shapes, context });
      index += 1;
    }
    counts.set(list.place, index);
  }
}

interface Reader {
  readonly shapes: JsonShapes;
  readonly context: FormatContext;
}

function* readMember(
  { decode }: Body,
  member: Uint8Array,
  at: string,
  { shapes, context }: Reader,
): Generator<FormatRecord> {
  if (member.length > RECORD_BYTES_MAX) {
    yield tooLarge(at, member.length, Buffer.from(member.subarray(0, RAW_LENGTH_SHOWN)).toString('utf8'));
    return;
  }
  const raw = decode(member)?.trim();
  const reading = raw === undefined ? undefined : readJson(raw);
  if (raw === undefined || reading?.state !== 'complete') {
    const shown = raw ?? Buffer.from(member).toString('utf8').trim();
    yield { type: 'refused', at, raw: shown, problem: problem('format.broken', at) };
    return;
  }
  yield* shapes.readItem({ value: reading.value, at, raw }, context);
}

/** The bytes of each member, blanks around it included. */
function* splitMembers(bytes: Uint8Array, { from, to }: ListRange): Generator<Uint8Array> {
  let begun = from;
  let depth = 0;
  for (let at = from; at < to; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte === QUOTE) at = endOfString(bytes, at);
    else if (byte === 0x5b || byte === 0x7b) depth += 1;
    else if (byte === 0x5d || byte === 0x7d) depth -= 1;
    else if (byte === COMMA && depth === 0) {
      yield bytes.subarray(begun, at);
      begun = at + 1;
    }
  }
  const last = bytes.subarray(begun, to);
  if (last.some((byte) => byte > 0x20)) yield last;
}

/** Where the string that opens at `at` closes. */
function endOfString(bytes: Uint8Array, at: number): number {
  for (let next = at + 1; ; next += 1) {
    const byte = bytes[next];
    if (byte === BACKSLASH) next += 1;
    else if (byte === QUOTE || byte === undefined) return next;
  }
}
