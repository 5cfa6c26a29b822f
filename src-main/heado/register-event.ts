/**
 * Owns: the name of the shift method. Both documents print it with a dotless ı (U+0131), links print it plain,
 * so each server is asked once which one it knows (heado-api, "Device methods").
 */
import type { Note } from '../base/note.ts';
import type { HeadoEvent } from './events.ts';
import type { CallResult } from './outcome.ts';

export type SpellingSetting = 'auto' | 'ascii' | 'dotless';

const NAMES = { ascii: 'registerEvent', dotless: 'reg\u0131sterEvent' } as const;

export interface Spelling {
  /** Makes the call under the name that the server knows, trying the other one when it does not know this. */
  call(make: (method: string) => Promise<CallResult>): Promise<CallResult>;
}

export function createSpelling(setting: SpellingSetting, note: Note<HeadoEvent>): Spelling {
  let current: keyof typeof NAMES = setting === 'auto' ? 'ascii' : setting;
  return {
    async call(make) {
      const first = await make(NAMES[current]);
      if (setting !== 'auto' || first.outcome.kind !== 'noMethod') return first;
      const other = current === 'ascii' ? 'dotless' : 'ascii';
      const second = await make(NAMES[other]);
      if (second.outcome.kind === 'accepted' || second.outcome.kind === 'refused') {
        current = other;
        note('method.respelled', { method: NAMES[other] });
      }
      return second;
    },
  };
}
