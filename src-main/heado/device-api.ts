/**
 * Owns: the device methods of HEADO (device API; guide 7, 11, 13) as functions, and the key in use.
 * Promises: a call never rejects and never shows the key; after an answer that blames key or address the key is
 * read anew, so a replaced key file is picked up by the next attempt.
 * Refuses to know: retries, batches' contents, what reports mean.
 */
import { randomUUID } from 'node:crypto';
import type { Clock } from '../base/clock.ts';
import type { Note } from '../base/note.ts';
import { problem, type Problem } from '../base/problem.ts';
import { ok, type Result } from '../base/result.ts';
import { createEndpoint, type Endpoint } from './endpoint.ts';
import type { HeadoEvent } from './events.ts';
import { decideOutcome, type CallResult, type Outcome } from './outcome.ts';
import { createSpelling, type SpellingSetting } from './register-event.ts';
import { isAnswerTo, writeCall } from './rpc.ts';
import type { CallLimits, Transport } from './transport.ts';
import { toSingleForm } from './wire.ts';

/** What health learns from every call. */
export interface CallReport {
  readonly method: string;
  readonly outcome: Outcome;
  /**
   * HEADO's clock, milliseconds since 1970 UTC; undefined where the answer was not HEADO's own: a portal or a proxy
   * has another clock.
   */
  readonly dateHeaderMs: number | undefined;
  /** Our clock before and after. */
  readonly startedAtMs: number;
  readonly receivedAtMs: number;
  readonly durationMs: number;
}

export interface DeviceApiOptions {
  readonly transport: Transport;
  /** `api.baseUrl` and `api.devicePath`. */
  readonly base: string;
  readonly prefix: string;
  readonly readKey: () => Result<string, Problem>;
  /** Name and version of this program (guide 7.3). */
  readonly agent: { readonly name: string; readonly version: string };
  readonly registerEventSpelling: SpellingSetting;
  readonly clock: Clock;
  readonly note: Note<HeadoEvent>;
  /** Hears of every call that ended, also of those that never left. Must not throw. */
  readonly onCall?: ((report: CallReport) => void) | undefined;
}

/** One period of a report; `type` names it in the answer (device API, reports). */
export interface ReportRange {
  readonly type: string;
  readonly from: string;
  readonly to: string;
}

export type ReportId = 'metrics' | 'bysellers' | 'bytradepoints';

/** A plan of the device's own store (device API, planSet). */
export interface Plan {
  readonly metric: string;
  readonly plan: number;
  readonly year: number;
  readonly month?: number;
  readonly day?: number;
  readonly day_corr_plan?: number;
}

export interface DeviceApi {
  /** Up to 100 receipts (guide 7.2); `payloads` are JSON texts and travel unchanged, in this order. */
  purchaseRegisterBatch(payloads: readonly string[], limits: CallLimits): Promise<CallResult>;
  /** One receipt of the batch form by the older method. */
  purchaseRegister(payload: string, limits: CallLimits): Promise<CallResult>;
  /** Opening or closing of a shift (guide 13.1); `payload` is the JSON text of its parameters. */
  registerEvent(payload: string, limits: CallLimits): Promise<CallResult>;
  reports(id: ReportId, ranges: readonly ReportRange[], limits: CallLimits): Promise<CallResult>;
  planSet(plan: Plan, limits: CallLimits): Promise<CallResult>;
  planPublish(auto: boolean, limits: CallLimits): Promise<CallResult>;
  /** Calls of any method that ended in a success since this was made. */
  successes(): number;
  /** The next call reads the key anew. */
  forgetKey(): void;
  /** Fingerprint of the key in use; undefined before the first call. */
  keyFingerprint(): string | undefined;
}

export function createDeviceApi(options: DeviceApiOptions): DeviceApi {
  const { transport, clock, note } = options;
  const agent = JSON.stringify(options.agent);
  const spelling = createSpelling(options.registerEventSpelling, note);
  let endpoint: Endpoint | undefined;
  let lastFingerprint: string | undefined;
  let succeeded = 0;

  function openEndpoint(): Result<Endpoint, Problem> {
    if (endpoint) return ok(endpoint);
    const key = options.readKey();
    if (!key.ok) return key;
    const opened = createEndpoint({
      kind: 'device',
      base: options.base,
      prefix: options.prefix,
      key: key.value,
    });
    if (!opened.ok) return opened;
    endpoint = opened.value;
    if (endpoint.fingerprint !== lastFingerprint) note('key.taken', { fingerprint: endpoint.fingerprint });
    lastFingerprint = endpoint.fingerprint;
    return opened;
  }

  async function call(method: string, params: readonly string[], limits: CallLimits): Promise<CallResult> {
    const startedMs = clock.monotonicMs();
    const startedAtMs = clock.now();
    const { outcome, dateHeaderMs } = await attempt(method, params, limits);
    if (outcome.kind === 'hold') endpoint = undefined;
    if (outcome.kind === 'accepted') succeeded += 1;
    const durationMs = clock.monotonicMs() - startedMs;
    const receivedAtMs = clock.now();
    options.onCall?.({ method, outcome, dateHeaderMs, startedAtMs, receivedAtMs, durationMs });
    return { outcome, durationMs };
  }

  async function attempt(
    method: string,
    params: readonly string[],
    limits: CallLimits,
  ): Promise<Pick<CallReport, 'outcome' | 'dateHeaderMs'>> {
    const opened = openEndpoint();
    if (!opened.ok) return { outcome: holdUnusable(opened.error), dateHeaderMs: undefined };
    const { hide } = opened.value;
    const id = randomUUID();
    const answer = await transport.post(opened.value, writeCall(id, method, params), limits);
    const outcome = decideOutcome(answer, { id, api: 'device', nowMs: clock.now(), hide });
    const isOwn = answer.kind === 'reply' && isAnswerTo(answer.text, id);
    return { outcome, dateHeaderMs: isOwn ? answer.dateHeaderMs : undefined };
  }

  return {
    purchaseRegisterBatch: (payloads, limits) =>
      call('purchaseRegisterBatch', ['{"receipts":[', ...listed(payloads), `],"agent":${agent}}`], limits),
    purchaseRegister: (payload, limits) => call('purchaseRegister', [toSingleForm(payload)], limits),
    registerEvent: (payload, limits) => spelling.call((method) => call(method, [payload], limits)),
    reports: (id, range, limits) =>
      call('reports', [JSON.stringify({ id, params: { filter: {}, range } })], limits),
    planSet: (plan, limits) => call('planSet', [JSON.stringify(plan)], limits),
    planPublish: (auto, limits) => call('planPublish', [JSON.stringify({ auto })], limits),
    successes: () => succeeded,
    forgetKey: () => void (endpoint = undefined),
    keyFingerprint: () => lastFingerprint,
  };
}

/** The texts with commas between them. */
function listed(texts: readonly string[]): string[] {
  return texts.flatMap((text, index) => (index === 0 ? [text] : [',', text]));
}

/** A key or an address that cannot be used holds the lane like one that HEADO refused. */
function holdUnusable(found: Problem): Outcome {
  return {
    kind: 'hold',
    problem: problem('api.endpointUnusable', '', { ...found.values, because: found.code }),
  };
}
