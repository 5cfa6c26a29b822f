/**
 * Owns: how signals travel: one a call, strictly in order (guide 13). A closing waits for its own party's
 * earlier receipts, but not for ever; receipts never wait for signals (decisions 25).
 */
import type { Clock } from '../base/clock.ts';
import type { DeviceApi } from '../heado/device-api.ts';
import { isShiftStop } from '../heado/wire.ts';
import type { BatchEntry, Outbox } from '../outbox/port.ts';
import type { LaneWork } from './lane-work.ts';
import type { PlanRules } from './lane-state.ts';

export interface SignalsWorkOptions {
  readonly api: DeviceApi;
  readonly outbox: Outbox;
  readonly clock: Clock;
  readonly rules: PlanRules;
  readonly probe: LaneWork['probe'];
  readonly successes: LaneWork['successes'];
  /** `shift.closeHoldMaxMs`. */
  readonly closeHoldMaxMs: number;
}

export function signalsWork(options: SignalsWorkOptions): LaneWork {
  const { api, outbox, clock, rules, probe, successes, closeHoldMaxMs } = options;
  let held: { readonly seq: number; readonly sinceMs: number } | undefined;

  /** By two clocks: the wall clock counts from the taking, but a jump of it must not hold a signal for ever. */
  function holdBackMs(): number {
    const first = outbox.peek('signals');
    if (!first || !mustWait(first)) return 0;
    if (held?.seq !== first.seq) held = { seq: first.seq, sinceMs: clock.monotonicMs() };
    const byWall = first.takenAtMs + closeHoldMaxMs - clock.now();
    const byLook = held.sinceMs + closeHoldMaxMs - clock.monotonicMs();
    return Math.max(Math.min(byWall, byLook), 0);
  }

  function mustWait({ payload, party, seq }: BatchEntry): boolean {
    return isShiftStop(payload) && outbox.hasOpenBefore(party, seq);
  }

  return {
    lane: 'signals',
    rules: { ...rules, limitMax: 1, ordered: true },
    probe,
    successes,
    holdBackMs,
    async post(batch, limits) {
      const [entry] = batch.entries;
      if (entry) return api.registerEvent(entry.payload, limits);
      return { outcome: { kind: 'accepted', result: undefined }, durationMs: 0 };
    },
  };
}
