/**
 * Owns one request being answered: its sockets, its line in the log, and the headers of any answer to it.
 * Promises nothing about the answer itself.
 * Refuses to know the behaviours.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Answer } from './answer.ts';
import type { RecordedCall } from './call-log.ts';

export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly call: RecordedCall;
  /** The Date header to send. */
  readonly date: (offsetMs: number) => string;
  /** Whether the connection is to be closed after the answer. */
  readonly closing: boolean;
  /** Runs after a while, unless the simulator is closed before. */
  readonly later: (delayMs: number, run: () => void) => void;
}

/** The headers that every answer carries. */
export function headersOf(exchange: Exchange, answer: Answer, offsetMs = 0): Record<string, string> {
  const connection: Record<string, string> = exchange.closing ? { Connection: 'close' } : {};
  return { ...answer.headers, ...connection, Date: exchange.date(offsetMs) };
}
