/**
 * Owns: where a text stops being JSON, and whether it merely ends too early. Asked only after the parser refused.
 * Promises: linear time, no recursion; "incomplete" exactly when some further characters would make it JSON.
 */
export interface Fault {
  readonly kind: 'incomplete' | 'broken';
  /** Characters from the beginning. */
  readonly offset: number;
}

type Expected = 'value' | 'valueOrClose' | 'key' | 'keyOrClose' | 'colon' | 'separator' | 'end';

const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
const NUMBER_BEGUN = /^-?(?:(?:0|[1-9]\d*)(?:\.\d*)?(?:(?<=\d)[eE][+-]?\d*)?)?$/;
const LITERALS = ['true', 'false', 'null'];
const BLANK = ' \t\r\n';

const incomplete = (offset: number): Fault => ({ kind: 'incomplete', offset });
const broken = (offset: number): Fault => ({ kind: 'broken', offset });

/** The offset behind the escape that begins at `at`, or its fault. */
function skipEscape(text: string, at: number): number | Fault {
  const letter = text.charAt(at + 1);
  if (letter === '') return incomplete(text.length);
  if ('"\\/bfnrt'.includes(letter)) return at + 2;
  if (letter !== 'u') return broken(at);
  const digits = text.slice(at + 2, at + 6);
  if (!/^[0-9a-fA-F]*$/.test(digits)) return broken(at);
  return digits.length === 4 ? at + 6 : incomplete(text.length);
}

/** The offset behind the string that opens at `at`, or its fault. */
function skipString(text: string, at: number): number | Fault {
  let next = at + 1;
  while (next < text.length) {
    const code = text.charCodeAt(next);
    if (code === 0x22) return next + 1;
    if (code < 0x20) return broken(next);
    const after = code === 0x5c ? skipEscape(text, next) : next + 1;
    if (typeof after !== 'number') return after;
    next = after;
  }
  return incomplete(text.length);
}

/** The offset behind the number or literal at `at`, or its fault. */
function skipPlain(text: string, at: number): number | Fault {
  let end = at;
  while (end < text.length && /[\w.+-]/.test(text.charAt(end))) end += 1;
  const word = text.slice(at, end);
  if (end === text.length) {
    const begun = NUMBER_BEGUN.test(word) || LITERALS.some((literal) => literal.startsWith(word));
    return begun && word !== '' ? incomplete(end) : broken(at);
  }
  return NUMBER.test(word) || LITERALS.includes(word) ? end : broken(at);
}

/** Finds the first fault of a text that is no JSON. */
export function findFault(text: string): Fault {
  const closers: string[] = [];
  let expected: Expected = 'value';
  let at = 0;
  const afterValue = (): Expected => (closers.length === 0 ? 'end' : 'separator');
  for (;;) {
    while (at < text.length && BLANK.includes(text.charAt(at))) at += 1;
    if (at >= text.length) return expected === 'end' ? broken(at) : incomplete(at);
    const char = text.charAt(at);
    const closes = char === closers.at(-1);
    if (closes && (expected === 'separator' || expected.endsWith('OrClose'))) {
      closers.pop();
      expected = afterValue();
      at += 1;
    } else if (expected === 'separator' && char === ',') {
      expected = closers.at(-1) === '}' ? 'key' : 'value';
      at += 1;
    } else if (expected === 'colon' && char === ':') {
      expected = 'value';
      at += 1;
    } else if (expected === 'key' || expected === 'keyOrClose') {
      const after = char === '"' ? skipString(text, at) : broken(at);
      if (typeof after !== 'number') return after;
      expected = 'colon';
      at = after;
    } else if (expected !== 'value' && expected !== 'valueOrClose') {
      return broken(at);
    } else if (char === '{' || char === '[') {
      closers.push(char === '{' ? '}' : ']');
      expected = char === '{' ? 'keyOrClose' : 'valueOrClose';
      at += 1;
    } else {
      const after = char === '"' ? skipString(text, at) : skipPlain(text, at);
      if (typeof after !== 'number') return after;
      expected = afterValue();
      at = after;
    }
  }
}

/** `line 3, column 7`, both counted from 1. */
export function lineAndColumn(text: string, offset: number): string {
  const before = text.slice(0, offset);
  const line = before.split('\n').length;
  return `line ${line}, column ${offset - before.lastIndexOf('\n')}`;
}
