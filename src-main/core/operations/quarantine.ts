/**
 * Owns: the one list of quarantine and its actions, over three places where things lie: rejected files (`f…`),
 * records on the shelf (`s…`), entries out of line (`e…`).
 */
import { problem, type Problem } from '../../base/problem.ts';
import { fail, ok, type Result } from '../../base/result.ts';
import { maskNumbers } from '../../base/mask-numbers.ts';
import type { Note } from '../../base/note.ts';
import type { EntryRow, ShelfRow } from '../../outbox/answers.ts';
import type { FullOutbox } from '../../outbox/outbox.ts';
import type { OutboxReading } from '../../outbox/reading.ts';
import type { CommandArgs, Operations, QuarantineItem, QuarantineRow } from '../control/commands.ts';
import type { CoreEvent } from '../events.ts';
import { excerptOf } from './excerpt.ts';
import { isoOf, parseProblem, shownProblem } from './shapes.ts';

type QuarantineOperations = Pick<
  Operations,
  'quarantine.list' | 'quarantine.show' | 'quarantine.retry' | 'quarantine.discard'
>;
type Action = CommandArgs<'quarantine.retry'>;
type Done = Promise<Result<{ still: Problem | null }, Problem>>;

/** A rejected file as the intake lists it. */
export interface RejectedRow {
  readonly id: string;
  readonly version: string;
  /** Where it lies. */
  readonly path: string;
  readonly file: string;
  readonly problem: Problem;
  readonly sinceMs: number;
}

/** What the intake offers for rejected files. */
export interface RejectedFiles {
  list(limit: number): readonly RejectedRow[];
  /** One of them; costs the same however many there are beside it. */
  find(id: string): RejectedRow | undefined;
  /** The first bytes of the file as text; empty when it cannot be read. */
  beginning(row: RejectedRow): string;
  retry(action: Action): Done;
  discard(action: Action): Promise<Result<undefined, Problem>>;
}

export interface QuarantineOptions {
  readonly outbox: FullOutbox;
  readonly rejected: RejectedFiles;
  /** Judges a shelf record anew; undefined: it left the shelf. */
  readonly rejudge: (id: number, reason: string) => Promise<Problem | undefined>;
  readonly note: Note<CoreEvent>;
  /** Takes keys out of what people are shown. */
  readonly redact: (text: string) => string;
}

const RAW_LENGTH_MAX = 100_000;
const OUT_OF_LINE = ['quarantined', 'ejected', 'slow'] as const;

export function quarantineOperations(options: QuarantineOptions): QuarantineOperations {
  const { outbox, rejected, note } = options;
  const reading = outbox.reading;
  return {
    'quarantine.list': async ({ limit }) => ok(listQuarantine(reading, rejected, limit)),
    'quarantine.show': async ({ id }) => {
      const item = showItem(id, reading, rejected);
      return item ? ok({ ...item, raw: excerptOf(item.raw, options.redact) }) : fail(unknown(id));
    },
    'quarantine.retry': async (action) => {
      const done = await retry(action, options);
      if (done.ok)
        note('quarantine.retried', { id: action.id, reason: action.reason, still: done.value.still?.code });
      return done;
    },
    'quarantine.discard': async (action) => {
      const done = await discard(action, options);
      if (done.ok) note('quarantine.discarded', { id: action.id, reason: action.reason });
      return done.ok ? ok({}) : done;
    },
  };
}

/** Rejected files first: nothing of them is known yet; then records, then entries, newest first. */
export function listQuarantine(
  reading: OutboxReading,
  rejected: Pick<RejectedFiles, 'list'>,
  limit: number,
): { rows: QuarantineRow[]; more: boolean } {
  const files = rejected.list(limit + 1).map(fileRow);
  const records = reading.shelf({ open: true, limit: limit + 1 }).map((row) => shelfRow(row, reading));
  const entries = OUT_OF_LINE.flatMap((state) => reading.list({ state, limit: limit + 1 })).map((row) =>
    entryRow(row, reading),
  );
  const rows = [...files, ...records, ...entries];
  return { rows: rows.slice(0, limit), more: rows.length > limit };
}

function fileRow(row: RejectedRow): QuarantineRow {
  return {
    id: `f${row.id}`,
    version: row.version,
    kind: 'file',
    held: false,
    label: maskNumbers(row.file),
    source: maskNumbers(row.path),
    at: maskNumbers(row.problem.at),
    problem: shownProblem(row.problem),
    since: isoOf(row.sinceMs),
  };
}

