/**
 * Owns: the last good reports on the disk, `<dataDir>/reports.json`: JSON of version `VERSION`, so that a till that
 * starts without network shows what it knew, with its age.
 * Promises: replaced whole or not at all, at most `SIZE_MAX` bytes; whatever cannot be read is ignored and told.
 * It is a copy: it is not synced, and its loss costs nothing but older figures.
 */
import { readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Note } from '../base/note.ts';
import type { ReportsEvent } from './events.ts';
import { keptSchema } from './keep-schema.ts';
import type { ReportsState } from './model.ts';

const VERSION = 1;
/** A chain of 2,000 stores fits; more is no report. */
const SIZE_MAX = 2 * 1024 * 1024;

export interface Keep {
  /** What was written last; undefined: nothing, or nothing readable. */
  read(): ReportsState | undefined;
  /** Never throws. */
  write(state: ReportsState): void;
}

const fileSchema = z.object({ version: z.literal(VERSION), owner: z.string(), state: keptSchema });

export interface KeepOptions {
  readonly dataDir: string;
  /** Whose figures they are: server, store, fingerprint of the key. Those of another one are ignored. */
  readonly owner: string;
  readonly note: Note<ReportsEvent>;
}

export function openKeep({ dataDir, owner, note }: KeepOptions): Keep {
  const path = join(dataDir, 'reports.json');
  return {
    read() {
      try {
        const size = statSync(path, { throwIfNoEntry: false })?.size;
        if (size === undefined) return undefined;
        if (size > SIZE_MAX) throw new Error(`${size} bytes`);
        const kept = fileSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
        if (kept.owner !== owner) throw new Error('of another store');
        return kept.state;
      } catch (error) {
        note('reports.keptIgnored', { because: reasonOf(error) });
        return undefined;
      }
    },
    write(state) {
      const fresh = `${path}.new`;
      try {
        const text = JSON.stringify({ version: VERSION, owner, state });
        if (Buffer.byteLength(text) > SIZE_MAX) throw new Error('too large');
        writeFileSync(fresh, text, { mode: 0o600 });
        renameSync(fresh, path);
      } catch (error) {
        removeIfPossible(fresh);
        note('reports.keepFailed', { error: reasonOf(error) });
      }
    },
  };
}

/** On a full disk every byte counts. */
function removeIfPossible(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // It is in the way of the next one, which will tell.
  }
}

/** No excerpt of the file: it has names of people. */
function reasonOf(error: unknown): string {
  if (error instanceof z.ZodError) return 'form';
  if (error instanceof SyntaxError) return 'json';
  return error instanceof Error ? error.message : 'unknown';
}
