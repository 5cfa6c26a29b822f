/**
 * Owns: files that are a list of lines, one JSON record on each, with an optional last line `___EOF___` (NDJSON).
 * Promises: a wrong line, a cut one, a run of zeros or a damaged character costs itself and spoils no neighbour; lines
 * are made text one by one, so a file of any size costs the memory of its bytes; blank lines cost a look at each byte.
 */
import { problem } from '../base/problem.ts';
import type { FormatContext, FormatRecord, JsonShapes, RefusedRecord } from './adapter.ts';
import type { Body } from './body.ts';
import { readJson, type JsonReading } from './json-exact.ts';
import { RAW_LENGTH_SHOWN, RECORD_BYTES_MAX, tooLarge } from './record-size.ts';
import { PAUSE, STEP_BYTES, type Stepped, type Walk } from './steps.ts';
import { readWhole } from './whole-file.ts';

const END_MARK = '___EOF___';
const LINE_FEED = 0x0a;
/** 1 for what `trim` takes away of ASCII. */
const BLANK = Uint8Array.from({ length: 256 }, (_, byte) =>
  byte < 0x80 && String.fromCharCode(byte).trim() === '' ? 1 : 0,
);
/** Lines that are looked at to tell whether a text is a list of lines. */
const LOOKED_AT_MAX = 200;

/** A line, or a part of one between runs of zeros. */
interface Line {
  readonly number: number;
  readonly text: string;
  /** Why it cannot be read, whatever its text says. */
  readonly fault?: 'format.nulBytes' | 'format.utf8Damaged' | 'format.recordTooLarge' | undefined;
  readonly sizeBytes: number;
}

/** Looking at a line costs as much as walking so many bytes. */
const LINE_COST_BYTES = 64;

/** Lines that are not blank, numbered from 1. */
function* splitLines({ bytes, decode }: Body): Iterable<Line | undefined> {
  let number = 1;
  let cost = 0;
  for (let from = 0; from < bytes.length;) {
    const limit = Math.min(from + STEP_BYTES, bytes.length);
    let at = from;
    for (; at < limit; at += 1) {
      const byte = bytes[at] ?? 0;
      if (byte === LINE_FEED) number += 1;
      else if (BLANK[byte] === 0) break;
    }
    if (at < limit) {
      const found = bytes.indexOf(LINE_FEED, at);
      const to = found === -1 ? bytes.length : found;
      yield* readParts(bytes.subarray(at, to), number, decode);
      number += 1;
      at = to + 1;
    }
    cost += at - from + LINE_COST_BYTES;
    from = at;
    if (cost < STEP_BYTES) continue;
    cost = 0;
    yield PAUSE;
  }
}

/** Zeros stand where a power cut lost what was written: what follows them begins anew. */
function* readParts(line: Uint8Array, number: number, decode: Body['decode']): Iterable<Line | undefined> {
  let from = 0;
  while (from < line.length) {
    const zero = line.indexOf(0, from);
    const to = zero === -1 ? line.length : zero;
    yield* readPart(line.subarray(from, to), number, decode);
    if (zero === -1) return;
    from = zero;
    while (from < line.length && line[from] === 0) {
      from += 1;
      if (from % STEP_BYTES === 0) yield PAUSE;
    }
    yield { number, text: '', fault: 'format.nulBytes', sizeBytes: from - zero };
  }
}

function* readPart(part: Uint8Array, number: number, decode: Body['decode']): Iterable<Line> {
  const sizeBytes = part.length;
  if (sizeBytes > RECORD_BYTES_MAX) {
    const text = Buffer.from(part.subarray(0, RAW_LENGTH_SHOWN)).toString('utf8');
    yield { number, text, fault: 'format.recordTooLarge', sizeBytes };
    return;
  }
  const text = decode(part);
  if (text === undefined) {
    yield { number, text: Buffer.from(part).toString('utf8').trim(), fault: 'format.utf8Damaged', sizeBytes };
  } else if (text.trim() !== '') yield { number, text: text.trim(), sizeBytes };
}

const isWhole = (reading: JsonReading): boolean =>
  reading.state === 'complete' && typeof reading.value === 'object' && reading.value !== null;

/**
 * Whether bytes that are not one JSON value are a list of lines: the first line is a whole object, or the text is
 * broken (not merely cut) and has a line that is a record, or at least half of its lines are whole objects.
 */
