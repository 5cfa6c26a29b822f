/**
 * Owns: the one place that turns anything a call can end with into a decision (heado-api, "Answers and what we
 * do"; decisions 23). Pure.
 * Promises: the body decides whatever the status; only a result under the call's own id is a success; every
 * outcome after which the server may have kept the data is `uncertain`. Certainly nothing was kept where the answer
 * comes before anything is carried out: wrong key, too many calls, no such method, a text that cannot be read, and what
 * a border on the way answers (3xx, 4xx without an RPC body).
 */
import { problem, type Problem } from '../base/problem.ts';
import type { EndpointKind } from './endpoint.ts';
import { readRetryAfter } from './retry-after.ts';
import { parseReply, type RpcReply } from './rpc.ts';
import type { FailureCode } from './transport-failure.ts';
import type { Answer, Reply } from './transport.ts';

export type RetryCode =
  | `api.${FailureCode}`
  | 'api.answerEmpty'
  | 'api.answerNotJson'
  | 'api.answerNoResult'
  | 'api.answerOtherId'
  | 'api.serverError'
  | 'api.tooOften'
  | 'api.operationFailed'
  | 'api.databaseFailed'
  /** An error code that no document names. */
  | 'api.unknownError';

export type HoldCode =
  | 'api.keyRefused'
  | 'api.addressWrong'
  | 'api.redirected'
  | 'api.proxyRefused'
  | 'api.methodMissing'
  /** Nothing was sent: the key cannot be read, or key or address are malformed; `because` has the code. */
  | 'api.endpointUnusable';

export type Outcome =
  | { readonly kind: 'accepted'; readonly result: unknown }
  | {
      readonly kind: 'retry';
      readonly problem: Problem<RetryCode>;
      /** The server may have kept what was sent. */
      readonly uncertain: boolean;
      /** HEADO says itself that it failed: it was at work on the call, and a part may be carried out. */
      readonly failedInside: boolean;
      /** No byte of it can have reached the server. */
      readonly unsent: boolean;
      /** The server asks for fewer calls. */
      readonly slowDown: boolean;
      readonly retryAfterMs: number | undefined;
    }
  /** A definite no to these data. */
  | {
      readonly kind: 'refused';
      readonly code: number;
      readonly message: string;
      /** The one that the server names, where it does. */
      readonly receipt: unknown;
      /** The server could not read the call: it may have been cut or spoiled on the way. */
      readonly garbled?: boolean | undefined;
    }
  | { readonly kind: 'tooLarge' }
  | { readonly kind: 'noMethod'; readonly message: string }
  /** Key or address are wrong: nothing will pass until someone mends that. */
  | { readonly kind: 'hold'; readonly problem: Problem<HoldCode> };

export interface CallResult {
  readonly outcome: Outcome;
  readonly durationMs: number;
}

export interface CallContext {
  readonly id: string;
  readonly api: EndpointKind;
  /** Our clock, for an answer without a date of its own, milliseconds since 1970 UTC. */
  readonly nowMs: number;
  /** Takes the key out of the server's words. */
  readonly hide: (text: string) => string;
}

const REFUSED: ReadonlySet<number> = new Set([-32000, -32500, -32600, -32602, -32700]);
const KEY_REFUSED: ReadonlySet<number> = new Set([-32800, -32801, -32802, -33000, -33001, -33100]);
/** Not found, exists already: answers to management calls alone (decisions 23). */
const REFUSED_TO_MANAGEMENT: ReadonlySet<number> = new Set([-32404, -32803]);
/** A server that could not read the call cannot know its id (decisions 23). */
const MAY_LACK_ID: ReadonlySet<number> = new Set([-32600, -32700]);
const RETRIED: ReadonlyMap<number, RetryCode> = new Map([
  [-32605, 'api.operationFailed'],
  [-32606, 'api.tooOften'],
  [-32610, 'api.databaseFailed'],
]);
const NOT_READABLE = -32700;
const TOO_OFTEN = -32606;
const METHOD_MISSING = -32601;
/** Longer words are cut: they end up in lists that people read. */
const MESSAGE_LENGTH_MAX = 300;

/** The decision for `answer` to the call `context`. */
export function decideOutcome(answer: Answer, context: CallContext): Outcome {
  if (answer.kind === 'failure') {
    const uncertain = answer.phase === 'maybe-sent';
    const found = problem<RetryCode>(`api.${answer.code}`, '', { words: answer.words });
    return retry(found, { uncertain, unsent: !uncertain });
  }
  const reply = parseReply(answer.text);
  if (!isOurs(reply, context.id)) return decideByStatus(answer, reply, context);
  if (reply.kind === 'result') return { kind: 'accepted', result: reply.result };
  return decideByError(reply, answer, context);
}

