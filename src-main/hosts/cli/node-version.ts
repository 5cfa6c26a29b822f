/**
 * Owns: the one sentence for a Node that is too old. Loaded before anything else and written so that such a Node
 * can read it; the rest of the program is loaded only afterwards.
 */
const NODE_MAJOR_MIN = 24;

/** The sentence in the reader's language; undefined when this Node will do. */
export function refuseOldNode(
  version: string,
  env: Readonly<Record<string, string | undefined>>,
): string | undefined {
  if (Number(version.replace(/^v/, '').split('.')[0]) >= NODE_MAJOR_MIN) return undefined;
  const language = env['LC_ALL'] || env['LC_MESSAGES'] || env['LANG'] || '';
  return /^ru/i.test(language)
    ? `heado-till: нужен Node ${NODE_MAJOR_MIN} или новее, а это ${version}.`
    : `heado-till needs Node ${NODE_MAJOR_MIN} or later; this is ${version}.`;
}
