/**
 * Owns: the screens on loopback for a browser (ARM boxes, thin clients, tills where Electron cannot run): a plain
 * HTTP server on 127.0.0.1 and no other address.
 * Promises: whoever has neither a one-time address nor a cookie that came of one gets nothing; a page of somebody
 * else gets nothing even with it; nothing that is asked can hold the agent up or fill its memory.
 * Refuses to know: what the screens show (`core/screens`), what they look like (`src-renderer`).
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Clock } from '../../base/clock.ts';
import { problem, type Problem } from '../../base/problem.ts';
import { fail, ok, type Result } from '../../base/result.ts';
import type { Screens } from '../../core/screens/screens.ts';
import type { ScreensProblem } from '../../core/screens/problem-codes.ts';
import { answer, answerText } from './answers.ts';
import { listAssets } from './assets.ts';
import { boundConnections } from './connections.ts';
import { HOST, refuse } from './guard.ts';
import { createOneTimeTokens } from './one-time.ts';
import { createRoutes } from './routes.ts';
import { createSessions, type Sessions } from './sessions.ts';
import { createStreams } from './streams.ts';

/** A browser sends its request at once. */
const REQUEST_MS_MAX = 10_000;
/** How often connections are looked at that still send their request, or nothing at all. */
const CHECK_MS = 2_000;
const HEADER_BYTES_MAX = 16_384;

export interface ServiceOptions {
  readonly screens: Screens;
  readonly clock: Clock;
  /** The built screens. */
  readonly assets: string;
  /** 0: any free one. */
  readonly port: number;
}

export interface Service {
  readonly port: number;
  readonly sessions: Pick<Sessions, 'keepIn'>;
  /** A fresh one-time address; `view`: what it opens, else the window's size decides. */
  address(view?: string): string;
  /** Calls when a one-time address was used up. Returns its off switch. */
  onEntered(listener: () => void): () => void;
  /** Resolves when nobody is connected any more. */
  close(): Promise<void>;
}

/** Listens. Fails where the port is taken or may not be had, and where the screens were not built. */
export async function startService(
  options: ServiceOptions,
): Promise<Result<Service, Problem<ScreensProblem>>> {
  const { screens, clock } = options;
  const assets = listAssets(options.assets);
  if (!assets) return fail(problem('screens.notBuilt'));
  const tokens = createOneTimeTokens(clock);
  const sessions = createSessions(clock);
  const streams = createStreams(screens, clock);
  const entered = new Set<() => void>();
  const limits = { maxHeaderSize: HEADER_BYTES_MAX, connectionsCheckingInterval: CHECK_MS };
  const server = createServer(limits, (request, response) => {
    void handle(request, response).catch(() => endFailed(response));
  });
  const connections = boundConnections(server);
  const onEntered = (): void => entered.forEach((listener) => listener());
  const route = createRoutes({ screens, assets, tokens, sessions, streams, connections, onEntered });
  server.headersTimeout = REQUEST_MS_MAX;
  server.requestTimeout = REQUEST_MS_MAX;

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', url: target = '', headers } = request;
    const refused = refuse({ method, target, headers, port: portOf(server) });
    if (refused === undefined) return route(request, response);
    request.resume();
    answer(response, refused, refused === 405 ? { allow: 'GET, POST' } : {});
  }

  const failed = await listen(server, options.port);
  if (failed !== undefined)
    return fail(problem('screens.portUnusable', '', { port: options.port, reason: failed }));
  const port = portOf(server);
  return ok({
    port,
    sessions,
    address(view) {
      const more = view === undefined ? '' : `&view=${encodeURIComponent(view)}`;
      return `http://${HOST}:${port}/?token=${tokens.issue()}${more}`;
    },
    onEntered(listener) {
      entered.add(listener);
      return () => entered.delete(listener);
    },
    close: () => close(server, () => streams.close()),
  });
}

/** A fault of one request is the end of that request. */
function endFailed(response: ServerResponse): void {
  if (response.headersSent) response.destroy();
  else answerText(response, 500, 'failed');
}

/** Why it cannot listen, as `EADDRINUSE`; undefined: it does. */
async function listen(server: Server, port: number): Promise<string | undefined> {
  const { promise, resolve } = Promise.withResolvers<string | undefined>();
  const onError = (error: NodeJS.ErrnoException): void => resolve(error.code ?? error.message);
  server.once('error', onError);
  server.listen({ host: HOST, port, exclusive: true }, () => resolve(undefined));
  const failed = await promise;
  server.off('error', onError);
  return failed;
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

async function close(server: Server, endStreams: () => void): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  server.close(() => resolve(undefined));
  endStreams();
  server.closeAllConnections();
  await promise;
}
