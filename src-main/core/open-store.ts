/**
 * Owns: opening what every user of a data folder needs, the running agent and a command alike: journal, outbox,
 * rules. A damaged or old outbox is made whole here, before anybody can send from it.
 */
import type { Clock } from '../base/clock.ts';
import type { Problem } from '../base/problem.ts';
import { ok, type Result } from '../base/result.ts';
import { openZone, type Zone } from '../base/zone.ts';
import type { ReadFile, ReadLargeFile } from '../intake/context.ts';
import type { JudgeFile } from '../intake/judge.ts';
import { createJournal, type Journal } from '../journal/journal.ts';
import type { ForgettingTime } from '../outbox/forgetting.ts';
import { openOutbox, type OpenOutbox, type OpenProblem } from '../outbox/open.ts';
import type { Settings } from '../settings/schema.ts';
import { restoreShiftState } from '../shift/state.ts';
import { allEvents, type AnyEvent } from './all-events.ts';
import { createApiHealth, type ApiHealth } from './api-health.ts';
import { createJudge, type JudgeOptions } from './judge.ts';
import { createFileReader } from './read-file.ts';
import { readingOptions } from './reading-options.ts';
import { createRedaction, type Redaction } from './redaction.ts';
import { openMarks, type Marks } from './marks/open-marks.ts';
import { receiptRules } from './rules.ts';

export interface Store {
  readonly settings: Settings;
  /** The wall clock, unless it is absurd and HEADO told a better time: what is written down is dated by it. */
  readonly clock: Clock;
  /** As the machine tells it: HEADO's clock is compared with this one alone. */
  readonly wallClock: Clock;
  readonly zone: Zone;
  readonly journal: Journal<AnyEvent>;
  readonly redaction: Redaction;
  readonly opened: OpenOutbox;
  readonly health: ApiHealth;
  readonly judge: JudgeFile;
  /** The same rules for records that were judged before: tells the journal only what is done to them. */
  readonly judgeAgain: JudgeFile;
  readonly readFile: ReadFile;
  /** Whose the drop folders are. */
  readonly marks: Marks;
  readonly readLargeFile: ReadLargeFile;
  /** Told of every event of any room, written or not. Returns its off switch. */
  onNote(listener: (event: AnyEvent) => void): () => void;
  /** Told when the known difference to the server's clock changed. */
  onClock(listener: () => void): void;
  /** Told when a record was put on hold for the first time. */
  onHeld(listener: () => void): void;
  close(): Promise<void>;
}

export interface StoreOptions {
  readonly settings: Settings;
  readonly clock: Clock;
  /** Gets one readable line per event, where a person watches. */
  readonly mirror?: ((line: string) => void) | undefined;
  /** What knows the keys that this process had before; by default nothing is known yet. */
  readonly redaction?: Redaction | undefined;
  /** True for an agent: who waits for the folder is told that it is not given back soon. */
  readonly forAgent?: boolean | undefined;
}

const MEGABYTE = 1024 * 1024;

/** Faults of the disk are thrown. */
export async function openStore(options: StoreOptions): Promise<Result<Store, Problem<OpenProblem>>> {
  const { settings, clock: wallClock } = options;
  const { redaction = createRedaction() } = options;
  const noteListeners = new Set<(event: AnyEvent) => void>();
  const written = createJournal({
    folder: `${settings.dataDir}/journal`,
    level: settings.journal.level,
    maxFileBytes: settings.journal.maxFileMb * MEGABYTE,
    files: settings.journal.files,
    levels: allEvents,
    redact: (text) => redaction.redact(text),
    clock: wallClock,
    mirror: options.mirror,
  });
  const note: Journal<AnyEvent>['note'] = (event, fields) => {
    written.note(event, fields);
    for (const listener of noteListeners) listener(event);
  };
  const journal: Journal<AnyEvent> = { ...written, note };
  const clockListeners: (() => void)[] = [];
  const health = createApiHealth(wallClock, note, () => clockListeners.forEach((listener) => listener()));
  const { reference } = health;
  const clock: Clock = { ...wallClock, now: () => reference.datingMs() };
  const ballastBytes = settings.outbox.ballastMb * MEGABYTE;
  const { forAgent } = options;
  const outbox = openOutbox({ dataDir: settings.dataDir, clock, note, ballastBytes, forAgent });
  if (!outbox.ok) {
    await journal.close();
    return outbox;
  }
  const opened = outbox.value;
  const confirmedAtMs = opened.outbox.forgetting.confirmedAtMs();
  if (confirmedAtMs !== undefined) reference.isAfter(confirmedAtMs);
  const zone = openZone(settings.store.timeZone);
  const heldListeners: (() => void)[] = [];
  const judging: Omit<JudgeOptions, 'note'> = {
    rules: receiptRules(settings, zone),
    shift: { mode: settings.shift.mode, zone, dayStartsAt: settings.store.dayStartsAt },
    nowMs: () => reference.nowMs(),
    shiftState: (sinceMs) => {
      const facts = opened.outbox.reading.factsSince('signals', sinceMs);
      return restoreShiftState(facts.map((row) => row.facts));
    },
  };
  const store: Omit<Store, 'marks' | 'close'> = {
    settings,
    clock,
    wallClock,
    zone,
    journal,
    redaction,
    opened,
    health,
    judge: createJudge({
      ...judging,
      note(event, fields) {
        note(event, fields);
        if (event === 'record.held') heldListeners.forEach((listener) => listener());
      },
    }),
    judgeAgain: createJudge({
      ...judging,
      note: (event, fields) => {
        if (event === 'record.adjusted') note(event, fields);
      },
    }),
    ...createFileReader(settings),
    onNote(listener) {
      noteListeners.add(listener);
      return () => noteListeners.delete(listener);
    },
    onClock: (listener) => void clockListeners.push(listener),
    onHeld: (listener) => void heldListeners.push(listener),
  };
  const close = async (): Promise<void> => {
    opened.close();
    await journal.close();
  };
  try {
    const marks = await openMarks({ settings, opened, clock, note, reading: readingOptions(store) });
    return ok({
      ...store,
      marks,
      async close() {
        await marks.close();
        await close();
      },
    });
  } catch (error) {
    await close();
    throw error;
  }
}

/** The time to forget by; undefined while nobody vouches for the clock. */
export function forgettingTime({ opened, health }: Store): ForgettingTime | undefined {
  return opened.outbox.forgetting.time(health.reference.confirmedMs());
}
