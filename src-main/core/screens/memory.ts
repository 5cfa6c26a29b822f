/**
 * Owns: what the screens said already and must not say again after a restart: plans reached, shift cards put away.
 * Promises: `<dataDir>/screens.json`, small and bounded; a file that cannot be read or written costs a repetition.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { replaceFile } from '../../base/replace-file.ts';

/** Some days of a few metrics each. */
const KEPT_MAX = 100;
const ids = z.array(z.string().max(300)).max(KEPT_MAX);
const fileSchema = z.strictObject({ reached: ids, putAway: ids });

type Kind = keyof z.output<typeof fileSchema>;

export interface ScreensMemory {
  has(kind: Kind, id: string): boolean;
  all(kind: Kind): ReadonlySet<string>;
  add(kind: Kind, id: string): void;
}

export function openMemory(dataDir: string): ScreensMemory {
  const file = join(dataDir, 'screens.json');
  const kept = read(file);
  return {
    has: (kind, id) => kept[kind].includes(id),
    all: (kind) => new Set(kept[kind]),
    add(kind, id) {
      if (kept[kind].includes(id)) return;
      kept[kind] = [...kept[kind], id].slice(-KEPT_MAX);
      try {
        replaceFile(file, JSON.stringify(kept));
      } catch {
        // A full disk: said again after a restart, that is all.
      }
    },
  };
}

function read(file: string): z.output<typeof fileSchema> {
  try {
    return fileSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return { reached: [], putAway: [] };
  }
}
