/** Owns: the form of the words for journal events: which events need some, and what one is told with. Types, and one helper. */
import type { EventLevels } from '../base/note.ts';
import type { BothLanguages, Locale, Text } from './words.ts';

/** The events of a list that the status keeps: its warnings and errors. */
export type LoudOf<Levels extends EventLevels<string>> = {
  readonly [Event in keyof Levels]: Levels[Event] extends 'warn' | 'error' ? Event : never;
}[keyof Levels];

/** One short sentence; a problem that the event names is told after it. */
export type EventWords = Readonly<Record<Locale, Text>>;

/** An event that says just what a problem says. */
export function asTold({ ru, en }: BothLanguages): EventWords {
  return { ru: ru.what, en: en.what };
}
