/**
 * Owns: the facts that the intake tells the journal. Fields name folders, files and codes, never customer data.
 */
import type { EventLevels, Note } from '../base/note.ts';

export const intakeEvents = {
  /** A file's records are in the outbox. Fields: `folder, file, storedAs, stored, duplicates, shelved`. */
  'file.taken': 'debug',
  /** A file that changed after it was read was read again. Fields: `folder, file, because`. */
  'file.takenAgain': 'info',
  /** Fields: `folder, file, code, storedAs`. */
  'file.rejected': 'warn',
  /** A rejected file was completed, taken again by a person, or given up. Fields: `folder, file, because`. */
  'file.rejectionEnded': 'info',
  /** Fields: `folder, file, code, forMs`. */
  'file.waiting': 'debug',
  /** Lies in the folder and is never opened. Fields: `folder, file, code`. */
  'file.passedOver': 'warn',
  /** Tried again later. Fields: `folder, file, code, error, attempts`. */
  'file.failed': 'warn',
  /** Records that are rightly not sent, once for each reason. Fields: `folder, file, count, code`. */
  'records.skipped': 'info',
  /** Fields: `folder, count`. */
  'files.foundByRescan': 'warn',
  /** Lines may follow in an archived file that somebody removed or replaced. Fields: `folder, file`. */
  'archive.missing': 'warn',
  /** Originals whose time was up were deleted. Fields: `count`. */
  'archive.pruned': 'info',
  /** Fields: `folder, watch`. */
  'folder.opened': 'info',
  /** Fields: `folder, code, error`. */
  'folder.lost': 'error',
  /** Fields: `folder, watch`. */
  'folder.found': 'info',
  /** The rescan alone must do until watching works again. Fields: `folder, error`. */
  'watch.failed': 'warn',
  /** Fields: `folder`. */
  'watch.restored': 'info',
  /** Nothing is taken until there is room. Fields: `folder, path` (of a folder on the full disk). */
  'disk.full': 'error',
  /** Fields: `folder`. */
  'disk.recovered': 'info',
  /** The outbox refused a slice of files; they stay where they are. Fields: `folder, error, files`. */
  'take.failed': 'error',
  /** A step of the intake itself went wrong; it is tried again at the next rescan. Fields: `folder, error, step`. */
  'intake.failed': 'error',
} as const satisfies EventLevels<string>;

export type IntakeEvent = keyof typeof intakeEvents;
export type IntakeNote = Note<IntakeEvent>;
