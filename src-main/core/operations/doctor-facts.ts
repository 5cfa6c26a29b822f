/** Owns: what the outbox and one call to HEADO contribute to the facts of `doctor`. */
import { localText } from '../../base/zone.ts';
import { problem } from '../../base/problem.ts';
import type { FullOutbox } from '../../outbox/outbox.ts';
import type { OutboxReading } from '../../outbox/reading.ts';
import type { ChainFact, OutboxFacts, ProbeFact } from '../doctor/facts.ts';
import type { DoctorProblemCode } from '../doctor/problem-codes.ts';
import { judgeProbe } from '../doctor/probe.ts';
import type { OpenApi } from '../open-api.ts';
import type { Store } from '../open-store.ts';
import type { StatusReport } from '../status-schema.ts';

/** A person waits for the answer. */
const PROBE_DEADLINE_MS = 30_000;
/** Two formats in one week on one till are no change of the POS but two sources. */
const FORMATS_SINCE_MS = 7 * 86_400_000;

/** One `reports` call of today (decisions 35): it shows that address, key and network are right. */
export async function probeApi({ clock, zone, health }: Store, open: OpenApi): Promise<ProbeFact> {
  const day = localText(clock.now(), zone).slice(0, 10);
  const range = { type: 'day', from: `${day} 00:00`, to: `${day} 23:59` };
  const { outcome } = await open.api.reports('metrics', [range], { deadlineMs: PROBE_DEADLINE_MS });
  const receivedAtMs = clock.now();
  const skewMs = health.clockSkewMs;
  const dateHeaderMs = skewMs === undefined ? undefined : receivedAtMs - skewMs;
  return judgeProbe({ outcome, dateHeaderMs, receivedAtMs }, { host: open.host, proxy: open.proxyHost });
}

export function outboxFacts(reading: OutboxReading, { outbox, quarantine, at }: StatusReport): OutboxFacts {
  return {
    unconfirmed: outbox.unconfirmed,
    quarantined: quarantine.open,
    held: outbox.held,
    lateSince: outbox.late ? outbox.oldestWaitingAt : null,
    formats: reading.formatsSince(Date.parse(at) - FORMATS_SINCE_MS),
  };
}

export function verifyOutbox(outbox: FullOutbox): ChainFact {
  const { rows, faults } = outbox.verify();
  const broken = problem<DoctorProblemCode>('doctor.chainBroken', '', { rows, faults: faults.join(', ') });
  return { rows, problem: faults.length === 0 ? null : { ...broken, values: { ...broken.values } } };
}
