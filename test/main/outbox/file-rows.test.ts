/** Which readings are of one and the same file: its bytes are kept as long as any of them needs them. */
import { afterEach, describe, expect, it } from 'vitest';
import type { NewEntry, NewShelfItem, SourceFile, TakenFile } from '../../../src-main/outbox/port.ts';
import { entry, file, rule, shelfItem } from './entries.ts';
import { closeOutboxes, deliverAll, openFolder, type OutboxFolder } from './outbox-folder.ts';

afterEach(() => closeOutboxes());

const DAY_MS = 86_400_000;
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
    expect(prunable(folder)).toEqual([1, 2]);
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
    expect(prunable(folder)).toEqual([1]);
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

  it('that got the inode of one whose original was copied to another disk is a file of its own, every day', () => {
    const folder = openFolder();
    for (let day = 0; day < 10; day += 1) {
      const shelf = day === 0 ? [shelfItem('line 1')] : [];
      const mtimeMs = folder.clock.now();
      const storedAs = `data:archive/${day}/log.json`;
      const more = { mtimeMs, sizeBytes: 1_000 - day, lines: true };
      const parts = { name: 'log.json', inode: 7, shelf, storedAs, closed: day % 2 === 0, more };
      folder.outbox.take([file([entry(`r${day}`)], parts)]);
      deliverAll(folder, rule());
      folder.clock.advance(DAY_MS);
    }
    expect(prunable(folder)).toEqual(Array.from({ length: 9 }, (_, index) => index + 2));
  });
});

describe('a file that is read again before it came to its place', () => {
  const atPlace = (storedAs: string, more: Partial<SourceFile>): TakenFile =>
    file([entry('a')], { name: 'log.json', storedAs, inode: 7, closed: false, more });
  const places = ({ outbox }: OutboxFolder): string[] =>
    outbox.pruner.keptFiles('/drop', 9).map(({ storedAs }) => storedAs);

  it('keeps its row and lies where it is put then', () => {
    const folder = openFolder();
    folder.outbox.take([atPlace('archive/1/log.json', { sizeBytes: 100 })]);
    const [again] = folder.outbox.take([atPlace('archive/2/log.json', { sizeBytes: 100 })]);
    expect(again).toMatchObject({ fileId: 1, duplicates: 1 });
    folder.outbox.take([atPlace('archive/3/log.json', { sizeBytes: 101, mtimeMs: folder.clock.now() })]);
    expect(places(folder)).toEqual(['archive/3/log.json']);
  });

  it('is another one where it is no longer and was written to', () => {
    const folder = openFolder();
    folder.outbox.take([atPlace('archive/1/log.json', { sizeBytes: 100 })]);
    folder.outbox.take([atPlace('archive/2/log.json', { sizeBytes: 100, mtimeMs: folder.clock.now() })]);
    expect(places(folder)).toEqual(['archive/2/log.json', 'archive/1/log.json']);
  });
});
