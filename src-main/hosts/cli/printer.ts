/**
 * Owns: how commands speak: lines, marks, problems, JSON; colours only for a person at a terminal who did not
 * refuse them (NO_COLOR).
 */
import type { Problem } from '../../base/problem.ts';
import { sayIn, type Say } from '../../text/cli.ts';
import { describe } from '../../text/problems.ts';
import type { Locale } from '../../text/words.ts';
import type { CliHost } from './host.ts';

type Mark = 'ok' | 'warning' | 'error';

const MARKS = { ok: '✓', warning: '!', error: '✗' } as const satisfies Record<Mark, string>;
const COLOURS = { ok: 32, warning: 33, error: 31 } as const satisfies Record<Mark, number>;
const INDENT = '  ';

export interface Printer {
  readonly locale: Locale;
  readonly say: Say;
  out(text: string): void;
  /** To standard error: what is no part of the answer. */
  note(text: string): void;
  json(value: unknown): void;
  mark(mark: Mark): string;
  /** A problem on standard error, with what to do. */
  complain(problem: Problem): void;
  /** A problem as lines, the first one marked. */
  explain(problem: Problem, mark: Mark): readonly string[];
}

export function createPrinter(host: CliHost, locale: Locale): Printer {
  const coloured = host.terminal && !host.env['NO_COLOR'];

  function mark(kind: Mark): string {
    return coloured ? `\u001b[${COLOURS[kind]}m${MARKS[kind]}\u001b[0m` : MARKS[kind];
  }
  function explain(problem: Problem, kind: Mark): readonly string[] {
    const { what, why, todo, where } = describe(problem, locale);
    const place = where === '' || what.includes(where) ? '' : ` [${where}]`;
    const lines = [`${mark(kind)} ${what}${place}`];
    if (why !== '') lines.push(`${INDENT}${why}`);
    return [...lines, `${INDENT}→ ${todo}`];
  }
  return {
    locale,
    say: sayIn(locale),
    out: host.out,
    note: host.err,
    json: (value) => host.out(JSON.stringify(value, null, 2)),
    mark,
    complain: (problem) => host.err(explain(problem, 'error').join('\n')),
    explain,
  };
}
