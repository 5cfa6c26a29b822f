/**
 * Owns what can be proved from the raw call log: how often each receipt was registered, in which order, and the signals.
 * Promises to be pure and to look at nothing but the log.
 * Refuses to know what the sender believes it sent.
 */
import type { RecordedCall } from './call-log.ts';
import { isRecord } from './fields.ts';
import { parseReceiptTime } from './times.ts';

export type LoggedCall = Pick<RecordedCall, 'n' | 'method' | 'params' | 'committed' | 'committedReceipts'> &
  Partial<Pick<RecordedCall, 'kind' | 'keyFingerprint' | 'atMs' | 'behaviour' | 'errorCode'>>;

/** One receipt at one place of one call. */
export interface Sighting {
  /** poskey, extId, sale or return, instant of `ts`, amount; equal for a repeat and for nothing else. */
  readonly identity: string;
  readonly call: number;
  readonly index: number;
  readonly committed: boolean;
  readonly poskey: string;
  readonly extId: string;
  readonly receipt: unknown;
}

export interface ReceiptHistory {
  /** Registrations; more than 1 is a double at the server. */
  readonly times: number;
  /** The calls that registered it, in order. */
  readonly callNumbers: readonly number[];
}

export interface ReceiptAudit {
  readonly committed: ReadonlyMap<string, ReceiptHistory>;
  /** Identities that were sent but never registered. */
  readonly refused: ReadonlySet<string>;
  /** Identities that were registered more than once. */
  readonly repeated: readonly string[];
  /** The identities of each till (poskey, or '' without one) in the order of their first registration. */
  readonly tills: ReadonlyMap<string, readonly string[]>;
}

function text(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/** The identity of a receipt as it was sent; works for receipts that break every rule, too. */
export function identityOf(receipt: unknown): string {
  const fields = isRecord(receipt) ? receipt : {};
  const { poskey, extId, amount, ts } = fields;
  const instant = typeof ts === 'string' ? parseReceiptTime(ts)?.instantMs : undefined;
  const kind = typeof amount === 'number' && amount < 0 ? 'return' : 'sale';
  return [
    text(poskey),
    text(extId),
    kind,
    instant === undefined ? text(ts) : String(instant),
    text(amount),
  ].join('|');
}

function receiptsOf(call: LoggedCall): readonly unknown[] {
  const params = isRecord(call.params) ? call.params : {};
  if (call.method === 'purchaseRegister') {
    const cart = isRecord(params['cart']) ? params['cart'] : {};
    return [{ ...cart, amount: params['amount'], poskey: params['poskey'] }];
  }
  const receipts = call.method === 'purchaseRegisterBatch' ? params['receipts'] : undefined;
  return Array.isArray(receipts) ? receipts : [];
}

/** Every receipt that was sent, in the order of arrival. Parameters sent as an array are not looked into. */
export function listReceipts(calls: readonly LoggedCall[]): Sighting[] {
  return calls.flatMap((call) =>
    receiptsOf(call).map((receipt, index) => ({
      ...{ identity: identityOf(receipt), call: call.n, index, receipt },
      committed: index < call.committedReceipts,
      poskey: isRecord(receipt) ? text(receipt['poskey']) : '',
      extId: isRecord(receipt) ? text(receipt['extId']) : '',
    })),
  );
}

/** How often each receipt was registered, and the order of each till. */
export function auditReceipts(calls: readonly LoggedCall[]): ReceiptAudit {
  const committed = new Map<string, { times: number; callNumbers: number[] }>();
  const tills = new Map<string, string[]>();
  const sightings = listReceipts(calls);
  for (const { identity, call, poskey } of sightings.filter((sighting) => sighting.committed)) {
    const known = committed.get(identity);
    if (known === undefined) {
      committed.set(identity, { times: 1, callNumbers: [call] });
      const till = tills.get(poskey);
      if (till === undefined) tills.set(poskey, [identity]);
      else till.push(identity);
    } else {
      known.times += 1;
      known.callNumbers.push(call);
    }
  }
  const refused = new Set(
    sightings.map(({ identity }) => identity).filter((identity) => !committed.has(identity)),
  );
  const repeated = [...committed].filter(([, { times }]) => times > 1).map(([identity]) => identity);
  return { committed, refused, repeated, tills };
}

export interface LoggedSignal {
  readonly call: number;
  readonly name: string;
  readonly ts: string;
  readonly keyFingerprint: string | undefined;
}

export interface SignalAudit {
  /** Registered signals in the order of arrival. */
  readonly signals: readonly LoggedSignal[];
  /** What guide 13 forbids: a signal earlier than the one before it, or an open and a close that do not alternate. */
  readonly disorder: readonly string[];
}

function signalOf(call: LoggedCall): LoggedSignal[] {
  if (!call.committed || !isRecord(call.params) || !/^reg[i\u0131]sterEvent$/.test(call.method ?? ''))
    return [];
  const { name, ts } = call.params;
  return [{ call: call.n, name: text(name), ts: text(ts), keyFingerprint: call.keyFingerprint }];
}

/**
 * The registered signals and what is out of order among those of one key (guide 13: open before close, oldest first).
 * `alternate: false` for several tills behind one key, where two opens may follow each other.
 */
export function auditSignals(calls: readonly LoggedCall[], { alternate = true } = {}): SignalAudit {
  const signals = calls.flatMap(signalOf);
  const last = new Map<string, LoggedSignal>();
  const disorder: string[] = [];
  for (const signal of signals) {
    const before = last.get(signal.keyFingerprint ?? '');
    if (before !== undefined && signal.ts < before.ts)
      disorder.push(`call ${signal.call}: ${signal.ts} after ${before.ts}`);
    if (alternate && signal.name === (before?.name ?? 'shift/stop')) {
      disorder.push(`call ${signal.call}: ${signal.name} after ${before?.name ?? 'nothing'}`);
    }
    last.set(signal.keyFingerprint ?? '', signal);
  }
  return { signals, disorder };
}
