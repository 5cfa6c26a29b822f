/**
 * Owns: the delivery ledger, a second, much simpler record of what the server has: one line of JSON per settled
 * batch, per discard, and per arrival of what had been discarded, appended to `ledger/YYYY-MM.ndjson`. From it and the archive a lost database is rebuilt,
 * and an older copy of it is recognised (decisions 18).
 * Promises: a line is with the operating system when `append` returns, so it outlives the process. It is not
 * synced: a power cut may take the tail, which costs counted resends and never a receipt. What a transaction wrote that
 * failed is taken back.
 */
import {
  appendFileSync,
  closeSync,
  existsSync,
  fstatSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  rmSync,
  statSync,
  truncateSync,
} from 'node:fs';
import { join } from 'node:path';
import { makeFolder } from '../base/make-folder.ts';
import { isBatchLine, parseLine, type LedgerLine } from './ledger-line.ts';

export interface LastBatch {
  readonly batch: number;
  readonly atMs: number;
}

export interface Ledger {
  append(line: LedgerLine): void;
  /** Lines that `work` writes are cut off again when it throws: what they tell did not happen. */
  unlessFailed<T>(work: () => T): T;
  /** Changes with every line that this process wrote about what a person gave up, or what came of it. */
  personsRevision(): number;
  /** The newest whole lines, oldest first: about a dozen batches; empty for an empty ledger. */
  newest(): LedgerLine[];
  /** The last settled batch of a database; undefined: the ledger knows nothing of that database. `batch` 0: none settled. */
  lastBatchOf(generation: string): LastBatch | undefined;
  /** When the newest line was written; undefined for an empty ledger. */
  lastAtMs(): number | undefined;
  /** Every whole line, oldest first; torn or foreign lines are passed over. */
  lines(): Iterable<LedgerLine>;
  /** Removes months that ended before the instant. */
  prune(beforeMs: number): void;
}

const MONTH_FILE = /^\d{4}-\d{2}\.ndjson$/;
/** The line of a batch of 100 is about 15 kB. */
const TAIL_BYTES = 256 * 1024;
/** Each lane may have one line that the database does not show yet; more would be lost ones. */
const NEWEST_MIN = 8;

