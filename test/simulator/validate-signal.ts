/**
 * Owns what a shift signal must look like (guide 13.1).
 * Promises a Refusal for a name, a local time or metadata that the guide does not know.
 * Refuses to judge the order of signals: a server cannot know what is still on its way, the audit can.
 */
import { readObject, readText, show } from './fields.ts';
import type { Fields } from './fields.ts';
import { refuse } from './refusal.ts';
import { isLocalTime, zoneOffsetMinutes } from './times.ts';

const section = 'guide 13.1';
const sellerLimit = 200;
const metadataFields = new Set(['seller', 'localtimezone']);
const signedHours = /^[+-](\d{1,2})(\.\d{1,2})?$/;
const furthestHours = 14;

export interface CheckedSignal {
  readonly name: string;
  readonly ts: string;
  readonly seller: string | undefined;
}

/** The signal when it obeys guide 13.1; where the store's zone is known, `localtimezone` must be its offset. */
export function checkSignal(params: Fields, timeZone: string | undefined): CheckedSignal {
  const { name, ts } = params;
  if (name !== 'shift/start' && name !== 'shift/stop') {
    return refuse(section, 'name', `must be shift/start or shift/stop, got ${show(name)}`);
  }
  if (typeof ts !== 'string' || !isLocalTime(ts)) {
    return refuse(section, 'ts', `must be a real local time YYYY-MM-DD hh:mm:ss, got ${show(ts)}`);
  }
  if (params['params'] === undefined) return { name, ts, seller: undefined };
  const metadata = readObject(params['params'], 'params', section, metadataFields);
  checkOffset(metadata, ts, timeZone);
  return { name, ts, seller: readText(metadata, 'seller', 'params', section, sellerLimit) };
}

function checkOffset(metadata: Fields, ts: string, timeZone: string | undefined): void {
  const offset = metadata['localtimezone'];
  if (offset === undefined) return;
  if (typeof offset !== 'string' || !signedHours.test(offset) || Math.abs(Number(offset)) > furthestHours) {
    return refuse(section, 'params.localtimezone', `must be signed hours such as "+3", got ${show(offset)}`);
  }
  if (timeZone === undefined) return;
  const wallMs = Date.parse(`${ts.replace(' ', 'T')}Z`);
  const instantMs = wallMs - Number(offset) * 3_600_000;
  if (zoneOffsetMinutes(timeZone, instantMs) !== Number(offset) * 60) {
    refuse(section, 'params.localtimezone', `must be the offset of ${timeZone}, got ${show(offset)}`);
  }
}
