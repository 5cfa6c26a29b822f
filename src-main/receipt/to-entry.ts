/**
 * Owns: the step from a judged record to an entry of the outbox: payload, keys, facts, order.
 * Promises: the payload is the canonical text that HEADO gets; facts hold no personal data.
 */
import type { NewEntry } from '../outbox/port.ts';
import { receiptKeys, signalKeys } from './identity.ts';
import type { Receipt } from './receipt.ts';
import type { Signal } from './signal.ts';

/** Where in its file a record stands, and its own text (formats' `FormatRecord`). */
export interface RecordSource {
  readonly at: string;
  readonly raw: string;
}

/** The facts of a signal's entry; shift room restores its state from them. */
export interface SignalFacts {
  readonly event: 'shift/start' | 'shift/stop';
  /** `till`: an event of one till; `store`: the store's own opening or closing, drawn from all tills. */
  readonly level: 'till' | 'store';
  readonly device: string;
  readonly shift?: string;
  readonly drive?: string;
  /** Local time as sent. */
  readonly ts: string;
  readonly instantMs: number;
}

/** The entry of a receipt: waiting, its till's order kept by `party`. */
export function receiptEntry(
  receipt: Receipt,
  source: RecordSource,
  lane: 'receipts' | 'manual' = 'receipts',
): NewEntry {
  return {
    lane,
    party: receipt.device,
    label: receipt.label,
    ...receiptKeys(receipt),
    payload: JSON.stringify(receipt.wire),
    facts: JSON.stringify(receipt.facts),
    occurredAtMs: receipt.instantMs,
    at: source.at,
    raw: source.raw,
    state: 'waiting',
  };
}

/**
 * The entry of a signal. `store` level belongs to the party `*`: its closing waits for the receipts of every till
 * (decisions 25). `recorded` is kept for its identity and never sent.
 */
export function signalEntry(
  signal: Signal,
  source: RecordSource,
  level: 'till' | 'store',
  state: 'waiting' | 'recorded',
): NewEntry {
  const { event, device, shift, drive, instantMs, wire } = signal;
  const facts: SignalFacts = {
    event,
    level,
    device,
    ...(shift !== undefined && { shift }),
    ...(drive !== undefined && { drive }),
    ts: wire.ts,
    instantMs,
  };
  return {
    lane: 'signals',
    party: level === 'store' ? EVERY_PARTY : device,
    label: event,
    ...signalKeys(signal, level),
    payload: JSON.stringify(wire),
    facts: JSON.stringify(facts),
    occurredAtMs: instantMs,
    at: source.at,
    raw: source.raw,
    state,
  };
}

/** The party of what waits for all tills. No till has it: devices begin with `@`. */
const EVERY_PARTY = '*';
