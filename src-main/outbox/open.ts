/**
 * Owns: opening the outbox of a data folder and finding out in what state it is.
 *
 * Files: `outbox.db` (+ `-wal`, `-shm`), `outbox.head`, `outbox.suspect`, `ledger/`, `ballast.bin`, `reserve.bin`,
 * `lock.db`,
 * `agent.pid`.
 * Health: `sound`; `new` (nothing was there); `damaged` (unreadable or rows that do not fit: the file is set
 * aside, never deleted, and a new one begun); `behind` (a healthy but older copy, one that lost its tail, or one
 * whose rebuilding was cut short). In the last two cases the caller replays archive and ledger (`rebuild.ts`)
 * before anything is sent; the database then bears a new name, so that an old copy is never taken for it.
 */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import type { Clock } from '../base/clock.ts';
import type { Note } from '../base/note.ts';
import { problem, type Problem } from '../base/problem.ts';
import { fail, ok, type Result } from '../base/result.ts';
import { readTail } from './append.ts';
import { openBallast, type Ballast } from './ballast.ts';
import { isBehind } from './behind.ts';
import { atAllCosts, prepareBump, type OutboxContext } from './context.ts';
import type { OutboxEvent } from './events.ts';
import { claimDataFolder, type DataFolderProblem, type Mended } from './data-folder.ts';
import { createFreshBatches } from './fresh-batches.ts';
import { openHeadFile, type HeadFile } from './head.ts';
import { isBatchLine, type LedgerLine } from './ledger-line.ts';
import { openLedger } from './ledger.ts';
import { lockDataFolder, lockPath, type DataLock } from './lock.ts';
import { readMark, writeMark } from './marks.ts';
import { openSound } from './open-sound.ts';
import { createOutbox, type FullOutbox } from './outbox.ts';
import type { Lane } from './port.ts';
import { watchPresence, type Presence } from './presence.ts';
import { createRecentRows } from './recent.ts';
import { NewerDatabaseError } from './schema.ts';
import { assertDurable, foldBackWhereItFits, prepareTransact } from './sqlite.ts';
import { openSuspicion, type Suspicion } from './suspicion.ts';

export interface OutboxOptions {
  readonly dataDir: string;
  readonly clock: Clock;
  readonly note: Note<OutboxEvent>;
  readonly ballastBytes: number;
  /** True for an agent, which holds the folder as long as it runs; a command gives it back in a moment. */
  readonly forAgent?: boolean | undefined;
}

export type OutboxHealth = 'sound' | 'new' | 'damaged' | 'behind';

export interface OpenOutbox {
  readonly outbox: FullOutbox;
  readonly health: OutboxHealth;
  /** Where the damaged database was put; empty unless `damaged`. */
  readonly setAside: string;
  readonly ballast: Ballast;
  /** False once the data folder was removed or replaced under us: nothing is stored any more. */
  isThere(): boolean;
  /** The agent is ending: whoever waits for the folder gets it soon. */
  leave(): void;
  close(): void;
}

const DATABASE_FILE = 'outbox.db';

export function databasePath(dataDir: string): string {
  return join(dataDir, DATABASE_FILE);
}

/** `data.locked`: another process holds the folder. `outbox.newer`: values `version`, `known`. */
export type OpenProblem = 'data.locked' | 'outbox.newer' | DataFolderProblem;

/** Opens the outbox and takes the folder's lock. Throws what the disk throws. */
export function openOutbox(options: OutboxOptions): Result<OpenOutbox, Problem<OpenProblem>> {
  const claimed = claimDataFolder(options.dataDir);
  if (!claimed.ok) return claimed;
  const lock = lockDataFolder(options.dataDir, options.forAgent === true ? 'agent' : 'visitor');
  if (!lock.ok) return lock;
  tellMended(claimed.value, options);
  try {
    return ok(openLocked(options, lock.value));
  } catch (error) {
    lock.value.release();
    if (!(error instanceof NewerDatabaseError)) throw error;
    const { version, known } = error;
    return fail(problem('outbox.newer', databasePath(options.dataDir), { version, known }));
  }
}

