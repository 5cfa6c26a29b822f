/**
 * Owns: the loop of one lane: freeze, post, decide, settle; one call in flight.
 * Promises: whatever is posted was frozen before; an answer is settled before the next call, and nothing is
 * posted again because the disk failed; a new entry goes at once where nothing is waited for, and shortens no
 * wait (decisions 20). Nothing thrown leaves this file, and a listener that throws changes nothing.
 * Refuses to know: what entries are and how a call is made (`LaneWork`), why a step follows (`plan.ts`).
 */
import { retryDelayMs } from '../base/backoff.ts';
import type { Cancel } from '../base/clock.ts';
import type { Note } from '../base/note.ts';
import { problem, type Problem } from '../base/problem.ts';
import type { Batch, FreezeRule, Suspect } from '../outbox/port.ts';
import type { SenderEvent, SenderProblem } from './events.ts';
import { freshState, type Step } from './lane-state.ts';
import { createStatusBoard } from './lane-status.ts';
import type { Lane, LaneOptions, PostFact } from './lane-work.ts';
import { createPersistence, quietly } from './persistence.ts';
import { idleTries, isPlain, noteChoice, rulesToTry, suspectsOf, type Choice } from './plan-choice.ts';
import { isQuestion, planQuestion } from './plan-patience.ts';
import { planProbed } from './plan-retry.ts';
import { restoreCircuit } from './plan-verdict.ts';
import { planNext } from './plan.ts';
import { describe, type Turn } from './turn.ts';
import { createSlowTurns } from './slow-turns.ts';
import { createWait } from './wait.ts';

