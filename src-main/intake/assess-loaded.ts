/**
 * Owns: what is to be done with a file that was read: take it, wait, or reject it. Decides and judges, moves nothing.
 */
import { problem, type Problem } from '../base/problem.ts';
import { decideCut, decideUnfinished, decideWhole, type Finding } from './completeness.ts';
import type { JudgedFile } from './judge.ts';
import { judgeLoaded, type LoadedFile, type Tail, type WholeReading } from './load-file.ts';
import type { FileProblem } from './problems.ts';
import { rejectForeign, rejectUnfinished, type RejectedFile } from './reject-reason.ts';
import type { Scene } from './scene.ts';
import type { Sign } from './completeness.ts';
import type { ReadyFile } from './take.ts';
import { ageMs, rest, unchangedMs, waitedMs, type Waits } from './waits.ts';

/** What is known of a file besides its bytes. */
export interface Seen {
  readonly sign: Sign;
  readonly ctimeMs: number;
  /** An earlier name of this round is not taken yet: signals wait for it (decisions 11). */
  readonly earlierOpen: boolean;
}

export type Decided =
  | Waits
  /** `fresh`: no earlier round saw it waiting. */
  | { readonly kind: 'ready'; readonly ready: ReadyFile; readonly fresh: boolean; readonly ctimeMs: number }
  | { readonly kind: 'rejected'; readonly rejected: RejectedFile };

export function assessLoaded(scene: Scene, file: LoadedFile, seen: Seen): Decided | Promise<Decided> {
  const { facts, reading, name, endMark } = file;
  const { limits } = scene.context;
  const finding = {
    sign: endMark ? ('closed' as const) : seen.sign,
    unchangedMs: unchangedMs(scene, name, facts),
    waitedMs: waitedMs(scene, name),
    ageMs: ageMs(scene, facts),
  };
  if (reading.state !== 'complete') {
    const decision = decideUnfinished(finding, limits, reading.state);
    return decision.kind === 'wait'
      ? rest(scene, name, facts, {
          found: waitingProblem(file, reading, limits.staleMs),
          forMs: decision.forMs,
          sign: finding.sign,
        })
      : { kind: 'rejected', rejected: rejectUnfinished(file, reading, decision.because, limits.staleMs) };
  }
  const whole = { reading, seen, closed: finding.sign === 'closed' };
  if (reading.unfinished) return assessCut(scene, file, finding, whole);
  const decision = decideWhole(finding, reading.closing, limits);
  if (decision.kind === 'take') return judge(scene, file, 'withCut', whole);
  const resting = problem<FileProblem>('file.resting', '', { name, settleMs: limits.settleMs });
  return rest(scene, name, facts, { found: resting, forMs: decision.forMs, sign: finding.sign });
}

interface Whole {
  readonly reading: WholeReading;
  readonly seen: Seen;
  /** Nothing more comes. */
  readonly closed: boolean;
}

function assessCut(
  scene: Scene,
  file: LoadedFile,
  finding: Finding,
  whole: Whole,
): Decided | Promise<Decided> {
  const { name, facts } = file;
  const decision = decideCut(finding, scene.context.limits);
  if (decision.kind === 'take') return judge(scene, file, decision.tail, whole);
  const cut = whole.reading.unfinished?.problem ?? problem('format.incomplete');
  const found = unfinishedProblem(file, cut);
  return rest(scene, name, facts, { found, forMs: decision.forMs, sign: finding.sign });
}

function judge(
  scene: Scene,
  file: LoadedFile,
  tail: Tail,
  { reading, seen, closed }: Whole,
): Decided | Promise<Decided> {
  const finish = (judged: JudgedFile): Decided => {
    if (judged.foreign) return { kind: 'rejected', rejected: rejectForeign(file, judged.foreign) };
    // The text and what was read of it are let go: a hundred of them wait for the transaction.
    const { name, facts, sha256, format, lines } = file;
    const record = { name, facts, sha256, format, lines };
    return readyOrBehind(scene, { file: record, judged, closed, tail }, seen);
  };
  const judged = judgeLoaded(scene.context, scene, file, { reading, tail });
  return judged instanceof Promise ? judged.then(finish) : finish(judged);
}

/** A file that holds a signal waits for earlier files that are not taken yet, at most `staleMs`. */
function readyOrBehind(scene: Scene, ready: ReadyFile, { earlierOpen, ctimeMs }: Seen): Decided {
  const { name, facts } = ready.file;
  const leftMs = scene.context.limits.staleMs - unchangedMs(scene, name, facts);
  if (ready.judged.first.holdsSignal && earlierOpen && leftMs > 0) {
    const found = problem<FileProblem>('file.behindEarlier', '', { name });
    return rest(scene, name, facts, { found, forMs: leftMs });
  }
  return { kind: 'ready', ready, fresh: scene.waiting.get(name) === undefined, ctimeMs };
}

/** What can never be finished is said at once. */
function waitingProblem(
  file: LoadedFile,
  { state, problem: found }: Exclude<LoadedFile['reading'], WholeReading>,
  staleMs: number,
): Problem<FileProblem> {
  if (state === 'incomplete') return unfinishedProblem(file, found);
  const own = { name: file.name, sizeBytes: file.facts.sizeBytes, because: found.code, staleMs };
  return problem('file.unreadableSoFar', found.at, { ...found.values, ...own });
}

function unfinishedProblem({ name, facts }: LoadedFile, found: Problem): Problem<FileProblem> {
  return problem('file.unfinished', found.at, { name, sizeBytes: facts.sizeBytes, because: found.code });
}
