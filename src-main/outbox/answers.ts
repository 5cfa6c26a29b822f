/**
 * Owns: the shapes in which the outbox answers questions, and how a database row becomes one.
 */
import type { EntryState, Lane } from './port.ts';
import { number, optionalNumber, text, toLane, toMembers, type Row } from './rows.ts';

export interface EntryRow {
  readonly seq: number;
  readonly version: number;
  readonly lane: Lane;
  readonly party: string;
  readonly label: string;
  readonly state: EntryState;
  /** The small JSON object that was stored with the entry. */
  readonly facts: string;
  readonly fileId: number;
  readonly at: string;
  readonly occurredAtMs: number;
  readonly takenAtMs: number;
  readonly settledAtMs: number | null;
  readonly retryAtMs: number | null;
  /** JSON of the problem that put it out of line; empty: none. */
  readonly problem: string;
}

export interface FileRow {
  readonly id: number;
  readonly folder: string;
  readonly name: string;
  readonly storedAs: string;
  readonly inode: string;
  readonly format: string;
  readonly sha256: string;
  readonly sizeBytes: number;
  readonly takenAtMs: number;
}

export interface BatchRow {
  readonly batch: string;
  readonly state: string;
  readonly attempt: number;
  readonly uncertain: boolean;
  readonly size: number;
  readonly frozenAtMs: number;
  readonly settledAtMs: number | null;
  readonly because: string;
  readonly attempts: readonly { atMs: number; attempt: number; uncertain: boolean; because: string }[];
}

export interface ShelfRow {
  readonly id: number;
  readonly version: number;
  readonly state: string;
  readonly held: boolean;
  readonly label: string;
  readonly fileId: number;
  readonly at: string;
  readonly raw: string;
  readonly problem: string;
  readonly sinceMs: number;
}

const STATES: readonly EntryState[] = [
  'waiting',
  'in_flight',
  'delivered',
  'unconfirmed',
  'slow',
  'ejected',
  'quarantined',
  'doubtful',
  'discarded',
  'recorded',
];

export function isKnownState(value: Row[string] | undefined): boolean {
  return STATES.some((state) => state === value);
}

export function toState(row: Row, flying: boolean): EntryState {
  if (flying) return 'in_flight';
  return STATES.find((state) => state === row['state']) ?? 'waiting';
}

export function toEntryRow(row: Row): EntryRow {
  return {
    seq: number(row['seq']),
    version: number(row['version']),
    lane: toLane(row['lane']),
    party: text(row['party']),
    label: text(row['label']),
    state: toState(row, row['flying'] === 1),
    facts: text(row['facts']),
    fileId: number(row['file_id']),
    at: text(row['at']),
    occurredAtMs: number(row['occurred_at_ms']),
    takenAtMs: number(row['taken_at_ms']),
    settledAtMs: optionalNumber(row['settled_at_ms']),
    retryAtMs: optionalNumber(row['retry_at_ms']),
    problem: text(row['problem']),
  };
}

export function toFileRow(row: Row): FileRow {
  return {
    id: number(row['id']),
    folder: text(row['folder']),
    name: text(row['name']),
    storedAs: text(row['stored_as']),
    inode: text(row['inode']),
    format: text(row['format']),
    sha256: text(row['sha256']),
    sizeBytes: number(row['size_bytes']),
    takenAtMs: number(row['taken_at_ms']),
  };
}

export function toBatchRow(row: Row, attempts: readonly Row[]): BatchRow {
  return {
    batch: String(number(row['id'])),
    state: text(row['state']),
    attempt: number(row['attempt']),
    uncertain: row['uncertain'] === 1,
    size: toMembers(row['members']).length,
    frozenAtMs: number(row['frozen_at_ms']),
    settledAtMs: optionalNumber(row['settled_at_ms']),
    because: text(row['because']),
    attempts: attempts.map((each) => ({
      atMs: number(each['at_ms']),
      attempt: number(each['attempt']),
      uncertain: each['uncertain'] === 1,
      because: text(each['because']),
    })),
  };
}

export function toShelfRow(row: Row): ShelfRow {
  return {
    id: number(row['id']),
    version: number(row['version']),
    state: text(row['state']),
    held: row['held'] === 1,
    label: text(row['label']),
    fileId: number(row['file_id']),
    at: text(row['at']),
    raw: text(row['raw']),
    problem: text(row['problem']),
    sinceMs: number(row['since_ms']),
  };
}
