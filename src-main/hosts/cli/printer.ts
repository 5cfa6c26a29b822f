/**
 * Owns: how commands speak: lines, marks, problems, JSON; colours only for a person at a terminal who did not
 * refuse them (NO_COLOR).
 * Promises: nothing that a text brings along is obeyed by a terminal: every line of every command goes through here.
 */
import { visibleJson, visibleLines } from '../../base/plain-text.ts';
import type { Problem } from '../../base/problem.ts';
import { sayIn, type Say } from '../../text/cli.ts';
import { describe } from '../../text/problems.ts';
import { placeText } from '../../text/value-words.ts';
import type { Locale } from '../../text/words.ts';
import type { CliHost } from './host.ts';

type Mark = 'ok' | 'warning' | 'error';

const MARKS = { ok: '✓', warning: '!', error: '✗' } as const satisfies Record<Mark, string>;
const COLOURS = { '✓': 32, '!': 33, '✗': 31 } as const satisfies Record<(typeof MARKS)[Mark], number>;
/** A mark stands before a line or before a problem in it. */
const MARK_OF_LINE = /^[✓!✗](?= )/gmu;
const INDENT = '  ';

export interface Printer {
  readonly locale: Locale;
  readonly say: Say;
  out(text: string): void;
  /** To standard error: what is no part of the answer. */
  note(text: string): void;
  json(value: unknown): void;
  /** The sign; it gets its colour where it begins a line. */
  mark(mark: Mark): string;
  /** A problem on standard error, with what to do. */
  complain(problem: Problem): void;
  /** A problem as lines, the first one marked. */
  explain(problem: Problem, mark: Mark): readonly string[];
}

export function createPrinter(host: CliHost, locale: Locale): Printer {
  const coloured = host.terminal && !host.env['NO_COLOR'];

  function shown(text: string): string {
    const plain = visibleLines(text);
    return coloured ? plain.replace(MARK_OF_LINE, colour) : plain;
  }
  function explain(problem: Problem, kind: Mark): readonly string[] {
    const { what, why, todo, where } = describe(problem, locale);
    const place = where === '' || what.includes(where) ? '' : ` [${placeText(where, locale)}]`;
    const lines = [`${MARKS[kind]} ${what}${place}`];
    if (why !== '') lines.push(`${INDENT}${why}`);
    return [...lines, `${INDENT}→ ${todo}`];
  }
  return {
    locale,
    say: sayIn(locale),
    out: (text) => host.out(shown(text)),
    note: (text) => host.err(shown(text)),
    json: (value) => host.out(visibleJson(JSON.stringify(value, null, 2))),
    mark: (kind) => MARKS[kind],
    complain: (problem) => host.err(shown(explain(problem, 'error').join('\n'))),
    explain,
  };
}

function colour(mark: string): string {
  const [, code = 0] = Object.entries(COLOURS).find(([sign]) => sign === mark) ?? [];
  return `\u001b[${code}m${mark}\u001b[0m`;
}
