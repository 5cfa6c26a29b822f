/**
 * Owns what an answer is before it is put on the wire, and how acts change its words: status, headers, body.
 * Promises to be pure; a body is text, for bodies without end see deliver-floods.ts.
 * Refuses to touch sockets.
 */
import type { Act } from './acts.ts';
import { isRecord } from './fields.ts';
import { Refusal, rpcCodes } from './refusal.ts';

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** The code of the RPC error that the body carries. */
  readonly errorCode?: number;
}

const json = { 'Content-Type': 'application/json; charset=utf-8' };
const notice = '<br />\n<b>Notice</b>: Undefined index: discount in <b>api.php</b> on line <b>42</b><br />\n';
const signInPage =
  '<!doctype html><html><head><title>Wi-Fi</title></head><body><h1>Sign in to the network</h1></body></html>';

/** A JSON-RPC result (device API, protocol). */
export function resultAnswer(id: unknown, result: unknown): Answer {
  return { status: 200, headers: json, body: JSON.stringify({ jsonrpc: '2.0', id, result }) };
}

/** A JSON-RPC error in a 200, with the refused receipt where the refusal names it. */
export function errorAnswer(id: unknown, refusal: Refusal): Answer {
  const { code, message, receipt } = refusal;
  const error = receipt === undefined ? { code, message } : { code, message, receipt };
  const body = JSON.stringify({ jsonrpc: '2.0', id: id ?? null, error });
  return { status: 200, headers: json, body, errorCode: code };
}

/** An answer that is no RPC answer. */
export function plainAnswer(
  status: number,
  body: string,
  headers: Readonly<Record<string, string>> = {},
): Answer {
  return { status, headers: { 'Content-Type': 'text/plain; charset=utf-8', ...headers }, body };
}

function retryHeader(retryAfter: string | undefined): Record<string, string> {
  return retryAfter === undefined ? {} : { 'Retry-After': retryAfter };
}

function rpcErrorAnswer(id: unknown, code: number, words: string): Answer {
  return errorAnswer(id, new Refusal(code, 'device API, error codes', words));
}

/**
 * The answer in place of running the method, for acts that commit nothing; undefined for all others.
 * `id` is the id of the call.
 */
export function answerInstead(act: Act, id: unknown): Answer | undefined {
  switch (act.name) {
    case 'rpcError':
      return rpcErrorAnswer(id, act.code ?? rpcCodes.operationFailed, act.message ?? 'the operation failed');
    case 'htmlPage':
      return plainAnswer(200, signInPage, { 'Content-Type': 'text/html; charset=utf-8' });
    case 'emptyBody':
      return { status: 200, headers: json, body: '' };
    case 'noContent':
      return { status: 204, headers: {}, body: '' };
    case 'redirect':
      return plainAnswer(act.status ?? 302, '', { Location: act.location ?? '/moved' });
    case 'status':
      return plainAnswer(act.status ?? 400, act.body ?? 'refused by the simulator');
    case 'revokeKey':
      return revokedAnswer(act.status, id);
    case 'tooLarge':
      return plainAnswer(413, 'too large');
    case 'tooManyRequests':
      return plainAnswer(429, 'too many requests', retryHeader(act.retryAfter));
    case 'tooOften':
      return withHeaders(rpcErrorAnswer(id, rpcCodes.tooOften, 'too frequent'), retryHeader(act.retryAfter));
    case 'unavailable':
      return plainAnswer(503, 'unavailable', retryHeader(act.retryAfter));
    default:
      return undefined;
  }
}

/** A key that is no longer good: a bare status, or -32802 in a 200. */
export function revokedAnswer(status: number | undefined, id: unknown): Answer {
  if (status !== undefined) return plainAnswer(status, 'the key is revoked');
  return rpcErrorAnswer(id, rpcCodes.badKey, 'the key is revoked');
}

function withHeaders(answer: Answer, headers: Readonly<Record<string, string>>): Answer {
  return { ...answer, headers: { ...answer.headers, ...headers } };
}

function members(answer: Answer): Record<string, unknown> {
  const parsed: unknown = JSON.parse(answer.body);
  return isRecord(parsed) ? { ...parsed } : {};
}

/** The method's answer as the act wants it, for acts that let the method run; others leave it as it is. */
export function changeAnswer(act: Act, answer: Answer): Answer {
  switch (act.name) {
    case 'statusAfterCommit':
      return plainAnswer(act.status ?? 500, 'the server failed after it registered');
    case 'errorAfterCommit':
      return rpcErrorAnswer(
        members(answer)['id'],
        act.code ?? rpcCodes.databaseError,
        'it failed in the end',
      );
    case 'otherId':
      return { ...answer, body: JSON.stringify({ ...members(answer), id: 'another-call' }) };
    case 'nullId':
      return { ...answer, body: JSON.stringify({ ...members(answer), id: null }) };
    case 'noResult': {
      const { jsonrpc, id } = members(answer);
      return { ...answer, body: JSON.stringify({ jsonrpc, id }) };
    }
    case 'oddResult': {
      const { result = null, error } = act;
      const { jsonrpc, id } = members(answer);
      const body = { jsonrpc, id, result, ...(error === undefined ? {} : { error }) };
      return { ...answer, body: JSON.stringify(body) };
    }
    case 'textBefore':
      return { ...answer, body: `${act.text ?? notice}${answer.body}` };
    case 'undercount': {
      const whole = members(answer);
      const { result } = whole;
      const count = (isRecord(result) ? Number(result['count']) : 0) - (act.by ?? 1);
      return { ...answer, body: JSON.stringify({ ...whole, result: { count } }) };
    }
    default:
      return answer;
  }
}
