/**
 * Owns what happens to a request that was read whole: key, method, run, answer.
 * Promises the codes of the device API's table, and that the call log says what was registered.
 * Refuses to know sockets.
 */
import type { Account, Terminal } from './account.ts';
import type { Act } from './acts.ts';
import { answerInstead, changeAnswer, errorAnswer, resultAnswer, revokedAnswer } from './answer.ts';
import type { Answer } from './answer.ts';
import type { RecordedCall } from './call-log.ts';
import { isRecord } from './fields.ts';
import { nameParameters } from './methods.ts';
import type { Method, MethodContext } from './methods.ts';
import { Refusal, rpcCodes } from './refusal.ts';
import type { ParsedRequest, RpcRequest } from './rpc.ts';

export interface DeskOptions {
  readonly account: Account;
  readonly methods: Readonly<Record<Terminal['kind'], ReadonlyMap<string, Method>>>;
  readonly context: Omit<MethodContext, 'terminal' | 'callNumber' | 'refuseReceipt' | 'committed'>;
}

export interface Desk {
  /** The answer to a request on a known path; runs the method unless the act commits nothing. */
  readonly answer: (parsed: ParsedRequest, key: string, call: RecordedCall, act: Act | undefined) => Answer;
  /** Keys that were revoked are good again. */
  readonly restoreKeys: () => void;
}

function needTerminal(account: Account, key: string, kind: RecordedCall['kind']): Terminal {
  const section = 'device API, address';
  const terminal = account.terminals.get(key);
  if (terminal === undefined)
    throw new Refusal(rpcCodes.badKey, section, 'the key in the address is not known');
  if (terminal.state === 'blocked')
    throw new Refusal(rpcCodes.terminalBlocked, section, 'the terminal is blocked');
  if (terminal.kind !== kind) {
    throw new Refusal(rpcCodes.notAuthorised, 'guide 6.2', `the key is one of a ${terminal.kind} terminal`);
  }
  return terminal;
}

/** The receipts that the behaviour refuses: by its predicate, else the first of the call. */
function refusing(act: Act | undefined): MethodContext['refuseReceipt'] {
  if (act?.name !== 'refuseReceipt') return undefined;
  const code = act.code ?? rpcCodes.badParameters;
  const { when } = act;
  return (receipt) => (when === undefined || when(receipt) ? code : undefined);
}

function contextFor(
  options: DeskOptions,
  terminal: Terminal,
  call: RecordedCall,
  act: Act | undefined,
): MethodContext {
  const { context } = options;
  const overrides =
    act?.name === 'refuseReceipt'
      ? {
          partial: act.partial ?? context.partial,
          namesRefusedReceipt: act.namesReceipt ?? context.namesRefusedReceipt,
        }
      : {};
  return {
    ...context,
    ...overrides,
    terminal,
    callNumber: call.n,
    refuseReceipt: refusing(act),
    committed: 0,
  };
}

function run(options: DeskOptions, request: RpcRequest, context: MethodContext): Answer {
  const method = options.methods[context.terminal.kind].get(request.method);
  if (method === undefined) {
    throw new Refusal(
      rpcCodes.unknownMethod,
      'device API, error codes',
      `there is no method "${request.method}" here`,
    );
  }
  const result = method.run(nameParameters(method, request.params), context);
  return resultAnswer(request.id, result);
}

/** Receipts in the parameters, however wrong these are. */
export function countReceipts(parsed: ParsedRequest): number {
  if (!parsed.ok) return 0;
  const { method, params } = parsed.request;
  if (method === 'purchaseRegister') return 1;
  const receipts = isRecord(params) ? params['receipts'] : undefined;
  return method === 'purchaseRegisterBatch' && Array.isArray(receipts) ? receipts.length : 0;
}

function serve(
  options: DeskOptions,
  parsed: ParsedRequest,
  key: string,
  call: RecordedCall,
  act: Act | undefined,
): Answer {
  const id = parsed.ok ? parsed.request.id : parsed.id;
  let context: MethodContext | undefined;
  try {
    const terminal = needTerminal(options.account, key, call.kind);
    if (!parsed.ok) throw parsed.refusal;
    context = contextFor(options, terminal, call, act);
    const answer = run(options, parsed.request, context);
    call.committed = true;
    return answer;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return errorAnswer(id, error);
  } finally {
    if (call.receipts > 0) call.committedReceipts = context?.committed ?? 0;
    call.committed ||= call.committedReceipts > 0;
  }
}

/** A desk over an account. */
export function createDesk(options: DeskOptions): Desk {
  const revoked = new Map<string, number | undefined>();
  const decide = (parsed: ParsedRequest, key: string, call: RecordedCall, act: Act | undefined): Answer => {
    const id = parsed.ok ? parsed.request.id : parsed.id;
    if (act?.name === 'revokeKey') revoked.set(key, act.status);
    if (revoked.has(key)) return revokedAnswer(revoked.get(key), id);
    const instead = act === undefined ? undefined : answerInstead(act, id);
    if (instead !== undefined) return instead;
    const answer = serve(options, parsed, key, call, act);
    return act === undefined || answer.errorCode !== undefined ? answer : changeAnswer(act, answer);
  };
  return {
    restoreKeys: () => revoked.clear(),
    answer: (parsed, key, call, act) => {
      const answer = decide(parsed, key, call, act);
      call.errorCode = answer.errorCode;
      return answer;
    },
  };
}
