/**
 * Owns: the two lanes that carry entries to HEADO, their start and end.
 * Promises: the lanes run beside each other and stop nothing of one another.
 * Refuses to know: files, formats, where the key comes from.
 */
import type { Ladder } from '../base/backoff.ts';
import type { Clock } from '../base/clock.ts';
import type { Note } from '../base/note.ts';
import { localText, type Zone } from '../base/zone.ts';
import type { DeviceApi } from '../heado/device-api.ts';
import { isAnswered } from '../heado/outcome.ts';
import type { CallLimits } from '../heado/transport.ts';
import type { Outbox } from '../outbox/port.ts';
import type { SenderEvent } from './events.ts';
import { createLane } from './lane.ts';
import { usualRules, type PlanRules } from './lane-state.ts';
import type { LaneStatus } from './lane-status.ts';
import type { PostFact } from './lane-work.ts';
import { quietly } from './persistence.ts';
import { receiptsWork } from './receipts-lane.ts';
import { signalsWork } from './signals-lane.ts';

export interface SenderOptions {
  readonly outbox: Outbox;
  readonly api: DeviceApi;
  readonly clock: Clock;
  /** The store's zone: the probe asks for the report of its day. */
  readonly zone: Zone;
  readonly note: Note<SenderEvent>;
  /** Setting `retry`. */
  readonly ladder: Ladder;
  /** Setting `api.timeoutMs`. */
  readonly deadlineMs: number;
  /** Setting `shift.closeHoldMaxMs`. */
  readonly closeHoldMaxMs: number;
  /** 0 ≤ x < 1; by default Math.random. */
  readonly random?: (() => number) | undefined;
  /** Hears of every POST of receipts. */
  readonly onPost?: ((fact: PostFact) => void) | undefined;
  /** Numbers that no setting changes; tests shorten them. */
  readonly rules?: Partial<PlanRules> | undefined;
}

export interface SenderStatus {
  readonly receipts: LaneStatus;
  readonly signals: LaneStatus;
}

export interface Sender {
  /** Sends what waits, and from now on whatever comes. Called once: a stopped sender stays stopped. */
  start(): void;
  /** Finishes the calls in flight, at most `STOP_GRACE_MS`; what has no answer then is resent as uncertain. */
  stop(): Promise<void>;
  /** Key, address or other settings changed: what is waited for is tried at once. */
  settingsChanged(): void;
  status(): SenderStatus;
}

/** What a shutdown of the machine leaves a program (architecture, "Command line"). */
export const STOP_GRACE_MS = 10_000;
/** A report is answered in seconds, where a batch may take a minute. */
const PROBE_DEADLINE_MS_MAX = 30_000;

export function createSender(options: SenderOptions): Sender {
  const { outbox, api, clock, zone, note, closeHoldMaxMs, random = Math.random } = options;
  const rules: PlanRules = {
    ...usualRules,
    ladder: options.ladder,
    deadlineMs: options.deadlineMs,
    ordered: false,
    ...options.rules,
  };

  /** Answers to probes that were no successes: a key that may not see reports must not make HEADO look ill. */
  let answers = 0;
  const successes = (): number => api.successes() + answers;

  async function probe(limits: CallLimits): Promise<boolean> {
    const day = localText(clock.now(), zone).slice(0, 10);
    const range = { type: 'day', from: `${day} 00:00`, to: `${day} 23:59` };
    const deadlineMs = Math.min(limits.deadlineMs, PROBE_DEADLINE_MS_MAX);
    const { outcome } = await api.reports('metrics', [range], { ...limits, deadlineMs });
    if (!isAnswered(outcome)) return false;
    if (outcome.kind !== 'accepted') answers += 1;
    return true;
  }

  const lane = { outbox, clock, random, note };
  const signals = createLane({
    ...lane,
    work: signalsWork({ api, outbox, clock, rules, probe, successes, closeHoldMaxMs }),
  });
  const receipts = createLane({
    ...lane,
    onPost: options.onPost,
    work: receiptsWork({ api, rules, probe, successes, onSettled: () => signals.release() }),
  });
  let stopListening: (() => void) | undefined;

  return {
    start() {
      stopListening = outbox.onWaiting((name) => {
        if (name === 'receipts') receipts.wake();
        else if (name === 'signals') signals.wake();
      });
      quietly(() => note('sender.started'));
      receipts.start();
      signals.start();
    },
    async stop() {
      stopListening?.();
      await Promise.all([receipts.stop(STOP_GRACE_MS), signals.stop(STOP_GRACE_MS)]);
      quietly(() => note('sender.stopped'));
    },
    settingsChanged() {
      api.forgetKey();
      receipts.hurry();
      signals.hurry();
    },
    status: () => ({ receipts: receipts.status(), signals: signals.status() }),
  };
}
