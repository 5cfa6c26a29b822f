/** Owns: what the intake is given: settings in its own units, the outbox, the rules, the words. */
import { localText } from '../base/zone.ts';
import type { IntakeOptions } from '../intake/intake.ts';
import { nodeFileSystem } from '../intake/file-system.ts';
import { ownerOf } from './drop-folders.ts';
import { isDiskFault } from '../outbox/sqlite.ts';
import { describe } from '../text/problems.ts';
import { forgettingTime, type Store } from './open-store.ts';

const MEGABYTE = 1024 * 1024;

export function intakeOptions(store: Store, onDiskFull: () => void): IntakeOptions {
  const { settings, clock, zone, judge, readFile, opened, journal } = store;
  const { outbox } = opened;
  return {
    fs: nodeFileSystem,
    agentUid: ownerOf(settings.dataDir),
    dataDir: settings.dataDir,
    gate: store.marks.gate,
    clock,
    note: journal.note,
    outbox,
    readFile,
    judge,
    describe: (problem) => describe(problem, settings.widget.locale),
    dayOf: (instantMs) => localText(instantMs, zone).slice(0, 10),
    limits: {
      settleMs: settings.drop.settleMs,
      staleMs: settings.drop.staleMs,
      rescanMs: settings.drop.rescanMs,
      maxFileBytes: settings.drop.maxFileMb * MEGABYTE,
    },
    isDiskFull: isDiskFault,
    random: Math.random,
    folders: settings.drop.folders,
    archiveDays: settings.drop.archiveDays,
    files: outbox.pruner,
    forgettingTime: () => forgettingTime(store),
    onDiskFull,
  };
}
