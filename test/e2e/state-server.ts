/**
 * Owns: the built screens with any snapshot that a test wants, over the real transport and the real content policy:
 * for states that a real till reaches once a year.
 */
import { createServer, type ServerResponse } from 'node:http';
import { readFileSync } from 'node:fs';
import { extname, join, normalize, sep } from 'node:path';
import type { Answer, RequestName } from '../../src-main/contract/bridge.ts';
import { loopback } from '../../src-main/contract/loopback.ts';
import type { Snapshot } from '../../src-main/contract/snapshot.ts';
import { commonHeaders } from '../../src-main/hosts/service/headers.ts';

const SCREENS = join(import.meta.dirname, '..', '..', 'dist', 'screens');
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
};

export type AnswerFor = (name: RequestName, argument: unknown) => Answer<unknown>;

export interface StateServer {
  readonly origin: string;
  /** What every screen shows from now on. */
  play(snapshot: Snapshot): void;
  /** How requests are answered from now on; by default every one is carried out with nothing to say. */
  answerWith(answer: AnswerFor): void;
  close(): Promise<void>;
}

export async function startStateServer(first: Snapshot): Promise<StateServer> {
  const streams = new Set<ServerResponse>();
  let snapshot = first;
  let answer: AnswerFor = () => ({ ok: true, value: {} });

  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://127.0.0.1').pathname;
    if (path === loopback.events) follow(response);
    else if (path.startsWith(loopback.requests)) {
      let body = '';
      request.on('data', (piece: Buffer) => (body += piece.toString('utf8')));
      request.on('end', () => reply(response, path, body));
    } else serve(response, path === '/' ? '/index.html' : path);
  });

  function follow(response: ServerResponse): void {
    response.writeHead(200, { ...commonHeaders, 'content-type': 'text/event-stream' });
    tell(response, loopback.streamEvent, { stream: 's' });
    tell(response, loopback.snapshotEvent, snapshot);
    streams.add(response);
    response.on('close', () => streams.delete(response));
  }

  function reply(response: ServerResponse, path: string, body: string): void {
    if (path === loopback.show) return void response.writeHead(204, commonHeaders).end();
    const name = requestNames.find((each) => path === loopback.requests + each);
    if (!name) return void response.writeHead(404, commonHeaders).end();
    response.writeHead(200, { ...commonHeaders, 'content-type': 'application/json' });
    response.end(JSON.stringify(answer(name, JSON.parse(body))));
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    origin: `http://127.0.0.1:${address.port}`,
    play(next) {
      snapshot = next;
      for (const stream of streams) tell(stream, loopback.snapshotEvent, snapshot);
    },
    answerWith(next) {
      answer = next;
    },
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

const requestNames: readonly RequestName[] = [
  'unlock',
  'lock',
  'serviceState',
  'retry',
  'discard',
  'diagnostics',
  'changeLook',
  'setupState',
  'testConnection',
  'saveSetup',
  'sendTestReceipt',
  'putAwayShiftCard',
];

function tell(response: ServerResponse, event: string, data: unknown): void {
  response.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
}

function serve(response: ServerResponse, path: string): void {
  const file = normalize(join(SCREENS, path));
  const type = TYPES[extname(file)];
  if (!file.startsWith(SCREENS + sep) || type === undefined) {
    response.writeHead(404, commonHeaders).end();
    return;
  }
  response.writeHead(200, { ...commonHeaders, 'content-type': type });
  response.end(readFileSync(file));
}
