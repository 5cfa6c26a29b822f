/**
 * Owns: the demo's last word: what the POS dropped held against what the server's own log says it has. Pure.
 */
import { auditReceipts, auditSignals } from '../simulator/audit.ts';
import type { RecordedCall } from '../simulator/call-log.ts';
import type { StatusReport } from '../../src-main/core/status-schema.ts';
import type { Drop } from './receipts.ts';

export interface Summary {
  readonly lines: readonly string[];
  readonly good: boolean;
}

export function summarise(
  drops: readonly Drop[],
  calls: readonly RecordedCall[],
  status: StatusReport,
): Summary {
  const audit = auditReceipts(calls);
  const expected = drops.flatMap((drop) => drop.delivers).length;
  const refused = drops.filter((drop) => drop.refused).length;
  const signals = drops.reduce((sum, drop) => sum + drop.signals, 0);
  const heard = auditSignals(calls).signals.length;
  const repeats = [...audit.committed.values()].reduce((sum, { times }) => sum + times - 1, 0);
  const once = [...audit.committed.values()].filter(({ times }) => times === 1).length;
  const recorded = status.counters['uncertain_resends'] ?? 0;
  const kept = status.quarantine.open;
  const good =
    audit.committed.size === expected &&
    kept === refused &&
    heard >= signals &&
    repeats <= recorded &&
    status.outbox.waiting + status.outbox.inFlight === 0;
  return {
    good,
    lines: [
      `files dropped by the POS        ${drops.length}`,
      `receipts expected at HEADO      ${expected}`,
      `receipts registered at HEADO    ${audit.committed.size}, ${once} of them exactly once`,
      `registered again                ${repeats} (the agent recorded ${recorded} resends of which it could not know)`,
      `repetitions recognised          ${status.counters['duplicates'] ?? 0}`,
      `shift signals                   ${heard} of ${signals}`,
      `kept for a person               ${kept} of ${refused} faulty files`,
      `waiting in the outbox           ${status.outbox.waiting + status.outbox.inFlight}`,
      good ? 'every receipt was delivered' : 'SOMETHING IS WRONG: the figures above do not agree',
    ],
  };
}
