/**
 * Owns: the order of the layers and who may say what: machine file, then the user's file for `widget` without its guards;
 * a file named on the command line replaces both; environment variables go over them (decisions 32).
 * Promises: every value can be traced to its file and line. Refuses to know: which values are right.
 */
import { readFileSync, statSync } from 'node:fs';
import { problem, type Problem } from '../base/problem.ts';
import { fail, ok, type Result } from '../base/result.ts';
import { judgeSettingsFile, thisProcess } from './file-rights.ts';
import { placeKey, readJson, type JsonSource } from './json-source.ts';
import type { SettingsProblemCode } from './problem-codes.ts';
import type { VariableSetting } from './environment.ts';

/** A settings file of a large chain has some 10 kB; more is another file. */
const FILE_BYTES_MAX = 1_000_000;

export interface Layer {
  readonly file: string;
  readonly source: JsonSource;
}

/** Where a value comes from. `line` and `column` are 0 for a variable. */
export interface Origin {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

export interface Merged {
  readonly value: unknown;
  originOf(path: readonly PropertyKey[]): Origin;
}

/** Reads one file; undefined when there is none. One that others may change is not read. */
export function readLayer(file: string): Result<Layer | undefined, Problem<SettingsProblemCode>> {
  let text: string;
  try {
    const stats = statSync(file);
    if (!stats.isFile()) return fail(unreadable(file, 'not a regular file'));
    if (stats.size > FILE_BYTES_MAX) return fail(unreadable(file, `${stats.size} bytes`));
    const refused = judgeSettingsFile(file, stats, thisProcess());
    if (refused) return fail(refused);
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const code = errorCode(error);
    return code === 'ENOENT' || code === 'ENOTDIR' ? ok(undefined) : fail(unreadable(file, code));
  }
  const read = readJson(text);
  if (!read.ok) return fail(problem('settings.syntax', '', { file, ...read.error }));
  return ok({ file, source: read.value });
}

function unreadable(file: string, reason: string): Problem<SettingsProblemCode> {
  return problem('settings.unreadable', '', { file, reason });
}

/** `EACCES` and its like. */
export function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The keys of the user's file that are not the user's to set. */
export function listForeignKeys(user: Layer): readonly string[] {
  const { value } = user.source;
  return isObject(value) ? Object.keys(value).filter((key) => key !== 'widget' && key !== '$schema') : [''];
}

/** What guards the screens is not up to whom it guards them against (decisions 32). */
const GUARDS: ReadonlySet<string> = new Set(['pin', 'pinHash', 'hideMoney', 'hideOthersMoney']);

/** Whether the user's file may say it. */
export function isGuard(widgetKey: string): boolean {
  return GUARDS.has(widgetKey);
}

/** Guards in the user's file; they have no effect there. */
export function listGuards(user: Layer): readonly string[] {
  const { value } = user.source;
  const widget = isObject(value) ? value['widget'] : undefined;
  return isObject(widget) ? Object.keys(widget).filter(isGuard) : [];
}

/** Puts the layers on top of each other. */
export function mergeLayers(
  base: Layer,
  user: Layer | undefined,
  variables: readonly VariableSetting[],
): Merged {
  const widget = user && isObject(user.source.value) ? user.source.value['widget'] : undefined;
  let value: unknown = base.source.value;
  if (widget !== undefined && isObject(value)) {
    const below = value['widget'];
    value = { ...value, widget: isObject(below) ? mergeWidget(below, widget) : withoutGuards(widget) };
  }
  for (const variable of variables) value = withValue(value, variable.path, variable.value);
  return { value, originOf: (path) => findOrigin(path, base, user, variables) };
}

function mergeWidget(below: Readonly<Record<string, unknown>>, above: unknown): unknown {
  const free = withoutGuards(above);
  return isObject(free) ? { ...below, ...free } : free;
}

function withoutGuards(widget: unknown): unknown {
  if (!isObject(widget)) return widget;
  return Object.fromEntries(Object.entries(widget).filter(([key]) => !isGuard(key)));
}

/** `value` with `leaf` at `path`; untouched where the path leads through something that is no object. */
function withValue(value: unknown, path: readonly string[], leaf: string): unknown {
  const [step, ...rest] = path;
  if (step === undefined) return leaf;
  if (value !== undefined && !isObject(value)) return value;
  return { ...value, [step]: withValue(value?.[step], rest, leaf) };
}

function findOrigin(
  path: readonly PropertyKey[],
  base: Layer,
  user: Layer | undefined,
  variables: readonly VariableSetting[],
): Origin {
  const variable = variables.find((one) => placeKey(one.path) === placeKey(path));
  if (variable) return { file: variable.name, line: 0, column: 0 };
  const isUsers = path[0] === 'widget' && !isGuard(String(path[1]));
  const own = user && isUsers ? user.source.places.get(placeKey(path)) : undefined;
  if (user && own) return { file: user.file, ...own };
  for (let length = path.length; length >= 0; length -= 1) {
    const place = base.source.places.get(placeKey(path.slice(0, length)));
    if (place) return { file: base.file, ...place };
  }
  return { file: base.file, line: 1, column: 1 };
}
