/**
 * Owns: one POST to HEADO and back, over axios.
 * Promises: a call ends by its deadline however slowly bytes trickle in either direction; an answer that came while
 * the whole process was suspended is read; redirects are never
 * followed; an answer beyond `ANSWER_BYTES_MAX`, counted after unpacking, or in more pieces than
 * `ANSWER_PIECES_MAX` is cut off; a failure says whether the
 * server may have seen the request. No error object leaves this file: they carry the address.
 * Refuses to know: JSON-RPC, retries.
 */
import http, { type ClientRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import https from 'node:https';
import axios, { AxiosHeaders, type AxiosResponse } from 'axios';
import type { Cancel, Clock } from '../base/clock.ts';
import { openAgents, type AgentOptions } from './agents.ts';
import type { Endpoint } from './endpoint.ts';
import { judgeFailure, type Progress, type TransportFailure } from './transport-failure.ts';

/** Far above any report (heado-api, "Transport"). */
export const ANSWER_BYTES_MAX = 5_000_000;

/**
 * Pieces that an answer may come in: each is kept until the last, and one of a single byte costs some hundred. The
 * largest answer has 3,500 in full packets.
 */
export const ANSWER_PIECES_MAX = 50_000;
/** A timer that is later than this was held up by more than a busy process. */
const SLEPT_MS = 500;
/** What lies in a socket is read in milliseconds; a connection that died is noticed as fast. */
const READ_ON_MS = 2_000;

export interface TransportOptions extends AgentOptions {
  readonly clock: Clock;
  /** `name/version`. */
  readonly userAgent: string;
}

export interface Reply {
  readonly kind: 'reply';
  readonly status: number;
  readonly headers: { readonly retryAfter: string | undefined; readonly contentType: string | undefined };
  readonly text: string;
  /** The server's clock, milliseconds since 1970 UTC. */
  readonly dateHeaderMs: number | undefined;
}

export type Answer = Reply | TransportFailure;

export interface CallLimits {
  /** The whole call, from the first step to the last byte, milliseconds. */
  readonly deadlineMs: number;
  /** Ends the call at once. */
  readonly stop?: AbortSignal | undefined;
}

export interface Transport {
  /** Never rejects. */
  post(endpoint: Endpoint, body: string, limits: CallLimits): Promise<Answer>;
  /** Closes idle sockets. */
  close(): void;
}

export function createTransport(options: TransportOptions): Transport {
  const agents = openAgents(options);
  // A client of axios would merge settings and run interceptors before every call; here all calls are alike.
  const send = axios.getAdapter('http');
  const usual = {
    method: 'post',
    maxRedirects: 0,
    // The agents know the proxy; left to itself axios would read the environment.
    proxy: false,
    maxContentLength: ANSWER_BYTES_MAX,
    responseType: 'text',
    validateStatus: () => true,
  } as const;
  const headers = {
    'Content-Type': 'application/json; charset=utf-8',
    Accept: 'application/json',
    'Accept-Encoding': 'gzip, deflate',
    'User-Agent': options.userAgent,
  };

  async function post(endpoint: Endpoint, body: string, limits: CallLimits): Promise<Answer> {
    const progress: Progress = { sendable: false, answered: false, endedBy: undefined };
    const way = { secure: endpoint.secure, proxied: agents.isProxied(endpoint) };
    const end = openEnd(options, progress, limits);
    const head: { of?: IncomingMessage } = {};
    const transport = {
      request(plan: RequestOptions, onReply: (reply: IncomingMessage) => void): ClientRequest {
        const ask = endpoint.secure ? https.request : http.request;
        const request = ask({ ...plan, agent: agents.agentFor(endpoint) }, (reply) => {
          progress.answered = true;
          head.of = reply;
          countPieces(reply, end.tooManyPieces);
          onReply(reply);
        });
        watchConnection(request, endpoint.secure, () => {
          progress.sendable = true;
          end.connected();
        });
        return request;
      },
    };
    try {
      const answer: AxiosResponse<unknown> = await send({
        ...usual,
        url: endpoint.url(),
        data: body,
        headers: new AxiosHeaders(headers),
        transport,
        signal: end.signal,
      });
      return toReply(answer.status, answer.data, head.of);
    } catch (error) {
      return judgeFailure(error, progress, way);
    } finally {
      end.clear();
    }
  }

  return { post, close: () => agents.close() };
}

interface End {
  readonly signal: AbortSignal;
  /** Connecting is over: from here on only the deadline of the whole counts. */
  connected(): void;
  tooManyPieces(): void;
  clear(): void;
}

/** Whatever comes first ends the call: too long a connecting, the deadline, or a stop from outside. */
function openEnd(options: TransportOptions, progress: Progress, limits: CallLimits): End {
  const controller = new AbortController();
  const endBy = (cause: Exclude<Progress['endedBy'], undefined>) => (): void => {
    progress.endedBy ??= cause;
    controller.abort();
  };
  const onStop = endBy('stop');
  const cancelConnect = afterAwake(options.clock, options.connectTimeoutMs, endBy('connect'));
  const cancelDeadline = afterAwake(options.clock, limits.deadlineMs, endBy('deadline'));
  if (limits.stop?.aborted) onStop();
  else limits.stop?.addEventListener('abort', onStop, { once: true });
  return {
    signal: controller.signal,
    connected: cancelConnect,
    tooManyPieces: endBy('pieces'),
    clear() {
      cancelConnect();
      cancelDeadline();
      limits.stop?.removeEventListener('abort', onStop);
    },
  };
}

/**
 * Runs `task` after `delayMs`. Where the process itself slept over that time (stopped, or the machine suspended), what
 * the network brought meanwhile lies unread: it gets `READ_ON_MS` first.
 */
function afterAwake(clock: Clock, delayMs: number, task: () => void): Cancel {
  const dueMs = clock.monotonicMs() + delayMs;
  let cancel = clock.after(delayMs, () => {
    if (clock.monotonicMs() - dueMs < SLEPT_MS) task();
    else cancel = clock.after(READ_ON_MS, task);
  });
  return () => cancel();
}

/** Calls `onSendable` once when the connection stands; at once for one that is used again or tunnelled. */
function watchConnection(request: ClientRequest, secure: boolean, onSendable: () => void): void {
  request.once('socket', (socket) => {
    if (socket.connecting) socket.once(secure ? 'secureConnect' : 'connect', onSendable);
    // A socket that failed in the same breath is gone already and carried nothing.
    else if (!socket.destroyed) onSendable();
  });
}

function countPieces(reply: IncomingMessage, onTooMany: () => void): void {
  let pieces = 0;
  reply.on('data', () => {
    pieces += 1;
    if (pieces > ANSWER_PIECES_MAX) onTooMany();
  });
}

function toReply(status: number, data: unknown, head: IncomingMessage | undefined): Reply {
  const date = Date.parse(head?.headers.date ?? '');
  return {
    kind: 'reply',
    status,
    headers: { retryAfter: head?.headers['retry-after'], contentType: head?.headers['content-type'] },
    text: typeof data === 'string' ? data : '',
    dateHeaderMs: Number.isNaN(date) ? undefined : date,
  };
}
