/** Owns: what a line of the ledger says, and reading one; pure. A line of a later version or a torn one is none. */
import { z } from 'zod';

/**
 * Identity, aliases one after the other, claim (hexadecimal) and label of one entry; then its further names one
 * after the other, where it has some: the one first that no setting changes; then its marks as JSON, where it has some.
 */
const memberSchema = z.tuple([
  z.string(),
  z.string().nullable(),
  z.string().nullable(),
  z.string(),
  z.string().optional(),
  z.string().optional(),
]);
const lineSchema = z.discriminatedUnion('did', [
  /** A database was begun; its batches are named after it. */
  z.object({ did: z.literal('begin'), generation: z.string(), at: z.number() }),
  z.object({
    did: z.enum(['accept', 'unconfirm']),
    generation: z.string(),
    batch: z.number(),
    at: z.number(),
    entries: z.array(memberSchema),
  }),
  /** A person gave these up: entries by their names, records on the shelf by digest (as identity). */
  z.object({
    did: z.literal('discard'),
    generation: z.string(),
    at: z.number(),
    entries: z.array(memberSchema),
  }),
  /** A person said that HEADO has these, or that they need not be sent (`recover`). */
  z.object({
    did: z.literal('record'),
    generation: z.string(),
    at: z.number(),
    entries: z.array(memberSchema),
  }),
  /** The POS brought again what had been given up, and a person sees it again. */
  z.object({
    did: z.literal('reopen'),
    generation: z.string(),
    at: z.number(),
    entries: z.array(memberSchema),
  }),
  /** A mended version took the place of what HEADO or a person had refused; `by` is the digest of its record. */
  z.object({
    did: z.literal('replace'),
    generation: z.string(),
    at: z.number(),
    entries: z.array(memberSchema),
    by: z.string(),
  }),
]);

export type LedgerMember = z.infer<typeof memberSchema>;
export type LedgerLine = z.infer<typeof lineSchema>;

export type BatchLine = Extract<LedgerLine, { did: 'accept' | 'unconfirm' }>;

export function isBatchLine(line: LedgerLine): line is BatchLine {
  return line.did === 'accept' || line.did === 'unconfirm';
}

export function parseLine(text: string): LedgerLine | undefined {
  if (text === '') return undefined;
  try {
    return lineSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
