/**
 * Owns: reading what a till's folders hold: the outbox with statements of its own, and where the files lie.
 * Promises to change nothing. Works beside a running agent, and on what a dead one left.
 */
import { existsSync, readFileSync, readdirSync, type Dirent } from 'node:fs';
import { basename, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { databasePath } from '../../src-main/outbox/open.ts';
import type { Book, BookedBatch, Places } from './evidence.ts';
import { payloadIdentity } from './identities.ts';

export const EMPTY_BOOK: Book = { entries: [], shelf: [], counters: {}, isAsked: false };

const entriesSchema = z.array(
  z.object({
    ...{ seq: z.number(), lane: z.string(), label: z.string(), state: z.string() },
    ...{ taken_at_ms: z.number(), problem: z.string().nullable(), payload: z.string().nullable() },
  }),
);
const batchesSchema = z.array(
  z.object({
    ...{ id: z.number(), state: z.string(), attempt: z.number(), uncertain: z.number() },
    ...{ members: z.string(), because: z.string().nullable() },
  }),
);
const attemptsSchema = z.array(
  z.object({ batch: z.number(), attempt: z.number(), uncertain: z.number(), because: z.string() }),
);
const shelfSchema = z.array(
  z.object({
    ...{ label: z.string(), state: z.string(), held: z.number(), since_ms: z.number(), problem: z.string() },
  }),
);
const countersSchema = z.array(z.object({ name: z.string(), value: z.number() }));
const foldersSchema = z.object({ folders: z.array(z.object({ question: z.string().nullable() })) });
const membersSchema = z.array(z.number());

/** The outbox of a data folder; an empty book where there is none. */
export function readBook(dataDir: string): Book {
  const path = databasePath(dataDir);
  if (!existsSync(path)) return EMPTY_BOOK;
  const database = new DatabaseSync(path, { readOnly: true });
  try {
    const batchesOf = readBatches(database);
    const entries = entriesSchema
      .parse(database.prepare('SELECT * FROM entries LEFT JOIN payloads USING (seq) ORDER BY seq').all())
      .map(({ seq, lane, label, state, ...row }) => ({
        ...{ seq, lane, label, state, takenAtMs: row.taken_at_ms, problem: row.problem ?? '' },
        identity: payloadIdentity(lane, row.payload ?? ''),
        batches: batchesOf.get(seq) ?? [],
      }));
    const shelf = shelfSchema
      .parse(database.prepare('SELECT * FROM shelf ORDER BY id').all())
      .map(({ label, state, held, since_ms: takenAtMs, problem }) => ({
        ...{ label, isOpen: state === 'open', isHeld: held === 1, takenAtMs, problem },
      }));
    const counters = countersSchema.parse(database.prepare('SELECT name, value FROM counters').all());
    return {
      entries,
      shelf,
      counters: Object.fromEntries(counters.map(({ name, value }) => [name, value])),
      isAsked: isAskedOfLost(dataDir),
    };
  } finally {
    database.close();
  }
}

/** Whether the question of an archive whose data folder is gone waits for a person. */
function isAskedOfLost(dataDir: string): boolean {
  const path = join(dataDir, 'folders.json');
  if (!existsSync(path)) return false;
  const { folders } = foldersSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  return folders.some(({ question }) => question === 'lost');
}

/** The batches of each entry, oldest first. */
function readBatches(database: DatabaseSync): Map<number, BookedBatch[]> {
  const told = new Map<number, string[]>();
  const attempts = database.prepare('SELECT * FROM attempts ORDER BY at_ms').all();
  for (const { batch, attempt, uncertain, because } of attemptsSchema.parse(attempts)) {
    const line = `attempt ${attempt}: ${because}${uncertain === 1 ? ', uncertain' : ''}`;
    told.set(batch, [...(told.get(batch) ?? []), line]);
  }
  const batchesOf = new Map<number, BookedBatch[]>();
  for (const row of batchesSchema.parse(database.prepare('SELECT * FROM batches ORDER BY id').all())) {
    const { id, state, attempt: posts, uncertain, because } = row;
    const ended = because === null ? [] : [because];
    const batch = { id, state, posts, uncertain: uncertain === 1, told: [...(told.get(id) ?? []), ...ended] };
    for (const seq of membersSchema.parse(JSON.parse(row.members)))
      batchesOf.set(seq, [...(batchesOf.get(seq) ?? []), batch]);
  }
  return batchesOf;
}

const OURS: ReadonlySet<string> = new Set(['archive', 'rejected', 'tmp']);
/** What the agent puts into a name that is there already: `x~2.json`. */
const REPEATED_NAME = /~\d+(?=\.[^.]*$|$)/;

/** Where the files of a till lie; archive and rejected files also in the data folder, where the drop folder is not ours. */
export function readPlaces({ drop, dataDir }: { readonly drop: string; readonly dataDir: string }): Places {
  const below = (name: string): string[] => [
    ...filesBelow(join(drop, name)).map((file) => file.name),
    ...filesBelow(join(dataDir, name)).map((file) => file.name),
  ];
  return {
    waiting: new Set(existsSync(drop) ? readdirSync(drop).filter((name) => !OURS.has(name)) : []),
    archived: new Set(below('archive').map((name) => name.replace(REPEATED_NAME, ''))),
    rejected: new Set(below('rejected').filter((name) => !name.endsWith('.error.json'))),
  };
}

/** Files of the POS below a folder; the agent's own marks are none. */
export function filesBelow(folder: string): Dirent[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true }).filter(
    (entry) => entry.isFile() && basename(entry.parentPath) !== '.heado-till',
  );
}
