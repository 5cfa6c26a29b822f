/**
 * Owns: which signals an event of a till gives (guide 13, decisions 25). Mode `till`: the event itself. Mode
 * `store`: the event is recorded, and the store's own opening or closing is drawn from all tills: the first opening
 * of a trading day, and the closing of the last open till, again after a reopening.
 * Promises: pure; the caller adopts the new state when the entries are stored, and not before.
 */
import type { NewEntry } from '../outbox/port.ts';
import { wireSignal, type Signal } from '../receipt/signal.ts';
import { signalEntry, type RecordSource } from '../receipt/to-entry.ts';
import { anyOpen, isStale, lastClosingMs, remember, type ShiftRules, type ShiftState } from './state.ts';

export interface ShiftDecision {
  readonly state: ShiftState;
  /** To be stored in this order, in one take. */
  readonly entries: readonly NewEntry[];
}

const MINUTE_MS = 60_000;

/** The trading day of an instant, `YYYY-MM-DD`. */
export function tradingDay(
  instantMs: number,
  { zone, dayStartsAt }: Pick<ShiftRules, 'zone' | 'dayStartsAt'>,
): string {
  const [hours = 0, minutes = 0] = dayStartsAt.split(':').map(Number);
  const shift = zone.offsetMinutesAt(instantMs) - hours * 60 - minutes;
  return new Date(instantMs + shift * MINUTE_MS).toISOString().slice(0, 10);
}

/** A signal of the whole store: its device is `@store/*`, its opening is known by the day. */
function ofStore(signal: Signal, instantMs: number, day: string | undefined, { zone }: ShiftRules): Signal {
  const { event, device, own, wire } = signal;
  return {
    event,
    device: `${device.slice(0, device.indexOf('/'))}/*`,
    shift: day,
    drive: undefined,
    own,
    instantMs,
    wire: wireSignal(event, instantMs, wire.params.seller, zone),
  };
}

/** The store's opening or closing that the event completes, with the state after it. */
function drawStore(
  state: ShiftState,
  signal: Signal,
  rules: ShiftRules,
): { readonly state: ShiftState; readonly drawn: Signal | undefined } {
  const { event, instantMs } = signal;
  if (event === 'shift/stop') {
    if (anyOpen(state, instantMs)) return { state, drawn: undefined };
    return { state, drawn: ofStore(signal, lastClosingMs(state, instantMs), undefined, rules) };
  }
  const day = tradingDay(instantMs, rules);
  if (state.openedDay !== undefined && day <= state.openedDay) return { state, drawn: undefined };
  return { state: { ...state, openedDay: day }, drawn: ofStore(signal, instantMs, day, rules) };
}

/**
 * What to store for a till's event. A store's closing belongs to the party of all tills, since it waits for the
 * receipts of each. An event that came late, or again, changes no state and draws nothing.
 */
export function decideSignal(
  signal: Signal,
  source: RecordSource,
  state: ShiftState,
  rules: ShiftRules,
): ShiftDecision {
  const own = signalEntry(signal, source, 'till', rules.mode === 'till' ? 'waiting' : 'recorded');
  if (isStale(state, signal)) return { state, entries: [own] };
  const after = remember(state, signal);
  if (rules.mode === 'till') return { state: after, entries: [own] };
  const { state: next, drawn } = drawStore(after, signal, rules);
  return { state: next, entries: drawn ? [own, signalEntry(drawn, source, 'store', 'waiting')] : [own] };
}