/** HEADO itself answered the call, whatever it said of it, and did not fail at its work. */
export function isAnswered(outcome: Outcome): boolean {
  switch (outcome.kind) {
    case 'accepted':
    case 'refused':
    case 'noMethod':
      return true;
    case 'retry':
      return !outcome.failedInside && isOfRpc(outcome.problem);
    case 'hold':
      return isOfRpc(outcome.problem);
    case 'tooLarge':
      return false;
  }
}

/** Its own code; what a border on the way answers has a status alone. */
const isOfRpc = ({ values }: Problem): boolean => values['code'] !== undefined;

type RefusedReply = Extract<RpcReply, { kind: 'error' }>;

function isOurs(reply: RpcReply, id: string): reply is Exclude<RpcReply, { kind: 'unreadable' }> {
  if (reply.kind === 'unreadable') return false;
  if (reply.id === id) return true;
  const absent = reply.id === null || reply.id === undefined;
  return absent && reply.kind === 'error' && MAY_LACK_ID.has(reply.error.code);
}

function decideByError({ id, error }: RefusedReply, answer: Reply, context: CallContext): Outcome {
  const { code } = error;
  const message = cleanWords(error.message, context);
  if (REFUSED.has(code) || (context.api === 'management' && REFUSED_TO_MANAGEMENT.has(code)))
    return { kind: 'refused', code, message, receipt: error.receipt, garbled: isGarbled(code, id) };
  if (KEY_REFUSED.has(code)) return hold('api.keyRefused', { code, message });
  if (code === METHOD_MISSING) return { kind: 'noMethod', message };
  const slowDown = code === TOO_OFTEN;
  return retry(problem(RETRIED.get(code) ?? 'api.unknownError', '', { code, message }), {
    ...{ uncertain: !slowDown, failedInside: !slowDown, slowDown },
    retryAfterMs: waitOf(answer, context),
  });
}

/** A server that had read the call would know its id. */
function isGarbled(code: number, id: RpcReply['id']): boolean {
  return code === NOT_READABLE || typeof id !== 'string';
}

/** Without a readable answer to this very call the status is all there is. */
function decideByStatus(answer: Reply, reply: RpcReply, context: CallContext): Outcome {
  const { status } = answer;
  const retryAfterMs = waitOf(answer, context);
  if (status === 413) return { kind: 'tooLarge' };
  if (status === 429) return retry(problem('api.tooOften', '', { status }), { slowDown: true, retryAfterMs });
  if (status === 408 || status === 425 || status >= 500)
    return retry(problem('api.serverError', '', { status }), { uncertain: true, retryAfterMs });
  if (status >= 300) return hold(holdCodeOf(status), { status });
  const because = reply.kind === 'unreadable' ? reply.because : 'answerOtherId';
  return retry(problem(`api.${because}`, '', { status }), { uncertain: true });
}

function holdCodeOf(status: number): HoldCode {
  if (status < 400) return 'api.redirected';
  if (status === 407) return 'api.proxyRefused';
  return status === 401 || status === 403 ? 'api.keyRefused' : 'api.addressWrong';
}

interface RetryTraits {
  readonly uncertain?: boolean;
  readonly failedInside?: boolean;
  readonly unsent?: boolean;
  readonly slowDown?: boolean;
  readonly retryAfterMs?: number | undefined;
}

function retry(found: Problem<RetryCode>, traits: RetryTraits): Outcome {
  const { uncertain = false, failedInside = false, unsent = false, slowDown = false, retryAfterMs } = traits;
  return { kind: 'retry', problem: found, uncertain, failedInside, unsent, slowDown, retryAfterMs };
}

function hold(code: HoldCode, values: Problem['values']): Outcome {
  return { kind: 'hold', problem: problem(code, '', values) };
}

function waitOf(answer: Reply, context: CallContext): number | undefined {
  return readRetryAfter(answer.headers.retryAfter, answer.dateHeaderMs ?? context.nowMs);
}

/** The server's words fit for a list: one line, without the key. Hidden before they are cut. */
function cleanWords(text: string, context: CallContext): string {
  const line = text
    .slice(0, 10 * MESSAGE_LENGTH_MAX)
    .replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
    .trim();
  return context.hide(line).slice(0, MESSAGE_LENGTH_MAX);
}
