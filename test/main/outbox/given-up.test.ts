/** What a person gave up on the shelf stays given up, whatever a newer program makes of it (decisions 18). */
import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { NewShelfItem, TakenFile } from '../../../src-main/outbox/port.ts';
import { codeOf, entry, file, labelsOf, rule, shelfItem } from './entries.ts';
import { asArchive, withoutDatabase } from './every-state.ts';
import { closeOutboxes, deliverAll, imageOf, openFolder, type OutboxFolder } from './outbox-folder.ts';

afterEach(() => closeOutboxes());

const GIVEN_UP = 'line 1';
const KEPT = 'line 2';

const as = (code: string): Partial<NewShelfItem> => ({ problem: { code, at: '', values: {} } });

/** The two bad records of a file, refused for a reason. */
const refusedFor = (code: string): TakenFile[] => [
  file([], { name: 'bad.json', shelf: [shelfItem(GIVEN_UP, as(code)), shelfItem(KEPT, as(code))] }),
];

/** The same file where the rules take both. */
const takenNow = (inode?: number): TakenFile[] => {
  const records = [GIVEN_UP, KEPT].map((at) => entry(at, { at, raw: `raw ${at}` }));
  return [file(records, { name: 'bad.json', ...(inode !== undefined && { inode }) })];
};

/** An outbox in which a person gave up the first of two bad records. */
function withDiscard(): OutboxFolder {
  const folder = openFolder();
  folder.outbox.take(refusedFor('receipt.sumMismatch'));
  folder.outbox.shelf.close({ id: 1, version: 1, reason: 'written by hand' }, 'discarded');
  return folder;
}

const openPlaces = ({ outbox }: OutboxFolder): string[] =>
  outbox.shelf.open({ limit: 9 }).map((each) => each.at);

describe('in a rebuilt database a record that a person gave up', () => {
  it('is not on the shelf again when another problem is found in it', () => {
    const lost = withoutDatabase(withDiscard());
    lost.outbox.take(asArchive(refusedFor('receipt.textTooLong')));
    expect(lost.outbox.rebuild.applyLedger()).toMatchObject({ settled: 1, remembered: 0 });
    expect(openPlaces(lost)).toEqual([KEPT]);
  });

  it('is not sent when it could be an entry by now; its neighbours are', () => {
    const lost = withoutDatabase(withDiscard());
    lost.outbox.take(asArchive(takenNow()));
    lost.outbox.rebuild.applyLedger();
    expect(deliverAll(lost, rule()).map(({ entries }) => labelsOf(entries))).toEqual([[KEPT]]);
    expect(openPlaces(lost)).toEqual([]);
  });

  it('stays so in the next rebuild, though the first left no row of it on the shelf', () => {
    const first = withoutDatabase(withDiscard());
    first.outbox.take(asArchive(takenNow()));
    first.outbox.rebuild.applyLedger();
    const second = withoutDatabase(first);
    second.outbox.take(asArchive(refusedFor('receipt.textTooLong')));
    second.outbox.rebuild.applyLedger();
    expect(openPlaces(second)).toEqual([KEPT]);
  });

  it('does not hold back a mended receipt of another file', () => {
    const folder = withDiscard();
    const mended = file([entry(GIVEN_UP, { at: '', raw: 'mended' })], { name: 'mended.json' });
    folder.outbox.take([mended]);
    const lost = withoutDatabase(folder);
    lost.outbox.take(asArchive([...takenNow(), mended]));
    lost.outbox.rebuild.applyLedger();
    const sent = deliverAll(lost, rule()).flatMap(({ entries }) => labelsOf(entries));
    expect(sent.sort()).toEqual([GIVEN_UP, KEPT]);
  });
});

describe('an older copy sends it no more', () => {
  /** The copy is made whole where the rules take both records; answers what it sends. */
  function sentBy(copy: string, folder: OutboxFolder): string[] {
    folder.outbox.take([file([entry('later')])]);
    cpSync(join(folder.dataDir, 'outbox.head'), join(copy, 'outbox.head'));
    const older = openFolder({ dataDir: copy, clock: folder.clock });
    expect(older.health).toBe('behind');
    older.outbox.take(asArchive(takenNow()));
    older.outbox.rebuild.applyLedger();
    return deliverAll(older, rule()).flatMap(({ entries }) => labelsOf(entries));
  }

  it('when the record still lay on its shelf', () => {
    const folder = openFolder();
    folder.outbox.take(refusedFor('receipt.sumMismatch'));
    const copy = imageOf(folder);
    folder.outbox.shelf.close({ id: 1, version: 1, reason: '' }, 'discarded');
    cpSync(join(folder.dataDir, 'ledger'), join(copy, 'ledger'), { recursive: true });
    expect(sentBy(copy, folder)).toEqual([KEPT]);
  });

  it('when it was given up already, and the ledger is lost', () => {
    const folder = withDiscard();
    const copy = imageOf(folder);
    rmSync(join(copy, 'ledger'), { recursive: true });
    expect(sentBy(copy, folder)).toEqual([KEPT]);
  });
});

describe('a record on the shelf that is read again', () => {
  it('gets its newest reason and a new version, and lies there once', () => {
    const { outbox } = openFolder();
    outbox.take(refusedFor('receipt.sumMismatch'));
    expect(outbox.take(refusedFor('receipt.sumMismatch'))).toMatchObject([{ shelved: 0 }]);
    expect(outbox.shelf.record(1)?.version).toBe(1);
    expect(outbox.take(refusedFor('receipt.textTooLong'))).toMatchObject([{ shelved: 0 }]);
    const rows = outbox.reading.shelf({ open: true, limit: 9 });
    expect(rows.map(({ version, problem }) => [version, codeOf(problem)])).toEqual([
      [2, 'receipt.textTooLong'],
      [2, 'receipt.textTooLong'],
    ]);
    expect(outbox.reading.counts().counters).toMatchObject({ quarantined: 2 });
  });

  it('stays given up, even where it could be an entry by now: the file has grown, nothing arrived', () => {
    const { outbox } = withDiscard();
    outbox.take(refusedFor('receipt.textTooLong'));
    expect(outbox.shelf.open({ limit: 9 }).map((each) => each.at)).toEqual([KEPT]);
    expect(outbox.take(takenNow())).toMatchObject([{ stored: 1 }]);
    expect(outbox.shelf.open({ limit: 9 }).map((each) => each.at)).toEqual([KEPT]);
  });
});