export function* isLines(body: Body, shapes: JsonShapes, fault: 'incomplete' | 'broken'): Stepped<boolean> {
  let lines = 0;
  let whole = 0;
  for (const line of splitLines(body)) {
    if (line === PAUSE) yield PAUSE;
    if (line === PAUSE || line.text === '') continue;
    const reading = /^[[{]/.test(line.text) && line.fault === undefined ? readJson(line.text) : undefined;
    const good = reading !== undefined && isWhole(reading);
    lines += 1;
    if (good) whole += 1;
    if (lines === 1 && (good || line.text === END_MARK)) return true;
    if (fault === 'incomplete' && body.damage === undefined) return false;
    if (reading?.state === 'complete' && shapes.isRecord(reading.value)) return true;
    if (lines >= LOOKED_AT_MAX) break;
  }
  return whole > 0 && whole * 2 >= lines;
}

/** The records of all lines. `unfinished` is the last line where it is cut. */
export function* readLines(body: Body, shapes: JsonShapes, context: FormatContext): Stepped<LinesReading> {
  const last = yield* lastLine(body);
  const walk = (lines: Body): Generator<FormatRecord | undefined> =>
    readWhole(lines.bytes, shapes, context, (as, told) => readAll(lines, as, told));
  if (last.text.trim() === END_MARK) return { state: 'complete', closing: 'self', walk: () => walk(body) };
  const cut = isCut(last.text) ? cutRecord(last) : undefined;
  const whole = cut ? { ...body, bytes: body.bytes.subarray(0, last.from) } : body;
  const unfinished = cut ?? zerosRecord(body, last.number);
  return { state: 'complete', closing: 'lines', walk: () => walk(whole), unfinished };
}

interface LinesReading {
  readonly state: 'complete';
  readonly closing: 'self' | 'lines';
  readonly walk: Walk<FormatRecord>;
  readonly unfinished?: RefusedRecord | undefined;
}

interface LastLine {
  readonly number: number;
  readonly from: number;
  /** With its line end, where it has one. */
  readonly text: string;
}

function* lastLine({ bytes, decode }: Body): Stepped<LastLine> {
  let end = bytes.length;
  while (end > 0 && (bytes[end - 1] ?? 0) <= 0x20) {
    end -= 1;
    if (end % STEP_BYTES === 0) yield PAUSE;
  }
  const from = bytes.lastIndexOf(LINE_FEED, end - 1) + 1;
  const shown = bytes.subarray(from, Math.min(bytes.length, from + RECORD_BYTES_MAX));
  const number = (yield* countLineFeeds(bytes, from)) + 1;
  return { number, from, text: decode(shown) ?? Buffer.from(shown).toString('utf8') };
}

/** Of the bytes before `end`. */
export function* countLineFeeds(bytes: Uint8Array, end: number): Stepped<number> {
  let count = 0;
  for (let at = 0; at < end; at += 1) {
    if (bytes[at] === LINE_FEED) count += 1;
    if (at % STEP_BYTES === STEP_BYTES - 1) yield PAUSE;
  }
  return count;
}

/** A last line without its end, which some further characters would make a record, or the end mark. */
function isCut(last: string): boolean {
  const line = last.trim();
  if (last.includes('\n') || line === '') return false;
  if (END_MARK.startsWith(line)) return true;
  const reading = readJson(line);
  return reading.state === 'faulty' && reading.fault.kind === 'incomplete';
}

function cutRecord({ number, text }: LastLine): RefusedRecord {
  const at = `line ${number}`;
  const found = problem('format.lineCut', `${at}, column ${text.length + 1}`);
  return { type: 'refused', at, raw: text.trim(), problem: found, unfinished: true };
}

/** Zeros behind the last whole line: what stood there is lost, unless it is still to be filled in. */
function zerosRecord({ unfinished }: Body, number: number): RefusedRecord | undefined {
  if (unfinished?.code !== 'format.nulTail') return undefined;
  const at = `line ${number + 1}`;
  return { type: 'refused', at, raw: '', problem: { ...unfinished, at }, unfinished: true };
}

function* readAll(
  body: Body,
  shapes: JsonShapes,
  context: FormatContext,
): Generator<FormatRecord | undefined> {
  let ended = false;
  for (const line of splitLines(body)) {
    if (line === PAUSE) {
      yield PAUSE;
      continue;
    }
    const at = `line ${line.number}`;
    if (line.text === END_MARK) ended = true;
    else if (ended) yield { type: 'refused', at, raw: line.text, problem: problem('format.afterEnd', at) };
    else yield* readLine(line, shapes, context);
  }
}

function* readLine(line: Line, shapes: JsonShapes, context: FormatContext): Iterable<FormatRecord> {
  const at = `line ${line.number}`;
  const raw = line.text;
  if (line.fault === 'format.recordTooLarge') yield tooLarge(at, line.sizeBytes, raw);
  else if (line.fault) {
    yield { type: 'refused', at, raw, problem: problem(line.fault, at, { sizeBytes: line.sizeBytes }) };
  } else {
    const reading = readJson(raw, shapes.keepPoints);
    if (reading.state === 'complete')
      yield* shapes.readLine?.({ value: reading.value, at, raw }, context) ?? [];
    else if (reading.state === 'tooDeep') {
      yield { type: 'refused', at, raw, problem: problem('format.tooDeep', at) };
    } else yield* readBroken(line, reading.fault.offset, shapes, context);
  }
}

/**
 * A POS that died within a line goes on behind it in the same line: a record that stands whole at its end is taken,
 * the beginning costs itself.
 */
function* readBroken(
  { number, text }: Line,
  offset: number,
  shapes: JsonShapes,
  context: FormatContext,
): Iterable<FormatRecord> {
  const at = `line ${number}`;
  const broken = problem('format.broken', `${at}, column ${offset + 1}`);
  for (const from of [text.lastIndexOf('{', offset), text.indexOf('{', offset)]) {
    const raw = from > 0 ? text.slice(from) : '';
    const reading = raw === '' ? undefined : readJson(raw, shapes.keepPoints);
    if (reading?.state !== 'complete' || !shapes.isRecord(reading.value)) continue;
    yield { type: 'refused', at, raw: text.slice(0, from), problem: broken };
    yield* shapes.readLine?.({ value: reading.value, at, raw }, context) ?? [];
    return;
  }
  yield { type: 'refused', at, raw: text, problem: broken };
}
