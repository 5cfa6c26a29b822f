/** Batches without a definite answer, and processes that die with one. */
import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import type { Batch, Settlement } from '../../../src-main/outbox/port.ts';
import { file, files, labelsOf, rule, signal } from './entries.ts';
import {
  behindItsBack,
  closeOutboxes,
  crowdOut,
  imageOf,
  openFolder,
  openImage,
  reopen,
  type OutboxFolder,
} from './outbox-folder.ts';

afterEach(() => closeOutboxes());

function flying(): { folder: OutboxFolder; batch: Batch } {
  const folder = openFolder();
  folder.outbox.take(files('r1', 'r2'));
  const batch = folder.outbox.nextBatch(rule());
  if (!batch) throw new Error('nothing was frozen');
  folder.outbox.take(files('r3'));
  return { folder, batch };
}

function countersOf({ outbox }: OutboxFolder): unknown {
  return outbox.reading.counts().counters;
}

it('a batch that surely never arrived is sent again as it was, one attempt later, and not counted', () => {
  const { folder, batch } = flying();
  folder.outbox.noteAttempt(batch.id, { because: 'refused connection', uncertain: false });
  folder.clock.advance(3_000);
  expect(folder.outbox.nextBatch(rule({ limit: 1 }))).toEqual({ ...batch, attempt: 2 });
  expect(countersOf(folder)).toEqual({});
});

it('a batch that was perhaps registered is resent unchanged, and every entry of the resend is counted once', () => {
  const { folder, batch } = flying();
  folder.outbox.noteAttempt(batch.id, { because: 'reset', uncertain: true });
  expect(folder.outbox.nextBatch(rule())).toEqual({ ...batch, attempt: 2, uncertain: true });
  folder.outbox.noteAttempt(batch.id, { because: 'refused connection', uncertain: false });
  expect(folder.outbox.nextBatch(rule())).toEqual({ ...batch, attempt: 3, uncertain: true });
  // The second posting stored nothing: the third has its place.
  expect(countersOf(folder)).toEqual({ uncertain_resends: 2 });
  const row = folder.outbox.reading.entry(1);
  expect(row && folder.outbox.reading.batchesOf(row)).toMatchObject([
    {
      state: 'open',
      attempt: 3,
      uncertain: true,
      size: 2,
      attempts: [
        { attempt: 1, uncertain: true, because: 'reset', atMs: folder.clock.now() },
        { attempt: 2, uncertain: false, because: 'refused connection' },
      ],
    },
  ]);
});

it('after a kill a batch that is only ended is not counted; its entries are when they are sent again', () => {
  const { folder } = flying();
  const later = openImage(folder);
  const ended = later.outbox.nextBatch(rule({ posts: false }));
  expect(ended).toMatchObject({ uncertain: true });
  expect(countersOf(later)).toEqual({});
  const settlement = { verdict: 'dissolved', outcasts: [], because: 'joined', unanswered: true } as const;
  later.outbox.settle(ended?.id ?? '', { ...settlement, perhapsStored: true });
  expect(later.outbox.nextBatch(rule({ limit: 2 }))).toMatchObject({ uncertain: true });
  expect(countersOf(later)).toEqual({ uncertain_resends: 2 });
});

it('after a kill the undecided batch is uncertain, the same to the byte, and counted when it is resent', () => {
  const { folder, batch } = flying();
  const later = openImage(folder);
  expect(countersOf(later)).toEqual({});
  expect(later.outbox.nextBatch(rule({ limit: 1 }))).toEqual({ ...batch, attempt: 2, uncertain: true });
  expect(countersOf(later)).toEqual({ uncertain_resends: 2 });
});

it('an orderly restart with a batch in flight is no different', () => {
  const { folder, batch } = flying();
  expect(reopen(folder).outbox.nextBatch(rule())).toEqual({ ...batch, attempt: 2, uncertain: true });
});

it.each([
  ['accepted', { verdict: 'accepted', counted: 2 }, 'delivered'],
  ['accepted with fewer counted', { verdict: 'accepted', counted: 1 }, 'unconfirmed'],
] satisfies [string, Settlement, string][])(
  'a process that died between the ledger and the commit of a batch %s does not send it again',
  (_, settlement, state) => {
    const { folder, batch } = flying();
    const image = imageOf(folder);
    folder.outbox.settle(batch.id, settlement);
    rmSync(join(image, 'ledger'), { recursive: true });
    cpSync(join(folder.dataDir, 'ledger'), join(image, 'ledger'), { recursive: true });
    const later = openFolder({ dataDir: image });
    expect(later.health).toBe('sound');
    expect(later.notes).toContainEqual({ event: 'batch.reconciled', fields: { batch: 1, entries: 2 } });
    expect(later.outbox.reading.byLabel('r1').map((row) => row.state)).toEqual([state]);
    expect(labelsOf(later.outbox.nextBatch(rule())?.entries)).toEqual(['r3']);
    expect(countersOf(later)).toEqual({ [state]: 2 });
  },
);

it('both lanes may die between ledger and commit', () => {
  const folder = openFolder();
  folder.outbox.take(files('r1'));
  folder.outbox.take([file([signal('s1')])]);
  const receipts = folder.outbox.nextBatch(rule());
  const signals = folder.outbox.nextBatch(rule({ lane: 'signals' }));
  const image = imageOf(folder);
  folder.outbox.settle(receipts?.id ?? '', { verdict: 'accepted', counted: 1 });
  folder.outbox.settle(signals?.id ?? '', { verdict: 'accepted', counted: 1 });
  rmSync(join(image, 'ledger'), { recursive: true });
  cpSync(join(folder.dataDir, 'ledger'), join(image, 'ledger'), { recursive: true });
  const later = openFolder({ dataDir: image });
  expect(later.outbox.reading.counts().byState).toMatchObject({ delivered: 2, in_flight: 0, waiting: 0 });
});

it('an undecided batch with a member that is no longer in line is not sent again', () => {
  const { folder } = flying();
  behindItsBack(folder.dataDir, (database) =>
    database.exec("UPDATE entries SET state = 'delivered' WHERE seq = 2"),
  );
  expect(labelsOf(folder.outbox.nextBatch(rule())?.entries)).toEqual(['r1', 'r3']);
});

it('an undecided batch whose rows are no longer what was frozen is dissolved; the sound ones go on, counted', () => {
  const { folder, batch } = flying();
  crowdOut(folder);
  folder.outbox.noteAttempt(batch.id, { because: 'reset', uncertain: true });
  behindItsBack(folder.dataDir, (database) =>
    database.exec("UPDATE payloads SET payload = 'x' WHERE seq = 1"),
  );
  const next = folder.outbox.nextBatch(rule());
  expect(next?.id).not.toBe(batch.id);
  expect(labelsOf(next?.entries)).toEqual(['r2', 'r3']);
  expect(countersOf(folder)).toEqual({ uncertain_resends: 1, quarantined: 1 });
});
