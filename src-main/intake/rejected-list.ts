/**
 * Owns: the list of rejected files of a folder: quarantine of the kind "file" (decisions 14). The folder
 * `rejected` itself is the list; nothing else remembers it.
 * Promises: an id stays the same as long as the file lies there; a version changes with the file or its reason.
 */
import { hash } from 'node:crypto';
import { join } from 'node:path';
import type { Problem } from '../base/problem.ts';
import { factsOf, type FileFacts } from './file-facts.ts';
import type { FileSystem } from './file-system.ts';
import { compareNatural } from './natural-order.ts';
import { REASON_SUFFIX, reasonName, REJECTED } from './names.ts';
import type { FileProblem } from './problems.ts';
import type { ReadSource } from './read-source.ts';
import { parseReason, type Reason } from './rejection-reason-file.ts';

/** Lists of people are short; a POS gone wild must not fill the memory. */
const LISTED_MAX = 1_000;
const REASON_BYTES_MAX = 64 * 1024;

export interface RejectedItem {
  readonly id: string;
  readonly version: string;
  readonly folder: string;
  /** Its name when it was dropped. */
  readonly file: string;
  /** Its name in `rejected`. */
  readonly storedName: string;
  readonly facts: FileFacts;
  readonly problem: Problem;
  /** When it was rejected, milliseconds since 1970 UTC; its last change when nothing tells. */
  readonly sinceMs: number;
  /** Undefined when the reason beside it is missing or torn. */
  readonly reason: Reason | undefined;
}

export interface RejectedFolder {
  readonly fs: FileSystem;
  readonly readSource: ReadSource;
  /** As the settings name it, for ids and lists. */
  readonly path: string;
  readonly realPath: string;
}

/** Rejected files in natural order, at most `limit`. Throws when `rejected` cannot be read. */
export function listRejected(folder: RejectedFolder, limit = LISTED_MAX): readonly RejectedItem[] {
  return folder.fs
    .readdirSync(join(folder.realPath, REJECTED))
    .filter((name) => !name.endsWith(REASON_SUFFIX))
    .sort(compareNatural)
    .slice(0, Math.min(limit, LISTED_MAX))
    .map((name) => readRejected(folder, name))
    .filter((item) => item !== undefined);
}

/** How many rejected files there are, without reading any. Throws when `rejected` cannot be read. */
export function countRejected(folder: Pick<RejectedFolder, 'fs' | 'realPath'>): number {
  const names = folder.fs.readdirSync(join(folder.realPath, REJECTED));
  return names.filter((name) => !name.endsWith(REASON_SUFFIX)).length;
}

/** The one rejected file of this id, read alone; undefined when there is none. Throws when `rejected` cannot be read. */
export function findRejected(folder: RejectedFolder, id: string): RejectedItem | undefined {
  const names = folder.fs.readdirSync(join(folder.realPath, REJECTED));
  const name = names.find((candidate) => rejectedId(folder.path, candidate) === id);
  return name === undefined ? undefined : readRejected(folder, name);
}

/** The rejected file called `storedName` in `rejected`; undefined when there is none. */
export function readRejected(folder: RejectedFolder, storedName: string): RejectedItem | undefined {
  const stats = folder.fs.lstatSync(join(folder.realPath, REJECTED, storedName), { throwIfNoEntry: false });
  if (!stats?.isFile()) return undefined;
  const facts = factsOf(stats);
  const text = readReasonText(folder, storedName);
  const reason = text === undefined ? undefined : parseReason(text);
  return {
    id: rejectedId(folder.path, storedName),
    version: hash('sha256', JSON.stringify([text ?? '', facts])).slice(0, 16),
    folder: folder.path,
    file: reason?.file ?? storedName,
    storedName,
    facts,
    problem: reason
      ? { code: reason.code, at: reason.where, values: reason.values }
      : unexplained(storedName),
    sinceMs: (reason && Date.parse(reason.at)) || facts.mtimeMs,
    reason,
  };
}

/** The id of a rejected file, from what never changes while it lies there. */
function rejectedId(folderPath: string, storedName: string): string {
  return hash('sha256', JSON.stringify([folderPath, storedName])).slice(0, 16);
}

function unexplained(name: string): Problem<FileProblem> {
  return { code: 'file.unexplained', at: '', values: { name } };
}

function readReasonText(folder: RejectedFolder, storedName: string): string | undefined {
  const path = join(folder.realPath, REJECTED, reasonName(storedName));
  const stats = folder.fs.lstatSync(path, { throwIfNoEntry: false });
  if (!stats?.isFile()) return undefined;
  const read = folder.readSource(path, factsOf(stats), REASON_BYTES_MAX);
  return read.ok ? Buffer.from(read.value.bytes).toString('utf8') : undefined;
}
