/**
 * Owns: turning what the schema refused into problems that name the key, the file and line, what is allowed,
 * and the nearest right word. Pure.
 */
import type { z } from 'zod';
import { problem, type Problem } from '../base/problem.ts';
import type { ValueForm } from './forms.ts';
import { allowedAt, listKeys, siblingsAt, type Allowed } from './keys.ts';
import type { Merged } from './layers.ts';
import { nearest } from './nearest.ts';
import type { SettingsProblemCode } from './problem-codes.ts';

type Issue = z.core.$ZodIssue;
type Values = Readonly<Record<string, string | number>>;

/** Values of these forms may be a key that was pasted into the wrong place; they are never repeated. */
const NEVER_SHOWN: ReadonlySet<ValueForm> = new Set([
  'absolute-path',
  'base-url',
  'url-path',
  'proxy',
  'pin',
  'pin-hash',
  'text',
  'list',
  'section',
]);
const FOUND_LENGTH_MAX = 60;
/** The longest value that the settings know by itself has twelve characters. */
const SHOWN_LENGTH_MAX = 12;

/** `drop.folders[0].path`. */
export function pathText(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === 'number') return `${text}[${step}]`;
    return text === '' ? String(step) : `${text}.${String(step)}`;
  }, '');
}

/** One problem per key that the schema refused. */
export function explainIssues(
  issues: readonly Issue[],
  merged: Merged,
): readonly Problem<SettingsProblemCode>[] {
  const problems = issues.flatMap((issue) => explainIssue(issue, merged));
  return [...new Map(problems.map((found) => [`${found.code} ${found.at}`, found])).values()];
}

function explainIssue(issue: Issue, merged: Merged): readonly Problem<SettingsProblemCode>[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => explainUnknown([...issue.path, key], merged));
  }
  const value = valueAt(merged.value, issue.path);
  const place = { ...merged.originOf(issue.path) };
  const allowed = allowedAt(issue.path);
  const at = pathText(issue.path);
  const words = allowed ? describeAllowed(allowed) : {};
  if (value === undefined) return [problem('settings.missing', at, { ...place, ...words })];
  return [problem('settings.wrongValue', at, { ...place, ...words, ...describeFound(value, allowed) })];
}

function explainUnknown(path: readonly PropertyKey[], merged: Merged): Problem<SettingsProblemCode> {
  const written = String(path.at(-1));
  const parent = path.slice(0, -1);
  const siblings = siblingsAt(parent);
  const near = nearest(written, siblings);
  const suggested = near === undefined ? findElsewhere(written) : pathText([...parent, near]);
  return problem('settings.unknownKey', pathText(path), {
    ...merged.originOf(path),
    nearest: suggested ?? '',
    allowed: siblings.join(', '),
  });
}

/** A key of that name in another section: `timeZone` at the top is meant to be `store.timeZone`. */
function findElsewhere(written: string): string | undefined {
  const paths = listKeys().map((key) => key.path);
  const names = new Map(paths.map((path) => [path.slice(path.lastIndexOf('.') + 1), path]));
  const near = nearest(written, names.keys());
  return near === undefined ? undefined : names.get(near);
}

function describeAllowed(allowed: Allowed): Values {
  return {
    form: allowed.form,
    options: allowed.options.join(', '),
    ...(Number.isNaN(allowed.min) ? {} : { min: allowed.min }),
    ...(Number.isNaN(allowed.max) ? {} : { max: allowed.max }),
  };
}

function describeFound(value: unknown, allowed: Allowed | undefined): Values {
  const type = Array.isArray(value) ? 'list' : value === null ? 'null' : typeof value;
  const near = typeof value === 'string' ? nearestValue(value, allowed) : '';
  const shown = JSON.stringify(value);
  const secretive = typeof value === 'string' && near === '' && (isSecretive(allowed) || mayBeKey(value));
  const found = typeof value === 'object' || secretive ? type : shown.slice(0, FOUND_LENGTH_MAX);
  return { found, nearest: near };
}

/** A device key may have been pasted anywhere; what is longer than any word of ours is not repeated. */
function mayBeKey(text: string): boolean {
  return text.length > SHOWN_LENGTH_MAX;
}

function isSecretive(allowed: Allowed | undefined): boolean {
  return allowed === undefined || NEVER_SHOWN.has(allowed.form);
}

function nearestValue(value: string, allowed: Allowed | undefined): string {
  if (allowed?.form === 'time-zone') return nearest(value, Intl.supportedValuesOf('timeZone')) ?? '';
  if (allowed?.form !== 'one-of') return '';
  return nearest(JSON.stringify(value), allowed.options) ?? '';
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (inner, step) => (typeof inner === 'object' && inner !== null ? Reflect.get(inner, step) : undefined),
    value,
  );
}
