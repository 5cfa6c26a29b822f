/**
 * Owns the HTTP side: connections, requests, playing acts at the right moment, the raw call log.
 * Promises that every connection it closed and every request it got stands in the log in the order of arrival.
 * Refuses to know methods and receipts.
 */
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Act } from './acts.ts';
import { plainAnswer } from './answer.ts';
import type { Answer } from './answer.ts';
import { fingerprint, openCall } from './call-log.ts';
import type { RecordedCall } from './call-log.ts';
import { deliver, reset } from './deliver.ts';
import type { Exchange } from './exchange.ts';
import { countReceipts } from './desk.ts';
import type { Desk } from './desk.ts';
import type { Later } from './listener.ts';
import { dripBody, readAddress, readBody, requestLimitBytes } from './request-body.ts';
import type { Address } from './request-body.ts';
import { parseRequest } from './rpc.ts';
import type { ParsedRequest } from './rpc.ts';
import type { CallFacts, RuleBook } from './rules.ts';

export interface TransportOptions {
  readonly now: () => number;
  readonly rules: RuleBook;
  readonly desk: Desk;
  readonly calls: RecordedCall[];
  /** Whether parameters stay in the log. */
  readonly keep: boolean;
  /** Called when a call is over: answered whole, or its connection gone. */
  readonly onCall: (call: RecordedCall) => void;
  /** Runs after a while, unless the simulator is closed before. */
  readonly later: Later;
}

/** Longer than any client keeps an idle connection in a test, so that only a behaviour closes one. */
const keepAliveMs = 120_000;

interface Connection {
  readonly number: number;
  requests: number;
}

interface Transport extends TransportOptions {
  readonly connections: WeakMap<Socket, Connection>;
  accepted: number;
}

function open({ calls, now }: Transport, connection: number): RecordedCall {
  const call = openCall(calls.length + 1, now(), connection);
  calls.push(call);
  return call;
}

function noFacts(kind: CallFacts['kind'], earlierOnSocket: number): CallFacts {
  return { kind, method: undefined, params: undefined, requestBytes: 0, receipts: 0, earlierOnSocket };
}

function accept(transport: Transport, socket: Socket): void {
  transport.accepted += 1;
  transport.connections.set(socket, { number: transport.accepted, requests: 0 });
  socket.on('error', () => socket.destroy());
  const act = transport.rules.select('connection', noFacts(undefined, 0), transport.now());
  if (act === undefined) return;
  const call = open(transport, transport.accepted);
  call.behaviour = act.name;
  socket.destroy();
  transport.onCall(call);
}

/** Reads a request and answers it; resolves when the answer was handed over. */
async function receive(transport: Transport, exchange: Exchange): Promise<void> {
  const { request, call } = exchange;
  const address = readAddress(request.url ?? '');
  call.kind = address?.kind;
  call.keyFingerprint = address === undefined ? undefined : fingerprint(address.key);
  const connection = transport.connections.get(request.socket);
  const earlier = connection?.requests ?? 0;
  if (connection !== undefined) connection.requests += 1;
  const act = transport.rules.select('head', noFacts(call.kind, earlier), transport.now());
  call.behaviour = act?.name;
  if (act?.name === 'resetInRequest' || act?.name === 'closeAsClientWrites') {
    reset(exchange);
    return;
  }
  const intervalMs = act?.name === 'dripRequest' ? (act.intervalMs ?? 1000) : undefined;
  const body = intervalMs === undefined ? readBody(request) : dripBody(request, intervalMs, transport.later);
  respond(transport, exchange, address, await body, earlier);
}

/** What an HTTP server says before it looks for an RPC request; undefined when there is one. */
function judgeHttp(
  request: IncomingMessage,
  address: Address | undefined,
  body: Buffer | undefined,
): Answer | undefined {
  const section = 'device API, address:';
  if (address === undefined) return plainAnswer(404, `${section} there is nothing here`);
  if (request.method !== 'POST') return plainAnswer(405, `${section} requests are POST`, { Allow: 'POST' });
  if (body === undefined) return plainAnswer(413, `the request is over ${requestLimitBytes} bytes`);
  return undefined;
}

function respond(
  transport: Transport,
  exchange: Exchange,
  address: Address | undefined,
  body: Buffer | undefined,
  earlier: number,
): void {
  const refusal = judgeHttp(exchange.request, address, body);
  if (refusal !== undefined || address === undefined || body === undefined) {
    deliver(exchange, refusal ?? plainAnswer(404, ''), undefined);
    return;
  }
  const { call } = exchange;
  const parsed = parseRequest(body);
  const facts = noteRequest(transport, call, parsed, { bytes: body.length, earlier });
  const act =
    call.behaviour === undefined ? transport.rules.select('request', facts, transport.now()) : undefined;
  call.behaviour ??= act?.name;
  play(transport, exchange, { parsed, key: address.key, act });
}

function noteRequest(
  { keep }: Transport,
  call: RecordedCall,
  parsed: ParsedRequest,
  { bytes, earlier }: { readonly bytes: number; readonly earlier: number },
): CallFacts {
  const request = parsed.ok ? parsed.request : undefined;
  call.method = request?.method;
  call.id = parsed.ok ? parsed.request.id : parsed.id;
  call.requestBytes = bytes;
  call.receipts = countReceipts(parsed);
  if (keep) call.params = request?.params;
  const { kind, method, receipts } = call;
  return { kind, method, params: request?.params, requestBytes: bytes, receipts, earlierOnSocket: earlier };
}

function play(
  transport: Transport,
  exchange: Exchange,
  {
    parsed,
    key,
    act,
  }: { readonly parsed: ParsedRequest; readonly key: string; readonly act: Act | undefined },
): void {
  if (act?.name === 'resetBeforeCommit') reset(exchange);
  else deliver(exchange, transport.desk.answer(parsed, key, exchange.call, act), act);
}

function onRequest(transport: Transport, request: IncomingMessage, response: ServerResponse): void {
  response.sendDate = false;
  const { now, rules, later } = transport;
  const call = open(transport, transport.connections.get(request.socket)?.number ?? 0);
  const date = (offsetMs: number): string => new Date(now() + offsetMs).toUTCString();
  const exchange = { request, response, call, later, closing: rules.expects('connection'), date };
  response.once('close', () => transport.onCall(call));
  receive(transport, exchange).catch((error: unknown) => {
    call.answer = `none: ${error instanceof Error ? error.message : String(error)}`;
    request.socket.destroy();
  });
}

/** A server, not yet listening, that answers by the desk and the rules. */
export function createTransport(options: TransportOptions): Server {
  const transport: Transport = { ...options, connections: new WeakMap(), accepted: 0 };
  const server = createServer({ keepAliveTimeout: keepAliveMs, requestTimeout: 0, headersTimeout: 0 });
  server.on('connection', (socket: Socket) => accept(transport, socket));
  server.on('request', (request: IncomingMessage, response: ServerResponse) =>
    onRequest(transport, request, response),
  );
  return server;
}
