/**
 * Owns: judging a record on the shelf anew, because a person asked or (`rejudge-held.ts`) the settings or the
 * clock changed.
 * Promises: a record leaves the shelf only when it became an entry or is known already; else it stays, with its
 * newest reason. Both in one transaction: no moment, and no crash, finds it in two places or in none.
 */
import { problem, type Problem } from '../../base/problem.ts';
import { judgeRecords, type JudgedChunk, type JudgeFile, type JudgeRecord } from '../../intake/judge.ts';
import type { ReadFile } from '../../intake/context.ts';
import { addSkips, countSkips } from '../../intake/skips.ts';
import type { FullOutbox } from '../../outbox/outbox.ts';
import type { NewEntry } from '../../outbox/port.ts';
import type { ShelfRecord } from '../../outbox/shelf.ts';
import { parseProblem } from './shapes.ts';

export interface RejudgeOptions {
  readonly outbox: FullOutbox;
  readonly judgeAgain: JudgeFile;
  readonly readFile: ReadFile;
  /** The format that the settings name for a folder today; undefined: they do not know the folder. */
  readonly formatOf?: ((folder: string) => string | undefined) | undefined;
  /** Whether what becomes of a record waits, as nobody knows whether it was sent before. */
  readonly isInDoubt?: ((record: ShelfRecord, folder: string) => boolean) | undefined;
  /** Whether a record that stays for this reason gets it written down: that makes a new version of it. */
  readonly isNews?: ((found: Problem, held: boolean) => boolean) | undefined;
}

/** Undefined: it left the shelf. Else why it stays. */
export async function rejudge(
  record: ShelfRecord,
  reason: string,
  options: RejudgeOptions,
): Promise<Problem | undefined> {
  const { outbox, judgeAgain, readFile } = options;
  const folder = outbox.reading.file(record.fileId)?.folder ?? '';
  // What is held was understood; of what was refused perhaps the format was wrong.
  const format = (record.held ? undefined : options.formatOf?.(folder)) ?? record.format;
  const reading = readFile(Buffer.from(record.raw, 'utf8'), { ...record, format, encoding: 'utf-8' });
  if (reading.state !== 'complete') return restate(record, reading.problem, false, options);
  const source = { folder, fileName: record.fileName, format: reading.format };
  const judged = await judgeAll(reading, () => judgeAgain(source));
  const [stays] = judged.shelf;
  if (stays && judged.entries.length === 0) return restate(record, stays.problem, stays.held, options);
  const entries = judged.entries.map((entry): NewEntry => ({ ...entry, at: record.at, raw: record.raw }));
  const ends = { id: record.id, reason };
  const isInDoubt = options.isInDoubt?.(record, folder) === true;
  const retried = { ...retriedFile(record, folder), format: reading.format };
  const from = isInDoubt ? ({ ...retried, arrivesAs: 'doubtful' } as const) : retried;
  const [taken] = outbox.take([{ file: from, entries, shelf: judged.shelf, ends }]);
  countSkips({ outbox }, judged.skipped);
  return taken && taken.conflicts > 0 ? conflictOf(outbox, record) : stays?.problem;
}

/** Its own text may hold several records, where it is read in another format than before. */
async function judgeAll(
  read: Parameters<typeof judgeRecords>[0],
  judge: () => JudgeRecord,
): Promise<Pick<JudgedChunk, 'entries' | 'shelf' | 'skipped'>> {
  const { first, next } = await judgeRecords(read, judge);
  const chunks = [first];
  for (let last = first; !last.isLast; chunks.push(last)) last = await next();
  return {
    entries: chunks.flatMap(({ entries }) => entries),
    shelf: chunks.flatMap(({ shelf }) => shelf),
    skipped: addSkips(chunks.map(({ skipped }) => skipped)),
  };
}

/** The record keeps its own place in its file, whatever place its own text gave. */
function restate(
  record: ShelfRecord,
  found: Problem,
  held: boolean,
  { outbox, isNews }: RejudgeOptions,
): Problem {
  const reason = { ...found, at: record.at };
  if (isNews?.(found, held) !== false) outbox.shelf.restate(record.id, held, reason);
  return reason;
}

/** The take that met the contradiction made it the record's reason. */
function conflictOf(outbox: FullOutbox, record: ShelfRecord): Problem {
  const kept = outbox.shelf.record(record.id);
  return kept ? parseProblem(kept.problem) : problem('outbox.conflict', record.at);
}

/** The file of a record that was judged again: no new bytes lie anywhere. */
function retriedFile(record: ShelfRecord, folder: string): Parameters<FullOutbox['take']>[0][number]['file'] {
  return {
    folder,
    name: record.fileName,
    storedAs: '',
    format: record.format,
    sha256: '',
    sizeBytes: 0,
    device: 0,
    inode: 0,
    mtimeMs: record.mtimeMs,
    closed: true,
    sameAs: record.fileId,
    perhapsSent: record.perhapsSent,
  };
}
