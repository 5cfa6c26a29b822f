/** Owns: the names by which a receipt or a signal is the same thing in a file, in the outbox and at HEADO. */
import { identityOf, listReceipts, type LoggedCall } from '../simulator/audit.ts';
import { isRecord } from '../simulator/fields.ts';

/** Of a receipt as HEADO must have it. */
export { identityOf as receiptIdentity };

/** Of a signal as HEADO must have it: its name and the second by the store's own clock. */
export function signalIdentity(signal: unknown): string {
  const { name, ts } = isRecord(signal) ? signal : {};
  return `signal|${String(name)}|${String(ts)}`;
}

/** Of what the outbox would post for an entry. */
export function payloadIdentity(lane: string, payload: string): string {
  if (payload === '') return '';
  const body: unknown = JSON.parse(payload);
  return lane === 'signals' ? signalIdentity(body) : identityOf(body);
}

/** Where one thing stands in the raw log. */
export interface Sighting {
  readonly identity: string;
  readonly label: string;
  readonly committed: boolean;
  readonly call: LoggedCall;
}

const EVENT_METHOD = /^reg[i\u0131]sterEvent$/;

/** Every receipt and signal that was sent, in the order of arrival. */
export function sightingsIn(calls: readonly LoggedCall[]): Sighting[] {
  return calls.flatMap((call) => {
    if (EVENT_METHOD.test(call.method ?? '')) {
      const identity = signalIdentity(call.params);
      return [{ identity, label: identity, committed: call.committed, call }];
    }
    return listReceipts([call]).map(({ identity, extId, committed }) => ({
      ...{ identity, label: extId, committed, call },
    }));
  });
}

/** How often HEADO registered each. */
export function timesRegistered(calls: readonly LoggedCall[]): Map<string, number> {
  const times = new Map<string, number>();
  for (const { identity, committed } of sightingsIn(calls))
    if (committed) times.set(identity, (times.get(identity) ?? 0) + 1);
  return times;
}
