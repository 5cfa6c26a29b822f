/**
 * Owns the shape of a method: its parameter names in order, and what it may use while it runs.
 * Promises that parameters reach a method by name, whether they were sent as an object or as an array.
 * Refuses to know the methods themselves.
 */
import type { Account, Terminal } from './account.ts';
import { isRecord } from './fields.ts';
import type { Fields } from './fields.ts';
import { Refusal, rpcCodes } from './refusal.ts';
import type { SeedSection } from './refusal.ts';
import type { ReceiptRules } from './validate-receipt.ts';

export interface MethodContext {
  readonly account: Account;
  readonly terminal: Terminal;
  readonly callNumber: number;
  readonly now: () => number;
  readonly rules: ReceiptRules;
  /** Zone of plans by the hour and of "today" in reports. */
  readonly timeZone: string;
  /** Whether receipts before the refused one stay registered. */
  readonly partial: boolean;
  /** Whether a refusal carries the refused receipt in `error.receipt`. */
  readonly namesRefusedReceipt: boolean;
  /** Further receipts to refuse, by the behaviour `refuseReceipt`; the code to refuse them with, or undefined. */
  readonly refuseReceipt: ((receipt: unknown) => number | undefined) | undefined;
  /** Whether registered receipts are kept for reports and audits. */
  readonly keep: boolean;
  readonly newKey: () => string;
  /** How many receipts or signals this call registered so far; the method counts up. */
  committed: number;
}

export interface Method {
  /** In the order of the documents, for parameters sent as an array. */
  readonly parameters: readonly string[];
  readonly section: SeedSection;
  readonly run: (params: Fields, context: MethodContext) => unknown;
}

/** The parameters by name; a Refusal for what is neither object nor array and for parameters that are not known. */
export function nameParameters(method: Method, params: unknown): Fields {
  const wrong = (what: string): Refusal => new Refusal(rpcCodes.badParameters, method.section, what);
  if (params === undefined) return {};
  if (Array.isArray(params)) {
    const values: readonly unknown[] = params;
    if (values.length > method.parameters.length)
      throw wrong(`params has more than ${method.parameters.length} values`);
    return Object.fromEntries(values.map((value, index) => [method.parameters[index] ?? '', value]));
  }
  if (!isRecord(params)) throw wrong('params must be an object or an array');
  for (const key of Object.keys(params)) {
    if (!method.parameters.includes(key)) throw wrong(`params has an unknown field "${key}"`);
  }
  return params;
}
