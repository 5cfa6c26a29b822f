/**
 * Owns: the answers about receipts: lists and the whole story of one, from its file to the server's answer.
 * Only reads, but for putting unconfirmed deliveries back in line.
 */
import { z } from 'zod';
import { ok } from '../../base/result.ts';
import type { BatchRow, EntryRow } from '../../outbox/answers.ts';
import type { OutboxReading } from '../../outbox/reading.ts';
import type { Operations, ReceiptRow, Story } from '../control/commands.ts';
import { storedPath } from '../../intake/folder/share.ts';
import { shelfRow } from './quarantine.ts';
import { isoOf, isoOrNull, parseProblem } from './shapes.ts';

/** Records of one label that are told of: the newest. */
const SHELVED_MAX = 50;
/** Put back in line by one command: they are changed in one transaction. */
const RESENT_MAX = 10_000;

const factsSchema = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]));

export function receiptOperations(
  reading: OutboxReading,
  readmit: (seqs: readonly number[]) => number,
  dataDir: string,
): Pick<Operations, 'receipts.list' | 'receipts.show' | 'receipts.resend'> {
  return {
    'receipts.list': async ({ state, lane, since, label, limit }) => {
      const sinceMs = since === undefined ? undefined : Date.parse(since);
      const rows = reading.list({ state, lane, label, sinceMs, limit: limit + 1 });
      return ok({ rows: rows.slice(0, limit).map(toReceiptRow), more: rows.length > limit });
    },
    'receipts.show': async ({ label }) =>
      ok({
        stories: reading
          .byLabel(label)
          .map((row, _, { length }) => toStory(row, reading, dataDir, length === 1)),
        shelved: reading
          .shelf({ open: true, label, limit: SHELVED_MAX })
          .reverse()
          .map((row) => shelfRow(row, reading)),
      }),
    'receipts.resend': async ({ label }) => {
      const unconfirmed = reading.list({ state: 'unconfirmed', label, limit: RESENT_MAX });
      return ok({ resent: readmit(unconfirmed.map((row) => row.seq)) });
    },
  };
}

function toReceiptRow(row: EntryRow): ReceiptRow {
  const settled = row.state === 'delivered' || row.state === 'unconfirmed';
  return {
    seq: row.seq,
    lane: row.lane,
    label: row.label,
    state: row.state,
    facts: factsSchema.safeParse(JSON.parse(row.facts)).data ?? {},
    occurredAt: isoOf(row.occurredAtMs),
    takenAt: isoOf(row.takenAtMs),
    deliveredAt: settled ? isoOrNull(row.settledAtMs) : null,
  };
}

/** What still lies on the shelf is told beside the stories; of what lay there once each story has its own. */
function toStory(row: EntryRow, reading: OutboxReading, dataDir: string, isOnly: boolean): Story {
  const file = reading.file(row.fileId);
  const shelved = reading
    .shelf({ open: false, label: row.label, limit: SHELVED_MAX })
    .filter(
      ({ state, fileId, at }) => state !== 'open' && (isOnly || (fileId === row.fileId && at === row.at)),
    )
    .reverse();
  const incidents = shelved.map((each) => ({
    at: isoOf(each.sinceMs),
    event: `shelf.${each.state}`,
    problem: parseProblem(each.problem),
  }));
  const own =
    row.problem === ''
      ? []
      : [
          {
            at: isoOf(row.settledAtMs ?? row.takenAtMs),
            event: `entry.${row.state}`,
            problem: parseProblem(row.problem),
          },
        ];
  return {
    entry: toReceiptRow(row),
    file: file
      ? { ...file, storedAs: storedPath(file, dataDir), at: row.at, takenAt: isoOf(file.takenAtMs) }
      : null,
    attempts: reading.batchesOf(row).flatMap(toAttempts),
    quarantine: [...incidents, ...own],
  };
}

/** Every posting of a batch: those without a definite answer, then how it ended, if it did. */
function toAttempts(batch: BatchRow): Story['attempts'] {
  const failed = batch.attempts.map((each) => ({
    batchId: batch.batch,
    attempt: each.attempt,
    at: isoOf(each.atMs),
    outcome: each.because,
    uncertain: each.uncertain,
  }));
  if (batch.state === 'open') return failed;
  const outcome = batch.because === '' ? batch.state : `${batch.state}: ${batch.because}`;
  const end = {
    batchId: batch.batch,
    attempt: batch.attempt,
    at: isoOf(batch.settledAtMs ?? batch.frozenAtMs),
    outcome,
    uncertain: batch.uncertain,
  };
  return [...failed, end];
}
