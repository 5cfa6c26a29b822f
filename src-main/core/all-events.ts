/** Owns: the list of every fact that any room reports, with its level; docs/journal.md has the same list. */
import { headoEvents } from '../heado/events.ts';
import { intakeEvents } from '../intake/events.ts';
import { journalEvents } from '../journal/journal.ts';
import { outboxEvents } from '../outbox/events.ts';
import { reportsEvents } from '../reports/events.ts';
import { senderEvents } from '../sender/events.ts';
import { controlEvents } from './control/server.ts';
import { coreEvents } from './events.ts';

export const allEvents = {
  ...coreEvents,
  ...controlEvents,
  ...headoEvents,
  ...intakeEvents,
  ...journalEvents,
  ...outboxEvents,
  ...reportsEvents,
  ...senderEvents,
} as const;

export type AnyEvent = keyof typeof allEvents;
