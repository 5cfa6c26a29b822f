import { expect, it } from 'vitest';
import { createArchivePruning, type PrunableFiles } from '../../../src-main/intake/prune.ts';
import type { ArchivedFile } from '../../../src-main/outbox/port.ts';

/** As many as one run looks at. */
const RUN_FILES = 20_000;

function original(fileId: number, folder: string): ArchivedFile {
  const facts = {
    format: 'heado-json',
    sha256: '',
    device: '1',
    inode: String(fileId),
    sizeBytes: 1,
    mtimeMs: 1,
  };
  const name = `${fileId}.json`;
  return {
    fileId,
    folder,
    name,
    storedAs: `archive/2026-11-22/${name}`,
    ...facts,
    readAtMs: 1,
    closed: true,
    lines: true,
  };
}

/** The originals that are still there; `pages`: how many were asked for at a time. */
function shelved(rows: readonly ArchivedFile[]): PrunableFiles & { left: () => number[]; pages: number[] } {
  let left = rows;
  const pages: number[] = [];
  return {
    pages,
    left: () => left.map(({ fileId }) => fileId),
    prunableFiles(_, limit, after) {
      pages.push(limit);
      return left.filter(({ fileId }) => fileId > after).slice(0, limit);
    },
    markGone: (ids) => void (left = left.filter(({ fileId }) => !ids.includes(fileId))),
  };
}

it('however many originals cannot go, as their folder is away, the others have their turn', async () => {
  const away = Array.from({ length: RUN_FILES }, (_, index) => original(index + 1, '/away'));
  const free = [1, 2, 3].map((number) => original(RUN_FILES + number, '/named no more'));
  const files = shelved([...away, ...free]);
  const prune = createArchivePruning({
    context: { note: () => undefined, isStopped: () => false },
    files,
    findFolder: (path) => (path === '/away' ? 'closed' : 'notOurs'),
    isAsTaken: () => Promise.resolve(true),
  });
  const time = { untilMs: 2, linesUntilMs: 2, atMs: 2 };
  expect(await prune(time)).toBe(0);
  expect(Math.max(...files.pages)).toBe(100);
  expect(await prune(time)).toBe(3);
  expect(files.left()).toHaveLength(RUN_FILES);
  // From the oldest again: the folder may be back.
  files.pages.length = 0;
  expect(await prune(time)).toBe(0);
  expect(files.pages).toHaveLength(RUN_FILES / 100);
});
