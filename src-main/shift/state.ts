/**
 * Owns: what must be known of the tills' shifts to tell when a store opens and closes (guide 13).
 * Promises: values never change, so a state is adopted only after its entries were stored; the same stored entries
 * give the same state after a restart.
 * Refuses to know: the outbox; core reads the entries' facts.
 */
import { z } from 'zod';
import type { Zone } from '../base/zone.ts';
import { SHIFT_SPAN_MS } from '../receipt/identity.ts';
import type { Signal } from '../receipt/signal.ts';

export interface ShiftRules {
  readonly mode: 'till' | 'store';
  readonly zone: Zone;
  /** When the trading day begins, `hh:mm` local; for shops open past midnight. */
  readonly dayStartsAt: string;
}

/** The latest event of one till. */
export interface TillShift {
  readonly event: Signal['event'];
  readonly shift: string | undefined;
  readonly instantMs: number;
}

export interface ShiftState {
  /** By device. */
  readonly tills: ReadonlyMap<string, TillShift>;
  /** The latest trading day that the store's opening was drawn for, `YYYY-MM-DD`. */
  readonly openedDay: string | undefined;
}

export const noShifts: ShiftState = { tills: new Map(), openedDay: undefined };

/** By law (54-ФЗ) a shift lasts 24 hours at most: an older opening has lost its closing. */
const SHIFT_MS_MAX = 24 * 3_600_000;

/** True when the till's event adds nothing: it is older than the latest one, or the same one told again. */
export function isStale(state: ShiftState, signal: Signal): boolean {
  const last = state.tills.get(signal.device);
  if (!last) return false;
  const isNear = signal.instantMs - last.instantMs <= SHIFT_SPAN_MS;
  const again =
    signal.shift !== undefined && last.event === signal.event && last.shift === signal.shift && isNear;
  return (
    again ||
    signal.instantMs < last.instantMs ||
    (signal.instantMs === last.instantMs && last.event === signal.event)
  );
}

/** The state with the signal as its till's latest event. */
export function remember(
  state: ShiftState,
  signal: Pick<Signal, 'device' | 'event' | 'shift' | 'instantMs'>,
): ShiftState {
  const { device, event, shift, instantMs } = signal;
  return { ...state, tills: new Map(state.tills).set(device, { event, shift, instantMs }) };
}

/** True when some till is in a shift at `nowMs`. */
export function anyOpen(state: ShiftState, nowMs: number): boolean {
  for (const till of state.tills.values()) {
    if (till.event === 'shift/start' && nowMs - till.instantMs < SHIFT_MS_MAX) return true;
  }
  return false;
}

/** The latest closing of any till, milliseconds; `atLeastMs` when none is later. */
export function lastClosingMs(state: ShiftState, atLeastMs: number): number {
  let latestMs = atLeastMs;
  for (const till of state.tills.values()) {
    if (till.event === 'shift/stop') latestMs = Math.max(latestMs, till.instantMs);
  }
  return latestMs;
}

const factsSchema = z.object({
  event: z.enum(['shift/start', 'shift/stop']),
  level: z.enum(['till', 'store']),
  device: z.string(),
  shift: z.string().optional(),
  instantMs: z.number(),
});

function readFacts(text: string): z.output<typeof factsSchema> | undefined {
  try {
    return factsSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/**
 * The state after the given entries: `facts` of the signal lane in the order they were stored, whatever their
 * state. Two days' worth is enough. Facts of another form are passed over.
 */
export function restoreShiftState(facts: Iterable<string>): ShiftState {
  let state = noShifts;
  for (const text of facts) {
    const fact = readFacts(text);
    if (!fact) continue;
    const signal = { ...fact, shift: fact.shift };
    if (fact.level === 'till') {
      const last = state.tills.get(fact.device);
      if (!last || last.instantMs <= fact.instantMs) state = remember(state, signal);
    } else if (fact.event === 'shift/start' && fact.shift !== undefined) {
      state = { ...state, openedDay: fact.shift };
    }
  }
  return state;
}