export function shelfRow(row: ShelfRow, reading: OutboxReading): QuarantineRow {
  const problem = parseProblem(row.problem);
  return {
    id: `s${row.id}`,
    version: String(row.version),
    kind: 'entry',
    held: row.held,
    label: maskNumbers(row.label),
    source: maskNumbers(sourceOf(row.fileId, reading)),
    at: maskNumbers(row.at),
    problem: { ...problem, values: { ...problem.values } },
    since: isoOf(row.sinceMs),
  };
}

function entryRow(row: EntryRow, reading: OutboxReading): QuarantineRow {
  const problem = parseProblem(row.problem);
  return {
    id: `e${row.seq}`,
    version: String(row.version),
    kind: 'entry',
    held: row.state !== 'quarantined',
    label: maskNumbers(row.label),
    source: maskNumbers(sourceOf(row.fileId, reading)),
    at: maskNumbers(row.at),
    problem: { ...problem, values: { ...problem.values } },
    since: isoOf(row.settledAtMs ?? row.takenAtMs),
  };
}

function sourceOf(fileId: number, reading: OutboxReading): string {
  const file = reading.file(fileId);
  return file ? `${file.folder}/${file.name}` : '';
}

/** Ids are a letter for the place and that place's own id. */
function placeOf(id: string): { place: string; own: string; number: number } {
  return { place: id.charAt(0), own: id.slice(1), number: Number(id.slice(1)) };
}

/** One item with its own text; undefined when nothing of that id is in quarantine. */
export function showItem(
  id: string,
  reading: OutboxReading,
  rejected: Pick<RejectedFiles, 'find' | 'beginning'>,
): QuarantineItem | undefined {
  const { place, own, number } = placeOf(id);
  if (place === 'f') {
    const row = rejected.find(own);
    return row && { row: fileRow(row), raw: rejected.beginning(row), history: [] };
  }
  if (place === 's') {
    const row = Number.isSafeInteger(number) ? reading.shelfItem(number) : undefined;
    return row && { row: shelfRow(row, reading), raw: row.raw.slice(0, RAW_LENGTH_MAX), history: [] };
  }
  const row = place === 'e' && Number.isSafeInteger(number) ? reading.entry(number) : undefined;
  if (!row || !OUT_OF_LINE.some((state) => state === row.state)) return undefined;
  const raw = reading.payload(row.seq)?.slice(0, RAW_LENGTH_MAX) ?? '';
  const history = reading.batchesOf(row).map((batch) => ({
    at: isoOf(batch.settledAtMs ?? batch.frozenAtMs),
    event: `batch.${batch.state}`,
    problem: null,
  }));
  return { row: entryRow(row, reading), raw, history };
}

async function retry(action: Action, { outbox, rejected, rejudge }: QuarantineOptions): Done {
  const { place, own, number } = placeOf(action.id);
  if (place === 'f') return rejected.retry({ ...action, id: own });
  if (place === 's') {
    const record = outbox.shelf.record(number);
    if (!record) return fail(unknown(action.id));
    if (String(record.version) !== action.version) return fail(stale(action, record.version));
    const still = await rejudge(number, action.reason);
    return ok({ still: still ? shownProblem(still) : null });
  }
  const version = place === 'e' ? outbox.shelf.entryVersion(number) : undefined;
  if (version === undefined) return fail(unknown(action.id));
  if (String(version) !== action.version) return fail(stale(action, version));
  outbox.readmit([number]);
  // What was sent by hand goes on with the others: no command waits for it any more.
  if (outbox.reading.entry(number)?.lane === 'manual') outbox.moveToLane([number], 'receipts');
  return ok({ still: null });
}

async function discard(
  action: Action,
  { outbox, rejected }: QuarantineOptions,
): Promise<Result<undefined, Problem>> {
  const { place, own, number } = placeOf(action.id);
  if (place === 'f') return rejected.discard({ ...action, id: own });
  const numbered = { id: number, version: Number(action.version), reason: action.reason };
  if (place === 's') return outbox.shelf.close(numbered, 'discarded');
  return place === 'e' ? outbox.shelf.discardEntry(numbered) : fail(unknown(action.id));
}

function unknown(id: string): Problem {
  return problem('quarantine.unknown', '', { id });
}

function stale(action: Action, current: number): Problem {
  return problem('quarantine.stale', '', { id: action.id, given: action.version, current });
}
