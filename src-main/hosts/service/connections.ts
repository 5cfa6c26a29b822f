/**
 * Owns: who may stay connected when there are more than there may be.
 * Promises: whoever showed a valid cookie is never put out for one who did not; among those who did not the one that
 * has been there longest goes, so that any number of silent connections keeps no page from being opened.
 */
import type { Server } from 'node:http';
import type { Socket } from 'node:net';

/** A browser takes six connections at most; some screens and a person. */
export const CONNECTIONS_MAX = 64;

export interface Connections {
  /** A request with a valid cookie came over it. */
  trust(socket: Socket): void;
}

export function boundConnections(server: Server): Connections {
  /** In the order in which they came. */
  const strangers = new Set<Socket>();
  const known = new Set<Socket>();

  server.on('connection', (socket: Socket) => {
    strangers.add(socket);
    socket.once('close', () => {
      strangers.delete(socket);
      known.delete(socket);
    });
    const [oldest] = strangers;
    if (strangers.size + known.size <= CONNECTIONS_MAX || !oldest) return;
    strangers.delete(oldest);
    oldest.destroy();
  });

  return {
    trust(socket) {
      if (strangers.delete(socket)) known.add(socket);
    },
  };
}
