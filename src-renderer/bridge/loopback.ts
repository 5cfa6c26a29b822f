/**
 * Owns: the bridge over the service's loopback address: snapshots as an event stream from `/api/events`, requests as
 * `POST /api/<request>`, what is shown as `POST /api/show`. Promises: a lost stream is asked for again with a bounded
 * back-off and says anew what is shown; a stream that is silent for too long counts as lost; 401 is `notAllowed`.
 */
import type { Answer, Bridge, RequestName, Requests, Shown } from '../../src-main/contract/bridge.ts';
import type { ShowOnStream } from '../../src-main/contract/loopback.ts';
import type { Snapshot } from '../../src-main/contract/snapshot.ts';
import { readEventStream } from './event-stream.ts';
import { isAnswer, isSnapshot, isStreamHello, parseJson } from './guards.ts';
import { createTeller } from './teller.ts';

export interface LoopbackOptions {
  /** Where `/api/…` is found: the page's own address. */
  readonly origin: string;
  /** Ends the bridge. */
  readonly signal: AbortSignal;
  readonly delays?: LoopbackDelays;
}

export interface LoopbackDelays {
  readonly firstRetryMs: number;
  readonly retryMsMax: number;
  /** Nothing at all came for so long, not even the comment of every 15 s: ask again. */
  readonly silenceMsMax: number;
  /** The longest request is a connection test that waits for HEADO. */
  readonly requestMsMax: number;
}

const DELAYS: LoopbackDelays = {
  firstRetryMs: 500,
  retryMsMax: 15_000,
  silenceMsMax: 45_000,
  requestMsMax: 120_000,
};

type AgentState = 'here' | 'lost' | 'notAllowed';

export function createLoopbackBridge({ origin, signal, delays = DELAYS }: LoopbackOptions): Bridge {
  const snapshots = createTeller<Snapshot>();
  const agent = createTeller<AgentState>();
  let shown: Shown | undefined;
  let stream: string | undefined;

  const post = (name: string, argument: unknown): Promise<Response> =>
    fetch(new URL(`/api/${name}`, origin), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(argument),
      signal: AbortSignal.any([signal, AbortSignal.timeout(delays.requestMsMax)]),
    });

  /** Says what is shown now; one call after the other, so that the newest word is the last. */
  let telling = Promise.resolve();
  const tellShown = (): void => {
    telling = telling.then(async () => {
      if (shown === undefined || stream === undefined) return;
      await post('show', { stream, shown } satisfies ShowOnStream).catch(() => undefined);
    });
  };

  /** Follows one stream to its end; `heard`: it gave at least one snapshot. */
  const follow = async (): Promise<'heard' | 'lost' | 'notAllowed'> => {
    const silence = new AbortController();
    const watch = (): ReturnType<typeof setTimeout> => setTimeout(() => silence.abort(), delays.silenceMsMax);
    let timer = watch();
    let heard = 0;
    const take = (data: string): void => {
      const value = parseJson(data);
      if (isStreamHello(value)) {
        stream = value.stream;
        tellShown();
      }
      if (!isSnapshot(value)) return;
      heard += 1;
      agent.tell('here');
      snapshots.tell(value);
    };
    try {
      const response = await fetch(new URL('/api/events', origin), {
        headers: { accept: 'text/event-stream' },
        cache: 'no-store',
        signal: AbortSignal.any([signal, silence.signal]),
      });
      if (response.status === 401) return 'notAllowed';
      if (!response.ok || response.body === null) return 'lost';
      await readEventStream(response.body, take, () => {
        clearTimeout(timer);
        timer = watch();
      });
    } catch {
      // Whatever ended the stream, it is asked for again.
    } finally {
      clearTimeout(timer);
      stream = undefined;
    }
    return heard > 0 ? 'heard' : 'lost';
  };

  const followForEver = async (): Promise<void> => {
    let retryMs = delays.firstRetryMs;
    while (!signal.aborted) {
      const end = await follow();
      if (end === 'heard') retryMs = delays.firstRetryMs;
      else agent.tell(end);
      await sleep(retryMs, signal);
      retryMs = Math.min(retryMs * 2, delays.retryMsMax);
    }
  };
  void followForEver();

  return {
    request: async <N extends RequestName>(name: N, argument: Requests[N]['in']) =>
      await ask<Requests[N]['out']>(() => post(name, argument)),
    show: (next) => {
      shown = next;
      tellShown();
    },
    onSnapshot: snapshots.on,
    onAgent: agent.on,
  };
}

async function ask<T>(call: () => Promise<Response>): Promise<Answer<T>> {
  try {
    const response = await call();
    if (response.status === 401) return { ok: false, refusal: { reason: 'notAllowed' } };
    const answer = parseJson(await response.text());
    if (isAnswer<T>(answer)) return answer;
  } catch {
    // No answer is told like a wrong one.
  }
  return { ok: false, refusal: { reason: 'unreachable' } };
}

function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done);
  });
}
