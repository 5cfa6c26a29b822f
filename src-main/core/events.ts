/** Owns: the facts that the core itself reports, and the list of all rooms' facts for the journal. */
import type { EventLevels } from '../base/note.ts';

export const coreEvents = {
  /** The agent takes files. Fields: `version, pid, dataDir`. */
  'agent.started': 'info',
  'agent.stopped': 'info',
  /** Settings or key file changed; the agent went on with the new ones. Fields: `files`. */
  'settings.changed': 'info',
  /** They changed and are not usable; the agent goes on with the old ones. Fields: `code`. */
  'settings.refused': 'error',
  /** The screens can be opened in a browser on this machine. Fields: `port`. */
  'screens.opened': 'info',
  /** A picture could not be made; the screens keep the last one, taking and sending go on. Fields: `error`. */
  'screens.faulted': 'error',
  /** The file of open sessions is not the agent's own and opens nothing. Fields: `reason`. */
  'sessions.ignored': 'warn',
  /** All sessions but the one that asked for it were ended in the service view. Fields: `count`. */
  'sessions.ended': 'info',
  /** A wrong PIN was given for the service view. Fields: `inRow, waitMs`; never anything of the PIN. */
  'pin.refused': 'warn',
  /** Settings or key were given in the setup window. */
  'setup.saved': 'info',
  'api.lost': 'warn',
  'api.returned': 'info',
  /** Our clock is more than a minute from the server's. Fields: `skewMs` (ours minus the server's). */
  'clock.differed': 'warn',
  'clock.agreed': 'info',
  /** Fields: `freeBytes`. */
  'disk.ranLow': 'error',
  'disk.hadRoom': 'info',
  /** A step of forgetting or of the ballast did not work; tried again in a minute. Fields: `error`. */
  'housekeeping.failed': 'warn',
  /** Text was shortened, a number rounded, an attribute left out. Fields: `code, at, file`. */
  'record.adjusted': 'info',
  /** A record cannot be sent as it is and waits for a person. Fields: `code, at, file`. */
  'record.refused': 'warn',
  /** A record waits for the clock or the settings. Fields: `code, at, file`. */
  'record.held': 'warn',
  /** A held record became a receipt. Fields: `id`. */
  'record.released': 'info',
  /** A person acted. Fields: `id, reason`. */
  'quarantine.retried': 'info',
  'quarantine.discarded': 'warn',
  /** A person has to decide about a folder (`recover`). Fields: `folder, question`. */
  'folder.questioned': 'error',
  /** The settings call a known folder by another name. Fields: `from, folder`. */
  'folder.renamed': 'warn',
  /** What an older copy of the data folder had waiting is not sent before `recover`. Fields: `folder, entries`. */
  'entries.held': 'error',
  /** A person decided. Fields: `folder, choice, resent, kept`. */
  'folder.recovered': 'warn',
  /** Files of the archive are read again to rebuild the outbox. Fields: `files`. */
  'archive.replayed': 'warn',
  /** A file of the archive could not be read again. Fields: `path, because`. */
  'archive.unreadable': 'error',
} as const satisfies EventLevels<string>;

export type CoreEvent = keyof typeof coreEvents;
