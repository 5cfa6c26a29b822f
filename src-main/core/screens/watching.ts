/**
 * Owns: what is known of a running agent while somebody looks: own receipts, the shift, the status; followed from
 * the moment that it is opened, read from the outbox for what was before.
 * Promises: `onNews` is called for whatever may change a screen, never from inside a call of the agent that waits
 * for it; nothing is done between two pieces of news but the tick. What was before is read in slices: a backlog of
 * any size holds neither the agent nor the first picture up.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Cancel, Clock } from '../../base/clock.ts';
import type { Reports } from '../../reports/poll.ts';
import type { Agent } from '../agent.ts';
import type { AnyEvent } from '../all-events.ts';
import type { ViewFacts } from './agent-view.ts';
import { createReadKept } from './kept-receipts.ts';
import { openOwnReceipts, type Heard, type Own, type OwnReceipts } from './own-receipts.ts';
import { createPulse } from './pulse.ts';
import { closedShift, SHIFT_MEMORY_MS } from './shifts.ts';

/** Ages and the plan by now move while somebody looks. */
export const TICK_MS = 20_000;
/** Slices read before the first picture: all of an ordinary till's day. */
const SLICES_AT_ONCE = 4;
/** The status lists folders and asks the disk. */
const STATUS_PAUSE_MS = 1_000;

export interface WatchingOptions {
  readonly agent: Agent;
  readonly clock: Clock;
  readonly reports: Reports;
  readonly onNews: () => void;
}

export interface Watching {
  /** As it is now. Throws what the outbox throws when it cannot be read. */
  facts(): Omit<ViewFacts, 'look'>;
  close(): void;
}

/** After them entries may be in another state without a posting. */
const STATE_EVENTS: ReadonlySet<AnyEvent> = new Set([
  'entry.quarantined',
  'entry.reopened',
  'entries.readmitted',
  'entries.held',
  'folder.recovered',
  'archive.replayed',
  'quarantine.retried',
  'quarantine.discarded',
]);
/** They say nothing that the status does not say without them. */
const QUIET_EVENTS: ReadonlySet<AnyEvent> = new Set(['batch.posted', 'report.read', 'command.answered']);

export function openWatching({ agent, clock, reports, onNews }: WatchingOptions): Watching {
  const { store } = agent;
  const { outbox } = store.opened;
  const { reading } = outbox;
  const signals = (): Signals => reading.factsSince('signals', clock.now() - SHIFT_MEMORY_MS);
  const own: OwnReceipts = openOwnReceipts(reading, neededSince(reports, signals()));
  const laterStatus = createPulse(clock, STATUS_PAUSE_MS, onNews);
  let heard: Heard[] = [];
  let closed = closedShift(signals());
  const readKept = createReadKept(store);
  let status = agent.status();
  let kept = readKept(status);
  let statusAtMs = clock.monotonicMs();
  let statusDue = false;
  let statesMoved = false;
  let forgetDue = false;
  let cancelTick: Cancel = clock.after(TICK_MS, tick);
  let isOpen = true;

  const offs = [
    store.onNote((event) => {
      if (event === 'screens.faulted') return;
      if (STATE_EVENTS.has(event)) statesMoved = true;
      if (!QUIET_EVENTS.has(event)) statusDue = true;
      onNews();
    }),
    outbox.onWaiting(onNews),
    agent.onPost((fact) => {
      heard.push({ atMs: reports.moment(), fact });
      if (isAccepted(fact)) reports.receiptDelivered();
      onNews();
    }),
    reports.onChange(onNews),
  ];

  for (let slice = 1; own.load(); slice += 1) {
    if (slice < SLICES_AT_ONCE) continue;
    void loadRest();
    break;
  }

  async function loadRest(): Promise<void> {
    try {
      do await nextTurn();
      while (isOpen && own.load());
    } catch (error) {
      const told = error instanceof Error ? error.message : String(error);
      store.journal.note('screens.faulted', { error: told });
    }
    if (isOpen) onNews();
  }

  function tick(): void {
    cancelTick = clock.after(TICK_MS, tick);
    statusDue = true;
    forgetDue = true;
    onNews();
  }

  function forget(): void {
    const sinceMs = neededSince(reports, signals());
    const movedAtMs = reports.state().month.moved?.atMs ?? Infinity;
    own.forget((receipt) => receipt.takenAtMs >= sinceMs || isUnsettled(receipt, movedAtMs));
    forgetDue = false;
  }

  function follow(): void {
    const posts = heard;
    heard = [];
    if (own.follow(posts)) closed = closedShift(signals());
    if (statesMoved) own.lookAgain();
    statesMoved = false;
  }

  function renewStatus(): void {
    if (!statusDue) return;
    if (clock.monotonicMs() - statusAtMs < STATUS_PAUSE_MS) {
      laterStatus.beat();
      return;
    }
    status = agent.status();
    kept = readKept(status);
    statusAtMs = clock.monotonicMs();
    statusDue = false;
  }

  return {
    facts() {
      follow();
      if (forgetDue) forget();
      renewStatus();
      return {
        status,
        reports: reports.state(),
        calls: reports.calls(),
        own: own.list(),
        closed,
        unsent: reading.taken.countUnsent(),
        kept,
        failedInRow: store.health.failedInRow,
      };
    },
    close() {
      isOpen = false;
      for (const off of offs) off();
      cancelTick();
      laterStatus.stop();
    },
  };
}

type Signals = Parameters<typeof closedShift>[0];

/** The day, the shifts, and what the month's report cannot contain. */
function neededSince(reports: Reports, signals: Signals): number {
  const { day, month } = reports.state();
  const shiftMs = signals[0]?.occurredAtMs ?? day.range.fromMs;
  const monthMs = Math.max(month.moved?.atMs ?? Infinity, month.range.fromMs);
  return Math.min(day.range.fromMs, shiftMs, monthMs);
}

function isUnsettled({ firstPostAtMs, refused }: Own, movedAtMs: number): boolean {
  return !refused && (firstPostAtMs === null || firstPostAtMs > movedAtMs);
}

function isAccepted(fact: Heard['fact']): boolean {
  return fact.kind === 'ended' && fact.came.does === 'end' && fact.came.settlement.verdict === 'accepted';
}
