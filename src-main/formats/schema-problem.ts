/**
 * Owns: the step from what a schema found wrong to a problem that names the place, what is expected there and
 * what was found. Schemas say what they expect by their `error` text.
 */
import type { z } from 'zod';
import { problem, type Problem } from '../base/problem.ts';
import { joinPlace } from '../receipt/findings.ts';
import type { RecordProblem } from './problems.ts';

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

/** The first issue as a problem at its place below `at`. */
export function schemaProblem(error: z.ZodError, value: unknown, at: string): Problem<RecordProblem> {
  const [first] = error.issues;
  const issue = first && nearest(first);
  const path = issue?.path ?? [];
  const found = valueAt(value, path);
  const place = joinPlace(at, pathText(path));
  const expected = issue?.message ?? '';
  if (found === undefined) return problem('format.fieldMissing', place, { expected });
  return problem('format.fieldWrongType', place, { expected, found: kindOf(found) });
}
