/**
 * Owns: what one receipt costs with many rows in the outbox: the same entries are stored, frozen and settled in
 * an empty outbox and in one that holds `rows` delivered ones, in turn, in one process.
 */
import { hash } from 'node:crypto';
import { join } from 'node:path';
import { systemClock } from '../../src-main/base/clock.ts';
import { openOutbox, type OpenOutbox } from '../../src-main/outbox/open.ts';
import type { FreezeRule, TakenFile } from '../../src-main/outbox/port.ts';
import { median } from './figures.ts';
import { benchReceipt } from './receipts.ts';
import { makePlace } from './subjects.ts';

export interface FullOutboxFigures {
  /** Medians over the rounds, milliseconds per receipt: one receipt per commit, and 100 per commit. */
  readonly empty: { readonly singleMs: number; readonly batchMs: number };
  readonly full: { readonly singleMs: number; readonly batchMs: number };
}

const RULE: FreezeRule = { lane: 'receipts', limit: 100, bytesMax: 900_000 };
const ROUNDS = 40;

function open(dataDir: string): OpenOutbox {
  const opened = openOutbox({ dataDir, clock: systemClock, note: () => undefined, ballastBytes: 0 });
  if (!opened.ok) throw new Error('bench: the outbox is locked');
  return opened.value;
}

/** Keys as the receipt room makes them: eight digits of order, then a hash. */
function key(role: string, number: number): string {
  return number.toString(16).padStart(8, '0') + hash('sha256', `${role}${number}`).slice(0, 24);
}

function file(number: number): TakenFile {
  const name = `${number}.json`;
  return {
    file: {
      folder: '/drop',
      name,
      storedAs: `archive/2026-11-22/${name}`,
      format: 'heado-json',
      sha256: key('file', number),
      sizeBytes: 1_095,
      device: 1,
      inode: number,
      mtimeMs: 0,
      closed: true,
    },
    entries: [
      {
        lane: 'receipts',
        party: '@S1/K1',
        label: `B-${number}`,
        identity: key('identity', number),
        own: key('own', number),
        claim: key('claim', number),
        repeat: 'duplicate',
        payload: benchReceipt(number),
        facts: '{"kind":"sale","amount":511.25}',
        occurredAtMs: Date.now(),
        at: '',
        raw: '',
        state: 'waiting',
      },
    ],
    shelf: [],
  };
}

/** Stores `count` receipts from number `from` on, `perCommit` at a time, and settles them. */
function run({ outbox }: OpenOutbox, from: number, count: number, perCommit: number): void {
  for (let number = from; number < from + count; number += perCommit) {
    outbox.take(Array.from({ length: perCommit }, (_, index) => file(number + index)));
    const batch = outbox.nextBatch(RULE);
    if (batch) outbox.settle(batch.id, { verdict: 'accepted', counted: batch.entries.length });
  }
}

function time(work: () => void, receipts: number): number {
  const startedAt = performance.now();
  work();
  return (performance.now() - startedAt) / receipts;
}

export function measureFullOutbox(rows: number): FullOutboxFigures {
  const place = makePlace();
  const empty = open(join(place.root, 'empty'));
  const full = open(join(place.root, 'full'));
  run(full, 10_000_000, rows, 100);
  const samples = {
    empty: { single: [] as number[], batch: [] as number[] },
    full: { single: [] as number[], batch: [] as number[] },
  };
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [name, outbox] of [
      ['empty', empty],
      ['full', full],
    ] as const) {
      const from = round * 1_000;
      samples[name].single.push(time(() => run(outbox, from, 50, 1), 50));
      samples[name].batch.push(time(() => run(outbox, from + 100, 200, 100), 200));
    }
  }
  empty.close();
  full.close();
  place.remove();
  const figures = ({ single, batch }: { single: number[]; batch: number[] }): FullOutboxFigures['empty'] => ({
    singleMs: median(single),
    batchMs: median(batch),
  });
  return { empty: figures(samples.empty), full: figures(samples.full) };
}
