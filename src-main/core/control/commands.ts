/**
 * Owns: the one table of what can be asked of an agent, over its control socket and without one: a name, the
 * form of the arguments, the form of the answer. Server, client and `Operations` are derived from it.
 * Refuses to know: sockets (`server.ts`, `client.ts`) and how the answers are found (`core/operations`).
 */
import { z } from 'zod';
import type { Problem } from '../../base/problem.ts';
import type { Result } from '../../base/result.ts';
import { doctorFactsSchema } from '../doctor/facts.ts';
import { isoTime, laneNameSchema, problemSchema, statusSchema } from '../status-schema.ts';

/** A list longer than this is no help to a person; `since`, `state` and `label` narrow it. */
export const LIST_LIMIT_MAX = 1_000;
const LIST_LIMIT = 50;
/** A receipt typed or piped in; a thousand times the usual size. */
export const SEND_ONE_LENGTH_MAX = 1_000_000;

export const entryStateSchema = z.enum([
  'waiting',
  'in_flight',
  'delivered',
  'unconfirmed',
  'slow',
  'ejected',
  'quarantined',
  'doubtful',
  'discarded',
  'recorded',
]);

/** What the screens can be opened with; without, the size of the window decides. */
export const viewSchema = z.enum(['strip', 'card', 'panel', 'full', 'service', 'setup']);

const nothing = z.strictObject({});
const facts = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]));
const label = z.string().min(1).max(300);

const receiptRow = z.object({
  seq: z.int(),
  lane: laneNameSchema,
  /** What people look it up by: the receipt's external id. */
  label: z.string(),
  state: entryStateSchema,
  /** Small facts for lists: kind, amount. */
  facts,
  occurredAt: isoTime,
  takenAt: isoTime,
  deliveredAt: isoTime.nullable(),
});

const sourceFile = z.object({
  folder: z.string(),
  name: z.string(),
  /** Path below the folder, or a whole path when it lies in the data folder; empty: typed in. */
  storedAs: z.string(),
  /** Where in the file. */
  at: z.string(),
  format: z.string(),
  sha256: z.string(),
  takenAt: isoTime,
});

const attempt = z.object({
  batchId: z.string(),
  attempt: z.int(),
  at: isoTime,
  /** `accepted`, `dissolved`, or why there was no definite answer. */
  outcome: z.string(),
  /** True when the server may have registered it although no answer came. */
  uncertain: z.boolean(),
});

const incident = z.object({ at: isoTime, event: z.string(), problem: problemSchema.nullable() });

const story = z.object({
  entry: receiptRow,
  file: sourceFile.nullable(),
  attempts: z.array(attempt),
  /** What happened to it in quarantine, oldest first. */
  quarantine: z.array(incident),
});

const quarantineRow = z.object({
  id: z.string(),
  /** Changes with every change of the item; an action on an older one is refused (decisions 14). */
  version: z.string(),
  kind: z.enum(['file', 'entry']),
  /** Held items are judged again by themselves; the others wait for a person. */
  held: z.boolean(),
  label: z.string(),
  /** File and folder it came from. */
  source: z.string(),
  /** Where in the file. */
  at: z.string(),
  problem: problemSchema,
  since: isoTime,
});

const quarantineItem = z.object({
  row: quarantineRow,
  /** The record's own text, cut at 100,000 characters; of a rejected file the first 4,096 bytes. */
  raw: z.string(),
  history: z.array(incident),
});

/** The id of a rejected file holds its name: 255 bytes, in base64 a third longer. */
const ITEM_ID_LENGTH_MAX = 400;

const action = z.strictObject({
  id: z.string().min(1).max(ITEM_ID_LENGTH_MAX),
  version: z.string().min(1).max(100),
  reason: z.string().max(500).default(''),
});

const recoverItem = z.object({
  path: z.string(),
  /** What is to be decided; null: an archive is due, or entries of it are held. */
  question: z
    .enum(['lost', 'ahead', 'torn', 'missing', 'foreign', 'copied', 'tampered', 'absent'])
    .nullable(),
  /** Its archive has still to be read into the rebuilt outbox. */
  due: z.boolean(),
  /** Entries that wait for the decision. */
  doubtful: z.int(),
  /** What the archive holds and the outbox does not know; null: not looked at. `from`, `to`: when it was taken. */
  unknown: z
    .object({ files: z.int(), receipts: z.int(), from: isoTime.nullable(), to: isoTime.nullable() })
    .nullable(),
  /** Put in line, and remembered without being sent, by this call. */
  resent: z.int(),
  kept: z.int(),
  /** Why it stays open. */
  problem: problemSchema.nullable(),
  open: z.boolean(),
});

