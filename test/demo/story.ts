/** Owns: what the reader of the demo sees: one line per fact, with its time. */
import { storyClock } from './clock-text.ts';

export type Teller = 'POS' | 'HEADO' | 'agent' | 'network' | 'screens' | 'you';

const COLOURS: Readonly<Record<Teller, string>> = {
  POS: '36',
  HEADO: '32',
  agent: '33',
  network: '35',
  screens: '96',
  you: '34',
};

export interface Story {
  tell(who: Teller, text: string): void;
  plain(text: string): void;
}

export function createStory(write: (text: string) => void, coloured: boolean): Story {
  return {
    tell(who, text) {
      const name = who.padEnd(8);
      write(`${storyClock()}  ${coloured ? `\u001b[${COLOURS[who]}m${name}\u001b[0m` : name}${text}\n`);
    },
    plain: (text) => write(`${text}\n`),
  };
}
