/**
 * Owns: the shapes that HEADO's own JSON comes in: one object, an array, `{receipts: [...]}`, and the whole
 * JSON-RPC requests of the device API (purchaseRegisterBatch, purchaseRegister, registerEvent).
 * Promises: records are read one by one as they are asked for; each one's `raw` is a file of its own.
 */
import { problem } from '../../base/problem.ts';
import { joinPlace } from '../../receipt/findings.ts';
import type { FormatRecord } from '../adapter.ts';
import { isObject } from '../schema-problem.ts';
import { isOwnRecord, readRecord } from './record.ts';

type Fields = Readonly<Record<string, unknown>>;

function* readList(list: readonly unknown[], at: string): Iterable<FormatRecord> {
  for (const [index, item] of list.entries()) {
    yield readRecord(item, joinPlace(at, `[${index}]`), JSON.stringify(item));
  }
}

/** The single-receipt form has the receipt in `cart`, the amount beside it; `token` names a customer: passed over. */
function readSingle(params: Fields, at: string): FormatRecord {
  const { amount, cart, poskey } = params;
  const value = { ...(isObject(cart) ? cart : {}), amount, ...(poskey !== undefined && { poskey }) };
  return readRecord(value, at, JSON.stringify(value));
}

function readEvent(params: Fields, at: string): FormatRecord {
  const meta = isObject(params['params']) ? params['params'] : {};
  const value = { event: params['name'], ts: params['ts'], seller: meta['seller'] };
  return readRecord(value, at, JSON.stringify(value));
}

function* readRequest(request: Fields, at: string, raw: string): Iterable<FormatRecord> {
  const { method, params } = request;
  const place = joinPlace(at, 'params');
  if (isObject(params) && method === 'purchaseRegister') yield readSingle(params, place);
  else if (isObject(params) && (method === 'registerEvent' || method === 'reg\u0131sterEvent')) {
    yield readEvent(params, place);
  } else if (isObject(params) && Array.isArray(params['receipts'])) {
    yield* readList(params['receipts'], joinPlace(place, 'receipts'));
  } else {
    yield { type: 'refused', at, raw, problem: problem('native.methodUnknown', joinPlace(at, 'method')) };
  }
}

/** Methods of the device API that bring receipts or signals; the guide prints one of them with a dotless i. */
const METHODS: readonly unknown[] = [
  'purchaseRegisterBatch',
  'purchaseRegister',
  'registerEvent',
  'reg\u0131sterEvent',
];

/** Whether a value certainly is a record of ours, right or wrong, or holds some. */
export function isNative(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(isOwnRecord);
  if (!isObject(value)) return false;
  if (METHODS.includes(value['method']) && isObject(value['params'])) return true;
  const { receipts } = value;
  return Array.isArray(receipts) ? receipts.some(isOwnRecord) : isOwnRecord(value);
}

/** The records of one JSON value at `at`; `raw` is its text. */
export function* readShape(value: unknown, at: string, raw: string): Iterable<FormatRecord> {
  if (Array.isArray(value)) yield* readList(value, at);
  else if (isObject(value) && Array.isArray(value['receipts'])) {
    yield* readList(value['receipts'], joinPlace(at, 'receipts'));
  } else if (isObject(value) && 'method' in value && !isOwnRecord(value)) yield* readRequest(value, at, raw);
  else yield readRecord(value, at, raw);
}
