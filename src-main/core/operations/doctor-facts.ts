/** Owns: what the outbox contributes to the facts of `doctor`. */
import { problem } from '../../base/problem.ts';
import type { FullOutbox } from '../../outbox/outbox.ts';
import type { OutboxReading } from '../../outbox/reading.ts';
import type { ChainFact, OutboxFacts } from '../doctor/facts.ts';
import type { DoctorProblemCode } from '../doctor/problem-codes.ts';
import { isUnsettled } from '../unsettled.ts';
import type { StatusReport } from '../status-schema.ts';

/** Two formats in one week on one till are no change of the POS but two sources. */
const FORMATS_SINCE_MS = 7 * 86_400_000;

export function outboxFacts(
  reading: OutboxReading,
  { outbox, quarantine, at, problems }: StatusReport,
): OutboxFacts {
  return {
    unconfirmed: outbox.unconfirmed,
    quarantined: quarantine.open,
    held: outbox.held,
    unsettled: problems.map((each) => each.problem).filter(({ code }) => isUnsettled(code)),
    late: outbox.late ? outbox.oldestMissing : null,
    formats: reading.formatsSince(Date.parse(at) - FORMATS_SINCE_MS),
  };
}

export function verifyOutbox(outbox: FullOutbox): ChainFact {
  const { rows, faults } = outbox.verify();
  const broken = problem<DoctorProblemCode>('doctor.chainBroken', '', { rows, faults: faults.join(', ') });
  return { rows, problem: faults.length === 0 ? null : { ...broken, values: { ...broken.values } } };
}
