/**
 * Owns the servers that a client never gets to talk to: a name that does not exist, a queue that is full, a bad certificate.
 * Promises that everything it opened is closed by `close()`.
 * Refuses to know RPC: what listens here never answers a request.
 */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { Worker } from 'node:worker_threads';

export interface Unreachable {
  readonly port: number;
  readonly url: string;
  readonly close: () => Promise<void>;
}

export interface BadTlsServer extends Unreachable {
  /** Requests that got through: 0 for a client that verifies certificates. */
  readonly requests: () => number;
}

const host = '127.0.0.1';

/** Behaviour 3: the top-level domain `invalid` is reserved for names that do not exist. */
export const unresolvableUrl = 'http://does-not-exist.invalid';

/** The thread stops for good once it listens, so the kernel's queue is never emptied. */
const listeningThread = `
const { parentPort } = require('node:worker_threads');
const server = require('node:net').createServer();
server.listen({ host: '${host}', port: 0, backlog: 1 }, () => {
  parentPort.postMessage(server.address().port);
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
});`;

/** A Linux kernel queues one connection more than the backlog says. */
const queueLength = 2;

function connectTo(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port });
    socket.once('connect', () => resolve(socket));
    socket.once('error', reject);
  });
}

/** Behaviour 2, on Linux: listens with a full queue, so that further connections stay in the making. */
export async function startHangingListener(): Promise<Unreachable> {
  const worker = new Worker(listeningThread, { eval: true });
  const port = await new Promise<number>((resolve, reject) => {
    worker.once('message', (message: unknown) => resolve(Number(message)));
    worker.once('error', reject);
  });
  const fillers: Socket[] = [];
  while (fillers.length < queueLength) fillers.push(await connectTo(port));
  const close = async (): Promise<void> => {
    for (const filler of fillers) filler.on('error', () => filler.destroy()).destroy();
    await worker.terminate();
  };
  return { port, url: `http://${host}:${port}`, close };
}

/** Behaviour 4: HTTPS with a certificate that nobody signed; the key beside it is public and good for nothing else. */
export async function startBadTlsServer(): Promise<BadTlsServer> {
  const pem = readFileSync(new URL('./self-signed.pem', import.meta.url));
  let requests = 0;
  const server = createServer({ key: pem, cert: pem }, (_request, response) => {
    requests += 1;
    response.end();
  });
  const port = await new Promise<number>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port: 0 }, () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : 0);
    });
  });
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { port, url: `https://${host}:${port}`, requests: () => requests, close };
}
