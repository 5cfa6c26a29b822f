/**
 * Owns what the simulated HEADO knows of one chain: terminals and their keys, stores, registered receipts and signals,
 * plans, the price list, schedules and stock.
 * Promises to keep every registration, repeats included, in the order in which it came.
 * Refuses to know HTTP and to judge what is registered.
 */
import type { CheckedReceipt } from './validate-receipt.ts';
import { createPlanBook } from './plans.ts';
import type { PlanBook } from './plans.ts';

export interface Terminal {
  readonly key: string;
  readonly kind: 'device' | 'management';
  readonly cashboxId: number;
  /** Undefined for a key that is not tied to a store: its reports then cover all that it sent. */
  readonly storeExtId: string | undefined;
  readonly extId: string | undefined;
  state: 'active' | 'blocked';
}

export interface Store {
  readonly id: string;
  readonly storeExtId: string;
  name: string;
  location: Readonly<Record<string, string>> | undefined;
}

export interface RegisteredReceipt {
  /** Number of the call that brought it, and its place in that call. */
  readonly call: number;
  readonly index: number;
  readonly id: number;
  readonly registeredAtMs: number;
  /** The store of the poskey, else of the terminal that sent it. */
  readonly storeExtId: string | undefined;
  readonly receipt: CheckedReceipt;
}

export interface RegisteredSignal {
  readonly call: number;
  readonly cashboxId: number;
  readonly name: string;
  readonly ts: string;
  readonly seller: string | undefined;
}

export interface Account {
  readonly terminals: Map<string, Terminal>;
  readonly stores: Map<string, Store>;
  readonly ledger: RegisteredReceipt[];
  /** The ledger by the receipts' local day `YYYY-MM-DD`. */
  readonly days: Map<string, RegisteredReceipt[]>;
  readonly signals: RegisteredSignal[];
  readonly plans: PlanBook;
  readonly prices: Map<string, { readonly name: string; readonly category: string | undefined }>;
  readonly schedules: Map<string, unknown>;
  /** By `store/item`, the last quantity that was sent. */
  readonly stock: Map<string, unknown>;
  readonly staff: unknown[];
  registered: number;
}

/** An account with nothing in it. */
export function createAccount(): Account {
  return {
    ...{ terminals: new Map(), stores: new Map(), ledger: [], days: new Map(), signals: [] },
    ...{ plans: createPlanBook(), prices: new Map(), schedules: new Map(), stock: new Map(), staff: [] },
    registered: 0,
  };
}

/** The terminal is known by its key from now on. */
export function addTerminal(account: Account, terminal: Omit<Terminal, 'cashboxId' | 'state'>): Terminal {
  const added: Terminal = { ...terminal, cashboxId: account.terminals.size + 1, state: 'active' };
  account.terminals.set(terminal.key, added);
  return added;
}

/** The store is known from now on; a store that was known is returned as it was. */
export function addStore(account: Account, storeExtId: string, name = `Store ${storeExtId}`): Store {
  const known = account.stores.get(storeExtId);
  if (known !== undefined) return known;
  const added: Store = { id: String(3656 + account.stores.size), storeExtId, name, location: undefined };
  account.stores.set(storeExtId, added);
  return added;
}

/** The receipt stands in the ledger, once more if it stood there before. Returns its id. */
export function registerReceipt(
  account: Account,
  entry: Omit<RegisteredReceipt, 'id'>,
  keep: boolean,
): number {
  account.registered += 1;
  const id = account.registered;
  if (entry.storeExtId !== undefined) addStore(account, entry.storeExtId);
  if (!keep) return id;
  const registered = { ...entry, id };
  account.ledger.push(registered);
  const day = account.days.get(entry.receipt.time.day);
  if (day === undefined) account.days.set(entry.receipt.time.day, [registered]);
  else day.push(registered);
  return id;
}
