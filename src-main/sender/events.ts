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
  'entry.quarantined': 'warn',
  /** Tried again hourly, the rest moves on. */
  'entry.slowed': 'warn',
  /** Refusals that look like a breakdown of the server were taken back. */
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
  /** Refusals in a row without a success: the server is broken, not the receipts. */
  | 'api.refusesEverything'
  /** A closing waits for its own receipts. */
  | 'sender.closeHeld'
  /** The outbox could not be read or written. Values: `words`. */
  | 'sender.outboxFailed';
