/**
 * Owns: what the screens must know after a restart: plans reached that were told, shift cards put away, wrong PINs.
 * Promises: `<dataDir>/screens.json`, small and bounded; a file that cannot be read or written costs a repetition;
 * where it cannot tell the wrong PINs, it says so.
 */
import { join } from 'node:path';
import { z } from 'zod';
import { CHANGED_BY_OTHERS, readOwnFile } from '../../base/own-file.ts';
import { replaceFile } from '../../base/replace-file.ts';
import type { WrongPins } from './source.ts';

/** Some days of a few metrics each. */
const KEPT_MAX = 100;
/** As many as the gate knows. */
const SESSIONS_MAX = 32;
const ids = z.array(z.string().max(300)).max(KEPT_MAX);
const NO_WRONG_PINS: WrongPins = { inRow: 0, untilMs: 0, sessions: [] };
const count = z.int().min(0);
const wrongPinsSchema = z.strictObject({
  inRow: count,
  untilMs: z.number(),
  /** Earlier versions counted for all together. */
  sessions: z
    .array(z.strictObject({ name: z.string().max(100), inRow: count, untilMs: z.number() }))
    .max(SESSIONS_MAX)
    .default([]),
});
const fileSchema = z.strictObject({
  reached: ids,
  putAway: ids,
  /** Null: lost with a damaged file. Earlier versions kept none. */
  wrongPins: wrongPinsSchema.nullable().default(NO_WRONG_PINS),
});

type Kept = Readonly<z.output<typeof fileSchema>>;
type Kind = 'reached' | 'putAway';

export interface ScreensMemory {
  has(kind: Kind, id: string): boolean;
  all(kind: Kind): ReadonlySet<string>;
  add(kind: Kind, id: string): void;
  /** Null: what was kept could not be read. */
  wrongPins(): WrongPins | null;
  keepWrongPins(wrong: WrongPins): void;
}

export function openMemory(dataDir: string): ScreensMemory {
  const file = join(dataDir, 'screens.json');
  let kept = read(file);

  function keep(changed: Partial<Kept>): void {
    kept = { ...kept, ...changed };
    try {
      replaceFile(file, JSON.stringify(kept));
    } catch {
      // A full disk: said again after a restart, and wrong PINs count while this process lives.
    }
  }

  return {
    has: (kind, id) => kept[kind].includes(id),
    all: (kind) => new Set(kept[kind]),
    add(kind, id) {
      if (!kept[kind].includes(id)) keep({ [kind]: [...kept[kind], id].slice(-KEPT_MAX) });
    },
    wrongPins: () => kept.wrongPins,
    keepWrongPins: (wrong) => keep({ wrongPins: wrong }),
  };
}

function read(file: string): Kept {
  const text = readOwnFile(file, CHANGED_BY_OTHERS);
  const nothing = { reached: [], putAway: [] };
  if (!text.ok) return { ...nothing, wrongPins: text.error === 'ENOENT' ? NO_WRONG_PINS : null };
  try {
    return fileSchema.parse(JSON.parse(text.value));
  } catch {
    return { ...nothing, wrongPins: null };
  }
}
