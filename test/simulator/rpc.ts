/**
 * Owns the JSON-RPC envelope of a request (device API, protocol).
 * Promises a Refusal with -32700 for what is no JSON text and -32600 for what is no request.
 * Refuses to know methods.
 */
import { isUtf8 } from 'node:buffer';
import { isRecord, show } from './fields.ts';
import type { Fields } from './fields.ts';
import { Refusal, rpcCodes } from './refusal.ts';

export interface RpcRequest {
  readonly id: string | number;
  readonly method: string;
  readonly params: unknown;
}

/** A request, or why there is none; `id` is what can be answered to, null where nothing can. */
export type ParsedRequest =
  | { readonly ok: true; readonly request: RpcRequest }
  | { readonly ok: false; readonly id: string | number | null; readonly refusal: Refusal };

const envelopeFields = new Set(['jsonrpc', 'id', 'method', 'params']);
const section = 'device API, protocol';

function parseJson(body: Buffer): unknown {
  if (!isUtf8(body)) throw new Refusal(rpcCodes.badMessage, section, 'the body must be UTF-8');
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    throw new Refusal(rpcCodes.badMessage, section, 'the body must be one JSON text');
  }
}

function wrong(what: string): never {
  throw new Refusal(rpcCodes.badRequest, section, what);
}

function isId(value: unknown): value is string | number {
  return typeof value === 'number' || (typeof value === 'string' && value !== '');
}

function readRequest(envelope: Fields): RpcRequest {
  const { jsonrpc, id, method, params } = envelope;
  for (const key of Object.keys(envelope))
    if (!envelopeFields.has(key)) wrong(`the request has an unknown field "${key}"`);
  if (jsonrpc !== '2.0') wrong(`jsonrpc must be "2.0", got ${show(jsonrpc)}`);
  if (!isId(id)) return wrong(`id must be given, got ${show(id)}`);
  if (typeof method !== 'string' || method === '') return wrong(`method must be a name, got ${show(method)}`);
  return { id, method, params };
}

/** The request in a body, or its refusal. */
export function parseRequest(body: Buffer): ParsedRequest {
  let id: string | number | null = null;
  try {
    const envelope = parseJson(body);
    if (!isRecord(envelope)) return wrong('the request must be one JSON object');
    if (isId(envelope['id'])) id = envelope['id'];
    return { ok: true, request: readRequest(envelope) };
  } catch (error) {
    if (error instanceof Refusal) return { ok: false, id, refusal: error };
    throw error;
  }
}
