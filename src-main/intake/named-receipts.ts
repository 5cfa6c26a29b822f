/**
 * Owns: which receipts the beginning of a JSON file already names, when it names every receipt that it began: an object
 * names one when it has both `extId` and `ts` of its own. Pure, and in steps: a fragment may have any size.
 * Refuses to know: whether the rest of it is right; any other text names nothing.
 */

import { PAUSE, STEP_BYTES, type Stepped } from '../formats/steps.ts';

interface OpenObject {
  readonly kind: 'object';
  key: string | undefined;
  extId: string | undefined;
  hasTs: boolean;
  /** An object within it was named. */
  holdsNamed: boolean;
}
type Open = OpenObject | { readonly kind: 'array' };

const SIGNS = '{}[],:';
const BLANK = /\s/;

/** The `extId`s; undefined when a receipt was begun that is not named yet, or when none is. */
export function* namedReceipts(beginning: Uint8Array): Stepped<readonly string[] | undefined> {
  const open: Open[] = [];
  const named: string[] = [];
  for (const token of splitTokens(new TextDecoder().decode(beginning))) {
    if (token === PAUSE) yield PAUSE;
    else read(token, open, named);
  }
  const objects = open.filter((each) => each.kind === 'object');
  const innermost = objects.at(-1);
  const last = objects.findLast(isNamed);
  if (last) named.push(last.extId ?? '');
  const isWhole = last !== undefined || innermost === undefined || innermost.holdsNamed;
  return isWhole && named.length > 0 ? named : undefined;
}

/** Signs, words, and strings with their end; a string without its end is no token, and the last. */
function* splitTokens(text: string): Generator<string | undefined> {
  let pauseAt = STEP_BYTES;
  for (let at = 0; at < text.length;) {
    if (at >= pauseAt) {
      yield PAUSE;
      pauseAt = at + STEP_BYTES;
    }
    const sign = text.charAt(at);
    let end = at + 1;
    if (sign === '"') {
      end = endOfString(text, end);
      if (end === -1) return;
    } else if (!SIGNS.includes(sign) && !BLANK.test(sign)) end = endOfWord(text, end);
    if (!BLANK.test(sign)) yield text.slice(at, end);
    at = end;
  }
}

/** Behind the quote that closes the string; -1: it has no end. */
function endOfString(text: string, from: number): number {
  for (let at = from; at < text.length; at += 1) {
    const sign = text.charAt(at);
    if (sign === '"') return at + 1;
    if (sign === '\\') at += 1;
  }
  return -1;
}

function endOfWord(text: string, from: number): number {
  let at = from;
  while (at < text.length && text.charAt(at) !== '"' && !SIGNS.includes(text.charAt(at))) {
    if (BLANK.test(text.charAt(at))) break;
    at += 1;
  }
  return at;
}

function isNamed({ extId, hasTs }: OpenObject): boolean {
  return extId !== undefined && hasTs;
}

function read(token: string, open: Open[], named: string[]): void {
  const inside = open.at(-1);
  if (token === '{')
    open.push({ kind: 'object', key: undefined, extId: undefined, hasTs: false, holdsNamed: false });
  else if (token === '[') open.push({ kind: 'array' });
  else if (token === '}' || token === ']') close(open, named);
  else if (inside?.kind === 'object') readMember(inside, token);
}

function readMember(object: OpenObject, token: string): void {
  if (token === ',') object.key = undefined;
  else if (object.key === undefined && token.startsWith('"')) object.key = textOf(token);
  else if (object.key === 'extId' && token.startsWith('"')) object.extId = textOf(token);
  else if (object.key === 'ts' && token.startsWith('"')) object.hasTs = true;
}

function close(open: Open[], named: string[]): void {
  const closed = open.pop();
  if (closed?.kind !== 'object') return;
  const above = open.findLast((each) => each.kind === 'object');
  if (isNamed(closed)) named.push(closed.extId ?? '');
  if (above && (isNamed(closed) || closed.holdsNamed)) above.holdsNamed = true;
}

function textOf(token: string): string {
  try {
    return String(JSON.parse(token));
  } catch {
    return '';
  }
}
