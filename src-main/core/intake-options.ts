/** Owns: what the intake is given: how files are read, whose they are, the words. */
import { localText } from '../base/zone.ts';
import type { IntakeOptions } from '../intake/intake.ts';
import { nodeFileSystem } from '../intake/file-system.ts';
import { ownerOf } from './drop-folders.ts';
import { isDiskFault } from '../outbox/sqlite.ts';
import { describe } from '../text/problems.ts';
import { keepRoom } from './keep-room.ts';
import { forgettingTime, type Store } from './open-store.ts';
import { readingOptions } from './reading-options.ts';

export function intakeOptions(store: Store, onDiskFull: () => void): IntakeOptions {
  const { settings, zone, opened, journal } = store;
  return {
    ...readingOptions(store),
    fs: nodeFileSystem,
    agentUid: ownerOf(settings.dataDir),
    dataDir: settings.dataDir,
    gate: store.marks.gate,
    note: journal.note,
    outbox: keepRoom(opened.outbox, opened.ballast, journal.note),
    describe: (problem) => describe(problem, settings.widget.locale),
    dayOf: (instantMs) => localText(instantMs, zone).slice(0, 10),
    isDiskFull: isDiskFault,
    random: Math.random,
    folders: settings.drop.folders,
    archiveDays: settings.drop.archiveDays,
    files: opened.outbox.pruner,
    forgettingTime: () => forgettingTime(store),
    onDiskFull,
  };
}
