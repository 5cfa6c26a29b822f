/** Which readings are of one and the same file: its bytes are kept as long as any of them needs them. */
import { afterEach, describe, expect, it } from 'vitest';
import type { NewEntry, NewShelfItem, TakenFile } from '../../../src-main/outbox/port.ts';
import { entry, file, rule, shelfItem } from './entries.ts';
import { closeOutboxes, deliverAll, openFolder, type OutboxFolder } from './outbox-folder.ts';

afterEach(() => closeOutboxes());

const PATH = 'archive/2026-11-22/log.json';

/** One reading of `log.json`, which lies at `PATH` whatever is read in it. */
function reading(entries: readonly NewEntry[], shelf: readonly NewShelfItem[] = [], inode = 7): TakenFile {
  return file(entries, { name: 'log.json', storedAs: PATH, shelf, inode });
}

/** Numbers of the files whose originals may go a millisecond later. */
function prunable({ outbox, clock }: OutboxFolder): number[] {
  clock.advance(1);
  const now = clock.now();
  return outbox.pruner.prunableFiles({ untilMs: now, atMs: now }, 10).map(({ fileId }) => fileId);
}

describe('the original of a receipt that waits is kept', () => {
  it('when the file is read again and its first record belongs to another file', () => {
    const folder = openFolder();
    folder.outbox.take([file([entry('a')], { name: 'other.json' })]);
    deliverAll(folder, rule());
    folder.outbox.take([reading([entry('a'), entry('b')])]);
    folder.outbox.take([reading([entry('a'), entry('b')])]);
    expect(prunable(folder)).toEqual([1]);
    deliverAll(folder, rule());
    expect(prunable(folder)).toEqual([1, 2, 3]);
  });

  it('when the second reading knows none of its records', () => {
    const folder = openFolder();
    folder.outbox.take([
      reading([entry('b')]),
      reading([entry('c', { state: 'recorded', lane: 'signals' })]),
    ]);
    expect(prunable(folder)).toEqual([]);
  });

  it('when it waits in the second reading alone', () => {
    const folder = openFolder();
    folder.outbox.take([reading([entry('b')])]);
    deliverAll(folder, rule());
    folder.outbox.take([reading([entry('c')])]);
    expect(prunable(folder)).toEqual([]);
  });

  it('when a record of it lies on the shelf alone', () => {
    const folder = openFolder();
    folder.outbox.take([reading([], [shelfItem('line 1')]), reading([], [shelfItem('line 1')])]);
    expect(prunable(folder)).toEqual([]);
    folder.outbox.shelf.close({ id: 1, version: 1, reason: '' }, 'discarded');
    expect(prunable(folder)).toEqual([1, 2]);
  });

  it('when a third reading follows a second that brought nothing', () => {
    const folder = openFolder();
    folder.outbox.take([reading([entry('b')]), reading([]), reading([])]);
    expect(prunable(folder)).toEqual([]);
  });
});

describe('another file', () => {
  it('of the same name keeps nothing of the first', () => {
    const folder = openFolder();
    folder.outbox.take([reading([entry('b')]), reading([entry('b')], [], 8)]);
    expect(prunable(folder)).toEqual([2]);
  });

  it('that got the inode of one that is gone keeps nothing of it', () => {
    const folder = openFolder();
    folder.outbox.take([reading([])]);
    expect(prunable(folder)).toEqual([1]);
    folder.outbox.pruner.markGone([1]);
    folder.outbox.take([reading([entry('b')])]);
    deliverAll(folder, rule());
    expect(prunable(folder)).toEqual([2]);
  });

  it('on a disk without inodes is no reading of the first', () => {
    const folder = openFolder();
    folder.outbox.take([reading([entry('b')], [], 0), reading([entry('b')], [], 0)]);
    expect(prunable(folder)).toEqual([2]);
  });
});
