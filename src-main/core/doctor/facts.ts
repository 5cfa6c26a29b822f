/**
 * Owns: what `doctor` looks at, gathered by the process that has the data folder, with its own rights
 * (`gather.ts`). The judgement is made from these facts alone (`checks.ts`).
 */
import { z } from 'zod';
import { missingSchema, problemSchema } from '../status-schema.ts';

/** How one `reports` call ended (decisions 35). */
const probe = z.object({
  /** `host:port` of HEADO. */
  host: z.string(),
  /** `host:port` of the proxy in use; empty: none. */
  proxy: z.string(),
  /** Null: HEADO answered and knows the key. */
  problem: problemSchema.nullable(),
  /** What is wrong with port 80 of HEADO (guide 2); null: nothing; absent: it was not tried. */
  plainPort: problemSchema.nullish(),
  /** Our clock minus the server's; null where no answer carried a date. */
  clockSkewMs: z.number().nullable(),
});

const folderKind = z.enum(['folder', 'missing', 'denied', 'other']);

const folder = z.object({
  path: z.string(),
  kind: folderKind,
  readable: z.boolean(),
  writable: z.boolean(),
  /** False when archive/ or rejected/ lies on another device, so that a file cannot be moved in one step. */
  sameDevice: z.boolean(),
  /** Whose the folder and its subfolders are, and what rights they lack; each with the command that mends it. */
  rights: z.array(problemSchema),
});

const outbox = z.object({
  unconfirmed: z.int(),
  quarantined: z.int(),
  held: z.int(),
  /** Whose the folders and data are: what a person has to decide. */
  unsettled: z.array(problemSchema),
  /** The oldest receipt that HEADO does not have, where that is over 15 minutes; else null. */
  late: missingSchema.nullable(),
  /** Receipts per format of the last days. */
  formats: z.array(z.object({ format: z.string(), entries: z.int() })),
});

const chain = z.object({ rows: z.int(), problem: problemSchema.nullable() });

export const doctorFactsSchema = z.object({
  nodeVersion: z.string(),
  /** Whether the built-in SQLite is there. */
  sqlite: z.boolean(),
  /** `store.server`: several tills' files may lie in one folder. */
  server: z.boolean(),
  key: z.object({
    source: z.enum(['file', 'credential', 'environment', 'none']),
    problem: problemSchema.nullable(),
    warnings: z.array(problemSchema),
  }),
  /** Null where there is no key to ask with. */
  probe: probe.nullable(),
  zone: z.object({ store: z.string(), system: z.string(), differMinutes: z.number() }),
  folders: z.array(folder),
  dataDir: z.object({
    path: z.string(),
    kind: folderKind,
    writable: z.boolean(),
    readableByOthers: z.boolean(),
    /** Why the agent would not use it; null: it would. */
    problem: problemSchema.nullable(),
    freeBytes: z.number().nullable(),
  }),
  /**
   * Who has the data folder: an agent, or nobody but the command that asks. Null where whoever has it could not be
   * asked; why is told by the one who tried.
   */
  holder: z.enum(['agent', 'nobody']).nullable(),
  /** Null where the outbox could not be opened. */
  outbox: outbox.nullable(),
  /** Null without `--deep`. */
  chain: chain.nullable(),
});

export type DoctorFacts = z.output<typeof doctorFactsSchema>;
export type ProbeFact = z.output<typeof probe>;
export type FolderFact = z.output<typeof folder>;
export type FolderKind = z.output<typeof folderKind>;
export type OutboxFacts = z.output<typeof outbox>;
export type ChainFact = z.output<typeof chain>;
