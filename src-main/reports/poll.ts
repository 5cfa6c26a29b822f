/**
 * Owns: the one timer of the reports: when HEADO is asked, and what is known at any moment (decisions 28).
 * Promises: nothing thrown leaves this file; one call in flight; nothing is asked that nobody watches; the day changes at the store's midnight while
 * this runs; whatever the server answers, what was known before stays with its age.
 * Refuses to know: figures, own receipts, screens.
 */
import type { Cancel, Clock } from '../base/clock.ts';
import type { Note } from '../base/note.ts';
import type { Zone } from '../base/zone.ts';
import type { ReportName, Shown } from '../contract/bridge.ts';
import type { DeviceApi } from '../heado/device-api.ts';
import { asOf, withAnswer, withLoading, withoutReport, type Heard } from './book.ts';
import { NO_CALLS, withCall, type Calls } from './calls.ts';
import type { ReportsEvent } from './events.ts';
import type { Keep } from './keep.ts';
import type { Metric, Question, ReportsState } from './model.ts';
import { createMoments } from './moments.ts';
import { toReportRange } from './ranges.ts';
import { createTeller } from './tell.ts';
import { createTurns } from './turns.ts';

/** A report is no receipt: it is not worth waiting for longer. */
const DEADLINE_MS = 30_000;
/** The file of the last reports spares the disk; what it misses after a power cut is asked for anyway. */
const KEEP_EVERY_MS = 5 * 60_000;

export interface ReportsOptions {
  /** With the key of `api.reportsKeyFile` where there is one (decisions 30). */
  readonly api: Pick<DeviceApi, 'reports'>;
  readonly clock: Clock;
  /** The store's zone: HEADO's days are its calendar days. */
  readonly zone: Zone;
  /** Setting `reports.intervalMs`. */
  readonly intervalMs: number;
  /** Setting `reports.ids`: nothing else is ever asked for. */
  readonly ids: readonly ReportName[];
  /** Which metric is the income; its samples make the curves. */
  readonly findIncome: (metrics: readonly Metric[]) => Metric | undefined;
  /** Which metrics receipts alone move: by them it is told whether a report can contain more than the one before. */
  readonly madeOfReceipts?: (metrics: readonly Metric[]) => readonly Metric[];
  readonly keep: Keep;
  readonly note: Note<ReportsEvent>;
  /** 0 ≤ x < 1; default Math.random. */
  readonly random?: () => number;
}

export interface Reports {
  /** What is watched from now on, over all screens; without reports: nobody watches and nothing is asked. */
  show(shown: Shown): void;
  /** A receipt was acknowledged: figures have moved. */
  receiptDelivered(): void;
  /** Settings or key changed: whatever waits for the server is tried at once. */
  refresh(): void;
  /** Never of another day than today, whatever was heard last. */
  state(): ReportsState;
  /** What became of the calls since the start. */
  calls(): Calls;
  /** Calls after every change of `state()`. Returns its off switch. */
  onChange(listener: () => void): () => void;
  /** The wall clock, but always growing: moments of posts and of answers compare rightly across clock changes. */
  moment(): number;
  /** A call in flight is cut off; what is known is kept on disk. */
  stop(): Promise<void>;
}

export function createReports(options: ReportsOptions): Reports {
  const { api, clock, zone, findIncome, madeOfReceipts = (metrics) => metrics, keep } = options;
  const tell = createTeller(options.note);
  const turns = createTurns(options.intervalMs, options.ids, options.random ?? Math.random);
  const listeners = new Set<() => void>();
  const stopper = new AbortController();
  const kept = keep.read();
  const moment = createMoments(clock, kept);
  let known = asOf(kept, clock.now(), zone);
  let calls = NO_CALLS;
  let keptMs = -Infinity;
  let isKept = true;
  let isAsking = false;
  let inFlight: Promise<void> | undefined;
  let cancel: Cancel = () => undefined;

  function change(next: ReportsState): void {
    if (next === known) return;
    known = next;
    tellListeners();
  }

  function tellListeners(): void {
    for (const listener of [...listeners]) listener();
  }

  /** True when the day changed; what is shown is then due at once. */
  function roll(): boolean {
    const now = asOf(known, clock.now(), zone);
    if (now === known) return false;
    turns.forget();
    change(now);
    return true;
  }

  function wake(): void {
    // A listener that hears of the new day may wake or stop this.
    if (!stopper.signal.aborted) roll();
    cancel();
    if (stopper.signal.aborted) return;
    const due = isAsking ? undefined : turns.next(lacksWeekAgo());
    const delayMs = due ? due.atMs - clock.monotonicMs() : Infinity;
    if (due && delayMs <= 0) launch(due.id);
    else cancel = clock.after(Math.min(delayMs, known.day.range.toMs - clock.now()), wake);
  }

  /** Asked once a day, after today: it is only something to compare with. */
  function lacksWeekAgo(): boolean {
    const { state } = known.weekAgo.metrics;
    return known.day.metrics.answer !== null && (state === 'none' || state === 'loading');
  }

  function launch(id: Question): void {
    // Before anything is told: a listener may show something else, which wakes this again.
    isAsking = true;
    inFlight = ask(id)
      .catch(tell.faulted)
      .finally(() => {
        isAsking = false;
        wake();
      });
    wake();
  }

  async function ask(id: Question): Promise<void> {
    turns.began(id, clock.monotonicMs());
    change(withLoading(known, id));
    const { day, month, weekAgo } = known;
    const asked = id === 'weekAgo' ? [weekAgo.range] : [day.range, month.range];
    const askedAtMs = clock.now();
    const limits = { deadlineMs: DEADLINE_MS, stop: stopper.signal };
    const { outcome } = await api.reports(
      id === 'weekAgo' ? 'metrics' : id,
      asked.map(toReportRange),
      limits,
    );
    if (stopper.signal.aborted) return;
    const answeredAtMs = moment();
    const { rhythm } = turns;
    turns.ended(id, outcome, clock.monotonicMs());
    const before = calls.refused;
    calls = withCall(calls, id, outcome, { askedAtMs, atMs: clock.now() });
    if (calls.refused !== before) tellListeners();
    tell.ended(outcome, rhythm, turns.rhythm);
    roll();
    if (outcome.kind === 'accepted')
      hear({ id, asked, result: outcome.result, askedAtMs, answeredAtMs, findIncome, madeOfReceipts });
    else if (outcome.kind !== 'retry' && outcome.kind !== 'hold') {
      tell.refused(id, outcome);
      // Across midnight it was a day's report that is over; the new day's is still to be asked for.
      if (known.day.range.fromMs === day.range.fromMs) change(withoutReport(known, id));
    }
  }

  function hear(heard: Heard): void {
    const learnt = withAnswer(known, heard);
    tell.read(heard, learnt);
    change(learnt.state);
    isKept &&= learnt.read === 0;
    if (clock.monotonicMs() - keptMs >= KEEP_EVERY_MS) save();
  }

  function save(): void {
    if (isKept) return;
    keep.write(known);
    keptMs = clock.monotonicMs();
    isKept = true;
  }

  wake();
  return {
    show(shown) {
      turns.show(shown);
      wake();
    },
    receiptDelivered() {
      turns.noteMoved(clock.monotonicMs());
      wake();
    },
    refresh() {
      turns.hurry();
      wake();
    },
    state() {
      if (roll()) wake();
      return known;
    },
    calls: () => calls,
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    moment,
    async stop() {
      stopper.abort();
      cancel();
      await inFlight;
      save();
    },
  };
}
