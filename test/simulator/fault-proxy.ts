/**
 * Owns a TCP proxy on loopback that can lose the network: it cuts what is open and refuses what comes.
 * Promises that `cut()` leaves no connection, that `heal()` listens on the same port again, and that `close()` ends all.
 * Refuses to know what is carried.
 */
import { connect, createServer } from 'node:net';
import type { Server, Socket } from 'node:net';

export interface FaultProxy {
  readonly port: number;
  readonly url: string;
  /** Connections that are open now. */
  readonly connections: () => number;
  /** Open connections are reset, new ones are refused. */
  readonly cut: () => Promise<void>;
  /** Connections are carried again. */
  readonly heal: () => Promise<void>;
  readonly close: () => Promise<void>;
}

const host = '127.0.0.1';

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port }, () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}

/** Carries bytes both ways until one side ends or fails; then both are gone. */
function carry(near: Socket, targetPort: number, open: Set<Socket>): void {
  const far = connect({ host, port: targetPort });
  open.add(near);
  near.on('close', () => {
    open.delete(near);
    far.destroy();
  });
  far.on('close', () => near.destroy());
  near.on('error', () => far.destroy());
  far.on('error', () => near.resetAndDestroy());
  near.pipe(far).pipe(near);
}

/** A proxy on a free port of 127.0.0.1 that carries connections to a port of 127.0.0.1. */
export async function startFaultProxy(targetPort: number): Promise<FaultProxy> {
  const open = new Set<Socket>();
  let server: Server | undefined = createServer((near) => carry(near, targetPort, open));
  const port = await listen(server, 0);
  const cut = (): Promise<void> =>
    new Promise((resolve) => {
      const listening = server;
      server = undefined;
      if (listening === undefined) resolve();
      else listening.close(() => resolve());
      for (const socket of open) socket.resetAndDestroy();
    });
  const heal = async (): Promise<void> => {
    if (server !== undefined) return;
    server = createServer((near) => carry(near, targetPort, open));
    await listen(server, port);
  };
  return { port, url: `http://${host}:${port}`, connections: () => open.size, cut, heal, close: cut };
}
