/**
 * Owns: how large the files of an archive were when it was noticed that the data were lost: what is written to them
 * after that is new, whatever a person decides about the rest.
 * Promises: kept over restarts, until a person decided; what cannot be read counts as old as a whole.
 */
import { createHash } from 'node:crypto';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { replaceFile } from '../../base/replace-file.ts';
import type { DropHandle } from '../../intake/folder/drop-handle.ts';
import { listArchived, stateOfDays } from './mark-files.ts';

export interface SeenFiles {
  remember(folder: DropHandle): void;
  /** There were some, and the folder has no archive: it is a mount point, and would become the folder. */
  areGone(folder: DropHandle): boolean;
  /** Files that grew since, with their size at that moment; of the newest days, or of all. */
  grown(folder: DropHandle, days?: number): ReadonlyMap<string, number>;
  forget(path: string): void;
}

const sizesSchema = z.record(z.string(), z.number());
type Sizes = Readonly<Record<string, number>>;

const NAME_HEX = 16;

export function createSeenFiles(dataDir: string): SeenFiles {
  const read = new Map<string, Sizes>();
  const fileOf = (path: string): string =>
    join(dataDir, `seen-${createHash('sha256').update(path).digest('hex').slice(0, NAME_HEX)}.json`);

  function sizesOf(path: string): Sizes {
    let known = read.get(path);
    known ??= readSizes(fileOf(path));
    read.set(path, known);
    return known;
  }

  return {
    remember(folder) {
      const sizes = Object.fromEntries(listArchived(folder));
      replaceFile(fileOf(folder.path), JSON.stringify(sizes));
      read.set(folder.path, sizes);
    },
    areGone: (folder) => Object.keys(sizesOf(folder.path)).length > 0 && stateOfDays(folder) === '',
    grown(folder, days) {
      const known = sizesOf(folder.path);
      if (Object.keys(known).length === 0) return new Map();
      const grown = listArchived(folder, days).flatMap(([place, sizeBytes]): [string, number][] => {
        const before = known[place] ?? 0;
        return before > 0 && sizeBytes > before ? [[place, before]] : [];
      });
      return new Map(grown);
    },
    forget(path) {
      read.delete(path);
      rmSync(fileOf(path), { force: true });
    },
  };
}

function readSizes(file: string): Sizes {
  try {
    return sizesSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return {};
  }
}
