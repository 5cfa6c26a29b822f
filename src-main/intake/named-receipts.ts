/**
 * Owns: which receipts the beginning of a JSON file already names, when it names every receipt that it began: an object
 * names one when it has both `extId` and `ts` of its own. Pure.
 * Refuses to know: whether the rest of it is right; any other text names nothing.
 */

interface OpenObject {
  readonly kind: 'object';
  key: string | undefined;
  extId: string | undefined;
  hasTs: boolean;
  /** An object within it was named. */
  holdsNamed: boolean;
}
type Open = OpenObject | { readonly kind: 'array' };

/** Blanks and signs, and strings with their end; a string without its end is no token. */
const TOKEN = /\s+|[{}[\],:]|"(?:[^"\\]|\\.)*"|[^\s{}[\],:"]+/gsy;

/** The `extId`s; undefined when a receipt was begun that is not named yet, or when none is. */
export function namedReceipts(beginning: Uint8Array): readonly string[] | undefined {
  const open: Open[] = [];
  const named: string[] = [];
  for (const [token] of new TextDecoder().decode(beginning).matchAll(TOKEN)) read(token, open, named);
  const objects = open.filter((each) => each.kind === 'object');
  const innermost = objects.at(-1);
  const last = objects.findLast(isNamed);
  if (last) named.push(last.extId ?? '');
  const isWhole = last !== undefined || innermost === undefined || innermost.holdsNamed;
  return isWhole && named.length > 0 ? named : undefined;
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
