/**
 * Owns: the facts and problems that this room reports. One line per batch at most, never one per receipt that went well.
 */
import type { EventLevels } from '../base/note.ts';

export const senderEvents = {
  'batch.posted': 'debug',
  'batch.delivered': 'info',
  /** Without a definite answer: perhaps registered, will be resent unchanged. */
  'batch.uncertain': 'warn',
  /** Certainly not registered, will be resent unchanged. */
  'batch.postponed': 'warn',
  'batch.refused': 'warn',
  /** Smaller batches follow: the server found it too large, or a culprit is looked for. */
  'batch.divided': 'info',
  /** The server counted other than what was sent. */
  'batch.countDiffered': 'warn',
  /** Refused once: it goes once more after the next success. */
  'entry.ejected': 'warn',
  /** It was refused, and taken after all: the server was ill. */
  'entry.cleared': 'info',
  'entry.quarantined': 'warn',
  /** Sent again and again without an answer while the server answered others. */
  'entry.unconfirmed': 'warn',
  /** Tried again hourly, the rest moves on. */
  'entry.slowed': 'warn',
  /** Slow entries went back in line: it is the server that is broken. */
  'entries.readmitted': 'warn',
  'lane.held': 'error',
  'lane.resumed': 'info',
  'pace.lowered': 'warn',
  'deadline.raised': 'warn',
  /** The outbox could not be read or written; tried again along the ladder. */
  'lane.faulted': 'error',
  /** A closing waits for its own receipts. */
  'signal.heldBack': 'debug',
  'sender.started': 'info',
  'sender.stopped': 'info',
} as const satisfies EventLevels<string>;

export type SenderEvent = keyof typeof senderEvents;

export type SenderProblem =
  /** HEADO refused exactly this entry; its own code and words. */
  | 'api.refused'
  /** One receipt alone is more than the server takes (HTTP 413). */
  | 'api.receiptTooLarge'
  /** No definite answer, however often it was sent. Values: `times`, `because`. */
  | 'api.unanswered'
  /** Refusals in a row without a success: the server is broken, not the receipts. */
  | 'api.refusesEverything'
  /** A closing waits for its own receipts. */
  | 'sender.closeHeld'
  /** The outbox could not be read or written. Values: `words`. */
  | 'sender.outboxFailed';
