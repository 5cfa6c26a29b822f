/** What leaves the line because nobody knows whether HEADO has it, and how it comes back. */
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { Outcast } from '../../../src-main/outbox/port.ts';
import { entry, file, files, rule, toEjected, toQuarantine, toSlow, toUnconfirmed } from './entries.ts';
import { statesOf } from './every-state.ts';
import {
  behindItsBack,
  closeOutboxes,
  imageOf,
  openFolder,
  reopen,
  type OutboxFolder,
} from './outbox-folder.ts';

afterEach(() => closeOutboxes());

const toRetest = (seq: number): Outcast => ({
  ...{ seq, to: 'quarantined', retest: true },
  problem: toQuarantine(seq).problem,
});

/** Of /drop: waiting, slow, ejected, quarantined with an open retest, quarantined for good, unconfirmed, in flight. */
function outOfLine(): OutboxFolder {
  const folder = openFolder();
  const { outbox } = folder;
  outbox.take(files('wait', 'slow', 'ejected', 'retest', 'judged', 'unconfirmed', 'flies'));
  const batch = outbox.nextBatch(rule());
  const outcasts = [toSlow(2, 1e12), toEjected(3), toRetest(4), toQuarantine(5), toUnconfirmed(6)];
  outbox.settle(batch?.id ?? '', { verdict: 'dissolved', outcasts, because: 'x', perhapsStored: false });
  outbox.nextBatch(rule({ only: 7 }));
  return folder;
}

describe('what would be sent without anybody asking', () => {
  it('leaves the line, of whatever kind; what is in flight, and what waits for a person, stays', () => {
    const folder = outOfLine();
    expect(folder.outbox.doubt.hold(7)).toBe(4);
    expect(statesOf(folder)).toEqual({
      ...{ wait: 'doubtful', slow: 'doubtful', ejected: 'doubtful', retest: 'doubtful' },
      ...{ judged: 'quarantined', unconfirmed: 'unconfirmed', flies: 'in_flight' },
    });
    expect(folder.outbox.suspects('receipts')).toEqual([]);
  });

  it('is counted when it is sent from an older copy that was made whole', () => {
    const { dataDir, clock, outbox } = outOfLine();
    const copy = imageOf({ dataDir });
    outbox.take(files('later'));
    cpSync(join(dataDir, 'outbox.head'), join(copy, 'outbox.head'));
    const older = openFolder({ dataDir: copy, clock });
    expect(older.health).toBe('behind');
    expect(older.outbox.rebuild.applyLedger()).toMatchObject({ resent: 5 });
    for (const seq of [2, 3, 4, 1, 7]) {
      const batch = older.outbox.nextBatch(rule({ only: seq }));
      expect(batch).toMatchObject({ uncertain: true });
      older.outbox.settle(batch?.id ?? '', { verdict: 'accepted', counted: 1 });
    }
    expect(older.outbox.reading.counts().counters).toMatchObject({ rebuild_resends: 5 });
  });
});

it('of one folder only its own entries leave the line, and only its undecided batch is given up', () => {
  const folder = openFolder();
  const { outbox } = folder;
  outbox.take([
    file([entry('here')], { more: { folder: '/one' } }),
    file([entry('there')], { name: 'there.json', more: { folder: '/other' } }),
  ]);
  outbox.nextBatch(rule({ only: 1 }));
  outbox.doubt.dissolveOpen('/other');
  expect([outbox.doubt.hold(2, '/other'), outbox.doubt.hold(2, '/one')]).toEqual([1, 0]);
  expect(statesOf(folder)).toEqual({ here: 'in_flight', there: 'doubtful' });
  outbox.doubt.dissolveOpen('/one');
  expect(outbox.doubt.hold(2, '/one')).toBe(1);
  expect(outbox.doubt.release({}, 'sure')).toBe(2);
  expect(outbox.nextBatch(rule())).toMatchObject({ uncertain: true, entries: [{ seq: 1 }, { seq: 2 }] });
  expect(outbox.reading.counts().counters).toEqual({ uncertain_resends: 1 });
});

it('a doubtful entry is as old as the file that brought it', () => {
  const folder = openFolder();
  folder.outbox.take(files('r1', 'r2'));
  folder.outbox.doubt.hold(2);
  behindItsBack(folder.dataDir, (database) => {
    database.exec("UPDATE entries SET came_at_ms = 5 WHERE label = 'r2'");
  });
  expect(reopen(folder).outbox.reading.counts().missing).toContainEqual(
    expect.objectContaining({ place: 'doubtful', id: 2, takenAtMs: 5 }),
  );
});

describe('how far this database had come', () => {
  it('does not reach where a batch that is undecided here ended since, also after it was given up here', () => {
    const folder = openFolder();
    folder.outbox.take(files('r1'));
    const batch = folder.outbox.nextBatch(rule());
    const older = openFolder({ dataDir: imageOf(folder), clock: folder.clock });
    folder.clock.advance(1_000);
    folder.outbox.settle(batch?.id ?? '', { verdict: 'accepted', counted: 1 });
    const { whereabouts } = folder.outbox;
    expect(whereabouts.reaches(whereabouts.progress())).toBe(true);
    expect(older.outbox.whereabouts.reaches(whereabouts.progress())).toBe(false);
    older.outbox.doubt.dissolveOpen();
    expect(older.outbox.whereabouts.reaches(whereabouts.progress())).toBe(false);
  });

  it('does not reach where a batch of another lane ended later than any here', () => {
    const folder = openFolder();
    folder.outbox.take([file([entry('r1')]), file([entry('r2', { lane: 'signals' })], { name: 's.json' })]);
    const first = folder.outbox.nextBatch(rule());
    const second = folder.outbox.nextBatch(rule({ lane: 'signals' }));
    folder.outbox.settle(second?.id ?? '', { verdict: 'accepted', counted: 1 });
    const older = openFolder({ dataDir: imageOf(folder), clock: folder.clock });
    folder.clock.advance(1_000);
    folder.outbox.settle(first?.id ?? '', { verdict: 'accepted', counted: 1 });
    expect(older.outbox.whereabouts.reaches(folder.outbox.whereabouts.progress())).toBe(false);
  });

  it('reaches all that ended here when a power cut took the end of the ledger', () => {
    const folder = openFolder();
    folder.outbox.take(files('r1'));
    const ledger = imageOf(folder);
    const batch = folder.outbox.nextBatch(rule());
    folder.clock.advance(1_000);
    folder.outbox.settle(batch?.id ?? '', { verdict: 'accepted', counted: 1 });
    const image = imageOf(folder);
    cpSync(join(ledger, 'ledger'), join(image, 'ledger'), { recursive: true });
    const after = openFolder({ dataDir: image, clock: folder.clock });
    expect(after.health).toBe('sound');
    expect(after.outbox.whereabouts.reaches(folder.outbox.whereabouts.progress())).toBe(true);
  });
});

it('files of an archive are looked up in one go', () => {
  const { outbox } = openFolder();
  outbox.take([file([entry('r1')], { name: 'a.json' })]);
  const [known = ''] = outbox.whereabouts.storedIn('/drop').keys();
  expect(outbox.whereabouts.knowsAnyStored(['x', known])).toBe(true);
  expect(outbox.whereabouts.knowsAnyStored(['x', 'y'])).toBe(false);
});
