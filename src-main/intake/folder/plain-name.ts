/** Owns: names that cannot lead out of the folder that they are looked up in. Pure. */

const NO_PLAIN_NAME = process.platform === 'win32' ? /[/\\:\0]/ : /[/\0]/;

/** The name itself when it cannot lead out of its folder; else throws. */
export function plainName(name: string): string {
  if (!isPlainName(name)) throw new Error(`not a plain name: ${JSON.stringify(name)}`);
  return name;
}

export function isPlainName(name: string): boolean {
  return name !== '' && name !== '.' && name !== '..' && !NO_PLAIN_NAME.test(name);
}
