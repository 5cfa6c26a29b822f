/**
 * Owns the management methods of terminals, price list and stock; plans and schedules have files of their own.
 * Promises the checks of guide sections 6, 10 and 15, and a key for every terminal that is registered.
 * Refuses to know HTTP. The documents show no answers here: setCashbox answers with the names of guide 6.3,
 * batches with a count, the rest with true.
 */
import { addStore, addTerminal } from './account.ts';
import type { Account, Store } from './account.ts';
import {
  needDecimal,
  needIdentifier,
  needText,
  readArray,
  readDecimal,
  readObject,
  readText,
  show,
} from './fields.ts';
import type { Fields } from './fields.ts';
import type { Method, MethodContext } from './methods.ts';
import { needStore, storePlanMethods } from './methods-plans.ts';
import { scheduleMethods } from './methods-schedules.ts';
import { Refusal, refuse, rpcCodes } from './refusal.ts';
import { parseReceiptTime } from './times.ts';

/** Price list and stock take at most so many items in a request (guide 10.1.2, 15.1). */
const itemsMax = 1000;
const locationLimits = { country: 60, city: 60, street: 100, house: 20 } as const;
const locationFields = new Set([...Object.keys(locationLimits), 'store_ext_id', 'name']);
const nameLimit = 200;
const identifierLimit = 40;
const extIdLimit = 100;
const categoriesLimit = 2000;

function readLocation(value: unknown): {
  storeExtId: string;
  name: string | undefined;
  address: Record<string, string>;
} {
  const fields = readObject(value, 'location', 'guide 6.3', locationFields);
  const storeExtId = needIdentifier(fields, 'store_ext_id', 'location', 'guide 6.3', identifierLimit);
  const address = Object.fromEntries(
    Object.entries(locationLimits).map(([key, limit]) => [
      key,
      needText(fields, key, 'location', 'guide 6.3', limit),
    ]),
  );
  return { storeExtId, name: readText(fields, 'name', 'location', 'guide 6.3', extIdLimit), address };
}

function placeStore(account: Account, location: ReturnType<typeof readLocation>): Store {
  const store = addStore(account, location.storeExtId, location.name);
  const known = store.location ?? location.address;
  for (const [key, text] of Object.entries(location.address)) {
    if (known[key] !== text)
      refuse('guide 6.1.4', `location.${key}`, `must be ${show(known[key])} as before`);
  }
  store.location = known;
  if (location.name !== undefined) store.name = location.name;
  return store;
}

/** Guide 6.2, 6.3; a second registration of a terminal is refused (guide 6.1.5). */
function setCashbox(params: Fields, context: MethodContext): unknown {
  const location = readLocation(params['location']);
  const given = params['extid'] !== undefined && params['extid'] !== '';
  const extId = given ? needIdentifier(params, 'extid', 'params', 'guide 6.3', extIdLimit) : undefined;
  const { storeExtId } = placeStore(context.account, location);
  for (const known of context.account.terminals.values()) {
    if (known.kind === 'device' && known.storeExtId === storeExtId && known.extId === extId) {
      const name = `${storeExtId}/${extId ?? ''}`;
      throw new Refusal(rpcCodes.terminalExists, 'guide 6.1.5', `terminal ${name} is registered already`);
    }
  }
  const terminal = addTerminal(context.account, { key: context.newKey(), kind: 'device', storeExtId, extId });
  return { cashbox_id: terminal.cashboxId, Auth_Key: terminal.key };
}

/** Guide 10.1.1. */
function priceCategoryReset(_params: Fields, context: MethodContext): unknown {
  context.account.prices.clear();
  return true;
}

const priceFields = new Set(['name', 'params']);
const priceParameterFields = new Set(['extid', 'category', 'price']);

function readPrice(
  value: unknown,
  where: string,
): { extId: string; name: string; category: string | undefined } {
  const section = 'guide 10.1.2';
  const fields = readObject(value, where, section, priceFields);
  const name = needText(fields, 'name', where, section, nameLimit);
  const inner = readObject(fields['params'], `${where}.params`, section, priceParameterFields);
  needDecimal(inner, 'price', `${where}.params`, section);
  const category = readText(inner, 'category', `${where}.params`, section, categoriesLimit);
  for (const level of category?.split('&&') ?? []) {
    if (Array.from(level).length > nameLimit)
      refuse('guide 4.3', `${where}.params.category`, `has a level over ${nameLimit}`);
  }
  return {
    extId: needIdentifier(inner, 'extid', `${where}.params`, section, identifierLimit),
    name,
    category,
  };
}

/** Guide 10.1.2; all items are taken or none. */
function priceUpdateBatch(params: Fields, context: MethodContext): unknown {
  const items = readArray(params['items'], 'items', 'guide 10.1.2', { min: 1, max: itemsMax });
  const prices = items.map((item, index) => readPrice(item, `items[${index}]`));
  for (const { extId, name, category } of prices) context.account.prices.set(extId, { name, category });
  return { count: prices.length };
}

const stockFields = new Set(
  'store_ext_id price_ext_id snapshot_datetime qty purchase_price prime_cost'.split(' '),
);

function readStock(value: unknown, where: string, context: MethodContext): readonly [string, unknown] {
  const section = 'guide 15.1';
  const fields = readObject(value, where, section, stockFields);
  const store = needStore(fields, context, section, where);
  const item = needIdentifier(fields, 'price_ext_id', where, section, identifierLimit);
  const at = fields['snapshot_datetime'];
  if (typeof at !== 'string' || parseReceiptTime(at.replace(/Z$/, '+00:00')) === undefined) {
    refuse(
      section,
      `${where}.snapshot_datetime`,
      `must be a real ISO 8601 date and time with offset, got ${show(at)}`,
    );
  }
  const quantityUnits = needDecimal(fields, 'qty', where, section, 9);
  readDecimal(fields, 'purchase_price', where, section);
  readDecimal(fields, 'prime_cost', where, section);
  return [`${store}/${item}`, quantityUnits / 10_000];
}

/** Guide 15.1; all items are taken or none. */
function inventoryUpdateBatch(params: Fields, context: MethodContext): unknown {
  const items = readArray(params['items'], 'items', 'guide 15.1', { min: 1, max: itemsMax });
  const rows = items.map((item, index) => readStock(item, `items[${index}]`, context));
  for (const [key, quantity] of rows) context.account.stock.set(key, quantity);
  return { count: rows.length };
}

const plainMethods = {
  setCashbox: { parameters: ['location', 'extid'], section: 'guide 6.3', run: setCashbox },
  priceCategoryReset: { parameters: [], section: 'guide 10.1.1', run: priceCategoryReset },
  priceUpdateBatch: { parameters: ['items'], section: 'guide 10.1.2', run: priceUpdateBatch },
  inventoryUpdateBatch: { parameters: ['items'], section: 'guide 15.1', run: inventoryUpdateBatch },
} as const satisfies Readonly<Record<string, Method>>;

/** The methods of the management API (guide sections 6, 10, 12, 14, 15, 16). */
export const managementMethods: ReadonlyMap<string, Method> = new Map<string, Method>([
  ...Object.entries(plainMethods),
  ...Object.entries(storePlanMethods),
  ...Object.entries(scheduleMethods),
]);
