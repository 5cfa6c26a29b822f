/**
 * Owns: making calls in tests with few words.
 */
import { systemClock, type Clock } from '../../../src-main/base/clock.ts';
import { ok } from '../../../src-main/base/result.ts';
import type { DeviceApiOptions } from '../../../src-main/heado/device-api.ts';
import { createEndpoint, type Endpoint } from '../../../src-main/heado/endpoint.ts';
import { planProxy, type Environment } from '../../../src-main/heado/proxy.ts';
import type { TransportFailure } from '../../../src-main/heado/transport-failure.ts';
import {
  createTransport,
  type Answer,
  type Reply,
  type Transport,
  type TransportOptions,
} from '../../../src-main/heado/transport.ts';
import { stopServers } from './small-servers.ts';

export const KEY = 'k7Qz2Wm9Xr4Tn8Vb';

export function endpointAt(base: string, key = KEY): Endpoint {
  const opened = createEndpoint({ kind: 'device', base, prefix: '/device/', key });
  if (!opened.ok) throw new Error(opened.error.code);
  return opened.value;
}

export interface TransportFacts {
  readonly connectTimeoutMs?: number;
  readonly proxy?: string;
  readonly env?: Environment;
  readonly caPem?: string;
  readonly lookup?: TransportOptions['lookup'];
  readonly clock?: Clock;
}

const open = new Set<Transport>();

export function openTransport(facts: TransportFacts = {}): Transport {
  const { connectTimeoutMs = 2_000, proxy = 'none', env = {}, clock = systemClock } = facts;
  const plan = planProxy(proxy, env);
  if (!plan.ok) throw new Error(plan.error.code);
  const transport = createTransport({
    connectTimeoutMs,
    proxy: plan.value,
    caPem: facts.caPem,
    lookup: facts.lookup,
    clock,
    userAgent: 'heado-till/test',
  });
  open.add(transport);
  return transport;
}

/** For `afterEach`: closes every transport and every server. */
export async function endCalls(): Promise<void> {
  for (const transport of open) transport.close();
  open.clear();
  await stopServers();
}

/** A device API at `base`, with what a test wants changed. */
export function deviceApiOptions(base: string, changes: Partial<DeviceApiOptions> = {}): DeviceApiOptions {
  return {
    transport: changes.transport ?? openTransport(),
    base,
    prefix: '/device/',
    readKey: () => ok(KEY),
    agent: { name: 'heado-till', version: '1.2.3' },
    registerEventSpelling: 'auto',
    clock: systemClock,
    note: () => undefined,
    ...changes,
  };
}

export function mustReply(answer: Answer): Reply {
  if (answer.kind !== 'reply') throw new Error(`no reply but ${answer.code}`);
  return answer;
}

export function mustFail(answer: Answer): TransportFailure {
  if (answer.kind !== 'failure') throw new Error(`no failure but status ${answer.status}`);
  return answer;
}
