/**
 * Owns: a drop folder on a real disk with an intake over it, for the tests of this room: real files, the real
 * formats and rules, an outbox that only remembers what it was given, and a clock that can be moved by hand.
 */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, realpathSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { systemClock, type Clock } from '../../../src-main/base/clock.ts';
import type { NoteFields } from '../../../src-main/base/note.ts';
import type { Problem } from '../../../src-main/base/problem.ts';
import { localText, openZone } from '../../../src-main/base/zone.ts';
import { readFile, readLargeFile } from '../../../src-main/formats/detect.ts';
import type { IntakeEvent } from '../../../src-main/intake/events.ts';
import { nodeFileSystem, type FileSystem } from '../../../src-main/intake/file-system.ts';
import { createIntake, type Intake, type IntakeOptions } from '../../../src-main/intake/intake.ts';
import type { JudgeFile, Verdict } from '../../../src-main/intake/judge.ts';
import type { FolderState } from '../../../src-main/intake/folder-state.ts';
import { normalise } from '../../../src-main/receipt/normalise.ts';
import { normaliseSignal } from '../../../src-main/receipt/signal.ts';
import { receiptEntry, signalEntry } from '../../../src-main/receipt/to-entry.ts';
import { createFakeClock, type FakeClock } from '../../support/fake-clock.ts';
import { removeTempFolders, tempFolder } from '../../support/temp-folder.ts';
import { waitFor } from '../../support/wait-for.ts';
import { rules } from '../receipt/drafts.ts';
import { recordingOutbox, type RecordingOutbox } from './recording-outbox.ts';

const ZONE = openZone('Europe/Moscow');
export const SETTLE_MS = 500;
export const STALE_MS = 60_000;
export const RESCAN_MS = 10_000;

const RULES = rules({ zone: ZONE, storeExtId: 'S1' });
/** Receipts of the tests are of this moment, whatever the clock of the test says. */
const JUDGED_AT_MS = Date.parse('2026-11-21T20:00:00+03:00');

export const judgeForTests: JudgeFile = () => (record) => {
  const shelve = (problem: Problem): Verdict => ({
    kind: 'shelf',
    item: { at: record.at, label: '', raw: record.raw, problem, held: false },
  });
  if (record.type === 'signal') {
    const judged = normaliseSignal(record.draft, RULES, JUDGED_AT_MS, record.at);
    if (judged.verdict !== 'ready') return shelve(judged.problem);
    return { kind: 'entries', entries: [signalEntry(judged.signal, record, 'till', 'waiting')] };
  }
  const judged = normalise(record.draft, RULES, JUDGED_AT_MS, record.at);
  if (judged.verdict !== 'ready') return shelve(judged.problem);
  return { kind: 'entries', entries: [receiptEntry(judged.receipt, record)] };
};

interface Told {
  readonly event: IntakeEvent;
  readonly fields: NoteFields;
}

export interface TillFolder {
  readonly path: string;
  readonly dataDir: string;
  readonly outbox: RecordingOutbox;
  readonly intake: Intake;
  readonly told: readonly Told[];
  /** Fields of every note of this event. */
  tellings(event: IntakeEvent): readonly NoteFields[];
  /** Writes a file in place. */
  write(name: string, content: string | Uint8Array): void;
  /** Writes a file under a temporary name and renames it. */
  drop(name: string, content: string | Uint8Array): void;
  /** The same, with time for the intake to see the file under its temporary name; there is a look in between. */
  dropSeen(name: string, content: string | Uint8Array, temporary?: string): Promise<void>;
  /** Resolves once the clock of the disk is past the last change of a file. */
  tick(name: string): Promise<void>;
  /** Writes the marker of a file that lies there, later than the file. */
  markDone(name: string): Promise<void>;
  names(below?: string): readonly string[];
  text(below: string): string;
  /** Paths of all archived files below the folder. */
  archived(): readonly string[];
  whenArchived(count: number): Promise<void>;
  state(): FolderState;
  /** Wakes the intake and resolves when it has looked through the folder. */
  lookAgain(): Promise<void>;
}

export type TillFolderOptions = Partial<
  Pick<
    IntakeOptions,
    'clock' | 'fs' | 'archiveDays' | 'forgettingTime' | 'judge' | 'readFile' | 'isDiskFull' | 'onDiskFull'
  >
> & {
  readonly path?: string;
  readonly dataDir?: string;
  readonly outbox?: RecordingOutbox;
  readonly watch?: 'events' | 'poll';
  readonly maxFileBytes?: number;
  readonly refusalsMax?: number;
  readonly rescanMs?: number;
  readonly settleMs?: number;
  readonly staleMs?: number;
};

const laid: Intake[] = [];

/** For `afterEach`: stops every intake, then runs `before`, then removes every folder. */
export async function leaveFolders(before: () => void = () => undefined): Promise<void> {
  for (const intake of laid.splice(0)) await intake.stop();
  before();
  removeTempFolders();
}

export function startFolder(options: TillFolderOptions = {}): TillFolder {
  const folder = layFolder(options);
  folder.intake.start();
  return folder;
}

/** Its clock begins now, as the times of its files do, and moves when the test moves it. */
export function startOnFakeClock(options: TillFolderOptions = {}): {
  readonly folder: TillFolder;
  readonly clock: FakeClock;
} {
  const clock = createFakeClock(Date.now());
  return { clock, folder: startFolder({ clock, ...options }) };
}

