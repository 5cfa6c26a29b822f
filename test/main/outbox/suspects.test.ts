import type { Outcast } from '../../../src-main/outbox/port.ts';
import { afterEach, expect, it } from 'vitest';
import { files, labelsOf, rule, toEjected, toQuarantine } from './entries.ts';
import { closeOutboxes, openFolder, reopen, type OutboxFolder } from './outbox-folder.ts';

afterEach(() => closeOutboxes());

const refused = { verdict: 'dissolved', because: 'refused', perhapsStored: false } as const;

/** Posts exactly this entry; the server refuses it. */
function refuseAs({ outbox }: OutboxFolder, outcast: Outcast): void {
  const batch = outbox.nextBatch(rule({ only: outcast.seq }));
  outbox.settle(batch?.id ?? '', { ...refused, outcasts: [outcast] });
}

function accept({ outbox }: OutboxFolder, seq: number): void {
  const batch = outbox.nextBatch(rule({ only: seq }));
  outbox.settle(batch?.id ?? '', { verdict: 'accepted', counted: 1 });
}

const standing = ({ outbox }: OutboxFolder): unknown[] =>
  outbox.suspects('receipts').map(({ seq, state, isDue }) => [seq, state, isDue]);

it('an ejected entry is a suspect, due once its lane had a success, also after a restart', () => {
  let folder = openFolder();
  folder.outbox.take(files('r1', 'r2', 'r3'));
  refuseAs(folder, toEjected(1));
  folder = reopen(folder);
  expect(standing(folder)).toEqual([[1, 'ejected', false]]);
  accept(folder, 2);
  expect(standing(folder)).toEqual([[1, 'ejected', true]]);
  folder = reopen(folder);
  expect(standing(folder)).toEqual([[1, 'ejected', true]]);
  expect(folder.outbox.suspects('signals')).toEqual([]);
});

it('the one that waits longest since its last try comes first', () => {
  const folder = openFolder();
  folder.outbox.take(files('r1', 'r2', 'r3'));
  for (const seq of [2, 1, 2]) refuseAs(folder, toEjected(seq));
  expect(standing(folder)).toEqual([
    [1, 'ejected', false],
    [2, 'ejected', false],
  ]);
});

it('a quarantined entry is a suspect only while its verdict is open, and goes back to ejected', () => {
  const folder = openFolder();
  folder.outbox.take(files('r1', 'r2'));
  refuseAs(folder, { seq: 1, to: 'quarantined', problem: toQuarantine(1).problem, retest: true });
  refuseAs(folder, toQuarantine(2));
  const again = reopen(folder);
  expect(standing(again)).toEqual([[1, 'quarantined', false]]);
  again.outbox.unjudge([1, 2]);
  expect(again.outbox.reading.list({ limit: 9 }).map(({ state }) => state)).toEqual([
    'quarantined',
    'ejected',
  ]);
  expect(labelsOf(again.outbox.nextBatch(rule({ only: 2 }))?.entries)).toEqual([]);
  expect(labelsOf(again.outbox.nextBatch(rule({ only: 1 }))?.entries)).toEqual(['r1']);
});

it('a person may retry or give up an ejected entry', () => {
  const folder = openFolder();
  folder.outbox.take(files('r1', 'r2'));
  refuseAs(folder, toEjected(1));
  refuseAs(folder, toEjected(2));
  expect(folder.outbox.readmit([1])).toBe(1);
  const version = folder.outbox.shelf.entryVersion(2) ?? 0;
  expect(folder.outbox.shelf.discardEntry({ id: 2, version, reason: '' }).ok).toBe(true);
  expect(standing(folder)).toEqual([]);
  expect(folder.outbox.reading.counts().byState).toMatchObject({ waiting: 1, discarded: 1, ejected: 0 });
});

it('counted resends are kept per entry, over divisions and restarts', () => {
  const folder = openFolder();
  folder.outbox.take(files('r1', 'r2'));
  const first = folder.outbox.nextBatch(rule());
  folder.outbox.noteAttempt(first?.id ?? '', { because: 'x', uncertain: true });
  expect(folder.outbox.nextBatch(rule())?.entries[0]?.resends).toBe(0);
  expect(folder.outbox.nextBatch(rule({ counts: true }))?.entries[0]?.resends).toBe(1);
  const dissolved = { verdict: 'dissolved', outcasts: [], because: 'x', perhapsStored: true } as const;
  folder.outbox.settle(first?.id ?? '', { ...dissolved, unanswered: true });
  const alone = folder.outbox.nextBatch(rule({ only: 1, counts: true }));
  expect(alone).toMatchObject({ uncertain: true, entries: [{ seq: 1, resends: 2 }] });
  expect(reopen(folder).outbox.nextBatch(rule())?.entries[0]?.resends).toBe(2);
});

it('what stored nothing is counted once, however often it is tried', () => {
  const folder = openFolder();
  folder.outbox.take(files('r1', 'r2'));
  const id = folder.outbox.nextBatch(rule())?.id ?? '';
  folder.outbox.noteAttempt(id, { because: 'reset', uncertain: true });
  for (let time = 0; time < 4; time += 1) {
    folder.outbox.nextBatch(rule());
    folder.outbox.noteAttempt(id, { because: 'refused', uncertain: false });
  }
  folder.outbox.nextBatch(rule());
  expect(folder.outbox.reading.counts().counters).toEqual({ uncertain_resends: 2 });
});

it('what stored nothing before its batch was dissolved uses up no repeat either', () => {
  const folder = openFolder();
  folder.outbox.take(files('r1', 'r2'));
  const alone = rule({ only: 1, counts: true });
  const dissolved = { verdict: 'dissolved', outcasts: [], because: 'x', perhapsStored: true } as const;
  const end = (nothingStored: boolean): void => {
    const id = folder.outbox.nextBatch({ ...alone, posts: false })?.id ?? '';
    folder.outbox.settle(id, { ...dissolved, unanswered: true, nothingStored });
  };
  const first = folder.outbox.nextBatch(alone)?.id ?? '';
  folder.outbox.settle(first, { ...dissolved, unanswered: true });
  for (let time = 0; time < 3; time += 1) {
    expect(folder.outbox.nextBatch(alone)).toMatchObject({ uncertain: true, entries: [{ resends: 1 }] });
    end(true);
  }
  folder.outbox.nextBatch(alone);
  end(false);
  expect(folder.outbox.nextBatch(alone)?.entries[0]?.resends).toBe(2);
  expect(folder.outbox.reading.counts().counters).toEqual({ uncertain_resends: 2 });
});

it('entries that leave unconfirmed alone are known to the ledger, so that a rebuild sends them no more', () => {
  const folder = openFolder();
  folder.outbox.take(files('r1', 'r2'));
  const batch = folder.outbox.nextBatch(rule());
  const problem = { code: 'api.unanswered', at: '', values: { times: 6 } };
  folder.outbox.settle(batch?.id ?? '', {
    ...refused,
    outcasts: [{ seq: 1, to: 'unconfirmed', problem }],
    perhapsStored: true,
    unanswered: true,
  });
  const again = reopen(folder);
  expect(again.health).toBe('sound');
  expect(again.outbox.reading.counts().byState).toMatchObject({ unconfirmed: 1, waiting: 1 });
});
