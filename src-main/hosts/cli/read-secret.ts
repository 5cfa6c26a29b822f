/**
 * Owns: reading a line that nobody may see: at a terminal without showing it, else the next line of standard input.
 * Promises: the terminal is as it was afterwards, also when the reading is broken off.
 */
export interface Secret {
  readonly text: string;
  /** By a person at a terminal: a slip of the finger was not seen. */
  readonly typed: boolean;
}

/** Of standard input as much as is needed; absent where it is no terminal: its first two. */
interface SecretInput {
  readonly isTTY?: boolean;
  setRawMode?(isRaw: boolean): unknown;
  setEncoding(encoding: 'utf8'): unknown;
  on(event: 'data' | 'end', listener: (chunk: string) => void): unknown;
  off(event: 'data' | 'end', listener: (chunk: string) => void): unknown;
  pause(): unknown;
  resume(): unknown;
}

interface SecretStreams {
  readonly input: SecretInput;
  /** For the question; no part of a command's answer. */
  readonly ask: (text: string) => void;
  /** Ctrl+C. */
  readonly interrupt: () => void;
}

/** A PIN or a key is far shorter. */
const LENGTH_MAX = 1_000;
/** The last is Ctrl+D. */
const LINE_ENDS: ReadonlySet<string> = new Set(['\r', '\n', '\u0004']);

export async function readSecret(
  question: string,
  { input, ask, interrupt }: SecretStreams,
): Promise<Secret> {
  const typed = input.isTTY === true;
  if (typed) {
    ask(question);
    input.setRawMode?.(true);
  }
  try {
    return { text: await readLine(input, interrupt), typed };
  } finally {
    if (typed) {
      input.setRawMode?.(false);
      ask('\n');
    }
  }
}

/** Up to the end of the line or of the input; the erase key takes the last character back. */
async function readLine(input: SecretInput, interrupt: () => void): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>();
  let line = '';
  const take = (chunk: string): void => {
    for (const character of chunk) {
      if (LINE_ENDS.has(character)) {
        resolve(line);
        return;
      }
      if (character === '\u0003') interrupt();
      else if (character === '\u007f' || character === '\b') line = line.slice(0, -1);
      else if (line.length < LENGTH_MAX) line += character;
    }
  };
  const end = (): void => resolve(line);
  input.setEncoding('utf8');
  input.on('data', take);
  input.on('end', end);
  input.resume();
  try {
    return await promise;
  } finally {
    input.off('data', take);
    input.off('end', end);
    input.pause();
  }
}
