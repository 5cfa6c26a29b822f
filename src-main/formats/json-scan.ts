/**
 * Owns: walking the bytes of a JSON text of any size: whether it is one, where it stops being one, and where its lists
 * of records stand. In UTF-8 and in the Russian one-byte encodings every byte below 128 is the character it looks like.
 * Promises: linear time, no recursion, a few bytes of memory a level; can be stopped and gone on with at any byte.
 * "incomplete" exactly when some further bytes would make it JSON.
 */

export type ScanState = 'complete' | 'incomplete' | 'broken' | 'tooDeep';

/** A list of records: the bytes between its brackets. */
export interface ListRange {
  /** Keys that lead to it, joined by dots; empty: the text itself is the list. */
  readonly place: string;
  readonly from: number;
  readonly to: number;
}

export interface ScanEnd {
  readonly state: ScanState;
  readonly offset: number;
  /** Broken only by what follows a whole value. */
  readonly afterValue?: boolean | undefined;
}

export interface JsonScan {
  /** Walks on until `limit`; true when there is nothing more to walk. */
  walk(limit: number): boolean;
  /** What the whole text is, once walked. */
  end(): ScanEnd;
  readonly lists: readonly ListRange[];
}

export interface ScanOptions {
  /** Containers within containers; a bracket beyond is `tooDeep`. */
  readonly depthMax: number;
  /** Places of lists to find. */
  readonly lists?: readonly string[];
}

/** Longer numbers are not looked at: the record that holds one is too large whatever it says. */
const WORD_BYTES_MAX = 1_000_000;
/** No key that leads to a list is longer. */
const KEY_BYTES_MAX = 40;
const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
const NUMBER_BEGUN = /^-?(?:(?:0|[1-9]\d*)(?:\.\d*)?(?:(?<=\d)[eE][+-]?\d*)?)?$/;
const LITERALS = ['true', 'false', 'null'];

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const BACKSLASH = 0x5c;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const LETTER_U = 0x75;

type Expected = 'value' | 'valueOrClose' | 'key' | 'keyOrClose' | 'colon' | 'separator' | 'end';
/** Inside a string: plain, behind a backslash, or so many hexadecimal digits short. */
type Inside = 'none' | 'string' | 'escape' | 'hex' | 'word';

const isBlank = (byte: number): boolean => byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
const isHex = (byte: number): boolean =>
  (byte >= 0x30 && byte <= 0x39) || (byte >= 0x41 && byte <= 0x46) || (byte >= 0x61 && byte <= 0x66);
/** 1 for the letters of numbers and literals. */
const WORD = Uint8Array.from({ length: 256 }, (_, byte) =>
  /[\w.+-]/.test(String.fromCharCode(byte)) ? 1 : 0,
);
/** `"\/bfnrt` */
const ESCAPED: ReadonlySet<number> = new Set([0x22, 0x5c, 0x2f, 0x62, 0x66, 0x6e, 0x72, 0x74]);

