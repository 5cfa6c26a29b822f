/**
 * Owns: an outbox with a past, what a killed process leaves of it, and the audit after its files were damaged:
 * nothing lost, nothing sent again that the ledger knows, every other repetition uncertain and counted.
 */
import { rmSync } from 'node:fs';
import { expect } from 'vitest';
import type { OutboxHealth } from '../../src-main/outbox/open.ts';
import type { Batch, Lane, TakenFile } from '../../src-main/outbox/port.ts';
import { isUnreadable } from '../../src-main/outbox/sqlite.ts';
import { entry, file, keyOf, rule, shelfItem, signal, toQuarantine } from '../main/outbox/entries.ts';
import {
  closeFolder,
  imageOf,
  ledgerLines,
  openFolder,
  reopen,
  type OutboxFolder,
} from '../main/outbox/outbox-folder.ts';

export interface History {
  /** Folders as a kill would have left them, oldest first; the last is the end. */
  readonly images: readonly string[];
  /** Everything that was taken, in order; one transaction each. */
  readonly archive: readonly TakenFile[];
  /** Names of entries that were posted at least once and not refused. */
  readonly posted: ReadonlySet<string>;
}

const LANES = ['receipts', 'signals'] as const;
const LIMIT = 7;

/** Takes, posts, settles and refuses for a while; `checkpointed`: most of it lies in the database file itself. */
export function liveThrough(checkpointed: boolean): History {
  let folder = openFolder();
  const archive: TakenFile[] = [];
  const posted = new Set<string>();
  const images: string[] = [];
  const take = (taken: TakenFile): void => {
    folder.clock.advance(1_000);
    archive.push(taken);
    folder.outbox.take([taken]);
  };
  const post = (lane: Lane): Batch | undefined => {
    const batch = folder.outbox.nextBatch(rule({ lane, limit: lane === 'signals' ? 1 : LIMIT }));
    for (const each of batch?.entries ?? []) posted.add(each.label);
    return batch;
  };
  for (let round = 1; round <= 6; round += 1) {
    for (let index = 1; index <= 10; index += 1) take(receiptFile(round * 100 + index));
    take(file([signal(`s${round}`)], { shelf: [shelfItem(`line ${round}`)] }));
    for (const lane of LANES) live(folder, post(lane), round, posted);
    images.push(imageOf(folder));
    if (checkpointed && round === 4) folder = reopen(folder);
  }
  post('receipts');
  take(receiptFile(999));
  images.push(imageOf(folder));
  closeFolder(folder);
  return { images, archive, posted };
}

function receiptFile(number: number): TakenFile {
  const name = `r${number}`;
  const over = { aliases: [keyOf(`fiscal ${name}`)], claim: keyOf(`claim ${name}`) };
  return file([entry(name, { ...over, payload: JSON.stringify({ extId: name, filler: 'x'.repeat(300) }) })]);
}

/** What becomes of a batch: mostly accepted, sometimes without an answer, refused in part, or not all counted. */
function live({ outbox }: OutboxFolder, batch: Batch | undefined, round: number, posted: Set<string>): void {
  const first = batch?.entries[0];
  if (!batch || !first) return;
  if (round === 2) {
    outbox.noteAttempt(batch.id, { because: 'reset', uncertain: true });
  } else if (round === 3 && batch.lane === 'receipts') {
    const outcasts = [toQuarantine(first.seq)];
    outbox.settle(batch.id, { verdict: 'dissolved', outcasts, because: 'refused', perhapsStored: false });
    for (const each of batch.entries) posted.delete(each.label);
    const version = outbox.shelf.entryVersion(first.seq) ?? 0;
    outbox.shelf.discardEntry({ id: first.seq, version, reason: 'given up' });
  } else {
    outbox.settle(batch.id, { verdict: 'accepted', counted: batch.entries.length });
  }
}

/** Opens the damaged folder, repairs it as the agent does, and sends everything that waits. */
export function openAndAudit(dataDir: string, { archive, posted }: History): OutboxHealth {
  const folder = openFolder({ dataDir });
  const { health } = folder;
  const audited = auditOrRestart(folder, archive, posted);
  closeFolder(folder);
  if (!audited) return openAndAudit(dataDir, { images: [], archive, posted });
  rmSync(dataDir, { recursive: true });
  return health;
}

