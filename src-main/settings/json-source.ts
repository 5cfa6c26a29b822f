/**
 * Owns: reading strict JSON so that every value keeps its line and column. The settings files are written by
 * people; the reader of the runtime tells neither the place of every fault nor a key that stands twice.
 * Pure; never throws. Refuses to know: what the keys mean.
 */
import { fail, ok, type Result } from '../base/result.ts';

/** Counted from 1, in characters. */
interface Place {
  readonly line: number;
  readonly column: number;
}

export interface JsonSource {
  readonly value: unknown;
  /** Where the value (of an object: its key) stands, by its path. */
  readonly places: ReadonlyMap<string, Place>;
}

export interface JsonFault extends Place {
  /** What was expected there, or what is wrong. */
  readonly expected: 'value' | 'key' | ':' | ', or }' | ', or ]' | 'end' | 'unique-key' | 'less-depth';
  /** The beginning of what stands there instead; empty at the end of the text. */
  readonly found: string;
}

/** No setting lies deeper; hostile depth must not cost the stack. */
const DEPTH_MAX = 20;
/** A device key without its quotes may stand there: too few characters of it to be of use to anybody. */
const FOUND_LENGTH_MAX = 6;

const SPACE = /[ \t\r\n]*/y;
const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const SCALAR = /(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)(?![\w.+-])/y;

/** How a path is written as the key of `places`. */
export function placeKey(path: readonly PropertyKey[]): string {
  return path.map(String).join('\u0000');
}

/** Reads one JSON text; a byte order mark in front is allowed. */
export function readJson(text: string): Result<JsonSource, JsonFault> {
  const reader = new Reader(text.replace(/^\uFEFF/, ''));
  try {
    const value = reader.value([], 0);
    reader.end();
    return ok({ value, places: reader.places });
  } catch (fault) {
    if (fault instanceof Stop) return fail(fault.fault);
    throw fault;
  }
}

/** Carries a fault out of the recursion; never leaves this file. */
class Stop extends Error {
  readonly fault: JsonFault;
  constructor(fault: JsonFault) {
    super(fault.expected);
    this.fault = fault;
  }
}

class Reader {
  readonly places = new Map<string, Place>();
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  value(path: readonly PropertyKey[], depth: number): unknown {
    this.#skip();
    if (depth > DEPTH_MAX) this.#stop('less-depth');
    const key = placeKey(path);
    if (!this.places.has(key)) this.places.set(key, this.#place());
    if (this.#take('{')) return this.#object(path, depth);
    if (this.#take('[')) return this.#array(path, depth);
    const token = this.#match(STRING) ?? this.#match(SCALAR);
    return token === undefined ? this.#stop('value') : JSON.parse(token);
  }

  end(): void {
    this.#skip();
    if (this.#at < this.#text.length) this.#stop('end');
  }

  #object(path: readonly PropertyKey[], depth: number): object {
    const members = new Map<string, unknown>();
    this.#skip();
    if (this.#take('}')) return {};
    do {
      const key = this.#key(members, path);
      members.set(key, this.value([...path, key], depth + 1));
      this.#skip();
    } while (this.#take(','));
    if (!this.#take('}')) this.#stop(', or }');
    return Object.fromEntries(members);
  }

  #key(members: ReadonlyMap<string, unknown>, path: readonly PropertyKey[]): string {
    this.#skip();
    const place = this.#place();
    const start = this.#at;
    const token = this.#match(STRING) ?? this.#stop('key');
    const key = String(JSON.parse(token));
    if (members.has(key)) this.#stop('unique-key', start);
    this.places.set(placeKey([...path, key]), place);
    this.#skip();
    if (!this.#take(':')) this.#stop(':');
    return key;
  }

  #array(path: readonly PropertyKey[], depth: number): unknown[] {
    const items: unknown[] = [];
    this.#skip();
    if (this.#take(']')) return items;
    do {
      items.push(this.value([...path, items.length], depth + 1));
      this.#skip();
    } while (this.#take(','));
    return this.#take(']') ? items : this.#stop(', or ]');
  }

  #skip(): void {
    this.#match(SPACE);
  }

  #take(sign: string): boolean {
    if (this.#text[this.#at] !== sign) return false;
    this.#at += 1;
    return true;
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const token = pattern.exec(this.#text)?.[0];
    if (token !== undefined) this.#at += token.length;
    return token;
  }

  #place(at = this.#at): Place {
    const before = this.#text.slice(0, at).split('\n');
    return { line: before.length, column: (before.at(-1) ?? '').length + 1 };
  }

  #stop(expected: JsonFault['expected'], at = this.#at): never {
    const found = /^[^\s,:{}[\]]+|^./s.exec(this.#text.slice(at, at + FOUND_LENGTH_MAX))?.[0] ?? '';
    throw new Stop({ ...this.#place(at), expected, found });
  }
}
