/** Owns: what reading, judging and storing files is given: settings in its own units, the outbox, the formats, the rules. */
import type { ReadingContext } from '../intake/context.ts';
import type { OpenOutbox } from '../outbox/open.ts';
import type { Settings } from '../settings/schema.ts';

const MEGABYTE = 1024 * 1024;

/** What an open store has of it. */
interface StoreParts extends Pick<ReadingContext, 'clock' | 'judge' | 'readFile' | 'readLargeFile'> {
  readonly settings: Settings;
  readonly opened: OpenOutbox;
}

export function readingOptions(store: StoreParts): Omit<ReadingContext, 'isStopped'> {
  const { settings, clock, judge, readFile, readLargeFile, opened } = store;
  const { outbox } = opened;
  const { settleMs, staleMs, rescanMs, maxFileMb, refusalsMax } = settings.drop;
  return {
    clock,
    outbox,
    readFile,
    readLargeFile,
    readings: outbox.readings,
    judge,
    limits: { settleMs, staleMs, rescanMs, maxFileBytes: maxFileMb * MEGABYTE, refusalsMax },
  };
}
