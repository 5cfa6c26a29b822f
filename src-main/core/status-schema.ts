/**
 * Owns: the form of `status --json` and of the control socket's `status`: everything a technician or a
 * monitoring system asks about a running agent. Times are ISO 8601 in UTC, null where there is none.
 * Promises: fields are added, never renamed or removed, within one `version` of this schema.
 */
import { z } from 'zod';
import type { Place } from './oldest-missing.ts';

export const isoTime = z.iso.datetime();
const count = z.int().min(0);

/** A problem as it crosses a socket: base/problem.ts, with the text left to the reader's language. */
export const problemSchema = z.object({
  code: z.string(),
  at: z.string(),
  values: z.record(z.string(), z.union([z.string(), z.number()])),
});

export const laneNameSchema = z.enum(['receipts', 'signals', 'manual']);

const lane = z.object({
  lane: laneNameSchema,
  /** `holding`: nothing is sent until a person or a change mends the cause; `waiting`: the next retry is timed. */
  state: z.enum(['idle', 'sending', 'waiting', 'holding', 'stopped']),
  /** Why it waits, holds or stopped; null when it works. */
  because: problemSchema.nullable(),
  nextAttemptAt: isoTime.nullable(),
  lastSuccessAt: isoTime.nullable(),
  /** Attempts of the undecided batch; 0 when there is none. */
  attempt: count,
});

export const missingSchema = z.object({
  since: isoTime,
  /** Where it lies; `rejectedFile`, `unreadFile`: in a drop folder. */
  place: z.enum([
    'waiting',
    'slow',
    'ejected',
    'quarantined',
    'unconfirmed',
    'doubtful',
    'held',
    'shelf',
    'rejectedFile',
    'unreadFile',
  ] satisfies Place[]),
});

const outbox = z.object({
  waiting: count,
  inFlight: count,
  delivered: count,
  unconfirmed: count,
  slow: count,
  /** Refused once; one more try after the next success. */
  ejected: count,
  /** Held until `recover`: perhaps sent, perhaps not. */
  doubtful: count,
  quarantined: count,
  held: count,
  /** When the oldest receipt in line was taken. */
  oldestWaitingAt: isoTime.nullable(),
  /** The oldest receipt that HEADO does not have, wherever it lies; given up ones are none. */
  oldestMissing: missingSchema.nullable(),
  oldestSignal: missingSchema.nullable(),
  /** True when `oldestMissing` is over 15 minutes old (guide 4.4.1, decisions 31). */
  late: z.boolean(),
  sizeBytes: count,
  ballast: z.enum(['present', 'released']),
});

const folder = z.object({
  path: z.string(),
  state: z.enum(['ready', 'waiting', 'unreachable']),
  problem: problemSchema.nullable(),
  /** How new files are noticed now. */
  watch: z.enum(['events', 'poll']),
  /** Files that lie there and are not taken yet. */
  pendingFiles: count,
  lastTakenAt: isoTime.nullable(),
});

const api = z.object({
  /** Four characters of the key's SHA-256 (decisions 33); null without a key. */
  fingerprint: z.string().nullable(),
  host: z.string(),
  reachable: z.enum(['yes', 'no', 'unknown']),
  lastSuccessAt: isoTime.nullable(),
  lastFailure: z.object({ at: isoTime, problem: problemSchema }).nullable(),
  /** Our clock minus the server's; null before the first answer. */
  clockSkewMs: z.number().nullable(),
  /** True over 60 s (guide 4.4.4). */
  clockWarning: z.boolean(),
});

const journalLine = z.object({
  time: isoTime,
  level: z.enum(['warn', 'error']),
  event: z.string(),
  fields: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
});

const severitySchema = z.enum(['warning', 'error']);

export const statusSchema = z.object({
  /** Version of this form. */
  schema: z.literal(1),
  at: isoTime,
  agent: z.object({
    /** Null when no agent runs and the data folder was read without one. */
    pid: z.int().nullable(),
    startedAt: isoTime.nullable(),
    version: z.string(),
    node: z.string(),
    dataDir: z.string(),
  }),
  api,
  lanes: z.array(lane),
  outbox,
  /** Lasting counters of the outbox (found by rescan, duplicates, uncertain resends …). */
  counters: z.record(z.string(), count),
  folders: z.array(folder),
  disk: z.object({ freeBytes: count.nullable(), low: z.boolean() }),
  quarantine: z.object({ open: count }),
  /** What needs a person, worst first. */
  problems: z.array(
    z.object({
      severity: severitySchema,
      problem: problemSchema,
      /** The problem in words of the reader's language; the command line adds it. */
      text: z.string().optional(),
    }),
  ),
  journal: z.object({ lastErrors: z.array(journalLine), dropped: count }),
});

export type StatusReport = z.output<typeof statusSchema>;
export type LaneStatus = z.output<typeof lane>;
export type FolderStatus = z.output<typeof folder>;
export type ApiStatus = z.output<typeof api>;
export type Severity = z.output<typeof severitySchema>;
