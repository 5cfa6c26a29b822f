/**
 * Owns: how a room tells what happened, without knowing who listens. Events are past-tense facts; each room
 * lists its own events with their levels, the journal writes them, a test holds the list against the docs.
 */
export type Level = 'debug' | 'info' | 'warn' | 'error';

export type NoteFields = Readonly<Record<string, string | number | boolean | null | undefined>>;

/** Reports one fact. Never throws, never blocks on a slow disk; fields carry no key and no customer data. */
export type Note<Event extends string> = (event: Event, fields?: NoteFields) => void;

/** A room's events and how loud each is. */
export type EventLevels<Event extends string> = Readonly<Record<Event, Level>>;