export function openLedger(dataDir: string): Ledger {
  const folder = join(dataDir, 'ledger');
  makeFolder(folder, 0o700);
  // A folder that vanished under us tells nothing any more; whoever writes finds out.
  const months = (): string[] =>
    existsSync(folder)
      ? readdirSync(folder)
          .filter((name) => MONTH_FILE.test(name))
          .sort()
      : [];
  let latest = months().at(-1) ?? '';
  /** The file whose last line is known to be whole. */
  let whole = '';
  let revision = 0;
  /** How long each file was before each line that a work under way wrote. */
  const cuts: { readonly path: string; readonly sizeBytes: number }[] = [];
  let depth = 0;
  /** By database; undefined: the ledger knows nothing of it. Looking it up anew would read every month. */
  const lastOf = new Map<string, LastBatch | undefined>();

  function newest(): LedgerLine[] {
    let lines: LedgerLine[] = [];
    for (const month of months().reverse()) {
      const texts = readTail(join(folder, month)).split('\n');
      lines = [...texts.map(parseLine).filter((line) => line !== undefined), ...lines];
      if (lines.length >= NEWEST_MIN) break;
    }
    return lines;
  }

  function findLast(generation: string): LastBatch | undefined {
    let known: LastBatch | undefined;
    for (const month of months().reverse()) {
      const found = lastBatchIn(readFileSync(join(folder, month), 'utf8'), generation);
      if (found && found.batch > 0) return found;
      known ??= found;
    }
    return known;
  }

  /** A disk that takes no cut leaves the lines: what they say of a person's will holds until a later line. */
  function cutBack(from: number): void {
    for (const { path, sizeBytes } of cuts.splice(from).reverse()) {
      whole = '';
      revision += 1;
      lastOf.clear();
      truncateQuietly(path, sizeBytes);
    }
  }

  return {
    personsRevision: () => revision,
    unlessFailed(work) {
      const from = cuts.length;
      depth += 1;
      try {
        return work();
      } catch (error) {
        cutBack(from);
        throw error;
      } finally {
        depth -= 1;
        if (depth === 0) cuts.length = 0;
      }
    },
    lastBatchOf(generation) {
      if (!lastOf.has(generation)) lastOf.set(generation, findLast(generation));
      return lastOf.get(generation);
    },
    lastAtMs: () => newest().at(-1)?.at,
    append(line) {
      // A clock that was set back must not put lines before older ones.
      const month = monthFile(line.at);
      if (month > latest) latest = month;
      const path = join(folder, latest);
      const glue = whole === path || endsWhole(path) ? '' : '\n';
      whole = '';
      if (depth > 0) cuts.push({ path, sizeBytes: statSync(path, { throwIfNoEntry: false })?.size ?? 0 });
      appendFileSync(path, `${glue}${JSON.stringify(line)}\n`, { mode: 0o600 });
      whole = path;
      if (line.did === 'discard' || line.did === 'reopen' || line.did === 'replace') revision += 1;
      const known = lastOf.get(line.generation);
      if (isBatchLine(line)) lastOf.set(line.generation, later(known, line));
      else if (!known) lastOf.delete(line.generation);
    },
    newest,
    *lines() {
      for (const month of months()) {
        for (const text of readFileSync(join(folder, month), 'utf8').split('\n')) {
          const line = parseLine(text);
          if (line) yield line;
        }
      }
    },
    prune(beforeMs) {
      const first = monthFile(beforeMs);
      for (const month of months())
        if (month < first && month !== latest) rmSync(join(folder, month), { force: true });
    },
  };
}

/** Looks from the end for the last batch lines of that database. */
function lastBatchIn(text: string, generation: string): LastBatch | undefined {
  const wanted = `"generation":"${generation}"`;
  let known: LastBatch | undefined;
  let batches = 0;
  for (let at = text.lastIndexOf(wanted); at >= 0; at = at === 0 ? -1 : text.lastIndexOf(wanted, at - 1)) {
    const end = text.indexOf('\n', at);
    const line = parseLine(text.slice(text.lastIndexOf('\n', at) + 1, end < 0 ? undefined : end));
    if (line?.generation !== generation) continue;
    known = later(known, isBatchLine(line) ? line : { batch: 0, at: line.at });
    if (isBatchLine(line)) batches += 1;
    if (batches === NEWEST_MIN) break;
  }
  return known;
}

/** The lanes settle beside each other, so the last line need not have the highest number. */
function later(
  known: LastBatch | undefined,
  line: { readonly batch: number; readonly at: number },
): LastBatch {
  return { batch: Math.max(known?.batch ?? 0, line.batch), atMs: Math.max(known?.atMs ?? 0, line.at) };
}

function monthFile(atMs: number): string {
  return `${new Date(atMs).toISOString().slice(0, 7)}.ndjson`;
}

function truncateQuietly(path: string, sizeBytes: number): void {
  try {
    truncateSync(path, sizeBytes);
  } catch {
    // The error that led here is the one to tell.
  }
}

/** The end of a file as text; empty when there is no file. */
function readTail(path: string): string {
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch {
    return '';
  }
  try {
    const size = fstatSync(file).size;
    const tail = Buffer.alloc(Math.min(size, TAIL_BYTES));
    readSync(file, tail, 0, tail.length, size - tail.length);
    return tail.toString('utf8');
  } finally {
    closeSync(file);
  }
}

/** False when the last line of the file was torn by a crash. */
function endsWhole(path: string): boolean {
  const tail = readTail(path);
  return tail === '' || tail.endsWith('\n');
}
