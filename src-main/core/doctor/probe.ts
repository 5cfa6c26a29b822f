/**
 * Owns: the one `reports` call of `doctor` and what it proves: that network, address and key are right
 * (decisions 35).
 */
import { connect } from 'node:net';
import type { Clock } from '../../base/clock.ts';
import { problem, type Problem } from '../../base/problem.ts';
import { localText, openZone, type Zone } from '../../base/zone.ts';
import type { CallReport } from '../../heado/device-api.ts';
import type { Environment } from '../../settings/environment.ts';
import type { Settings } from '../../settings/schema.ts';
import { createApiHealth, type ApiHealth } from '../api-health.ts';
import { hostAndPort, openApi, type OpenApi, type Way } from '../open-api.ts';
import type { ProbeFact } from './facts.ts';

/** A person waits for the answer. */
const PROBE_DEADLINE_MS = 30_000;
/** A firewall that swallows packets answers nothing at all. */
const PLAIN_PORT_MS = 5_000;

export interface ProbeOptions {
  readonly settings: Settings;
  readonly env: Environment;
  readonly clock: Clock;
}

/** Asks HEADO once, without an agent and without its data folder. Never rejects. */
export async function probeHeado({ settings, env, clock }: ProbeOptions): Promise<ProbeFact> {
  const nobody = (): void => undefined;
  const health = createApiHealth(clock, nobody, nobody);
  const onCall = (report: CallReport): void => health.onCall(report);
  const opened = openApi({ settings, env, clock, note: nobody, onCall, onKey: nobody });
  if (!opened.ok) {
    const host = hostAndPort(new URL(settings.api.baseUrl));
    return { host, proxy: '', problem: opened.error, clockSkewMs: null };
  }
  const fact = await probeApi(opened.value, { clock, health, zone: openZone(settings.store.timeZone) });
  opened.value.close();
  return fact;
}

/** Asks HEADO once for today's report. `health` hears of every call of `open`. Never rejects. */
export async function probeApi(
  { api, way }: OpenApi,
  { clock, health, zone }: { readonly clock: Clock; readonly health: ApiHealth; readonly zone: Zone },
): Promise<ProbeFact> {
  const day = localText(clock.now(), zone).slice(0, 10);
  const range = { type: 'day', from: `${day} 00:00`, to: `${day} 23:59` };
  const { plainHost, ...told } = way;
  const plainPort = plainHost === undefined ? undefined : tryPlainPort(plainHost);
  const { outcome } = await api.reports('metrics', [range], { deadlineMs: PROBE_DEADLINE_MS });
  const judged = judgeProbe(outcome, health.reference.skewMs, told);
  return plainPort ? { ...judged, plainPort: await plainPort } : judged;
}

/** Port 80 of HEADO, which guide 2 wants open beside 443. Null: it is. Never rejects. */
export function tryPlainPort(
  host: string,
  port = 80,
  deadlineMs = PLAIN_PORT_MS,
): Promise<ProbeFact['problem']> {
  const closed = (error: string): ProbeFact['problem'] =>
    problem('doctor.plainPortClosed', '', { host: `${host}:${port}`, error });
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    const end = (found: ProbeFact['problem']): void => {
      socket.destroy();
      resolve(found);
    };
    socket.setTimeout(deadlineMs, () => end(closed('ETIMEDOUT')));
    socket.once('connect', () => end(null));
    socket.once('error', (error) => end(closed('code' in error ? String(error.code) : error.name)));
  });
}

/** Pure. `clockSkewMs`: our clock minus the server's; undefined where no answer carried a date. */
export function judgeProbe(
  outcome: CallReport['outcome'],
  clockSkewMs: number | undefined,
  way: Way,
): ProbeFact {
  return { ...way, problem: problemOf(outcome), clockSkewMs: clockSkewMs ?? null };
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
