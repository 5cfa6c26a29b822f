/** Owns: the way to HEADO as the settings describe it: proxy, certificates, key, address. */
import type { Clock } from '../base/clock.ts';
import type { Note } from '../base/note.ts';
import type { Problem } from '../base/problem.ts';
import { ok, type Result } from '../base/result.ts';
import { readCaFile } from '../heado/ca-file.ts';
import { createDeviceApi, type CallReport, type DeviceApi } from '../heado/device-api.ts';
import type { HeadoEvent } from '../heado/events.ts';
import { planProxy } from '../heado/proxy.ts';
import { createTransport } from '../heado/transport.ts';
import type { Environment } from '../settings/environment.ts';
import type { Settings } from '../settings/schema.ts';
import { readDeviceKey } from '../settings/secrets.ts';
import { PROGRAM } from './version.ts';

/** Where the settings say nothing; a shorter deadline of the whole call goes before it. */
const CONNECT_MS = 10_000;

/** Which way calls go: what has to be open in a firewall. Neither key nor a proxy's password is in it. */
export interface Way {
  /** `host:port`. */
  readonly host: string;
  /** `host:port` of the proxy in use; empty: none. */
  readonly proxy: string;
  /** The host behind it whose port 80 has to be open too (guide 2); undefined: another port or a proxy is used. */
  readonly plainHost?: string | undefined;
}

export interface OpenApi {
  readonly api: DeviceApi;
  readonly host: string;
  readonly way: Way;
  close(): void;
}

export interface OpenApiOptions {
  readonly settings: Settings;
  readonly env: Environment;
  readonly clock: Clock;
  readonly note: Note<HeadoEvent>;
  readonly onCall: (report: CallReport) => void;
  /** Hears of every key that is read, so that nothing shows it. */
  readonly onKey: (key: string) => void;
  /** Default: the device's own key. */
  readonly readKey?: typeof readDeviceKey | undefined;
}

/** Fails where proxy or certificates cannot be used; a bad key is found by the first call and holds the lanes. */
export function openApi(options: OpenApiOptions): Result<OpenApi, Problem> {
  const { settings, env, clock, note } = options;
  const proxy = planProxy(settings.api.proxy, env);
  if (!proxy.ok) return proxy;
  const ca = settings.api.caFile === undefined ? ok(undefined) : readCaFile(settings.api.caFile);
  if (!ca.ok) return ca;
  const transport = createTransport({
    clock,
    proxy: proxy.value,
    connectTimeoutMs: settings.api.connectTimeoutMs ?? Math.min(CONNECT_MS, settings.api.timeoutMs),
    caPem: ca.value,
    userAgent: `${PROGRAM.name}/${PROGRAM.version}`,
  });
  const api = createDeviceApi({
    transport,
    base: settings.api.baseUrl,
    prefix: settings.api.devicePath,
    readKey: () => {
      const key = (options.readKey ?? readDeviceKey)(settings, env);
      if (!key.ok) return key;
      options.onKey(key.value.value);
      return ok(key.value.value);
    },
    agent: PROGRAM,
    registerEventSpelling: settings.api.registerEventSpelling,
    clock,
    note,
    onCall: options.onCall,
  });
  const base = new URL(settings.api.baseUrl);
  const through = proxy.value.proxyFor(base.hostname, Number(base.port) || 443);
  const usual = base.protocol === 'https:' && base.port === '' && through === undefined;
  const way = {
    host: hostAndPort(base),
    proxy: through === undefined ? '' : hostAndPort(new URL(through)),
    ...(usual && { plainHost: base.hostname }),
  };
  return ok({ api, host: base.host, way, close: () => transport.close() });
}

/** With the port that is meant where none is written. */
export function hostAndPort({ hostname, port, protocol }: URL): string {
  return `${hostname}:${port || (protocol === 'https:' ? '443' : '80')}`;
}
