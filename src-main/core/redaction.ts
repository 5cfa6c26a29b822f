/** Owns: the keys that were read in this process, and taking them out of any text. */
import { compileSecrets, redact } from '../heado/redact.ts';
import type { Environment } from '../settings/environment.ts';
import type { Settings } from '../settings/schema.ts';
import { readDeviceKey, readReportsKey } from '../settings/secrets.ts';

export interface Redaction {
  learn(key: string): void;
  redact(text: string): string;
}

/** Every key that the settings lead to now, whether it was used already or not. */
export function learnKeys(redaction: Redaction, settings: Settings, env: Environment): void {
  for (const read of [readDeviceKey, readReportsKey]) {
    const key = read(settings, env);
    if (key.ok) redaction.learn(key.value.value);
  }
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
