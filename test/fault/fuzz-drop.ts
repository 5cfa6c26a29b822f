/**
 * Owns: a drop folder that gets odd files, with everything behind it as on a till but for the sender: the intake,
 * the judge and the outbox as `core` wires them. Time is the test's, so that waiting for the end of a file costs
 * none.
 */
import { mkdirSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { intakeOptions } from '../../src-main/core/intake-options.ts';
import { openStore, type Store } from '../../src-main/core/open-store.ts';
import { createIntake } from '../../src-main/intake/intake.ts';
import { SUBFOLDERS } from '../../src-main/intake/names.ts';
import type { Taken, TakenFile } from '../../src-main/outbox/port.ts';
import { settingsSchema } from '../../src-main/settings/schema.ts';
import { createFakeClock, type FakeClock } from '../support/fake-clock.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { waitFor } from '../support/wait-for.ts';
import type { MutatedFile } from './fuzz-files.ts';

export const ZONE = 'Europe/Moscow';
/** The day after the samples. */
const START_MS = Date.parse('2026-11-22T00:00:00Z');

export interface FuzzTill {
  readonly root: string;
  readonly store: Store;
  readonly clock: FakeClock;
}

export interface Taking {
  readonly given: TakenFile;
  readonly taken: Taken;
}

/** What became of a batch of files. */
export interface Drained {
  readonly folder: string;
  /** Every time that a file was stored, by its name. */
  readonly takings: ReadonlyMap<string, readonly Taking[]>;
  /** How often the intake told each event. */
  readonly events: ReadonlyMap<string, number>;
}

export async function openFuzzTill(): Promise<FuzzTill> {
  const root = tempFolder();
  const settings = settingsSchema.parse({
    store: { timeZone: ZONE, storeExtId: 'S015', cashboxExtId: 'K1' },
    drop: { folders: [{ path: join(root, 'drop') }] },
    dataDir: join(root, 'data'),
    outbox: { ballastMb: 0 },
    journal: { level: 'error' },
  });
  const clock = createFakeClock(START_MS);
  const opened = await openStore({ settings, clock });
  if (!opened.ok) throw new Error(opened.error.code);
  return { root, store: opened.value, clock };
}

type Way = 'waiting' | 'marked' | 'renamed';
const WAYS: readonly Way[] = ['waiting', 'marked', 'waiting', 'renamed'];

/** Every way there is: it lies there at start, has a marker besides, or is renamed while the agent runs. */
const wayOf = ({ seed }: MutatedFile): Way => WAYS[seed % WAYS.length] ?? 'waiting';

function drop(folder: string, file: MutatedFile): void {
  const path = join(folder, file.name);
  if (wayOf(file) === 'renamed') {
    writeFileSync(`${path}.tmp`, file.bytes);
    renameSync(`${path}.tmp`, path);
    return;
  }
  writeFileSync(path, file.bytes);
  if (wayOf(file) === 'marked') writeFileSync(`${path}.done`, '');
}

/** Drops the files into a new folder and resolves when the folder is empty; rejects when it does not get so. */
export async function drain(
  { root, store, clock }: FuzzTill,
  files: readonly MutatedFile[],
): Promise<Drained> {
  const folder = join(root, `drop-${files[0]?.seed ?? 0}`);
  mkdirSync(folder);
  const takings = new Map<string, Taking[]>();
  const events = new Map<string, number>();
  const remember = (name: string, taking: Taking): void =>
    void takings.set(name, [...(takings.get(name) ?? []), taking]);
  const intake = createIntake({
    ...intakeOptions(store, () => undefined),
    folders: [{ path: folder, format: 'auto', encoding: 'auto', watch: 'events' }],
    note: (event) => void events.set(event, (events.get(event) ?? 0) + 1),
    outbox: {
      count: (counter, by) => store.opened.outbox.count(counter, by),
      take(files) {
        const answers = store.opened.outbox.take(files);
        for (const [index, given] of files.entries()) {
          const taken = answers[index];
          if (taken) remember(given.file.name, { given, taken });
        }
        return answers;
      },
    },
  });
  for (const file of files) if (wayOf(file) !== 'renamed') drop(folder, file);
  intake.start();
  await nextTurn();
  for (const file of files) if (wayOf(file) === 'renamed') drop(folder, file);
  let left: readonly string[] = [];
  const isEmpty = (): boolean => {
    clock.advance(store.settings.drop.rescanMs);
    left = readdirSync(folder).filter((name) => !SUBFOLDERS.includes(name));
    return left.length === 0;
  };
  await waitFor('an empty folder', isEmpty).catch((cause: unknown) => {
    throw new Error(`${left.length} files stay in the folder: ${left.slice(0, 10).join(', ')}`, { cause });
  });
  await intake.stop();
  return { folder, takings, events };
}
