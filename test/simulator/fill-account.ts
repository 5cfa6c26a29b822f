/**
 * Owns what the account holds before the first call: two keys, stores, published plans.
 * Promises the same keys for the same seed.
 * Refuses to know the server.
 */
import { randomBytes } from 'node:crypto';
import { addStore, addTerminal, createAccount } from './account.ts';
import type { Account } from './account.ts';
import { ownStore } from './methods-plans.ts';
import { publishPlans, setPlan } from './plans.ts';
import { drawFrom } from './rules.ts';
import type { PlanFacts, SimulatorOptions } from './simulator-options.ts';

/** Keys of 32 hexadecimal digits, random or drawn from the seed. */
export function keySource(seed: number | undefined): () => string {
  if (seed === undefined) return () => randomBytes(16).toString('hex');
  const draw = drawFrom(seed);
  return () => Array.from({ length: 32 }, () => Math.floor(draw() * 16).toString(16)).join('');
}

function addPlans(account: Account, store: string, plans: readonly PlanFacts[]): void {
  for (const { metric, plan, year, month = -1, day = -1 } of plans) {
    setPlan(account.plans, { store, metric, year, month, day }, plan);
  }
  publishPlans(account.plans, store);
}

/** An account with the keys, stores and plans of the options. */
export function fillAccount(
  options: SimulatorOptions,
  keys: { readonly deviceKey: string; readonly adminKey: string },
): Account {
  const account = createAccount();
  const { storeExtId } = options;
  addTerminal(account, { key: keys.deviceKey, kind: 'device', storeExtId, extId: undefined });
  addTerminal(account, { key: keys.adminKey, kind: 'management', storeExtId: undefined, extId: undefined });
  if (storeExtId !== undefined) addStore(account, storeExtId);
  addPlans(account, storeExtId ?? ownStore, options.plans ?? []);
  for (const store of options.stores ?? []) {
    addStore(account, store.storeExtId).name = store.name ?? `Store ${store.storeExtId}`;
    if (store.plans !== undefined) addPlans(account, store.storeExtId, store.plans);
  }
  return account;
}

/** Receipts and signals are gone; keys, stores, plans and the rest stay. */
export function forget(account: Account): void {
  account.ledger.length = 0;
  account.days.clear();
  account.signals.length = 0;
  account.registered = 0;
}
