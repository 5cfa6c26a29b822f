/** Owns: a path in a command that a person copies. Pure. */

/** As a shell takes it, whatever is in it. */
export function shellWord(text: string): string {
  return /^[\w./@:+-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