export const commands = {
  status: { args: nothing, result: statusSchema },
  'receipts.list': {
    args: z.strictObject({
      state: entryStateSchema.optional(),
      lane: laneNameSchema.optional(),
      /** Taken at or after this moment. */
      since: isoTime.optional(),
      /** Exactly this label. */
      label: label.optional(),
      limit: z.int().min(1).max(LIST_LIMIT_MAX).default(LIST_LIMIT),
    }),
    /** Newest first. `more`: there are others beyond the limit. */
    result: z.object({ rows: z.array(receiptRow), more: z.boolean() }),
  },
  /**
   * Everything with exactly this label, oldest first; empty when there is none. `shelved`: records that are no
   * receipts yet: held, or waiting for a person.
   */
  'receipts.show': {
    args: z.strictObject({ label }),
    result: z.object({ stories: z.array(story), shelved: z.array(quarantineRow) }),
  },
  /** Puts unconfirmed entries with this label back in line (decisions 22); without one, all, 10,000 at a time. */
  'receipts.resend': {
    args: z.strictObject({ label: label.optional() }),
    result: z.object({ resent: z.int() }),
  },
  'quarantine.list': {
    args: z.strictObject({ limit: z.int().min(1).max(LIST_LIMIT_MAX).default(LIST_LIMIT) }),
    result: z.object({ rows: z.array(quarantineRow), more: z.boolean() }),
  },
  'quarantine.show': { args: z.strictObject({ id: action.shape.id }), result: quarantineItem },
  /** Judges anew. `still`: why it stays, null when it left quarantine. */
  'quarantine.retry': { args: action, result: z.object({ still: problemSchema.nullable() }) },
  /** Gives the item up; its bytes are kept. */
  'quarantine.discard': { args: action, result: z.object({}) },
  /** Sends one receipt by `purchaseRegister` on the lane `manual`, through the outbox like any other. */
  'send-one': {
    args: z.strictObject({
      name: z.string().min(1).max(255),
      text: z.string().min(1).max(SEND_ONE_LENGTH_MAX),
    }),
    result: z.object({
      label: z.string(),
      outcome: z.enum(['delivered', 'unconfirmed', 'waiting', 'duplicate']),
      /** What HEADO answered; null unless delivered. */
      registered: z.object({ id: z.string(), amount: z.string(), at: z.string() }).nullable(),
      /** Why it waits; null otherwise. */
      because: problemSchema.nullable(),
    }),
  },
  /** What to do about drop folders whose history the data folder does not know. `show` changes nothing. */
  recover: {
    args: z.strictObject({
      folder: z.string().min(1).max(4_096).optional(),
      /** What was taken before is not sent again. */
      from: isoTime.optional(),
      choice: z.enum(['show', 'resend', 'accept']).default('show'),
    }),
    result: z.object({ folders: z.array(recoverItem), /** Folders that still wait. */ open: z.int() }),
  },
  /** A fresh one-time address of the screens. `screens.off` where the agent runs without. */
  'ui-url': {
    args: z.strictObject({ view: viewSchema.optional() }),
    result: z.object({ address: z.string() }),
  },
  'doctor.facts': { args: z.strictObject({ deep: z.boolean().default(false) }), result: doctorFactsSchema },
} as const;

export type CommandName = keyof typeof commands;
export type CommandArgs<Name extends CommandName> = z.output<(typeof commands)[Name]['args']>;
export type CommandInput<Name extends CommandName> = z.input<(typeof commands)[Name]['args']>;
export type CommandResult<Name extends CommandName> = z.output<(typeof commands)[Name]['result']>;

/** What `core/operations` implements and every command calls. Expected failures are results, never thrown. */
export type Operations = {
  readonly [Name in CommandName]: (args: CommandArgs<Name>) => Promise<Result<CommandResult<Name>, Problem>>;
};

/** The table once more, typed so that a generic name finds its own forms. */
export const commandForms: {
  readonly [Name in CommandName]: {
    readonly args: z.ZodType<CommandArgs<Name>>;
    readonly result: z.ZodType<CommandResult<Name>>;
  };
} = commands;

export type ReceiptRow = z.output<typeof receiptRow>;
export type Story = z.output<typeof story>;
export type QuarantineRow = z.output<typeof quarantineRow>;
export type QuarantineItem = z.output<typeof quarantineItem>;

export function isCommand(name: string): name is CommandName {
  return Object.hasOwn(commands, name);
}
