/**
 * Owns: a device API that answers from a script, in the same turn, for tests of time.
 */
import type { DeviceApi } from '../../../src-main/heado/device-api.ts';
import type { CallResult, Outcome } from '../../../src-main/heado/outcome.ts';
import type { CallLimits } from '../../../src-main/heado/transport.ts';

export interface Posted {
  readonly method: 'receipts' | 'event' | 'reports';
  readonly labels: readonly string[];
  readonly limits: CallLimits;
}

export interface ScriptedApi extends DeviceApi {
  readonly posted: Posted[];
  keysForgotten(): number;
}

/** `answer` decides every call; a promise keeps the call in flight. */
export function createScriptedApi(
  answer: (posted: Posted, nth: number) => Outcome | Promise<Outcome>,
): ScriptedApi {
  const posted: Posted[] = [];
  let forgotten = 0;
  let succeeded = 0;
  async function call(
    method: Posted['method'],
    payloads: readonly string[],
    limits: CallLimits,
  ): Promise<CallResult> {
    const labels = payloads.map((payload) => String(Reflect.get(Object(JSON.parse(payload)), 'extId')));
    posted.push({ method, labels, limits });
    const outcome = await answer({ method, labels, limits }, posted.length);
    if (outcome.kind === 'accepted') succeeded += 1;
    return { outcome, durationMs: 10 };
  }
  const unused = (): Promise<CallResult> => Promise.reject(new Error('not scripted'));
  return {
    posted,
    keysForgotten: () => forgotten,
    successes: () => succeeded,
    purchaseRegisterBatch: (payloads, limits) => call('receipts', payloads, limits),
    registerEvent: (payload, limits) => call('event', [payload], limits),
    reports: (_id, _ranges, limits) => call('reports', [], limits),
    purchaseRegister: unused,
    planSet: unused,
    planPublish: unused,
    forgetKey: () => void (forgotten += 1),
    keyFingerprint: () => undefined,
  };
}
