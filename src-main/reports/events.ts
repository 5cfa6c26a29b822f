/**
 * Owns: the facts that this room reports.
 */
import type { EventLevels } from '../base/note.ts';

export const reportsEvents = {
  /** A report was asked for and read. */
  'report.read': 'debug',
  /** Its answer has another form than any that is known; said again only after it was readable. */
  'report.unreadable': 'warn',
  /** The beginning of an answer that could not be read. */
  'report.quoted': 'debug',
  /** The server does not give this report. */
  'report.refused': 'warn',
  /** Reports fail; what is known stays and ages. */
  'reports.lost': 'warn',
  'reports.returned': 'info',
  /** The server asked for fewer calls. */
  'reports.slowed': 'info',
  /** A step went wrong on our side; asked again at the usual time. */
  'reports.faulted': 'error',
  /** The file of the last reports cannot be used; nothing but older figures is lost. */
  'reports.keptIgnored': 'warn',
  'reports.keepFailed': 'warn',
} as const satisfies EventLevels<string>;

export type ReportsEvent = keyof typeof reportsEvents;
