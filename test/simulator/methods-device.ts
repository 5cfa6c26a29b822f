/**
 * Owns the device methods: receipts one by one and in batches, shift signals, plans, reports.
 * Promises the answers of the device API, and to register a repeated receipt again: nothing here is idempotent.
 * Refuses to know HTTP and the behaviours played above it.
 */
import { addStore, registerReceipt } from './account.ts';
import { needText, readArray, readObject, show } from './fields.ts';
import type { Fields } from './fields.ts';
import type { Method, MethodContext } from './methods.ts';
import { devicePlanMethods } from './methods-plans.ts';
import { Refusal, refuse } from './refusal.ts';
import { createReport } from './reports.ts';
import { checkSignal } from './validate-signal.ts';
import { checkReceipt } from './validate-receipt.ts';
import type { CheckedReceipt } from './validate-receipt.ts';

const batchMax = 100;
const tokenLimit = 32;
const agentLimit = 200;
const agentFields = new Set(['name', 'version']);

function judge(value: unknown, where: string, context: MethodContext): CheckedReceipt {
  try {
    const receipt = checkReceipt(value, where, context.rules);
    const code = context.refuseReceipt?.(value);
    if (code === undefined) return receipt;
    throw new Refusal(code, 'device API, purchaseRegisterBatch', `${where} was refused`);
  } catch (error) {
    if (error instanceof Refusal && context.namesRefusedReceipt) error.receipt = value;
    throw error;
  }
}

function register(receipt: CheckedReceipt, index: number, context: MethodContext): number {
  const storeExtId = receipt.poskey?.storeExtId ?? context.terminal.storeExtId;
  const entry = { call: context.callNumber, index, registeredAtMs: context.now(), storeExtId, receipt };
  context.committed += 1;
  return registerReceipt(context.account, entry, context.keep);
}

/** Device API, purchaseRegisterBatch; guide 7.2: up to 100 receipts in one request. */
function registerBatch(params: Fields, context: MethodContext): unknown {
  const section = 'device API, purchaseRegisterBatch';
  const receipts = readArray(params['receipts'], 'receipts', 'guide 7.2', { min: 1, max: batchMax });
  const agent = readObject(params['agent'], 'agent', 'guide 7.3', agentFields);
  needText(agent, 'name', 'agent', section, agentLimit);
  needText(agent, 'version', 'agent', section, agentLimit);
  const judged: CheckedReceipt[] = [];
  for (const [index, value] of receipts.entries()) {
    const receipt = judge(value, `receipts[${index}]`, context);
    if (context.partial) register(receipt, index, context);
    else judged.push(receipt);
  }
  for (const [index, receipt] of judged.entries()) register(receipt, index, context);
  return { count: receipts.length };
}

/** Device API, purchaseRegister: one receipt, its fields but amount and poskey in `cart`. */
function registerOne(params: Fields, context: MethodContext): unknown {
  const section = 'device API, purchaseRegister';
  needText(params, 'token', 'params', section, tokenLimit);
  const { amount, cart, poskey } = params;
  const fields = readObject(cart, 'cart', section, cartFields);
  const whole = { ...fields, amount, ...(poskey === undefined ? {} : { poskey }) };
  const receipt = judge(whole, 'cart', context);
  const id = register(receipt, 0, context);
  return { amount, id, ts: new Date(context.now()).toISOString() };
}

const cartFields = new Set('discount ts cashier extId positions attributes'.split(' '));

/** Device API, registerEvent; guide 13.1. The documents show no answer, so it is a plain true. */
function registerEvent(params: Fields, context: MethodContext): unknown {
  const signal = checkSignal(params, context.rules.timeZone);
  const { account, callNumber: call, terminal } = context;
  account.signals.push({ ...signal, call, cashboxId: terminal.cashboxId });
  context.committed += 1;
  return true;
}

/** Device API, reports; guide 11.2. */
function report(params: Fields, context: MethodContext): unknown {
  const { id } = params;
  if (id !== 'metrics' && id !== 'bysellers' && id !== 'bytradepoints') {
    return refuse(
      'device API, reports',
      'id',
      `must be metrics, bysellers or bytradepoints, got ${show(id)}`,
    );
  }
  const { account, terminal, timeZone, now } = context;
  if (terminal.storeExtId !== undefined) addStore(account, terminal.storeExtId);
  return createReport(
    { account, storeExtId: terminal.storeExtId, timeZone, nowMs: now() },
    id,
    params['params'],
  );
}

const event: Method = {
  parameters: ['name', 'ts', 'params'],
  section: 'device API, registerEvent',
  run: registerEvent,
};

const plainMethods = {
  purchaseRegister: {
    parameters: ['token', 'amount', 'cart', 'poskey'],
    section: 'device API, purchaseRegister',
    run: registerOne,
  },
  purchaseRegisterBatch: {
    parameters: ['receipts', 'agent'],
    section: 'device API, purchaseRegisterBatch',
    run: registerBatch,
  },
  reports: { parameters: ['id', 'params'], section: 'device API, reports', run: report },
} as const satisfies Readonly<Record<string, Method>>;

/** The methods of the device API; `registerEvent` stands under the spellings that this server knows. */
export function deviceMethods(eventNames: readonly string[]): ReadonlyMap<string, Method> {
  return new Map<string, Method>([
    ...Object.entries(plainMethods),
    ...Object.entries(devicePlanMethods),
    ...eventNames.map((name) => [name, event] as const),
  ]);
}
