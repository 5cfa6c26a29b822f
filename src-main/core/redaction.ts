/** Owns: the keys that were read in this process, and taking them out of any text. */
import { compileSecrets, redact } from '../heado/redact.ts';

export interface Redaction {
  learn(key: string): void;
  redact(text: string): string;
}

export function createRedaction(): Redaction {
  const keys = new Set<string>();
  let secrets = compileSecrets([]);
  return {
    learn(key) {
      if (keys.has(key)) return;
      keys.add(key);
      secrets = compileSecrets([...keys]);
    },
    redact: (text) => redact(text, secrets),
  };
}
