/**
 * Owns: every warning and error of the journal in a sentence for people, Russian and English. The compiler proves
 * that no room's event lacks its words in either language.
 * Refuses to know: when an event happens, and the quieter ones, which no screen shows.
 */
import type { allEvents } from '../core/all-events.ts';
import { outputWords } from './cli/output.ts';
import type { EventWords, LoudOf } from './event-form.ts';
import { isProblemCode, problemWords, type ProblemCode } from './problems.ts';
import { agentEventWords } from './words/events-agent.ts';
import { fileEventWords } from './words/events-files.ts';
import { sendingEventWords } from './words/events-sending.ts';
import { fill, type BothLanguages, type Locale, type Text, type Values } from './words.ts';

export const eventWords = {
  ...agentEventWords,
  ...fileEventWords,
  ...sendingEventWords,
} as const satisfies Record<LoudOf<typeof allEvents>, EventWords>;

/** One line of the journal in words. */
export interface EventDescription {
  /** What happened, and why where the line names a problem whose values it has. */
  readonly text: string;
  /** The problem that the line names (docs/problems.md); null: none. */
  readonly code: ProblemCode | null;
}

const UNKNOWN = { ru: 'Событие без описания.', en: 'An event without words.' } as const satisfies EventWords;

/** What of a journal line's fields can stand in a sentence. */
export function sayable(fields: Readonly<Record<string, string | number | boolean | null>>): Values {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, field]) =>
      typeof field === 'string' || typeof field === 'number' ? [[name, field] as const] : [],
    ),
  );
}

/** Words for the event `name` with the fields of its line. Never throws: an event without words says so. */
export function describeEvent(name: string, fields: Values, locale: Locale): EventDescription {
  const words: EventWords = isLoud(name) ? eventWords[name] : UNKNOWN;
  const code = causeOf(fields);
  const values = toValues(fields, code, locale);
  const told = fill(withoutUnknown(words[locale], values), values, locale);
  const why = code === null ? '' : whyOf(code, values, locale);
  return { text: why === '' || why === told ? told : `${told} ${why}`, code };
}

function isLoud(name: string): name is keyof typeof eventWords {
  return Object.hasOwn(eventWords, name);
}

/** A deeper problem goes first; HEADO's own numbers are no code of ours. */
function causeOf(fields: Values): ProblemCode | null {
  const named = [fields['because'], fields['code']].map(String);
  return named.find(isProblemCode) ?? null;
}

/** The fields under the names that the words of problems have for them. */
function toValues(fields: Values, code: ProblemCode | null, locale: Locale): Values {
  const known: Values = {
    ...renamed(fields, 'file', 'name'),
    ...renamed(fields, 'folder', 'path'),
    ...renamed(fields, 'error', 'errno'),
    ...renamed(fields, 'command', 'at'),
    ...fields,
    ...laneText(fields['lane'], locale),
  };
  return Object.fromEntries(Object.entries(known).filter(([, value]) => value !== code));
}

function renamed(fields: Values, from: string, to: string): Values {
  const value = fields[from];
  return value === undefined ? {} : { [to]: value };
}

function laneText(lane: string | number | undefined, locale: Locale): Values {
  const key = `lane.${lane}`;
  return key === 'lane.receipts' || key === 'lane.signals' || key === 'lane.manual'
    ? { lane: outputWords[key][locale] }
    : {};
}

/** A line has not every value of its problem: half a reason is worse than the code alone. */
function whyOf(code: ProblemCode, values: Values, locale: Locale): string {
  const { what }: BothLanguages[Locale] = problemWords[code][locale];
  const template = withoutUnknown(what, values);
  return isKnown(template, values) ? fill(template, values, locale) : '';
}

/** The template without brackets that a value is missing for. */
function withoutUnknown(text: Text, values: Values): string {
  const template = typeof text === 'string' ? text : text(values);
  return template.replace(/ \([^()]*\)/g, (part) => (isKnown(part, values) ? part : ''));
}

function isKnown(template: string, values: Values): boolean {
  return [...template.matchAll(/\{([A-Za-z][A-Za-z0-9]*)\}/g)].every(([, name = '']) => name in values);
}
