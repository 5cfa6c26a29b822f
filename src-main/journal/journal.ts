/**
 * Owns: the log. NDJSON lines {level, time, event, …fields}, rotated by size, in `journal.ndjson` and the older
 * `journal.1.ndjson` …; the last warnings and errors in memory, for the status.
 * Promises: a note never throws and never waits for the disk; no text leaves here unredacted, with what could be a card's
 * number, or with a character that a terminal obeys; where the disk refuses, the agent goes on and the lines that were
 * lost are counted.
 * Refuses to know: which events exist and what they mean (each room lists its own).
 */
import { pino } from 'pino';
import type { Clock } from '../base/clock.ts';
import { maskNumbers } from '../base/mask-numbers.ts';
import type { EventLevels, Level, Note, NoteFields } from '../base/note.ts';
import { visibleJson } from '../base/plain-text.ts';
import { openFileSink } from './file-sink.ts';
import { mirrorText } from './mirror-text.ts';

/** Enough for a technician to see what began it; the files have the rest. */
export const LAST_ERRORS_MAX = 50;

const RANK = { debug: 0, info: 1, warn: 2, error: 3 } as const satisfies Record<Level, number>;
/** Names that the line itself uses. */
const RESERVED: ReadonlySet<string> = new Set(['time', 'level', 'event']);

export const journalEvents = {
  /** Writing works again; `lost` lines are missing before this one. */
  'journal.resumed': 'warn',
} as const satisfies EventLevels<string>;

type JournalEvent = keyof typeof journalEvents;

type JournalFields = Readonly<Record<string, string | number | boolean | null>>;

/** One warning or error, as the status shows it. */
export interface JournalLine {
  readonly time: string;
  readonly level: 'warn' | 'error';
  readonly event: string;
  readonly fields: JournalFields;
}

export interface JournalOptions<Event extends string> {
  /** The folder of the files; made when missing. */
  readonly folder: string;
  readonly level: Level;
  readonly maxFileBytes: number;
  /** Closed files that are kept beside the open one. */
  readonly files: number;
  /** The events of all rooms. */
  readonly levels: EventLevels<Event>;
  /** Takes keys out of a text; applied to every string field. */
  readonly redact: (text: string) => string;
  readonly clock: Clock;
  /** Where a person watches (`run` in a terminal): gets one readable line per event that is written. */
  readonly mirror?: ((line: string) => void) | undefined;
}

export interface Journal<Event extends string> {
  readonly note: Note<Event>;
  /** The last warnings and errors, oldest first, at most LAST_ERRORS_MAX. */
  lastErrors(): readonly JournalLine[];
  /** Lines that the disk did not take. */
  dropped(): number;
  /** Resolves when everything noted so far is with the operating system, or after 2 s. Never rejects. */
  flush(): Promise<void>;
  /** Flushes and gives the files back; later notes stay in memory. Never rejects. */
  close(): Promise<void>;
}

/** Opens the journal. A folder that cannot be written is no failure: see `dropped`. */
export function createJournal<Event extends string>(options: JournalOptions<Event>): Journal<Event> {
  const errors: JournalLine[] = [];
  const sink = openFileSink({
    folder: options.folder,
    maxFileBytes: options.maxFileBytes,
    files: options.files,
    clock: options.clock,
    resumedLine: (lost) => resumedLine(options.clock, lost),
  });
  const logger = pino(pinoOptions(options.clock), { write: (line: string) => sink.write(visibleJson(line)) });
  const rankMin = RANK[options.level];

  function note(event: Event, fields: NoteFields = {}): void {
    const level = options.levels[event];
    if (RANK[level] < rankMin) return;
    const shown = redactFields(fields, options.redact);
    logger[level]({ event, ...shown });
    if (level === 'warn' || level === 'error') {
      errors.push({ time: isoNow(options.clock), level, event, fields: shown });
      if (errors.length > LAST_ERRORS_MAX) errors.shift();
    }
    const watchers = new Date(options.clock.now()).toTimeString().slice(0, 8);
    options.mirror?.(mirrorText(watchers, level, event, shown));
  }

  return {
    note,
    lastErrors: () => [...errors],
    dropped: () => sink.dropped(),
    flush: () => sink.flush(),
    close: () => sink.close(),
  };
}

function pinoOptions(clock: Clock): {
  base: null;
  level: 'debug';
  timestamp: () => string;
  formatters: { level: (label: string) => { level: string } };
} {
  return {
    base: null,
    level: 'debug',
    timestamp: () => `,"time":"${isoNow(clock)}"`,
    formatters: { level: (label) => ({ level: label }) },
  };
}

function isoNow(clock: Clock): string {
  return new Date(clock.now()).toISOString();
}

function resumedLine(clock: Clock, lost: number): string {
  const event: JournalEvent = 'journal.resumed';
  return `${JSON.stringify({ level: journalEvents[event], time: isoNow(clock), event, lost })}\n`;
}

/** The fields with every text redacted, undefined ones left out, and none that hides a part of the line. */
function redactFields(fields: NoteFields, redact: (text: string) => string): JournalFields {
  const shown: Record<string, string | number | boolean | null> = {};
  for (const [name, value] of Object.entries(fields)) {
    if (value === undefined) continue;
    shown[RESERVED.has(name) ? `${name}_` : name] =
      typeof value === 'string' ? maskNumbers(redact(value)) : value;
  }
  return shown;
}
