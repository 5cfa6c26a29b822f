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
import { PAUSE, STEP_BYTES } from './steps.ts';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;

/** The records of all lists. A list that stands under the name of an earlier one goes on with its numbers, and is told. */
export function* readLists(
  body: Body,
  lists: readonly ListRange[],
  shapes: JsonShapes,
  context: FormatContext,
): Generator<FormatRecord | undefined> {
  const counts = new Map<string, number>();
  for (const list of lists) {
    const before = counts.get(list.place);
    if (before !== undefined) {
      yield { type: 'skipped', at: list.place, problem: problem('format.listRepeated', list.place) };
    }
    let index = before ?? 0;
    for (const member of splitMembers(body.bytes, list)) {
      if (member === PAUSE) {
        yield PAUSE;
        continue;
      }
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
  const raw = decode(member);
  const reading = raw === undefined ? undefined : readJson(raw, shapes.keepPoints);
  if (raw === undefined || reading?.state !== 'complete') {
    const shown = raw ?? Buffer.from(member).toString('utf8');
    yield { type: 'refused', at, raw: shown, problem: problem('format.broken', at) };
    return;
  }
  yield* shapes.readItem({ value: reading.value, at, raw }, context);
}

/** The bytes of each member, without blanks around it. */
function* splitMembers(bytes: Uint8Array, { from, to }: ListRange): Iterable<Uint8Array | undefined> {
  /** Of the member: its first byte, where it has one, and behind its last one. */
  let begun = -1;
  let end = -1;
  let depth = 0;
  let isInString = false;
  let at = from;
  while (at < to) {
    for (const limit = Math.min(at + STEP_BYTES, to); at < limit; at += 1) {
      if (isInString) {
        at = passString(bytes, at, limit);
        if (at >= limit) break;
        isInString = false;
        end = at + 1;
        continue;
      }
      const byte = bytes[at] ?? 0;
      if (byte <= 0x20) continue;
      if (byte === COMMA && depth === 0) {
        yield bytes.subarray(begun, end);
        begun = -1;
        continue;
      }
      if (begun === -1) begun = at;
      end = at + 1;
      if (byte === QUOTE) isInString = true;
      else if (byte === 0x5b || byte === 0x7b) depth += 1;
      else if (byte === 0x5d || byte === 0x7d) depth -= 1;
    }
    if (at < to) yield PAUSE;
  }
  if (begun !== -1) yield bytes.subarray(begun, end);
}

/** Where the string that holds `at` closes; at or behind `limit`: further on. */
function passString(bytes: Uint8Array, at: number, limit: number): number {
  let next = at;
  for (; next < limit; next += 1) {
    const byte = bytes[next];
    if (byte === BACKSLASH) next += 1;
    else if (byte === QUOTE) return next;
  }
  return next;
}
