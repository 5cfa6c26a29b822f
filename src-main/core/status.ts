/**
 * Owns: turning what the rooms know into the status report. Pure.
 */
import { problem, type Problem } from '../base/problem.ts';
import { toldText, type Zone } from '../base/zone.ts';
import type { FolderState } from '../intake/folder-state.ts';
import type { JournalLine as LoggedLine } from '../journal/journal.ts';
import type { Counts } from '../outbox/reading.ts';
import type { SenderProblem } from '../sender/events.ts';
import type { LaneStatus as SenderLane } from '../sender/lane-status.ts';
import type { ApiHealth } from './api-health.ts';
import type { OldestMissing, OldestOf } from './oldest-missing.ts';
import { isoOf, isoOrNull } from './operations/shapes.ts';
import { CLOCK_SKEW_MS_MAX } from './reference-clock.ts';
import type { ApiStatus, FolderStatus, LaneStatus, Severity, StatusReport } from './status-schema.ts';
import { PROGRAM } from './version.ts';

/** Guide 4.4.1, decisions 31: a receipt that HEADO does not have for longer is late. */
const LATE_MS = 15 * 60_000;
/** Nothing of ours mends a database that cannot be written. */
const OUTBOX_FAILED: SenderProblem = 'sender.outboxFailed';
/** Problems listed; a status is read by people. */
const PROBLEMS_MAX = 50;

export interface StatusFacts {
  readonly nowMs: number;
  /** The store's: moments are told in it. */
  readonly zone: Zone;
  readonly dataDir: string;
  readonly pid: number | null;
  readonly startedAtMs: number | null;
  readonly host: string;
  readonly fingerprint: string | undefined;
  readonly health: ApiHealth;
  readonly lanes: Readonly<Record<'receipts' | 'signals', SenderLane>> | undefined;
  readonly counts: Counts;
  readonly oldest: OldestOf;
  readonly sizeBytes: number;
  readonly ballast: 'present' | 'released';
  readonly folders: readonly FolderState[];
  readonly rejectedFiles: number;
  readonly freeBytes: number | null;
  readonly diskLow: boolean;
  readonly lastErrors: readonly LoggedLine[];
  readonly dropped: number;
  /** What a person has to decide about folders and data, and what did not come into force: all of it red. */
  readonly unsettled: readonly Problem[];
  /** Why no command can reach the agent. */
  readonly unheard?: Problem | undefined;
}

export type StatusProblem =
  /** Values: `since`, `place`. */
  | 'status.late'
  | 'status.signalLate'
  | 'status.clockDiffers'
  | 'status.diskLow'
  | 'status.ballastReleased'
  | 'status.quarantine'
  | 'status.held'
  | 'status.slow'
  | 'status.ejected'
  | 'status.unconfirmed';

export function buildStatus(facts: StatusFacts): StatusReport {
  const api = apiOf(facts);
  const outbox = outboxOf(facts);
  return {
    schema: 1,
    at: isoOf(facts.nowMs),
    agent: {
      pid: facts.pid,
      startedAt: isoOrNull(facts.startedAtMs),
      version: PROGRAM.version,
      node: process.versions.node,
      dataDir: facts.dataDir,
    },
    api,
    lanes: facts.lanes
      ? [laneOf('receipts', facts.lanes.receipts), laneOf('signals', facts.lanes.signals)]
      : [],
    outbox,
    counters: facts.counts.counters,
    folders: facts.folders.map(folderOf),
    disk: { freeBytes: facts.freeBytes, low: facts.diskLow },
    quarantine: { open: outbox.quarantined + facts.rejectedFiles },
    problems: listProblems(facts, api, outbox),
    journal: {
      lastErrors: facts.lastErrors.map((line) => ({ ...line, fields: { ...line.fields } })),
      dropped: facts.dropped,
    },
  };
}

function apiOf({ health, host, fingerprint }: StatusFacts): ApiStatus {
  const { lastFailure, reference } = health;
  const clockSkewMs = reference.skewMs;
  return {
    fingerprint: fingerprint ?? null,
    host,
    reachable: health.reachable,
    lastSuccessAt: isoOrNull(health.lastSuccessAtMs),
    lastFailure: lastFailure ? { at: isoOf(lastFailure.atMs), problem: plain(lastFailure.problem) } : null,
    clockSkewMs: clockSkewMs ?? null,
    clockWarning: clockSkewMs !== undefined && Math.abs(clockSkewMs) > CLOCK_SKEW_MS_MAX,
  };
}