/** Sets up a folder; the intake is not started. */
export function layFolder(options: TillFolderOptions = {}): TillFolder {
  const path = options.path ?? tempFolder();
  const clock: Clock = options.clock ?? systemClock;
  const outbox = options.outbox ?? recordingOutbox(clock);
  const told: Told[] = [];
  const under = options.fs ?? nodeFileSystem;
  let listings = 0;
  const fs: FileSystem = {
    ...under,
    readdirSync(below) {
      const names = under.readdirSync(below);
      if (realpathSync(below) === realpathSync(path)) listings += 1;
      return names;
    },
  };
  const dataDir = options.dataDir ?? tempFolder();
  const intake = createIntake({
    fs,
    dataDir,
    clock,
    outbox,
    files: outbox,
    folders: [{ path, format: 'auto', encoding: 'auto', watch: options.watch ?? 'events' }],
    archiveDays: options.archiveDays ?? 35,
    forgettingTime: options.forgettingTime ?? (() => ({ untilMs: clock.now(), atMs: clock.now() })),
    note: (event, fields = {}) => told.push({ event, fields }),
    readFile: options.readFile ?? readForTests,
    readLargeFile: readLargeForTests,
    readings: outbox,
    judge: options.judge ?? judgeForTests,
    describe: ({ code }) => ({ what: `what ${code}`, why: `why ${code}`, todo: `todo ${code}` }),
    dayOf: (instantMs) => localText(instantMs, ZONE).slice(0, 10),
    limits: {
      settleMs: options.settleMs ?? SETTLE_MS,
      staleMs: options.staleMs ?? STALE_MS,
      rescanMs: options.rescanMs ?? RESCAN_MS,
      maxFileBytes: options.maxFileBytes ?? 20 * 1024 * 1024,
      refusalsMax: options.refusalsMax ?? 100,
    },
    isDiskFull: options.isDiskFull ?? (() => false),
    onDiskFull: options.onDiskFull ?? (() => undefined),
    random: () => 0.5,
  });
  laid.push(intake);
  async function lookAgain(): Promise<void> {
    const before = listings;
    intake.wake();
    await waitFor('the folder is listed', () => listings >= before + 2);
    await new Promise<void>((resolve) => setImmediate(resolve));
  }

  async function tick(name: string): Promise<void> {
    const { ctimeMs } = statSync(join(path, name));
    const probe = join(tempFolder(), 'probe');
    await waitFor('the clock of the disk goes on', () => {
      writeFileSync(probe, '');
      return statSync(probe).ctimeMs > ctimeMs;
    });
  }

  return {
    path,
    dataDir,
    outbox,
    intake,
    told,
    tellings: (event) => told.filter((telling) => telling.event === event).map(({ fields }) => fields),
    write: (name, content) => writeFileSync(join(path, name), content),
    drop(name, content) {
      writeFileSync(join(path, `${name}.tmp`), content);
      renameSync(join(path, `${name}.tmp`), join(path, name));
    },
    async dropSeen(name, content, temporary = `${name}.tmp`) {
      writeFileSync(join(path, temporary), content);
      await lookAgain();
      renameSync(join(path, temporary), join(path, name));
    },
    tick,
    async markDone(name) {
      await tick(name);
      writeFileSync(join(path, `${name}.done`), '');
    },
    names: (below = '') => readdirSync(join(path, below)).sort(),
    text: (below) => readFileSync(join(path, below), 'utf8'),
    archived: () => listArchived(path),
    whenArchived: (count) => waitFor(`${count} files are archived`, () => listArchived(path).length >= count),
    state() {
      const [state] = intake.state().folders;
      if (!state) throw new Error('the intake has no folder');
      return state;
    },
    lookAgain,
  };
}

export const readForTests: IntakeOptions['readFile'] = (bytes, { fileName, mtimeMs, format }) =>
  readFile(bytes, { format }, { fileName, mtimeMs, timeZone: ZONE.id, prepayment: 'settlement' });

const readLargeForTests: IntakeOptions['readLargeFile'] = (bytes, { fileName, mtimeMs, format }, turn) =>
  readLargeFile(bytes, { format }, { fileName, mtimeMs, timeZone: ZONE.id, prepayment: 'settlement' }, turn);

function listArchived(path: string): readonly string[] {
  return readdirSync(join(path, 'archive'))
    .filter((day) => !day.startsWith('.'))
    .sort()
    .flatMap((day) => readdirSync(join(path, 'archive', day)).map((name) => `archive/${day}/${name}`));
}

/** Node cannot make a named pipe itself. */
export function makePipe(path: string): void {
  execFileSync('/usr/bin/mkfifo', [path]);
}

/** A sale of one position; `number` makes it its own. */
export function sale(number: number | string, amount = 100): string {
  return JSON.stringify(saleObject(number, amount));
}

function saleObject(number: number | string, amount = 100): Readonly<Record<string, unknown>> {
  return {
    amount,
    discount: 0,
    ts: '2026-11-21T18:42:11+03:00',
    cashier: 'Orlova',
    extId: `S1-K1-${number}`,
    positions: [{ name: 'Coffee', count: 1, total: amount }],
    attributes: [],
  };
}

export function shiftEvent(event: 'shift/start' | 'shift/stop', ts = '2026-11-21 09:00:00'): string {
  return JSON.stringify({ event, ts, seller: 'Orlova' });
}
