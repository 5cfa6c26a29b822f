/**
 * Owns: the sockets to HEADO: one is kept and used again, straight or through a CONNECT tunnel.
 * Promises: TLS is always verified, whatever the environment says; an idle socket is closed before servers and
 * proxies usually close theirs, so that a call seldom meets a dying one.
 */
import http from 'node:http';
import https from 'node:https';
import type { LookupFunction, Socket } from 'node:net';
import tls from 'node:tls';
import type { Endpoint } from './endpoint.ts';
import type { ProxyPlan } from './proxy.ts';

/** Servers commonly close an idle connection after 5 s (Node, Apache) or later. */
const IDLE_MS_MAX = 4_000;

export interface AgentOptions {
  readonly proxy: ProxyPlan;
  /** Also the deadline of opening a tunnel, milliseconds. */
  readonly connectTimeoutMs: number;
  /** PEM text of further certificate authorities, beside the usual ones. */
  readonly caPem?: string | undefined;
  /** How names become addresses; by default the system's way. */
  readonly lookup?: LookupFunction | undefined;
}

export interface Agents {
  agentFor(endpoint: Endpoint): http.Agent;
  isProxied(endpoint: Endpoint): boolean;
  close(): void;
}

export function openAgents(options: AgentOptions): Agents {
  const names = options.lookup ? { lookup: options.lookup } : {};
  const common = { ...names, keepAlive: true, scheduling: 'lifo', timeout: IDLE_MS_MAX } as const;
  const secure = { ...common, ...trust(options.caPem) };
  const plain = new http.Agent(common);
  const direct = new https.Agent(secure);
  const tunnels = new Map<string, https.Agent>();

  function tunnelThrough(proxy: string): https.Agent {
    const known = tunnels.get(proxy);
    if (known) return known;
    // Node takes this timeout for the opening of the tunnel as well.
    const agent = new https.Agent({
      ...secure,
      timeout: options.connectTimeoutMs,
      proxyEnv: { HTTPS_PROXY: proxy },
    });
    agent.on('free', shortenIdleness);
    tunnels.set(proxy, agent);
    return agent;
  }

  const proxyOf = ({ host, port }: Endpoint): string | undefined => options.proxy.proxyFor(host, port);
  return {
    agentFor(endpoint) {
      if (!endpoint.secure) return plain;
      const proxy = proxyOf(endpoint);
      return proxy === undefined ? direct : tunnelThrough(proxy);
    },
    isProxied: (endpoint) => endpoint.secure && proxyOf(endpoint) !== undefined,
    close() {
      for (const agent of [plain, direct, ...tunnels.values()]) agent.destroy();
    },
  };
}

/** Given authorities would replace the usual ones, so both are named. */
function trust(caPem: string | undefined): https.AgentOptions {
  const ca = caPem === undefined ? {} : { ca: [...tls.getCACertificates('default'), caPem] };
  return { ...ca, rejectUnauthorized: true };
}

function shortenIdleness(socket: Socket): void {
  if (socket.timeout === undefined || socket.timeout === 0 || socket.timeout > IDLE_MS_MAX)
    socket.setTimeout(IDLE_MS_MAX);
}