function outboxOf({ counts, oldest, nowMs, sizeBytes, ballast }: StatusFacts): StatusReport['outbox'] {
  const { byState, shelf, missing } = counts;
  const waiting = missing.find(({ what, place }) => what === 'receipt' && place === 'waiting');
  return {
    waiting: byState.waiting,
    inFlight: byState.in_flight,
    delivered: byState.delivered,
    unconfirmed: byState.unconfirmed,
    slow: byState.slow,
    doubtful: byState.doubtful,
    ejected: byState.ejected,
    quarantined: byState.quarantined + shelf.open,
    held: shelf.held,
    oldestWaitingAt: isoOrNull(waiting?.takenAtMs),
    oldestMissing: toMissing(oldest.receipt),
    oldestSignal: toMissing(oldest.signal),
    late: isLate(oldest.receipt, nowMs),
    sizeBytes,
    ballast,
  };
}

function isLate(oldest: OldestMissing | undefined, nowMs: number): boolean {
  return oldest !== undefined && nowMs - oldest.sinceMs > LATE_MS;
}

function toMissing(oldest: OldestMissing | undefined): StatusReport['outbox']['oldestMissing'] {
  return oldest ? { since: isoOf(oldest.sinceMs), place: oldest.place } : null;
}

function laneOf(lane: 'receipts' | 'signals', status: SenderLane): LaneStatus {
  return {
    lane,
    state: status.state,
    because: status.because ? plain(status.because) : null,
    nextAttemptAt: isoOrNull(status.nextAttemptAtMs),
    lastSuccessAt: isoOrNull(status.lastSuccessAtMs),
    attempt: status.attempt,
  };
}

function folderOf(folder: FolderState): FolderStatus {
  const ready = folder.state === 'watching' || folder.state === 'polling';
  const [first] = folder.problems;
  return {
    path: folder.path,
    state: ready ? 'ready' : folder.state === 'full' ? 'waiting' : 'unreachable',
    problem: first ? plain(first) : null,
    watch: folder.state === 'watching' ? 'events' : 'poll',
    pendingFiles: folder.waitingFiles,
    lastTakenAt: isoOrNull(folder.lastTakenAtMs),
  };
}

/** What needs a person, worst first. */
function listProblems(
  facts: StatusFacts,
  api: ApiStatus,
  outbox: StatusReport['outbox'],
): StatusReport['problems'] {
  const found: { severity: Severity; problem: Problem }[] = [];
  const tell = (severity: Severity, when: boolean, what: () => Problem): void => {
    if (when) found.push({ severity, problem: what() });
  };
  for (const lane of Object.values(facts.lanes ?? {})) {
    const { because } = lane;
    const stuck = lane.state === 'holding' || because?.code === OUTBOX_FAILED;
    if (because) tell(stuck ? 'error' : 'warning', lane.state !== 'idle', () => because);
  }
  for (const each of facts.unsettled) tell('error', true, () => each);
  const { unheard } = facts;
  if (unheard) tell('error', true, () => unheard);
  tell('error', facts.diskLow, () => problem('status.diskLow', '', { freeBytes: facts.freeBytes ?? 0 }));
  tell('error', outbox.ballast === 'released', () => problem('status.ballastReleased'));
  for (const folder of facts.folders) {
    const ready = folder.state === 'watching' || folder.state === 'polling';
    for (const each of folder.problems) tell(ready ? 'warning' : 'error', true, () => each);
  }
  const { receipt, signal } = facts.oldest;
  const lie = ({ sinceMs, place }: OldestMissing): Problem['values'] => ({
    since: toldText(sinceMs, facts.zone),
    place,
  });
  if (receipt) tell('error', outbox.late, () => problem('status.late', '', lie(receipt)));
  if (signal) tell('error', isLate(signal, facts.nowMs), () => problem('status.signalLate', '', lie(signal)));
  tell('warning', api.clockWarning, () =>
    problem('status.clockDiffers', '', { skewMs: api.clockSkewMs ?? 0 }),
  );
  const inQuarantine = outbox.quarantined + facts.rejectedFiles;
  tell('warning', inQuarantine > 0, () => problem('status.quarantine', '', { count: inQuarantine }));
  tell('warning', outbox.held > 0, () => problem('status.held', '', { count: outbox.held }));
  tell('warning', outbox.slow > 0, () => problem('status.slow', '', { count: outbox.slow }));
  tell('warning', outbox.ejected > 0, () => problem('status.ejected', '', { count: outbox.ejected }));
  tell('warning', outbox.unconfirmed > 0, () =>
    problem('status.unconfirmed', '', { count: outbox.unconfirmed }),
  );
  const worstFirst = [...found].sort(
    (a, b) => Number(b.severity === 'error') - Number(a.severity === 'error'),
  );
  return worstFirst
    .slice(0, PROBLEMS_MAX)
    .map((each) => ({ severity: each.severity, problem: plain(each.problem) }));
}

/** A problem as it crosses the socket. */
function plain({ code, at, values }: Problem): {
  code: string;
  at: string;
  values: Record<string, string | number>;
} {
  return { code, at, values: { ...values } };
}
