/**
 * Owns: taking nothing while the spare file is given up. Its room is there to settle what the server has; taking would
 * use it up, and an agent that is then killed could not even start to send.
 */
import type { Note } from '../base/note.ts';
import type { Ballast } from '../outbox/ballast.ts';
import type { Outbox } from '../outbox/port.ts';

/** To whoever takes, a full disk. */
class NoRoomError extends Error {
  readonly code = 'ENOSPC';
  constructor() {
    super('no room to take anything: the spare file is given up');
  }
}

type Taking = Pick<Outbox, 'take' | 'count'>;

/** `take` of `outbox`, which throws as on a full disk until there is room for the spare file again. */
export function keepRoom(outbox: Taking, ballast: Ballast, note: Note<'ballast.restored'>): Taking {
  return {
    count: (counter, by) => outbox.count(counter, by),
    take(files) {
      if (ballast.state() === 'released') {
        if (!ballast.restore()) throw new NoRoomError();
        note('ballast.restored');
      }
      return outbox.take(files);
    },
  };
}