/** False: it came upon something unreadable, as the agent may in the middle of its work; it starts anew then. */
function auditOrRestart(
  folder: OutboxFolder,
  archive: readonly TakenFile[],
  posted: ReadonlySet<string>,
): boolean {
  const wasSuspected = folder.health === 'damaged';
  try {
    const settled = labelsInLedger(folder.dataDir);
    const isWhole = folder.health === 'sound';
    if (!isWhole) rebuild(folder, archive);
    auditRows(folder, archive, settled);
    auditSending(folder, posted, settled);
    return true;
  } catch (error) {
    if (wasSuspected || !isUnreadable(error)) throw error;
    return false;
  }
}

function rebuild({ outbox }: OutboxFolder, archive: readonly TakenFile[]): void {
  outbox.take(archive.map((taken) => ({ ...taken, file: { ...taken.file, rebuilt: true } })));
  outbox.rebuild.applyLedger();
  const before = outbox.reading.list({ limit: 1_000 });
  expect(outbox.rebuild.applyLedger()).toMatchObject({ settled: 0, remembered: 0 });
  expect(outbox.reading.list({ limit: 1_000 })).toEqual(before);
}

/** Labels by what the ledger says of them last. */
export function labelsInLedger(dataDir: string): Map<string, string> {
  const settled = new Map<string, string>();
  for (const line of ledgerLines(dataDir)) {
    const did = /"did":"(accept|discard)"/.exec(line)?.[1];
    if (did === undefined || !line.endsWith(']}')) continue;
    for (const [, label] of line.matchAll(/"([^"]*)"\]/g)) if (label !== undefined) settled.set(label, did);
  }
  return settled;
}

function auditRows(
  { outbox }: OutboxFolder,
  archive: readonly TakenFile[],
  settled: ReadonlyMap<string, string>,
): void {
  for (const { entries, shelf } of archive) {
    for (const each of entries) {
      const rows = outbox.reading.byLabel(each.label);
      expect(rows.map((row) => [row.lane, row.party, row.facts])).toEqual([
        [each.lane, each.party, each.facts],
      ]);
      const did = settled.get(each.label);
      // What HEADO has, or a person gave up, needs its text no more: like a pruned one it may be gone, never another.
      const texts = did === undefined ? [each.payload] : [each.payload, '', undefined];
      expect(texts).toContain(outbox.reading.payload(rows[0]?.seq ?? 0));
      if (did === 'accept') expect([each.label, rows[0]?.state]).toEqual([each.label, 'delivered']);
      if (did === 'discard') expect([each.label, rows[0]?.state]).toEqual([each.label, 'discarded']);
    }
    for (const item of shelf)
      expect(outbox.reading.shelf({ open: true, label: item.label, limit: 2 })).toMatchObject([
        { raw: item.raw },
      ]);
  }
  for (const taken of outbox.take(archive))
    expect(taken).toMatchObject({ stored: 0, duplicates: 1, differing: 0, shelved: 0 });
}

function auditSending(
  folder: OutboxFolder,
  posted: ReadonlySet<string>,
  settled: ReadonlyMap<string, string>,
): void {
  const { outbox } = folder;
  let repeated = 0;
  for (const lane of LANES) {
    let batch = outbox.nextBatch(rule({ lane }));
    while (batch) {
      for (const each of batch.entries) {
        expect(settled.has(each.label)).toBe(false);
        if (!posted.has(each.label)) continue;
        repeated += 1;
        expect([each.label, batch.uncertain]).toEqual([each.label, true]);
      }
      const { length } = batch.entries;
      batch = outbox.settle(batch.id, { verdict: 'accepted', counted: length }, rule({ lane }));
    }
  }
  const { byState, counters } = outbox.reading.counts();
  expect(byState).toMatchObject({ waiting: 0, in_flight: 0, slow: 0, quarantined: 0, unconfirmed: 0 });
  const counted = (counters['uncertain_resends'] ?? 0) + (counters['rebuild_resends'] ?? 0);
  expect(counted).toBeGreaterThanOrEqual(repeated);
  expect(outbox.verify().faults).toEqual([]);
}
