/**
 * Owns listening on one port: opening, closing with everything that is under way, opening again on the same port.
 * Promises that nothing outlives `close()`: no connection, no timer.
 * Refuses to know what is served.
 */
import type { Server } from 'node:http';

export type Later = (delayMs: number, run: () => void) => void;

export interface Listener {
  /** Listens and returns `http://host:port`; the port stays the same at every later opening. */
  readonly open: () => Promise<string>;
  /** Connections are cut, timers dropped, new connections refused. */
  readonly close: () => Promise<void>;
}

function listen(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port }, () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}

function shut(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

/** A listener, not yet open; `createServer` is called at each opening. */
export function createListener(host: string, port: number, createServer: (later: Later) => Server): Listener {
  const timers = new Set<NodeJS.Timeout>();
  let server: Server | undefined;
  let boundPort = port;
  const later: Later = (delayMs, run) => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      run();
    }, delayMs);
    timers.add(timer);
  };
  return {
    open: async () => {
      if (server !== undefined) throw new Error(`the simulator listens already on port ${boundPort}`);
      const opened = createServer(later);
      boundPort = await listen(opened, host, boundPort);
      server = opened;
      return `http://${host}:${boundPort}`;
    },
    close: async () => {
      for (const timer of timers) clearTimeout(timer);
      timers.clear();
      const closed = server;
      server = undefined;
      if (closed !== undefined) await shut(closed);
    },
  };
}
