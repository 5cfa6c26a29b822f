/**
 * Owns: the one `reports` call of `doctor` and what it proves: that network, address and key are right
 * (decisions 35).
 */
import type { Clock } from '../../base/clock.ts';
import { problem, type Problem } from '../../base/problem.ts';
import { localText, openZone } from '../../base/zone.ts';
import type { CallReport } from '../../heado/device-api.ts';
import type { Environment } from '../../settings/environment.ts';
import type { Settings } from '../../settings/schema.ts';
import { openApi } from '../open-api.ts';
import type { ProbeFact } from './facts.ts';

/** A person waits for the answer. */
const PROBE_DEADLINE_MS = 30_000;

export interface ProbeOptions {
  readonly settings: Settings;
  readonly env: Environment;
  readonly clock: Clock;
}

/** Asks HEADO once for today's report, without an agent and without its data folder. Never rejects. */
export async function probeHeado({ settings, env, clock }: ProbeOptions): Promise<ProbeFact> {
  const host = new URL(settings.api.baseUrl).host;
  let report: CallReport | undefined;
  const opened = openApi({
    settings,
    env,
    clock,
    note: () => undefined,
    onCall: (heard) => (report = heard),
    onKey: () => undefined,
  });
  if (!opened.ok) return { host, proxy: '', problem: opened.error, clockSkewMs: null };
  const { api, proxyHost, close } = opened.value;
  const day = localText(clock.now(), openZone(settings.store.timeZone)).slice(0, 10);
  const range = { type: 'day', from: `${day} 00:00`, to: `${day} 23:59` };
  const { outcome } = await api.reports('metrics', [range], { deadlineMs: PROBE_DEADLINE_MS });
  close();
  const receivedAtMs = report?.receivedAtMs ?? clock.now();
  return judgeProbe(
    { outcome, receivedAtMs, dateHeaderMs: report?.dateHeaderMs },
    { host, proxy: proxyHost },
  );
}

/** Pure. `proxy`: host of the proxy in use, empty for none. */
export function judgeProbe(
  report: Pick<CallReport, 'outcome' | 'dateHeaderMs' | 'receivedAtMs'>,
  way: { readonly host: string; readonly proxy: string },
): ProbeFact {
  const { dateHeaderMs, receivedAtMs } = report;
  const clockSkewMs = dateHeaderMs === undefined ? null : receivedAtMs - dateHeaderMs;
  return { ...way, problem: problemOf(report.outcome), clockSkewMs };
}

/** A refusal of the question itself still shows that address and key are right. */
function problemOf(outcome: CallReport['outcome']): Problem | null {
  switch (outcome.kind) {
    case 'accepted':
      return null;
    case 'refused':
      return problem('doctor.probeRefused', '', { code: outcome.code, message: outcome.message });
    case 'noMethod':
      return problem('api.methodMissing', '', { message: outcome.message });
    case 'tooLarge':
      return problem('api.addressWrong', '', { status: 413 });
    case 'retry':
    case 'hold':
      return outcome.problem;
  }
}
