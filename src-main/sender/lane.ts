/**
 * Owns: the loop of one lane: freeze, post, decide, settle; one call in flight.
 * Promises: whatever is posted was frozen before; an answer is settled before the next call, and nothing is
 * posted again because the disk failed; a new entry goes at once where nothing is waited for, and shortens no
 * wait (decisions 20). Nothing thrown leaves this file.
 * Refuses to know: what entries are and how a call is made (`LaneWork`), why a step follows (`plan.ts`).
 */
import { retryDelayMs } from '../base/backoff.ts';
import type { Cancel, Clock } from '../base/clock.ts';
import type { Note } from '../base/note.ts';
import { problem, type Problem } from '../base/problem.ts';
import type { CallResult, Outcome } from '../heado/outcome.ts';
import type { CallLimits } from '../heado/transport.ts';
import type { Batch, FreezeRule, Lane as LaneName, Outbox } from '../outbox/port.ts';
import type { SenderEvent, SenderProblem } from './events.ts';
import { freshState, type PlanRules, type Step } from './lane-state.ts';
import { createStatusBoard, type LaneStatus } from './lane-status.ts';
import { isPlain, noteChoice, rulesToTry } from './plan-choice.ts';
import { planCulprit } from './plan-retry.ts';
import { planNext } from './plan.ts';
import { describe, type Turn } from './turn.ts';
import { createWait } from './wait.ts';

/** What differs between lanes. */
export interface LaneWork {
  readonly lane: LaneName;
  readonly rules: PlanRules;
  /** Never rejects. */
  post(batch: Batch, limits: CallLimits): Promise<CallResult>;
  /** Whether the server answers anything else. Never rejects. */
  probe(limits: CallLimits): Promise<boolean>;
  /** How long the first waiting entry must still be held back, milliseconds. Absent: entries go as they come. */
  readonly holdBackMs?: () => number;
  /** Called after a batch ended. */
  readonly onSettled?: () => void;
}

/** A POST begins; or what it came to is written down. */
export type PostFact =
  | { readonly kind: 'began'; readonly batch: Batch }
  | { readonly kind: 'ended'; readonly batch: Batch; readonly came: Step['batch'] };

export interface LaneOptions {
  readonly work: LaneWork;
  readonly outbox: Outbox;
  readonly clock: Clock;
  /** 0 ≤ x < 1. */
  readonly random: () => number;
  readonly note: Note<SenderEvent>;
  /** Hears of every POST; must not throw. */
  readonly onPost?: ((fact: PostFact) => void) | undefined;
}

export interface Lane {
  start(): void;
  /** Something new waits. */
  wake(): void;
  /** What is held back may go now. */
  release(): void;
  /** What is waited for is tried now. */
  hurry(): void;
  /** Resolves when no call is in flight; one that takes longer than `graceMs` is cut off. */
  stop(graceMs: number): Promise<void>;
  status(): LaneStatus;
}

/** How often a lane looks for slow entries whose hour is over. */
const SLOW_CHECK_MS = 60_000;

