/** Owns: entries and files as intake brings them, with only what a test is about spelled out. */
import { hash } from 'node:crypto';
import { z } from 'zod';
import type {
  BatchEntry,
  FreezeRule,
  NewEntry,
  NewShelfItem,
  Outbox,
  Outcast,
  SourceFile,
  TakenFile,
} from '../../../src-main/outbox/port.ts';

const ENTRY_TIME_MS = Date.parse('2026-11-22T08:00:00Z');

/** 32 hexadecimal digits, equal exactly when the names are. */
export function keyOf(name: string): string {
  return hash('sha256', name, 'hex').slice(0, 32);
}

export function entry(name: string, over: Partial<NewEntry> = {}): NewEntry {
  return {
    lane: 'receipts',
    party: '@S1/K1',
    label: name,
    identity: keyOf(`identity ${name}`),
    repeat: 'duplicate',
    payload: JSON.stringify({ extId: name }),
    facts: JSON.stringify({ id: name }),
    occurredAtMs: ENTRY_TIME_MS,
    at: '',
    raw: `raw ${name}`,
    state: 'waiting',
    ...over,
  };
}

export function signal(name: string, over: Partial<NewEntry> = {}): NewEntry {
  return entry(name, { lane: 'signals', ...over });
}

export function shelfItem(at: string, over: Partial<NewShelfItem> = {}): NewShelfItem {
  const problem = { code: 'receipt.sumMismatch', at, values: { amount: '10', positions: '9' } };
  return { at, label: `bad ${at}`, raw: `raw ${at}`, problem, held: false, ...over };
}

export interface FileParts {
  readonly name?: string;
  readonly shelf?: readonly NewShelfItem[];
  readonly rebuilt?: boolean;
  readonly storedAs?: string;
  readonly closed?: boolean;
  /** Files of one name are one file that is read again, unless this tells them apart. */
  readonly inode?: number;
  /** Other facts of the file. */
  readonly more?: Partial<SourceFile>;
}

export function file(entries: readonly NewEntry[], parts: FileParts = {}): TakenFile {
  const name = parts.name ?? `${entries[0]?.label ?? 'empty'}.json`;
  return {
    file: {
      folder: '/drop',
      name,
      storedAs: parts.storedAs ?? `archive/2026-11-22/${name}`,
      format: 'heado-json',
      sha256: hash('sha256', JSON.stringify(entries)),
      sizeBytes: 100,
      device: 1,
      inode: parts.inode ?? Number.parseInt(keyOf(name).slice(0, 8), 16),
      mtimeMs: ENTRY_TIME_MS,
      closed: parts.closed ?? true,
      rebuilt: parts.rebuilt,
      ...parts.more,
    },
    entries,
    shelf: parts.shelf ?? [],
  };
}

/** Files of one entry each. */
export function files(...names: readonly string[]): TakenFile[] {
  return names.map((name) => file([entry(name)]));
}

export function rule(over: Partial<FreezeRule> = {}): FreezeRule {
  return { lane: 'receipts', limit: 100, bytesMax: 900_000, ...over };
}

export function toQuarantine(seq: number): Outcast {
  return { seq, to: 'quarantined', problem: { code: 'api.refused', at: '', values: { code: -32602 } } };
}

export function toEjected(seq: number): Outcast {
  return { ...toQuarantine(seq), to: 'ejected' };
}

export function toUnconfirmed(seq: number): Outcast {
  return { seq, to: 'unconfirmed', problem: { code: 'api.unanswered', at: '', values: { times: 6 } } };
}

/** As when HEADO refuses exactly these, each alone; no batch of receipts may be open. */
export function refuse(outbox: Outbox, ...seqs: readonly number[]): void {
  for (const seq of seqs) {
    const batch = outbox.nextBatch(rule({ only: seq }));
    const settlement = { verdict: 'dissolved', because: 'refused', perhapsStored: false } as const;
    outbox.settle(batch?.id ?? '', { ...settlement, outcasts: [toQuarantine(seq)] });
  }
}

export function toSlow(seq: number, retryAtMs: number): Outcast {
  return { seq, to: 'slow', retryAtMs, problem: { code: 'api.serverFault', at: '', values: {} } };
}

const problemSchema = z.object({ code: z.string() });

/** The code of a problem as it is kept in lists. */
export function codeOf(text: string): string {
  return problemSchema.parse(JSON.parse(text)).code;
}

export function labelsOf(entries: readonly BatchEntry[] | undefined): string[] {
  return (entries ?? []).map((each) => each.label);
}
