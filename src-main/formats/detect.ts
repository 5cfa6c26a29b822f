/**
 * Owns: the list of formats, and the way from a file's bytes to its records: decode, tell the format by its
 * content, read. Adding a format adds a line here and nothing elsewhere.
 * Promises: never throws for any bytes; content goes before names; the reading says which format it was.
 */
import { problem } from '../base/problem.ts';
import type { Closing, FormatAdapter, FormatContext, Reading } from './adapter.ts';
import { decode, type Encoding } from './decode.ts';
import { headoJson } from './heado-json/adapter.ts';
import { ofdJson } from './ofd-json/adapter.ts';

/** Asked in this order; the first that knows the content reads it, so the most particular stands first. */
const adapters: readonly FormatAdapter[] = [ofdJson, headoJson];

/** Ids that `drop.folders[].format` may pin. */
export const formatIds: readonly string[] = adapters.map(({ id }) => id);

/** Characters of the beginning that a format is told by. */
const HEAD_LENGTH = 4_096;

export interface ReadOptions {
  /** A format's id, or `auto`. */
  readonly format: string;
  /** What is not UTF-8; `auto` when absent. */
  readonly encoding?: Encoding | undefined;
}

/** A reading, and which format gave it; empty when none was found. */
export type FileReading = Reading & { readonly format: string; readonly closing: Closing };

function choose(text: string, format: string, fileName: string): FormatAdapter | undefined {
  if (format !== 'auto') return adapters.find(({ id }) => id === format);
  const head = text.slice(0, HEAD_LENGTH);
  return adapters.find((adapter) => adapter.detect(head, fileName));
}

/** Reads a whole file. Records come lazily and can be walked more than once. */
export function readFile(bytes: Uint8Array, options: ReadOptions, context: FormatContext): FileReading {
  const decoded = decode(bytes, options.encoding);
  if (decoded.state !== 'complete') return { ...decoded, format: '', closing: 'self' };
  const { text } = decoded;
  if (text.trim() === '') {
    return { state: 'incomplete', problem: problem('format.empty'), format: '', closing: 'self' };
  }
  const adapter = choose(text, options.format, context.fileName);
  if (adapter) return { ...adapter.read(text, context), format: adapter.id };
  const pinned = options.format !== 'auto';
  const code = pinned ? 'format.notInstalled' : 'format.unknown';
  const values = pinned ? { format: options.format, known: formatIds.join(', ') } : {};
  return { state: 'unreadable', problem: problem(code, '', values), format: '', closing: 'self' };
}