export function createLane({ work, outbox, clock, random, ...ears }: LaneOptions): Lane {
  const { lane, rules } = work;
  const board = createStatusBoard(clock);
  const wait = createWait(clock);
  const stopper = new AbortController();
  const slow = createSlowTurns(outbox, clock, rules);
  let state = freshState(rules);
  let suspects: readonly Suspect[] = [];
  let running = false;
  /** From the moment a call begins: whoever is woken by the call itself must not begin another. */
  let busy = false;
  let inFlight: Promise<void> | undefined;
  let cancelRest: Cancel | undefined;
  let successesAtPost = 0;

  function proceed(frozen?: Batch): void {
    if (!running || busy || wait.isOn()) return;
    if (isQuestion(state)) {
      busy = true;
      inFlight = ask();
      return;
    }
    persistence.run(
      () => {
        const heldBackMs = work.holdBackMs?.() ?? 0;
        return { heldBackMs, batch: heldBackMs > 0 ? undefined : (frozen ?? choose()) };
      },
      ({ heldBackMs, batch }) => {
        if (heldBackMs > 0) holdBack(heldBackMs);
        else if (batch) launch(batch);
        else rest();
      },
    );
  }

  function choose(): Batch | undefined {
    suspects = suspectsOf(state, outbox.suspects(lane));
    state = slow.note(state);
    const counts = work.successes() > successesAtPost;
    for (const rule of rulesToTry(choice())) {
      const batch = outbox.nextBatch({ ...rule, counts });
      if (!batch) continue;
      state = noteChoice(choice(), batch);
      return batch;
    }
    state = noteChoice(choice(), undefined);
    return undefined;
  }

  const choice = (): Choice => ({ state, lane, rules, suspects });

  /** Before a posting, or in its place. */
  async function ask(): Promise<void> {
    const isAnswered = await work.probe({ deadlineMs: state.deadlineMs, stop: stopper.signal });
    const next = planQuestion(state, isAnswered, { rules, random });
    ({ state } = next);
    busy = false;
    goOn(next.delayMs);
  }

  function goOn(delayMs: number, frozen?: Batch): void {
    if (!running) board.enter('stopped');
    else if (delayMs > 0) pause(delayMs, proceed);
    else proceed(frozen);
  }

  function launch(batch: Batch): void {
    busy = true;
    cancelRest?.();
    outbox.arm(lane, undefined);
    board.enter(holds() ? 'holding' : 'sending');
    note('batch.posted', describe({ batch }));
    tell({ kind: 'began', batch });
    successesAtPost = work.successes();
    inFlight = deliver(batch);
  }

  async function deliver(batch: Batch): Promise<void> {
    try {
      conclude(batch, await callAndPlan(batch));
    } catch (error) {
      busy = false;
      persistence.fail(error, proceed);
    }
  }

  async function callAndPlan(batch: Batch): Promise<Step> {
    const limits = { deadlineMs: state.deadlineMs, stop: stopper.signal };
    const { outcome, durationMs } = await work.post(batch, limits);
    const turn: Turn = {
      ...{ state, batch, suspects, rules, durationMs, nowMs: clock.now(), random },
      othersWait: outcome.kind !== 'accepted' && othersWait(),
    };
    const step = planNext(turn, outcome);
    if (outcome.kind === 'accepted') board.noteSuccess();
    if (!step.needsProbe || outcome.kind !== 'retry') return step;
    return (await work.probe(limits)) ? planProbed(turn, outcome) : step;
  }

  /** An outbox that cannot be read must not cost the answer. */
  function othersWait(): boolean {
    let found = true;
    quietly(() => (found = outbox.peek(lane) !== undefined));
    return found;
  }

  /** Writes down what the answer means, as often as it takes; only then it is so, and others hear of it. */
  function conclude(batch: Batch, step: Step): void {
    persistence.run(
      () => applyStep(batch, step),
      (next) => {
        state = step.state;
        busy = false;
        tell({ kind: 'ended', batch, came: step.batch });
        for (const { event, fields } of step.facts) note(event, fields);
        if (step.batch.does === 'end') quietly(() => work.onSettled?.());
        goOn(step.delayMs, next);
      },
    );
  }

  function applyStep(batch: Batch, step: Step): Batch | undefined {
    if (step.readmit.length > 0) outbox.readmitSlow(step.readmit);
    if (step.unjudge.length > 0) outbox.unjudge(step.unjudge);
    if (step.batch.does === 'end') return outbox.settle(batch.id, step.batch.settlement, following(step));
    outbox.noteAttempt(batch.id, step.batch);
    return undefined;
  }

  /** The rule of the batch that is frozen in the transaction that settles the last; only while all goes well. */
  function following({ batch, state: after, delayMs }: Step): FreezeRule | undefined {
    const isWell = batch.does === 'end' && batch.settlement.verdict === 'accepted' && delayMs === 0;
    if (!running || !isWell || !canChain() || !isPlain(after, suspects)) return undefined;
    return rulesToTry({ ...choice(), state: after })[0];
  }

  /** Held back entries must be looked at before they are frozen. */
  const canChain = (): boolean => work.holdBackMs === undefined;

  function rest(): void {
    cancelRest?.();
    board.enter('idle');
    if (canChain() && isPlain(state)) outbox.arm(lane, rulesToTry(choice())[0]);
    if (idleTries(suspects).length > 0) {
      // The rung after the first: an answer a moment later tells nothing new.
      const delayMs = retryDelayMs(rules.ladder, state.attempt + 1, random);
      cancelRest = clock.after(delayMs, () => {
        state = { ...state, idleTry: true };
        proceed();
      });
    } else if (!rules.ordered && outbox.dueSlow(Number.MAX_SAFE_INTEGER) !== undefined) {
      cancelRest = clock.after(slow.checkMs, proceed);
    }
  }

  function holdBack(delayMs: number): void {
    board.enter('waiting', clock.now() + delayMs, problem<SenderProblem>('sender.closeHeld'));
    note('signal.heldBack', { lane, delayMs });
    wait.begin(delayMs, proceed, true);
  }

  const holds = (): boolean => state.held !== undefined || state.circuit !== undefined;

  function pause(delayMs: number, task: () => void, because?: Problem): void {
    board.enter(holds() ? 'holding' : 'waiting', clock.now() + delayMs, because);
    wait.begin(delayMs, task, false);
  }

  const persistence = createPersistence({
    random,
    ladder: rules.ladder,
    onFault(words, delayMs, again) {
      note('lane.faulted', { lane, words });
      if (running) pause(delayMs, again, problem<SenderProblem>('sender.outboxFailed', '', { words }));
    },
  });
  const note: Note<SenderEvent> = (event, fields) => quietly(() => ears.note(event, fields));
  const tell = (fact: PostFact): void => quietly(() => ears.onPost?.(fact));

  async function stop(graceMs: number): Promise<void> {
    running = false;
    wait.drop();
    cancelRest?.();
    outbox.arm(lane, undefined);
    const cancelGrace = clock.after(graceMs, () => stopper.abort());
    await inFlight;
    cancelGrace();
    board.enter('stopped');
  }

  function begin(): void {
    persistence.run(
      () => outbox.suspects(lane),
      (found) => {
        suspects = found;
        state = restoreCircuit(state, suspects);
        proceed();
      },
    );
  }

  return {
    start() {
      running = true;
      begin();
    },
    wake: () => proceed(),
    release: () => wait.endSoft(),
    hurry: () => wait.end(),
    stop,
    status: () => board.read(state),
  };
}
