/**
 * Owns: the list of rejected files of a folder: quarantine of the kind "file" (decisions 14). The files that lie in
 * `rejected` are the list; what the agent remembers of each lies in its own data folder (`rejection-record.ts`).
 * Promises: an id stays the same as long as the file lies there; a version changes with the file or its reason;
 * nothing that lies beside a file is believed.
 */
import { hash } from 'node:crypto';
import type { Problem } from '../base/problem.ts';
import { factsOf, sameFile, type FileFacts } from './file-facts.ts';
import type { DropHandle } from './folder/drop-handle.ts';
import { compareNatural } from './natural-order.ts';
import { REASON_SUFFIX } from './names.ts';
import type { FileProblem } from './problems.ts';
import { isPlainName } from './folder/plain-name.ts';
import { readRecord, type RejectionRecord } from './rejection-record.ts';

/** Lists of people are short; a POS gone wild must not fill the memory. */
const LISTED_MAX = 1_000;

export interface RejectedItem {
  readonly id: string;
  readonly version: string;
  readonly folder: string;
  /** Its name when it was dropped. */
  readonly file: string;
  /** Its name in `rejected`. */
  readonly storedName: string;
  /** Where it lies, for people. */
  readonly path: string;
  readonly facts: FileFacts;
  readonly problem: Problem;
  /** When it was rejected, milliseconds since 1970 UTC; its last change when nothing tells. */
  readonly sinceMs: number;
  /** Undefined when the agent remembers nothing of this very file. */
  readonly record: RejectionRecord | undefined;
}

/** Bytes of an id that tell the folder. */
const TAG_HEX = 8;

/** Rejected files in natural order, at most `limit`. Throws when `rejected` cannot be read. */
export function listRejected(folder: DropHandle, limit = LISTED_MAX): readonly RejectedItem[] {
  return rejectedNames(folder)
    .sort(compareNatural)
    .slice(0, Math.min(limit, LISTED_MAX))
    .map((name) => readRejected(folder, name))
    .filter((item) => item !== undefined);
}

/** How many rejected files there are, without reading any. Throws when `rejected` cannot be read. */
export function countRejected(folder: DropHandle): number {
  return rejectedNames(folder).length;
}

/**
 * The one rejected file of this id, read alone, however many there are; undefined when there is none. Throws when
 * `rejected` cannot be read.
 */
export function findRejected(folder: DropHandle, id: string): RejectedItem | undefined {
  const name = Buffer.from(id.slice(TAG_HEX), 'base64url').toString('utf8');
  if (rejectedId(folder.path, name) !== id || !isPlainName(name)) return undefined;
  return name.endsWith(REASON_SUFFIX) ? undefined : readRejected(folder, name);
}

/** Names of rejected files, in no order. Throws when `rejected` cannot be read. */
export function rejectedNames(folder: DropHandle): string[] {
  const names = folder.open(folder.rejected, false).list();
  return names.filter((name) => !name.endsWith(REASON_SUFFIX));
}

/** The rejected file called `storedName` in `rejected`; undefined when there is none. */
export function readRejected(folder: DropHandle, storedName: string): RejectedItem | undefined {
  const directory = folder.open(folder.rejected, false);
  const stats = directory.stats(storedName);
  if (!stats?.isFile()) return undefined;
  const facts = factsOf(stats);
  const remembered = readRecord(folder, storedName);
  const record = remembered && sameFile(remembered.facts, facts) ? remembered : undefined;
  if (remembered && !record && isLeftOver(facts, remembered)) return undefined;
  return {
    id: rejectedId(folder.path, storedName),
    version: hash('sha256', JSON.stringify([record ?? '', facts])).slice(0, 16),
    folder: folder.path,
    file: record?.file ?? storedName,
    storedName,
    path: `${directory.path}/${storedName}`,
    facts,
    problem: record?.problem ?? unexplained(storedName),
    sinceMs: record?.sinceMs ?? facts.mtimeMs,
    record,
  };
}

/**
 * The id of a rejected file, from what never changes while it lies there: whoever has it finds the file without looking
 * at the others.
 */
function rejectedId(folderPath: string, storedName: string): string {
  return hash('sha256', folderPath).slice(0, TAG_HEX) + Buffer.from(storedName).toString('base64url');
}

/** An empty file of ours under a name that was taken for a file which never came: a crash lay between. */
function isLeftOver(facts: FileFacts, record: RejectionRecord): boolean {
  return facts.sizeBytes === 0 && record.facts.sizeBytes > 0;
}

/** Whether what lies under `storedName` is such an empty file. */
export function isLeftOverName(folder: DropHandle, storedName: string): boolean {
  const stats = folder.open(folder.rejected, false).stats(storedName);
  if (!stats?.isFile() || stats.size > 0) return false;
  const remembered = readRecord(folder, storedName);
  const facts = factsOf(stats);
  return remembered !== undefined && !sameFile(remembered.facts, facts) && isLeftOver(facts, remembered);
}

function unexplained(name: string): Problem<FileProblem> {
  return { code: 'file.unexplained', at: '', values: { name } };
}

/** The first bytes of the rejected file of this id, whichever folder has it; empty when none can be read. */
export function beginningOf(folders: readonly DropHandle[], id: string, limitBytes: number): Uint8Array {
  for (const folder of folders) {
    try {
      const item = findRejected(folder, id);
      if (!item) continue;
      return folder.open(folder.rejected, false).beginning(item.storedName, item.facts, limitBytes);
    } catch {
      continue;
    }
  }
  return new Uint8Array();
}
