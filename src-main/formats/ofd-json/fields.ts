/**
 * Owns: reading the values of a fiscal document: kopecks, times, padded texts.
 * Promises: a refusal names the field; nothing is guessed.
 */
import { fromHundredths, type Decimal } from '../../base/decimal.ts';
import { problem, type Problem } from '../../base/problem.ts';
import { openZone } from '../../base/zone.ts';
import { readWallClock as readDigits } from '../../receipt/time.ts';
import type { FormatContext } from '../adapter.ts';
import type { RecordProblem } from '../problems.ts';

/** Ends the reading of one document; never leaves this folder. */
export class Unreadable extends Error {
  readonly problem: Problem<RecordProblem>;
  constructor(found: Problem<RecordProblem>) {
    super(found.code);
    this.problem = found;
  }
}

const WHOLE = /^-?\d{1,14}$/;
/** A number that a program wrote with a decimal point although it is whole. */
const POINTED = /\.0+$/;
/** Seconds: from 2001 to 2100; milliseconds and other counts fall outside. */
const EPOCH = { from: 1_000_000_000, to: 4_102_444_800 } as const;
const MINUTE_MS = 60_000;
/** How near a file's time must be to a reading of the clock to speak for it. */
const NEAR_MS = 15 * MINUTE_MS;

/** The text without the blanks that exports pad with; undefined when nothing is left. */
export function trimmed(value: string | number | null | undefined): string | undefined {
  const text = String(value ?? '').trim();
  return text === '' ? undefined : text;
}

/** The same of what names a thing, which is no fraction. */
export function idText(value: string | number | null | undefined): string | undefined {
  return trimmed(value)?.replace(POINTED, '');
}

/** Kopecks as a decimal, of any sign; 0 when absent. */
export function readKopecks(value: string | number | null | undefined, at: string): Decimal {
  const text = trimmed(value) ?? '0';
  const decimal = WHOLE.test(text) ? fromHundredths(Number(text)) : undefined;
  if (decimal === undefined) throw new Unreadable(problem('ofd.notKopecks', at));
  return decimal;
}

/** The wall clock of a document: written as text, or as seconds; read as if it were UTC in `epochMs`. */
export function readWallClock(
  value: string | number,
  at: string,
): { readonly text: string; readonly epochMs?: number } {
  const text = String(value).trim();
  if (typeof value === 'string' && !/^\d+(?:\.0+)?$/.test(text)) {
    const epochMs = readDigits(text);
    return { text, ...(epochMs !== undefined && { epochMs }) };
  }
  const seconds = Number(text);
  if (!Number.isInteger(seconds) || seconds < EPOCH.from || seconds > EPOCH.to)
    throw new Unreadable(problem('ofd.timeUnknown', at));
  const epochMs = seconds * 1000;
  return { text: new Date(epochMs).toISOString().slice(0, 19), epochMs };
}

/**
 * A note when the file's own time speaks for seconds of true UTC: the reading as UTC is near it, the reading as
 * the wall clock is off by the store's offset. Only a hint: exports are often copied later.
 */
export function doubtClock(
  epochMs: number,
  at: string,
  context: FormatContext,
): Problem<RecordProblem> | undefined {
  const localMs = openZone(context.timeZone).instantOfLocal(epochMs);
  const offsetMs = epochMs - localMs;
  const near = Math.abs(context.mtimeMs - epochMs) < NEAR_MS && Math.abs(offsetMs) > 2 * NEAR_MS;
  return near ? problem('ofd.clockLooksUtc', at, { offsetMinutes: offsetMs / MINUTE_MS }) : undefined;
}
