/**
 * Owns: the facts that this room reports.
 */
import type { EventLevels } from '../base/note.ts';

export const headoEvents = {
  /** A key is in use for the first time: at the start, or because it was replaced. */
  'key.taken': 'info',
  /** The server knows the shift method under the other spelling. */
  'method.respelled': 'info',
} as const satisfies EventLevels<string>;

export type HeadoEvent = keyof typeof headoEvents;
