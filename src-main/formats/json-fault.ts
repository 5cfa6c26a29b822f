/**
 * Owns: where a text stops being JSON, and whether it merely ends too early. Asked only after the parser refused.
 * Promises: linear time, no recursion; "incomplete" exactly when some further characters would make it JSON.
 */
import { createJsonScan } from './json-scan.ts';

export interface Fault {
  /** `more`: a whole value stands before it. */
  readonly kind: 'incomplete' | 'broken' | 'more';
  /** Characters from the beginning. */
  readonly offset: number;
}

/** Finds the first fault of a text that is no JSON. */
export function findFault(text: string): Fault {
  const bytes = Buffer.from(text, 'utf8');
  const scan = createJsonScan(bytes, { depthMax: Number.POSITIVE_INFINITY });
  scan.walk(bytes.length);
  const { state, offset, afterValue } = scan.end();
  const characters = bytes.subarray(0, offset).toString('utf8').length;
  const broken = afterValue === true ? 'more' : 'broken';
  return { kind: state === 'incomplete' ? 'incomplete' : broken, offset: characters };
}

/** `line 3, column 7`, both counted from 1. */
export function lineAndColumn(text: string, offset: number): string {
  const before = text.slice(0, offset);
  const line = before.split('\n').length;
  return `line ${line}, column ${offset - before.lastIndexOf('\n')}`;
}
