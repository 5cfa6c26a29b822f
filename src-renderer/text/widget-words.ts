/** Owns: the words of the first script in both languages. */
import type { Both } from './both.ts';
import { en } from './en.ts';
import { ru } from './ru.ts';
import type { Words } from './words.ts';

export const widgetWords: Both<Words> = { ru, en };
