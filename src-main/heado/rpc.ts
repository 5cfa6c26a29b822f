/**
 * Owns: the JSON-RPC 2.0 envelope (device API, opening section): writing a call, reading whatever came back.
 * Promises: reading never throws and never takes for an answer what is none.
 * Refuses to know: methods, HTTP, what to do about an answer.
 */
import { z } from 'zod';

/** What a text turned out to be. `id`: undefined where absent, null where null. */
export type RpcReply =
  | { readonly kind: 'result'; readonly id: RpcId; readonly result: unknown }
  | { readonly kind: 'error'; readonly id: RpcId; readonly error: RpcError }
  | {
      readonly kind: 'unreadable';
      readonly because: 'answerEmpty' | 'answerNotJson' | 'answerNoResult';
      readonly id?: undefined;
    };

export type RpcId = string | null | undefined;

export interface RpcError {
  readonly code: number;
  readonly message: string;
  /** The receipt that the server names as the wrong one. */
  readonly receipt?: unknown;
}

/** Servers written in loose languages send numbers as texts and the other way round. */
const rpcId = z
  .union([z.string(), z.number().transform(String), z.null()])
  .optional()
  .catch('');
const rpcError = z.object({
  code: z.union([
    z.int(),
    z
      .string()
      .regex(/^-?\d{1,9}$/)
      .transform(Number),
  ]),
  message: z.string().catch(''),
  receipt: z.unknown().optional(),
});
const envelope = z.object({ id: rpcId, result: z.unknown().optional(), error: z.unknown().optional() });

/** Answers have some six levels; a text may hold a bracket that is never closed. */
const DEPTH_MAX = 1_000;
/** What is smaller is read in no time, whatever it holds. */
const SMALL_LENGTH = 100_000;

/**
 * The body of a call. `params` is JSON text, in pieces or whole: payloads are sent exactly as they were stored, and
 * a hundred of them are copied once.
 */
export function writeCall(id: string, method: string, params: readonly string[]): string {
  const head = `{"jsonrpc":"2.0","id":${JSON.stringify(id)},"method":${JSON.stringify(method)},"params":`;
  return [head, ...params, '}'].join('');
}

export function parseReply(text: string): RpcReply {
  if (text.trim() === '') return { kind: 'unreadable', because: 'answerEmpty' };
  const json = parseJson(text);
  if (json === undefined) return { kind: 'unreadable', because: 'answerNotJson' };
  const read = envelope.safeParse(json);
  if (!read.success) return { kind: 'unreadable', because: 'answerNoResult' };
  const { id, result, error } = read.data;
  const refusal = rpcError.safeParse(error);
  if (refusal.success) return { kind: 'error', id, error: refusal.data };
  if (isError(error, result) || result === undefined)
    return { kind: 'unreadable', because: 'answerNoResult' };
  return { kind: 'result', id, result };
}

/** True for a result or an error object that bears this very id: only whoever read the call can have written it. */
export function isAnswerTo(text: string, id: string): boolean {
  const reply = parseReply(text);
  return reply.kind !== 'unreadable' && reply.id === id;
}

/**
 * Loose servers put an empty `error` beside a result: only an object is one (decisions 22). Words beside no result at
 * all are how older servers refuse.
 */
function isError(error: unknown, result: unknown): boolean {
  if (typeof error === 'object' && error !== null) return !Array.isArray(error) || error.length > 0;
  return typeof error === 'string' && error !== '' && result === null;
}

/** Undefined for what is no JSON, or none that anybody means; JSON itself has no undefined. */
function parseJson(text: string): unknown {
  if (text.length > SMALL_LENGTH && isNestedTooDeep(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Reading millions of brackets takes seconds, in which no receipt is taken; those in texts are counted, too. */
function isNestedTooDeep(text: string): boolean {
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at];
    if (sign === '[' || sign === '{') depth += 1;
    else if (sign === ']' || sign === '}') depth -= 1;
    if (depth > DEPTH_MAX) return true;
  }
  return false;
}
