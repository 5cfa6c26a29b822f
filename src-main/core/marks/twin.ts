/**
 * Owns: what the data folder remembers of its drop folders beside the database: its own name, the token of each
 * folder's mark, and the questions that wait for a person. The other half of every comparison.
 * Promises: whole or the one before, also after a power cut. What cannot be read is never taken for nothing: a fault of
 * the disk is thrown; damage and loss cost the questions, which the next comparison asks again, and the tokens, but not
 * that there were some.
 */
import { randomBytes } from 'node:crypto';
import { readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { replaceFile } from '../../base/replace-file.ts';
import { faultKind } from '../../intake/faults.ts';
import type { OpenQuestion } from './judge-mark.ts';

const questionSchema = z.enum(['lost', 'ahead', 'torn']) satisfies z.ZodType<OpenQuestion>;

const folderSchema = z.object({
  path: z.string(),
  /** The token of its mark; null: none was written yet; `LOST_TOKEN`: there was one. */
  token: z.string().nullable(),
  /**
   * How far the database had come when its first mark was written into a place without an archive, perhaps an empty
   * mount point; null: it had one.
   */
  bareAt: z.object({ generation: z.string(), file: z.number() }).nullable().default(null),
  /** Tokens of marks that lie in places which were not the folder. */
  left: z.array(z.string()).default([]),
  /** What a person has to decide; null: nothing. */
  question: questionSchema.nullable(),
  /** The last row that was there when it was asked: what came later came without knowing of the archive. */
  askedAtSeq: z.number().default(0),
  /**
   * A rebuild has to find so many records that were not at their end at that moment; null: nothing is awaited. `toSeq`:
   * the last row when the archive was first read; null: it was not yet.
   */
  expected: z
    .object({ open: z.number(), atMs: z.number(), toSeq: z.number().nullable() })
    .nullable()
    .default(null),
});

const placeSchema = z.object({ inode: z.number(), bornMs: z.number() });
/** Which folder on which disk it is: a copy is another one. */
export type Place = z.infer<typeof placeSchema>;

const twinSchema = z.object({
  form: z.literal(1),
  data: z.string().min(1),
  former: z.array(z.string()),
  folders: z.array(folderSchema),
  /** Where this was written; null: by a version that did not look. */
  place: placeSchema.nullable(),
  /** Folders whose mark has not been seen since the data folder was found to be a copy. */
  unseen: z.array(z.string()),
  /** It was found to be older than a mark, and not everything that came of that is decided. */
  older: z.boolean().default(false),
});

type Twin = z.infer<typeof twinSchema>;
export type KnownFolder = z.infer<typeof folderSchema>;

export interface TwinBook {
  readonly data: string;
  former(): readonly string[];
  folders(): readonly KnownFolder[];
  folder(path: string): KnownFolder | undefined;
  /** Changes what is known of a folder; nothing is written when nothing changed. */
  change(path: string, to: Partial<Omit<KnownFolder, 'path'>>): void;
  rename(from: string, to: string): void;
  forget(path: string): void;
  addFormer(data: string): void;
  place(): Place | null;
  unseen(): readonly string[];
  /** The data folder is here now; the marks of `unseen` have still to be compared. */
  moveTo(place: Place, unseen: readonly string[]): void;
  setUnseen(unseen: readonly string[]): void;
  isOlder(): boolean;
  setOlder(older: boolean): void;
}

const TOKEN_BYTES = 8;
/** Fits no mark: a folder without one is missing its own, and one that has it is given a new token. */
export const LOST_TOKEN = '';
const FILE = 'folders.json';

export function newToken(): string {
  return randomBytes(TOKEN_BYTES).toString('hex');
}

export interface TwinOptions {
  readonly dataDir: string;
  /** The data folder's name as the database has it; empty: none yet. */
  readonly known: string;
  /** Drop folders that the database knows. Asked only where the file is lost. */
  readonly taken: () => readonly string[];
  /** Told where a damaged file was put. */
  readonly onDamage: (path: string, aside: string) => void;
}

/** Throws what the disk throws. */
export function openTwin({ dataDir, known, taken, onDamage }: TwinOptions): TwinBook {
  const path = join(dataDir, FILE);
  const read = readTwin(path);
  if (read === 'damaged') {
    const aside = `${path}.damaged-${Date.now()}`;
    renameSync(path, aside);
    onDamage(path, aside);
  }
  let twin: Twin = typeof read === 'object' ? read : begin(known, known === '' ? [] : taken());
  // At once: after the next change nobody could tell any more that there were tokens.
  if (typeof read !== 'object' && twin.folders.length > 0) write(twin);

  function write(next: Twin): void {
    replaceFile(path, `${JSON.stringify(next, null, 1)}\n`);
  }

  function set(next: Twin): void {
    if (JSON.stringify(next) === JSON.stringify(twin)) return;
    write(next);
    twin = next;
  }

  const folder = (wanted: string): KnownFolder | undefined =>
    twin.folders.find((each) => each.path === wanted);
  return {
    data: twin.data,
    former: () => twin.former,
    folders: () => twin.folders,
    folder,
    change(wanted, to) {
      const before = folder(wanted) ?? {
        path: wanted,
        token: null,
        bareAt: null,
        left: [],
        question: null,
        askedAtSeq: 0,
        expected: null,
      };
      const others = twin.folders.filter((each) => each.path !== wanted);
      set({ ...twin, folders: [...others, { ...before, ...to }].sort(byPath) });
    },
    rename(from, to) {
      const folders = twin.folders
        .filter((each) => each.path !== to)
        .map((each) => (each.path === from ? { ...each, path: to } : each));
      set({ ...twin, folders: folders.sort(byPath) });
    },
    forget: (wanted) => set({ ...twin, folders: twin.folders.filter((each) => each.path !== wanted) }),
    place: () => twin.place,
    unseen: () => twin.unseen,
    moveTo: (place, unseen) => set({ ...twin, place, unseen: [...unseen] }),
    setUnseen: (unseen) => set({ ...twin, unseen: [...unseen] }),
    isOlder: () => twin.older,
    setOlder: (older) => set({ ...twin, older }),
    addFormer(data) {
      if (!twin.former.includes(data)) set({ ...twin, former: [...twin.former, data] });
    },
  };
}

function begin(known: string, taken: readonly string[]): Twin {
  const folders = taken.map((path) => ({
    path,
    token: LOST_TOKEN,
    bareAt: null,
    left: [],
    question: null,
    askedAtSeq: 0,
    expected: null,
  }));
  return {
    form: 1,
    data: known === '' ? newToken() : known,
    former: [],
    folders: folders.sort(byPath),
    place: null,
    unseen: [],
    older: false,
  };
}

/** The name that a data folder bears; undefined where it cannot be read. */
export function readDataName(dataDir: string): string | undefined {
  try {
    const read = readTwin(join(dataDir, FILE));
    return typeof read === 'object' ? read.data : undefined;
  } catch {
    return undefined;
  }
}

function byPath(one: KnownFolder, other: KnownFolder): number {
  return one.path < other.path ? -1 : 1;
}

function readTwin(path: string): Twin | 'none' | 'damaged' {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if (faultKind(error) === 'gone') return 'none';
    throw error;
  }
  try {
    return twinSchema.safeParse(JSON.parse(text)).data ?? 'damaged';
  } catch {
    return 'damaged';
  }
}