function tellMended({ narrowed, setAside }: Mended, { dataDir, note }: OutboxOptions): void {
  if (narrowed.length > 0) note('data.narrowed', { path: dataDir, count: narrowed.length });
  for (const [path, aside] of setAside) note('data.setAside', { path, aside });
}

function openLocked(options: OutboxOptions, lock: DataLock): OpenOutbox {
  const { dataDir, clock, note } = options;
  const head = openHeadFile(dataDir);
  const ballast = openBallast(dataDir, options.ballastBytes);
  const path = databasePath(dataDir);
  const suspicion = openSuspicion(dataDir);
  // Without the database the ledger still tells; without the lock another agent may come.
  const presence = watchPresence([dataDir, lockPath(dataDir)]);
  const { database, setAside } = atAllCosts({ ballast, note }, () =>
    openSound({ path, clock, note, suspicion }),
  );
  if (ballast.state() === 'released') foldBackWhereItFits(database);
  const close = (): void => {
    database.close();
    head.close();
    lock.release();
  };
  try {
    const { outbox, health } = begin(options, { database, setAside, head, ballast, suspicion, presence });
    return { outbox, health, setAside, ballast, isThere: presence.isThere, leave: () => lock.leave(), close };
  } catch (error) {
    database.close();
    head.close();
    throw error;
  }
}

interface Opened {
  readonly database: DatabaseSync;
  readonly setAside: string;
  readonly head: HeadFile;
  readonly ballast: Ballast;
  readonly suspicion: Suspicion;
  readonly presence: Presence;
}

function begin(
  { dataDir, clock, note }: OutboxOptions,
  { database, setAside, head, ballast, suspicion, presence }: Opened,
): Pick<OpenOutbox, 'outbox' | 'health'> {
  const ledger = openLedger(dataDir);
  const newest = ledger.newest();
  const health = setAside === '' ? judgeHealth(database, head, newest) : 'damaged';
  const isWhole = health === 'sound' || health === 'new';
  const generation = atAllCosts({ ballast, note, database }, () => nameDatabase(database, isWhole));
  const announced = new Set<(lane: Lane) => void>();
  const committed = new Set<() => void>();
  const context: OutboxContext = {
    database,
    transact: prepareTransact(database),
    clock,
    note,
    ledger,
    head,
    ballast,
    generation,
    recent: createRecentRows(),
    fresh: createFreshBatches(),
    tail: readTail(database),
    bump: prepareBump(database),
    suspect: () => suspicion.raise(),
    announce: (lane) => announced.forEach((listener) => listener(lane)),
    assertPresent: presence.assert,
    committed: () => committed.forEach((listener) => listener()),
  };
  const outbox = createOutbox(context, announced, committed);
  if (isWhole) {
    if (newest.length === 0)
      atAllCosts(context, () => ledger.append({ did: 'begin', generation, at: clock.now() }));
    outbox.reconcile(linesOf(newest, generation).filter(isBatchLine));
  }
  assertDurable(database);
  note('outbox.opened', { health, generation });
  return { outbox, health };
}

function judgeHealth(
  database: DatabaseSync,
  head: HeadFile,
  newest: readonly LedgerLine[],
): Exclude<OutboxHealth, 'damaged'> {
  const generation = readMark(database, 'generation');
  const last = newest.at(-1);
  const witness = head.read();
  if (generation === '' && last === undefined && witness === undefined) return 'new';
  if (readMark(database, 'rebuild') !== '') return 'behind';
  if (last !== undefined && last.generation !== generation) return 'behind';
  return isBehind(database, witness, linesOf(newest, generation)) ? 'behind' : 'sound';
}

function linesOf(lines: readonly LedgerLine[], generation: string): LedgerLine[] {
  return lines.filter((line) => line.generation === generation);
}

/** The name of a whole database; one that is not gets a new name, and the mark that it must be rebuilt. */
function nameDatabase(database: DatabaseSync, isWhole: boolean): string {
  const known = readMark(database, 'generation');
  if (isWhole && known !== '') return known;
  const generation = randomBytes(4).toString('hex');
  prepareTransact(database)(() => {
    writeMark(database, 'generation', generation);
    if (!isWhole) writeMark(database, 'rebuild', 'due');
  });
  return generation;
}
