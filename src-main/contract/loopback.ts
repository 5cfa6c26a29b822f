/**
 * Owns: how the bridge travels between a browser and the loopback service.
 *
 * - `GET  /api/events`  server-sent events: `stream` once, with the name of the stream; then `snapshot` with the
 *   whole Snapshot, at once and whenever it changed. A comment every 15 s. 401: the cookie is not valid.
 * - `POST /api/show`    body `ShowOnStream`, answer 204: what the stream's screen shows from now on.
 * - `POST /api/<name>`  body: the request's argument; answer: `Answer` of its value, whatever the status is.
 *
 * Every POST has `content-type: application/json`; the cookie does the rest.
 */
import type { Shown } from './bridge.ts';

export const loopback = {
  events: '/api/events',
  show: '/api/show',
  /** Followed by the request's name. */
  requests: '/api/',
  /** Names of the events. */
  streamEvent: 'stream',
  snapshotEvent: 'snapshot',
} as const;

/** Data of the event `stream`. */
export interface StreamHello {
  readonly stream: string;
}

export interface ShowOnStream {
  readonly stream: string;
  readonly shown: Shown;
}
