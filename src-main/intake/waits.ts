/**
 * Owns: for how long a file is left alone: at rest until it may be ready, and at growing distances after
 * failures or while it keeps changing.
 */
import { retryDelayMs, type Ladder } from '../base/backoff.ts';
import { problem, type Problem } from '../base/problem.ts';
import { sameFacts, type FileFacts } from './file-facts.ts';
import type { FileProblem } from './problems.ts';
import type { Scene } from './scene.ts';
import type { Sign } from './completeness.ts';
import type { WaitingFile } from './waiting-files.ts';

/** Distances between attempts at a file that the system refuses: a lock is short, wrong rights are long. */
const FAULT_LADDER: Ladder = { delaysMs: [500, 2_000, 10_000], capMs: 60_000 };

/** The first readings of a file that is being written are free, then the distance doubles up to this. */
export const REREAD_MS_MAX = 250;
const FREE_READINGS = 3;
/** A large unfinished file is read again and again; this keeps it to about a tenth of the time. */
const REREAD_BYTES_PER_MS = 10_000;

/** A file that nobody could look at has no facts; these equal none. */
const NO_FACTS: FileFacts = { device: 0, inode: 0, sizeBytes: -1, mtimeMs: 0 };

/** The file stays; by itself it is worth a look again at `dueMs` of the growing clock. */
export interface Waits {
  readonly kind: 'waits';
  readonly dueMs: number;
}

/** Another large file is being taken, or this one: its end wakes the folder. */
export const WAITS_FOR_OTHER: Waits = { kind: 'waits', dueMs: Number.POSITIVE_INFINITY };

interface Rest {
  /** What it waits for. */
  readonly found: Problem<FileProblem>;
  readonly forMs: number;
  /** What its writer had shown of it when it was read. */
  readonly sign?: Sign;
}

/** Leaves the file alone for `forMs` unless it changes. */
export function rest(scene: Scene, name: string, facts: FileFacts, { found, forMs, sign }: Rest): Waits {
  const { clock, note } = scene.context;
  const known = scene.waiting.get(name);
  const nowMs = clock.monotonicMs();
  const attempts = (known?.attempts ?? 0) + 1;
  scene.waiting.set(name, {
    facts,
    sinceMs: nowMs - unchangedMs(scene, name, facts),
    waitsSinceMs: known?.waitsSinceMs ?? nowMs,
    firstSeenAtMs: lackedSinceMs(scene, known),
    dueMs: nowMs + forMs,
    notBeforeMs: nowMs + rereadGapMs(attempts, facts.sizeBytes),
    attempts,
    problem: found,
    sign,
  });
  if (known?.problem.code !== found.code) {
    const folder = scene.settings.path;
    note('file.waiting', { folder, file: name, code: found.code, forMs: Math.round(forMs) });
  }
  return { kind: 'waits', dueMs: nowMs + forMs };
}

export interface Failure {
  readonly code: 'file.unreadable' | 'file.notMoved' | 'file.notRejected' | 'file.notStored';
  readonly errno: string;
  /** For people: the folder on whose disk it could not be written. */
  readonly path?: string | undefined;
  /** Undefined: not even its facts could be read. */
  readonly facts?: FileFacts | undefined;
  /** It is in the outbox as this; only the move is left. */
  readonly storedAs?: string | undefined;
  readonly fileId?: number | undefined;
}

/** Notes a failed attempt; the next one is due after a growing delay. */
export function retryLater(scene: Scene, name: string, failure: Failure): Waits {
  const { clock, note, random } = scene.context;
  const { code, errno, path = '', storedAs, fileId } = failure;
  const known = scene.waiting.get(name);
  const attempts = known?.problem.code === code ? known.attempts + 1 : 1;
  const nowMs = clock.monotonicMs();
  const dueMs = nowMs + retryDelayMs(FAULT_LADDER, attempts - 1, random);
  scene.waiting.set(name, {
    facts: failure.facts ?? known?.facts ?? NO_FACTS,
    sinceMs: known?.sinceMs ?? nowMs,
    waitsSinceMs: known?.waitsSinceMs ?? nowMs,
    firstSeenAtMs: lackedSinceMs(scene, known),
    dueMs,
    notBeforeMs: dueMs,
    attempts,
    problem: problem<FileProblem>(code, '', { name, errno, attempts, path }),
    storedAs,
    fileId,
  });
  note('file.failed', { folder: scene.settings.path, file: name, code, error: errno, attempts });
  return { kind: 'waits', dueMs };
}

/** What was stored lacked nothing until more of it came. */
function lackedSinceMs({ context }: Scene, known: WaitingFile | undefined): number {
  return known?.storedAs === undefined ? (known?.firstSeenAtMs ?? context.clock.now()) : context.clock.now();
}

/** How long the file was seen unchanged by the clock that only grows, milliseconds; 0 at the first sight. */
export function unchangedMs(scene: Scene, name: string, facts: FileFacts): number {
  const known: WaitingFile | undefined = scene.waiting.get(name);
  if (!known || !sameFacts(known.facts, facts)) return 0;
  return scene.context.clock.monotonicMs() - known.sinceMs;
}

/** How long the name was seen waiting, milliseconds; 0 at the first sight. */
export function waitedMs(scene: Scene, name: string): number {
  const nowMs = scene.context.clock.monotonicMs();
  return nowMs - (scene.waiting.get(name)?.waitsSinceMs ?? nowMs);
}

/** Age of the last change by the wall clock, milliseconds; may be negative. */
export function ageMs(scene: Scene, facts: FileFacts): number {
  return scene.context.clock.now() - facts.mtimeMs;
}

function rereadGapMs(attempts: number, sizeBytes: number): number {
  const doubled = attempts <= FREE_READINGS ? 0 : Math.min(2 ** (attempts - FREE_READINGS), REREAD_MS_MAX);
  return doubled + Math.floor(sizeBytes / REREAD_BYTES_PER_MS);
}
