/**
 * Owns: NDJSON: a record on every line, an optional last line `___EOF___`.
 * Promises: a wrong line never spoils its neighbours; a last line that is still being written makes the file
 * incomplete.
 */
import { problem } from '../../base/problem.ts';
import { readJson, type JsonReading } from '../json-exact.ts';
import type { FormatRecord } from '../adapter.ts';
import { readShape } from './shapes.ts';

const END_MARK = '___EOF___';

interface Line {
  readonly number: number;
  readonly text: string;
}

/** Lines that are not blank, numbered from 1. */
function* splitLines(text: string): Generator<Line> {
  let from = 0;
  for (let number = 1; from < text.length; number += 1) {
    const found = text.indexOf('\n', from);
    const to = found === -1 ? text.length : found;
    const line = text.slice(from, to).trim();
    if (line !== '') yield { number, text: line };
    from = to + 1;
  }
}

const isWhole = (reading: JsonReading): boolean =>
  reading.state === 'complete' && typeof reading.value === 'object' && reading.value !== null;

/**
 * Whether a text that is not one JSON value is a list of lines: its first line is a whole object, or the text is
 * broken (not merely cut) and at least half of its lines are whole objects.
 */
export function isLines(text: string, fault: 'incomplete' | 'broken'): boolean {
  let lines = 0;
  let whole = 0;
  for (const line of splitLines(text)) {
    const good = line.text.startsWith('{') && isWhole(readJson(line.text));
    lines += 1;
    if (good) whole += 1;
    if (lines === 1 && (good || line.text === END_MARK)) return true;
    if (fault === 'incomplete') return false;
  }
  return whole > 0 && whole * 2 >= lines;
}

/** How far the lines have been written: to the end mark, to the end of a line, or not even that. */
export function endOfLines(text: string): 'marked' | 'whole' | 'cut' {
  const last = text.slice(text.trimEnd().lastIndexOf('\n') + 1);
  const line = last.trim();
  if (line === END_MARK) return 'marked';
  if (last.includes('\n')) return 'whole';
  if (END_MARK.startsWith(line) && line !== '') return 'cut';
  const reading = readJson(line);
  return reading.state === 'faulty' && reading.fault.kind === 'incomplete' ? 'cut' : 'whole';
}

function* readLine(line: Line): Iterable<FormatRecord> {
  const at = `line ${line.number}`;
  const raw = line.text;
  const reading = readJson(raw);
  if (reading.state === 'complete') yield* readShape(reading.value, at, raw);
  else if (reading.state === 'tooDeep')
    yield { type: 'refused', at, raw, problem: problem('format.tooDeep', at) };
  else {
    const place = `${at}, column ${reading.fault.offset + 1}`;
    yield { type: 'refused', at, raw, problem: problem('format.broken', place) };
  }
}

/** The records of all lines. */
export function* readLines(text: string): Iterable<FormatRecord> {
  let ended = false;
  for (const line of splitLines(text)) {
    const at = `line ${line.number}`;
    if (ended) yield { type: 'refused', at, raw: line.text, problem: problem('format.afterEnd', at) };
    else if (line.text === END_MARK) ended = true;
    else yield* readLine(line);
  }
}