export function createLane({ work, outbox, clock, random, note, onPost }: LaneOptions): Lane {
  const { lane, rules } = work;
  const board = createStatusBoard(clock);
  const wait = createWait(clock);
  const stopper = new AbortController();
  const slowCheckMs = Math.min(SLOW_CHECK_MS, rules.slowRetryMs);
  let state = freshState(rules);
  let running = false;
  let inFlight: Promise<void> | undefined;
  let cancelSlowCheck: Cancel | undefined;
  let slowCheckedMs = -Infinity;
  let faults = 0;

  function proceed(frozen?: Batch): void {
    if (!running || inFlight || wait.isOn()) return;
    guard(() => {
      const heldBackMs = work.holdBackMs?.() ?? 0;
      const batch = heldBackMs > 0 ? undefined : (frozen ?? choose());
      if (heldBackMs > 0) holdBack(heldBackMs);
      else if (batch) launch(batch);
      else rest();
    });
  }

  function choose(): Batch | undefined {
    lookForSlow();
    for (const rule of rulesToTry(state, lane, rules)) {
      const batch = outbox.nextBatch(rule);
      if (!batch) continue;
      state = noteChoice(state, batch);
      return batch;
    }
    state = noteChoice(state, undefined);
    return undefined;
  }

  function lookForSlow(): void {
    if (!rules.mayGoSlow || !isPlain(state) || state.attempt > 0) return;
    const nowMs = clock.monotonicMs();
    if (nowMs - slowCheckedMs < slowCheckMs) return;
    slowCheckedMs = nowMs;
    state = { ...state, slowTry: outbox.dueSlow(clock.now()) };
  }

  function launch(batch: Batch): void {
    cancelSlowCheck?.();
    outbox.arm(lane, undefined);
    board.enter(holds() ? 'holding' : 'sending');
    note('batch.posted', describe({ batch }));
    onPost?.({ kind: 'began', batch });
    inFlight = deliver(batch);
  }

  async function deliver(batch: Batch): Promise<void> {
    try {
      const step = await callAndPlan(batch);
      guard(() => conclude(batch, step));
    } catch (error) {
      inFlight = undefined;
      fault(error, proceed);
    }
  }

  async function callAndPlan(batch: Batch): Promise<Step> {
    const limits = { deadlineMs: state.deadlineMs, stop: stopper.signal };
    const { outcome, durationMs } = await work.post(batch, limits);
    const turn: Turn = { state, batch, rules, durationMs, nowMs: clock.now(), random };
    const step = planNext(turn, outcome);
    if (outcome.kind === 'accepted') board.noteSuccess();
    if (!step.needsProbe || !isRetry(outcome)) return step;
    return (await work.probe(limits)) ? planCulprit(turn, outcome) : step;
  }

  /** Writes down what the answer means. May throw before anything is changed here, and is called again then. */
  function conclude(batch: Batch, step: Step): void {
    const goesOn = running && step.delayMs === 0 && canChain();
    const next = applyStep(batch, step, goesOn && isPlain(step.state) ? usualRule(step) : undefined);
    state = step.state;
    inFlight = undefined;
    onPost?.({ kind: 'ended', batch, came: step.batch });
    for (const { event, fields } of step.facts) note(event, fields);
    if (step.batch.does === 'end') work.onSettled?.();
    if (!running) board.enter('stopped');
    else if (step.delayMs > 0) pause(step.delayMs, proceed);
    else proceed(next);
  }

  function applyStep(batch: Batch, step: Step, following: FreezeRule | undefined): Batch | undefined {
    if (step.readmit.length > 0) outbox.readmit(step.readmit);
    if (step.batch.does === 'end') return outbox.settle(batch.id, step.batch.settlement, following);
    outbox.noteAttempt(batch.id, step.batch);
    return undefined;
  }

  const usualRule = (step: Pick<Step, 'state'>): FreezeRule => rulesToTry(step.state, lane, rules)[0];
  /** Held back entries must be looked at before they are frozen. */
  const canChain = (): boolean => work.holdBackMs === undefined;

  function rest(): void {
    cancelSlowCheck?.();
    board.enter('idle');
    if (canChain() && isPlain(state)) outbox.arm(lane, usualRule({ state }));
    if (rules.mayGoSlow && outbox.dueSlow(Number.MAX_SAFE_INTEGER) !== undefined)
      cancelSlowCheck = clock.after(slowCheckMs, proceed);
  }

  function holdBack(delayMs: number): void {
    board.enter('waiting', clock.now() + delayMs, problem<SenderProblem>('sender.closeHeld'));
    note('signal.heldBack', { lane, delayMs });
    wait.begin(delayMs, proceed, true);
  }

  const holds = (): boolean => state.held !== undefined || state.breakdown !== undefined;

  function pause(delayMs: number, task: () => void, because?: Problem): void {
    board.enter(holds() ? 'holding' : 'waiting', clock.now() + delayMs, because);
    wait.begin(delayMs, task, false);
  }

  function guard(task: () => void): void {
    try {
      task();
      faults = 0;
    } catch (error) {
      fault(error, () => guard(task));
    }
  }

  /** The outbox cannot be read or written: the same again later, never another POST in its place. */
  function fault(error: unknown, again: () => void): void {
    const words = error instanceof Error ? error.message : 'unknown';
    note('lane.faulted', { lane, words });
    const because = problem<SenderProblem>('sender.outboxFailed', '', { words });
    if (running) pause(retryDelayMs(rules.ladder, faults++, random), again, because);
  }

  async function stop(graceMs: number): Promise<void> {
    running = false;
    wait.drop();
    cancelSlowCheck?.();
    outbox.arm(lane, undefined);
    const cancelGrace = clock.after(graceMs, () => stopper.abort());
    await inFlight;
    cancelGrace();
    board.enter('stopped');
  }

  return {
    start() {
      running = true;
      proceed();
    },
    wake: () => proceed(),
    release: () => wait.endSoft(),
    hurry: () => wait.end(),
    stop,
    status: () => board.read(state),
  };
}

function isRetry(outcome: Outcome): outcome is Extract<Outcome, { kind: 'retry' }> {
  return outcome.kind === 'retry';
}
