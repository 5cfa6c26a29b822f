/**
 * Owns the lines that the command prints for a person: one for each call, one at the end.
 * Promises that no line holds a key and that each fits a terminal.
 * Refuses to decide anything.
 */
import { auditReceipts } from './audit.ts';
import type { RecordedCall } from './call-log.ts';
import { isRecord } from './fields.ts';

const messageLimit = 160;

/** The words of the refusal; a cut answer has none that can be read. */
function messageIn(answer: string): string {
  try {
    const parsed: unknown = JSON.parse(answer);
    const error = isRecord(parsed) ? parsed['error'] : undefined;
    return isRecord(error) ? String(error['message']).slice(0, messageLimit) : '';
  } catch {
    return '';
  }
}

function errorOf({ errorCode, answer }: Readonly<RecordedCall>): string | undefined {
  return errorCode === undefined ? undefined : `refused ${errorCode} ${messageIn(answer)}`.trimEnd();
}

function outcomeOf(call: Readonly<RecordedCall>): string {
  const registered = call.receipts > 0 ? `registered ${call.committedReceipts} of ${call.receipts}` : '';
  const sent = call.answer === 'none' ? 'no answer' : `status ${call.status ?? '-'}`;
  return [registered, errorOf(call) ?? sent].filter((part) => part !== '').join(', ');
}

/** One line about a call that is over. */
export function describeCall(call: Readonly<RecordedCall>): string {
  const time = new Date(call.atMs).toISOString().slice(11, 23);
  const key = call.keyFingerprint === undefined ? '----' : call.keyFingerprint;
  const what = `${call.kind ?? '-'} ${key} ${call.method ?? '-'}`;
  const played = call.behaviour === undefined ? '' : ` [${call.behaviour}]`;
  return `${time} #${call.n} ${what}: ${outcomeOf(call)}${played}`;
}

/** The last line: how much came, and whether anything came twice. */
export function describeEnd(calls: readonly Readonly<RecordedCall>[]): string {
  const { committed, repeated } = auditReceipts(calls);
  return `${calls.length} calls, ${committed.size} different receipts registered, ${repeated.length} of them more than once`;
}
