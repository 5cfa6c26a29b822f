/** Owns: taking places of this machine out of texts that go to a screen: the last part of a path says enough. Pure. */
import type { Problem } from '../../base/problem.ts';

/** `/var/spool/heado-till/1.json`, `C:\\shop\\out`, not the slash between two words nor an address's two. */
const PATHS = /(?<![\w:/.])(?:[A-Za-z]:\\|\\\\|\/)(?:[^\\/\s'"`,;:<>()]+[\\/])*([^\\/\s'"`,;:<>()]+)/g;

export function hidePaths(text: string): string {
  return text.replace(PATHS, '$1');
}

/** The same problem with no path in its values. */
export function withoutPaths(found: Problem): Problem {
  return { ...found, values: hideInValues(found.values) };
}

export function hideInValues(values: Problem['values']): Problem['values'] {
  const hidden: Record<string, string | number> = {};
  for (const [name, value] of Object.entries(values))
    hidden[name] = typeof value === 'string' ? hideWhole(value) : value;
  return hidden;
}

/** A value that is one path may have blanks in it. */
function hideWhole(value: string): string {
  const isPath = /^(?:[A-Za-z]:\\|\\\\|\/)[^\n]*$/.test(value);
  return isPath ? (value.split(/[\\/]/).findLast((part) => part !== '') ?? '') : hidePaths(value);
}
