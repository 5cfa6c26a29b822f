/**
 * Owns: the smallest servers that can do what a test needs, down to single bytes of TCP.
 * Promises: each listens on loopback only and is closed, with all its connections, by `stopServers`.
 */
import http from 'node:http';
import https from 'node:https';
import net, { type AddressInfo, type Server, type Socket } from 'node:net';
import type { Certificate } from './certificate.ts';

const started = new Set<{ server: Server; sockets: Set<Socket> }>();

/** Port of `server` once it listens on 127.0.0.1. */
export async function listen(server: Server): Promise<number> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.once('close', () => sockets.delete(socket));
  });
  started.add({ server, sockets });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return portOf(server);
}

export function portOf(server: Server): number {
  const address: AddressInfo | string | null = server.address();
  if (address === null || typeof address === 'string') throw new Error('not listening');
  return address.port;
}

export async function stopServers(): Promise<void> {
  for (const { server, sockets } of started) {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  }
  started.clear();
}

/** A TCP server that hands out every connection; answers its port. */
export function startTcp(onConnection: (socket: Socket) => void): Promise<number> {
  return listen(net.createServer(onConnection));
}

/** A request as it was read. */
export interface Heard {
  readonly path: string;
  readonly body: string;
  readonly headers: http.IncomingHttpHeaders;
  readonly socket: Socket;
}

export type Respond = (response: http.ServerResponse, heard: Heard) => void;

function hear(respond: Respond, log: Heard[]): http.RequestListener {
  return (request, response) => {
    const chunks: Buffer[] = [];
    request.on('error', () => undefined);
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { url = '', headers, socket } = request;
      const heard = { path: url, body: Buffer.concat(chunks).toString(), headers, socket };
      log.push(heard);
      respond(response, heard);
    });
  };
}

export interface HttpServer {
  readonly port: number;
  readonly base: string;
  readonly heard: Heard[];
  readonly server: http.Server;
}

/** An HTTP server that answers by `respond`. */
export async function startHttp(respond: Respond): Promise<HttpServer> {
  const heard: Heard[] = [];
  const server = http.createServer(hear(respond, heard));
  const port = await listen(server);
  return { port, base: `http://127.0.0.1:${port}`, heard, server };
}

/** The same over TLS. */
export async function startHttps(certificate: Certificate, respond: Respond): Promise<HttpServer> {
  const heard: Heard[] = [];
  const server = https.createServer({ ...certificate }, hear(respond, heard));
  server.on('tlsClientError', () => undefined);
  const port = await listen(server);
  return { port, base: `https://localhost:${port}`, heard, server };
}

/** What a JSON-RPC body asks; ids are texts here. */
function idOf(body: string): string {
  return /"id":"([^"]*)"/.exec(body)?.[1] ?? '';
}

/** A good answer to the call in `body`. */
export function resultFor(body: string, result: unknown = { count: 1 }): string {
  return JSON.stringify({ jsonrpc: '2.0', id: idOf(body), result });
}

export function errorFor(body: string, error: unknown): string {
  return JSON.stringify({ jsonrpc: '2.0', id: idOf(body), error });
}

/** A raw HTTP/1.1 answer with its length. */
export function rawAnswer(body: string, head = 'HTTP/1.1 200 OK'): string {
  return `${head}\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
}

/** Calls `onRequest` with each complete request that `socket` brings; requests carry a Content-Length. */
export function readRequests(socket: Socket, onRequest: (body: string) => void): void {
  let text = '';
  socket.setEncoding('latin1');
  socket.on('data', (chunk: string) => {
    text += chunk;
    const head = text.indexOf('\r\n\r\n');
    const length = Number(/content-length: (\d+)/i.exec(text)?.[1] ?? 0);
    if (head === -1 || text.length < head + 4 + length) return;
    const body = text.slice(head + 4, head + 4 + length);
    text = text.slice(head + 4 + length);
    onRequest(body);
  });
}
