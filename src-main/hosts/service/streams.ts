/**
 * Owns: the event streams: who listens, and what each still has to get.
 * Promises: a slow reader gets the newest snapshot alone, however many there were meanwhile, and is let go when
 * it reads nothing at all; no listener holds up another; their number is bounded.
 */
import type { ServerResponse } from 'node:http';
import { randomBytes } from 'node:crypto';
import type { Cancel, Clock } from '../../base/clock.ts';
import type { Shown } from '../../contract/bridge.ts';
import { loopback, type StreamHello } from '../../contract/loopback.ts';
import type { Snapshot } from '../../contract/snapshot.ts';
import type { Screens } from '../../core/screens/screens.ts';
import { commonHeaders } from './headers.ts';

export const HEARTBEAT_MS = 15_000;
/** A reader that took nothing for so long is gone. */
export const STALLED_MS_MAX = 60_000;
/** A till has a screen or two, a person may open some more. */
export const STREAMS_MAX = 16;
const NAME_BYTES = 12;

export interface Streams {
  /** There are as many as there may be. */
  isFull(): boolean;
  /** Tells the stream's name and every snapshot from now on; it ends with its session. */
  begin(response: ServerResponse, session: string): void;
  /** False: there is no such stream. */
  show(stream: string, shown: Shown): boolean;
  /** Sessions that look on now. */
  sessions(): ReadonlySet<string>;
  /** Ends the streams of these sessions. */
  end(sessions: readonly string[]): void;
  close(): void;
}

interface Stream {
  readonly session: string;
  show(shown: Shown): void;
  end(): void;
}

export function createStreams(screens: Screens, clock: Clock): Streams {
  const open = new Map<string, Stream>();
  const textOf = createWriter();

  return {
    isFull: () => open.size >= STREAMS_MAX,
    begin(response, session) {
      response.writeHead(200, { ...commonHeaders, 'content-type': 'text/event-stream; charset=utf-8' });
      const name = randomBytes(NAME_BYTES).toString('base64url');
      const stream = openStream({ response, screens, clock, textOf, name, session });
      open.set(name, stream);
      response.once('close', () => {
        open.delete(name);
        stream.end();
      });
    },
    show(name, shown) {
      const stream = open.get(name);
      stream?.show(shown);
      return stream !== undefined;
    },
    sessions: () => new Set([...open.values()].map(({ session }) => session)),
    end(sessions) {
      for (const stream of open.values()) if (sessions.includes(stream.session)) stream.end();
    },
    close() {
      for (const stream of open.values()) stream.end();
    },
  };
}

interface StreamOptions {
  readonly response: ServerResponse;
  readonly screens: Screens;
  readonly clock: Clock;
  readonly textOf: (snapshot: Snapshot) => string;
  readonly name: string;
  readonly session: string;
}

function openStream({ response, screens, clock, textOf, name, session }: StreamOptions): Stream {
  const hello: StreamHello = { stream: name };
  let newest: Snapshot | undefined;
  let full = false;
  let cancelBeat: Cancel = clock.after(HEARTBEAT_MS, beat);
  let cancelStall: Cancel = () => undefined;

  function write(text: string): void {
    full = !response.write(text);
    if (!full) return;
    cancelStall = clock.after(STALLED_MS_MAX, () => response.destroy());
    response.once('drain', () => {
      cancelStall();
      full = false;
      tell();
    });
  }

  function tell(): void {
    if (full || newest === undefined) return;
    const snapshot = newest;
    newest = undefined;
    write(eventText(loopback.snapshotEvent, textOf(snapshot)));
  }

  function beat(): void {
    cancelBeat = clock.after(HEARTBEAT_MS, beat);
    if (!full) write(': still here\n\n');
  }

  write(eventText(loopback.streamEvent, JSON.stringify(hello)));
  const viewer = screens.watch((snapshot) => {
    newest = snapshot;
    tell();
  });
  return {
    session,
    show: (shown) => viewer.show(shown),
    end() {
      cancelBeat();
      cancelStall();
      viewer.close();
      response.end();
    },
  };
}

function eventText(event: string, data: string): string {
  return `event: ${event}\ndata: ${data}\n\n`;
}

/** Every stream gets the same text: it is made once. */
function createWriter(): (snapshot: Snapshot) => string {
  let last: { readonly of: Snapshot; readonly text: string } | undefined;
  return (snapshot) => {
    if (last?.of !== snapshot) last = { of: snapshot, text: JSON.stringify(snapshot) };
    return last.text;
  };
}
