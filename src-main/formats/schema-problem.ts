/**
 * Owns: the step from what a schema found wrong to a problem that names the place, what is expected there and
 * what was found. Schemas say what they expect by their `error` text.
 */
import type { z } from 'zod';
import { problem, type Problem } from '../base/problem.ts';
import { joinPlace } from '../receipt/findings.ts';
import type { RecordProblem } from './problems.ts';

/** Characters of a wrong word that are quoted. */
const VALUE_LENGTH_MAX = 40;

/** What a JSON value is, in one word. */
export function kindOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return kindOf(value) === 'object';
}

function pathText(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === 'number') return `${text}[${step}]`;
    return joinPlace(text, String(step));
  }, '');
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  let here = value;
  for (const step of path) {
    if (typeof here !== 'object' || here === null) return undefined;
    here = Reflect.get(here, step);
  }
  return here;
}

/** Of the forms that a value may have, the one that it comes nearest to says what is wrong. */
function nearest(issue: z.core.$ZodIssue): Pick<z.core.$ZodIssue, 'path' | 'message'> {
  if (issue.code !== 'invalid_union') return issue;
  const inner = issue.errors.flatMap(([first]) => (first ? [nearest(first)] : []));
  const deepest = inner.sort((one, other) => other.path.length - one.path.length)[0];
  if (!deepest || deepest.path.length === 0) return issue;
  return { path: [...issue.path, ...deepest.path], message: deepest.message };
}

interface Parsed<T> {
  readonly data: T;
  /** What was left out. */
  readonly notes: readonly Problem<RecordProblem>[];
}

/** Names in a note; a file of rubbish has thousands. */
const NAMES_MAX = 8;

/** `value` as `schema` wants it, without optional parts of wrong types: what may be absent costs itself alone. */
export function parseLeniently<T>(
  schema: z.ZodType<T>,
  value: unknown,
  optional: RegExp,
  at: string,
): Parsed<T> | Problem<RecordProblem> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return { data: parsed.data, notes: [] };
  const places = parsed.error.issues.map(({ path }) => pathText(path));
  if (!places.every((place) => optional.test(place))) return schemaProblem(parsed.error, value, at);
  const parts = new Set(places.map((place) => optional.exec(place)?.[0] ?? place));
  const rest = schema.safeParse(without(value, parts, ''));
  if (!rest.success) return schemaProblem(parsed.error, value, at);
  const fields = [...parts].slice(0, NAMES_MAX).join(', ');
  return { data: rest.data, notes: [problem('format.partLeftOut', at, { fields, count: parts.size })] };
}

/** A copy without the parts at these places. */
function without(value: unknown, places: ReadonlySet<string>, at: string): unknown {
  if (Array.isArray(value)) {
    const members: readonly unknown[] = value;
    return members.flatMap((member, index) => {
      const place = `${at}[${index}]`;
      return places.has(place) ? [] : [without(member, places, place)];
    });
  }
  if (!isObject(value)) return value;
  const kept = Object.entries(value).filter(([key]) => !places.has(joinPlace(at, key)));
  return Object.fromEntries(kept.map(([key, member]) => [key, without(member, places, joinPlace(at, key))]));
}

/** The first issue as a problem at its place below `at`. */
export function schemaProblem(error: z.ZodError, value: unknown, at: string): Problem<RecordProblem> {
  const [first] = error.issues;
  const issue = first && nearest(first);
  const path = issue?.path ?? [];
  const found = valueAt(value, path);
  const place = joinPlace(at, pathText(path));
  const expected = issue?.message ?? '';
  const field = pathText(path);
  if (found === undefined) return problem('format.fieldMissing', place, { field, expected });
  if (first?.code === 'invalid_value' && typeof found === 'string') {
    return problem('format.valueUnknown', place, {
      field,
      expected,
      value: found.slice(0, VALUE_LENGTH_MAX),
    });
  }
  return problem('format.fieldWrongType', place, { field, expected, found: kindOf(found) });
}
