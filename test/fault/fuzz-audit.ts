/**
 * Owns: what must be true of a file that went through the intake, whatever was in it. Every check gives sentences
 * about what is wrong; none means that all is well.
 */
import { hash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { FormatRecord } from '../../src-main/formats/adapter.ts';
import { formatIds, readFile } from '../../src-main/formats/detect.ts';
import { isProblemCode } from '../../src-main/text/problems.ts';
import { ZONE, type Drained, type Taking } from './fuzz-drop.ts';
import type { MutatedFile } from './fuzz-files.ts';

/** A place within a file: a path, a line, a byte. */
const PLACE = /^(?:byte \d+|character \d+|line \d+(?:, column \d+)?(?:: .+)?|[[\w].*)$/;
/** Problems of a whole file, or of the only record in it, which have no narrower place. */
const WHOLE: ReadonlySet<string> = new Set([
  ...['format.empty', 'format.unknown', 'format.encodingUnknown'],
  ...['ofd.shapeUnknown', 'ofd.report', 'ofd.prepayment', 'ofd.creditPaid'],
  ...['format.foreign', 'format.recordUnknown', 'format.recordForeign', 'format.recordTooLarge'],
]);
/** `drop.refusalsMax` as it is by default. */
const REFUSALS_MAX = 100;
/** What the intake says when our own code threw. */
const THROWN: ReadonlySet<string> = new Set(['format.readerFailed', 'record.judgingFailed']);

const reasonSchema = z.strictObject({
  code: z.string(),
  where: z.string(),
  what: z.string().min(1),
  why: z.string(),
  todo: z.string().min(1),
  file: z.string(),
  storedName: z.string(),
  sizeBytes: z.number(),
  sha256: z.string(),
  at: z.iso.datetime(),
  values: z.looseObject({ because: z.string().optional() }),
});

/** Where the files of a batch lie now. */
export interface Places {
  /** Name → path below the folder. */
  readonly archived: ReadonlyMap<string, string>;
  readonly rejected: ReadonlySet<string>;
}

export interface Finding {
  readonly wrong: readonly string[];
  /** Codes and outcomes that were met, for asking whether the files were odd enough. */
  readonly met: readonly string[];
}

export function placesIn({ folder }: Drained): Places {
  const archived = readdirSync(join(folder, 'archive')).flatMap((day) =>
    readdirSync(join(folder, 'archive', day)).map((name) => [name, `archive/${day}/${name}`] as const),
  );
  return { archived: new Map(archived), rejected: new Set(readdirSync(join(folder, 'rejected'))) };
}

const bad = (...wrong: readonly string[]): Finding => ({ wrong, met: [] });

export function auditFile(drained: Drained, places: Places, file: MutatedFile): Finding {
  const storedAs = places.archived.get(file.name);
  const isRejected = places.rejected.has(file.name);
  if ((storedAs !== undefined) === isRejected) return bad(isRejected ? 'lies in both places' : 'is lost');
  const bytes = readFileSync(join(drained.folder, storedAs ?? `rejected/${file.name}`));
  if (!bytes.equals(file.bytes)) return bad('has other bytes');
  const takings = drained.takings.get(file.name) ?? [];
  const [first, ...chunks] = takings;
  if (isRejected && first) return bad('was stored and rejected');
  if (!isRejected && !first) return bad('was never stored');
  if (first && storedAs !== undefined) return auditTaken(file, storedAs, chunks.reduce(joinChunks, first));
  if (file.original) return bad('was rejected, though only its dress is another');
  return auditReason(drained.folder, file);
}

/** A file of many records is stored in chunks: what was answered for all of them. */
function joinChunks(one: Taking, next: Taking): Taking {
  const { given, taken } = one;
  return {
    given: {
      ...given,
      entries: [...given.entries, ...next.given.entries],
      shelf: [...given.shelf, ...next.given.shelf],
    },
    taken: {
      ...taken,
      stored: taken.stored + next.taken.stored,
      duplicates: taken.duplicates + next.taken.duplicates,
      differing: taken.differing + next.taken.differing,
      conflicts: taken.conflicts + next.taken.conflicts,
      shelved: taken.shelved + next.taken.shelved,
    },
  };
}

/** The reason beside a rejected file is whole, of this file, and names the place. */
function auditReason(folder: string, { name, bytes }: MutatedFile): Finding {
  const text = readFileSync(join(folder, 'rejected', `${name}.error.json`), 'utf8');
  const parsed = reasonSchema.safeParse(JSON.parse(text));
  if (!parsed.success) return bad(`has a reason of another form: ${text}`);
  const { code, where, values, ...reason } = parsed.data;
  const cause = values.because ?? code;
  const wrong = differing([
    ['name', reason.file, name],
    ['stored name', reason.storedName, name],
    ['size', reason.sizeBytes, bytes.length],
    ['hash', reason.sha256, hash('sha256', bytes)],
  ]);
  return {
    wrong: [...wrong, ...placeless(cause, where), ...placeless(code, where || 'told')],
    met: [code, cause],
  };
}

function placeless(code: string, at: string): string[] {
  if (THROWN.has(code)) return [`made our own code throw (${code})`];
  if (!isProblemCode(code)) return [`${code} has no words`];
  return PLACE.test(at) || (at === '' && WHOLE.has(code)) ? [] : [`${code} names no place: '${at}'`];
}

type Fact = readonly [what: string, found: unknown, expected: unknown];

function differing(facts: readonly Fact[]): string[] {
  return facts
    .filter(([, found, expected]) => found !== expected)
    .map(([what, found, expected]) => `has the wrong ${what}: ${String(found)} for ${String(expected)}`);
}

/** Every record of the file is an entry, on the shelf, or skipped; every entry new, known, or a contradiction. */
function auditTaken(file: MutatedFile, storedAs: string, { given, taken }: Taking): Finding {
  const { entries, shelf, file: source } = given;
  const records = recordsOf(file.name, file.bytes);
  const skipped = records.flatMap((record) => (record.type === 'skipped' ? [record.problem] : []));
  const good = entries.length + skipped.length;
  const wrong = differing([
    ['path in the archive', source.storedAs, storedAs],
    ['hash', source.sha256, hash('sha256', file.bytes)],
    ['size', source.sizeBytes, file.bytes.length],
    ['format', formatIds.includes(source.format), true],
    // From the 101st refusal on the rest share one item.
    ['number of records', good + shelf.length, Math.min(records.length, good + REFUSALS_MAX + 1)],
    ['number of entries', taken.stored + taken.duplicates + taken.conflicts, entries.length],
    ['number of shelf records', taken.shelved, new Set(shelf.map(({ at, raw }) => `${at} ${raw}`)).size],
    ['number of good records', good, file.original ? recordsOf(file.name, file.original).length : good],
  ]);
  const problems = [...skipped, ...shelf.map(({ problem }) => problem)];
  const outcomes = {
    ...{ stored: taken.stored > 0, duplicate: taken.duplicates > 0, differing: taken.differing > 0 },
    ...{ conflict: taken.conflicts > 0, held: shelf.some(({ held }) => held), skipped: skipped.length > 0 },
    signal: entries.some(({ lane }) => lane === 'signals'),
  };
  const met = Object.entries(outcomes).flatMap(([outcome, isSo]) => (isSo ? [outcome] : []));
  return {
    wrong: [...wrong, ...problems.flatMap(({ code, at }) => placeless(code, at))],
    met: [...met, ...problems.map(({ code }) => code)],
  };
}

/** The records of a file that can be read to its end, the last one too where its end is missing. */
function recordsOf(fileName: string, bytes: Uint8Array): FormatRecord[] {
  const context = { fileName, mtimeMs: 0, timeZone: ZONE, prepayment: 'settlement' } as const;
  const reading = readFile(bytes, { format: 'auto' }, context);
  if (reading.state !== 'complete') return [];
  if (Symbol.asyncIterator in reading.records) throw new Error('these formats are read at once');
  return reading.unfinished ? [...reading.records, reading.unfinished] : [...reading.records];
}
