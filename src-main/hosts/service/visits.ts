/** Owns: the browsers that may look at the screens, as the service view lists and ends them. */
import type { Visits } from '../../core/screens/visitor.ts';
import type { Sessions } from './sessions.ts';
import type { Streams } from './streams.ts';

/** Newest first; a session that is ended looks on no more at once. */
export function createVisits(sessions: Sessions, streams: Streams): Visits {
  return {
    list(own) {
      const open = streams.sessions();
      return sessions
        .list()
        .toSorted((one, other) => (other.seenMs ?? 0) - (one.seenMs ?? 0))
        .map(({ name, sinceMs, seenMs, browser }) => ({
          ...{ sinceMs, seenMs, browser },
          isOpen: open.has(name),
          isOwn: name === own,
        }));
    },
    endOthers(own) {
      const ended = sessions.endOthers(own);
      streams.end(ended);
      return ended;
    },
  };
}