export function createJsonScan(bytes: Uint8Array, options: ScanOptions): JsonScan {
  const wanted = new Set(options.lists ?? []);
  /** Keys deeper than this lead to no list. */
  const depthOfLists = Math.max(0, ...Array.from(wanted, (place) => place.split('.').length));
  const lists: ListRange[] = [];
  /** Closing brackets that are due, innermost last. */
  const closers: number[] = [];
  /** The key under which the value at this depth stands; empty for members of lists. */
  const keys: string[] = [''];
  let openList: { readonly place: string; readonly from: number; readonly depth: number } | undefined;
  let expected: Expected = 'value';
  let inside: Inside = 'none';
  let begun = 0;
  let hexLeft = 0;
  let escapedAt = 0;
  let at = 0;
  let fault: ScanEnd | undefined;

  const afterValue = (): Expected => (closers.length === 0 ? 'end' : 'separator');
  const isFaulty = (): boolean => fault !== undefined;
  const isKey = (): boolean => expected === 'key' || expected === 'keyOrClose';

  function breakAt(offset: number, state: ScanState = 'broken'): void {
    fault = { state, offset, afterValue: expected === 'end' };
  }

  function wordText(end: number): string {
    return Buffer.from(bytes.buffer, bytes.byteOffset + begun, end - begun).toString('latin1');
  }

  function endWord(): void {
    inside = 'none';
    const word = at - begun > WORD_BYTES_MAX ? '0' : wordText(at);
    if (NUMBER.test(word) || LITERALS.includes(word)) expected = afterValue();
    else breakAt(begun);
  }

  function endString(): void {
    inside = 'none';
    if (!isKey()) {
      expected = afterValue();
      return;
    }
    expected = 'colon';
    const leads = !openList && closers.length <= depthOfLists && at - begun <= KEY_BYTES_MAX;
    keys[closers.length] = leads ? wordText(at).slice(1) : '';
  }

  function passPlain(until: number): void {
    for (; at < until; at += 1) {
      const byte = bytes[at] ?? 0;
      if (byte === QUOTE || byte === BACKSLASH || byte < 0x20) return;
    }
  }

  function passWord(until: number): void {
    while (at < until && WORD[bytes[at] ?? 0] === 1) at += 1;
    if (at >= until) return;
    if (isWholeNumber()) [inside, expected] = ['none', afterValue()];
    else endWord();
  }

  /** The usual word, told without making a text of it. */
  function isWholeNumber(): boolean {
    const first = bytes[begun] ?? 0;
    if (first < 0x31 || first > 0x39) return first === 0x30 && at === begun + 1;
    if (at - begun > WORD_BYTES_MAX) return false;
    for (let next = begun + 1; next < at; next += 1) {
      const byte = bytes[next] ?? 0;
      if (byte < 0x30 || byte > 0x39) return false;
    }
    return true;
  }

  /** One byte within a string. */
  function readInside(byte: number): void {
    if (inside === 'escape') {
      if (ESCAPED.has(byte)) inside = 'string';
      else if (byte === LETTER_U) [inside, hexLeft] = ['hex', 4];
      else breakAt(escapedAt);
    } else if (inside === 'hex') {
      hexLeft -= 1;
      if (!isHex(byte)) breakAt(escapedAt);
      else if (hexLeft === 0) inside = 'string';
    } else if (byte === QUOTE) endString();
    else if (byte === BACKSLASH) [inside, escapedAt] = ['escape', at];
    else if (byte < 0x20) breakAt(at);
  }

  function open(byte: number): void {
    if (closers.length >= options.depthMax) {
      breakAt(at, 'tooDeep');
      return;
    }
    const isObject = byte === OPEN_OBJECT;
    if (!isObject && !openList && wanted.size > 0) {
      const place = keys.slice(1, closers.length + 1).join('.');
      if (wanted.has(place) && closers.every((closer) => closer === CLOSE_OBJECT)) {
        openList = { place, from: at + 1, depth: closers.length };
      }
    }
    closers.push(isObject ? CLOSE_OBJECT : CLOSE_LIST);
    keys[closers.length] = '';
    expected = isObject ? 'keyOrClose' : 'valueOrClose';
  }

  function close(): void {
    closers.pop();
    expected = afterValue();
    if (openList?.depth !== closers.length) return;
    lists.push({ place: openList.place, from: openList.from, to: at });
    openList = undefined;
  }

  /** One byte between tokens. */
  function readBetween(byte: number): void {
    if (isBlank(byte)) return;
    const mayClose = expected === 'separator' || expected === 'valueOrClose' || expected === 'keyOrClose';
    if (mayClose && byte === closers.at(-1)) close();
    else if (expected === 'separator' && byte === COMMA) {
      expected = closers.at(-1) === CLOSE_OBJECT ? 'key' : 'value';
    } else if (expected === 'colon' && byte === COLON) expected = 'value';
    else if (byte === QUOTE && (isKey() || expected === 'value' || expected === 'valueOrClose')) {
      [inside, begun] = ['string', at];
    } else if (expected !== 'value' && expected !== 'valueOrClose') breakAt(at);
    else if (byte === OPEN_OBJECT || byte === OPEN_LIST) open(byte);
    else if (WORD[byte] === 1) [inside, begun] = ['word', at];
    else breakAt(at);
  }

  return {
    lists,
    walk(limit) {
      const until = Math.min(limit, bytes.length);
      while (at < until && !fault) {
        if (inside === 'string') passPlain(until);
        else if (inside === 'word') passWord(until);
        if (at >= until || isFaulty()) break;
        if (inside === 'none') readBetween(bytes[at] ?? 0);
        else readInside(bytes[at] ?? 0);
        at += 1;
      }
      return fault !== undefined || at >= bytes.length;
    },
    end() {
      if (fault) return fault;
      if (inside === 'word') return endOfWord();
      if (inside !== 'none') return { state: 'incomplete', offset: at };
      return { state: expected === 'end' ? 'complete' : 'incomplete', offset: at };
    },
  };

  /** The text ends with a number or a literal, which may be whole, begun or wrong. */
  function endOfWord(): ScanEnd {
    const word = at - begun > WORD_BYTES_MAX ? '0' : wordText(at);
    const whole = NUMBER.test(word) || LITERALS.includes(word);
    if (whole && closers.length === 0) return { state: 'complete', offset: at };
    const started = NUMBER_BEGUN.test(word) || LITERALS.some((literal) => literal.startsWith(word));
    return whole || started ? { state: 'incomplete', offset: at } : { state: 'broken', offset: begun };
  }
}
