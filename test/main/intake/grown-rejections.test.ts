/** A rejected file that its writer still holds: what it costs the agent, and whom it holds up. */
import { appendFileSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { nodeFileSystem, type FileSystem } from '../../../src-main/intake/file-system.ts';
import type { FakeClock } from '../../support/fake-clock.ts';
import { waitFor } from '../../support/wait-for.ts';
import {
  leaveFolders,
  RESCAN_MS,
  sale,
  STALE_MS,
  startOnFakeClock,
  type TillFolder,
  type TillFolderOptions,
} from './till-folder.ts';

afterEach(() => leaveFolders());

/** More than what is read in one go. */
const LARGE_BYTES = 300_000;
const MAX_FILE_BYTES = 1_000_000;

interface Till {
  readonly folder: TillFolder;
  readonly clock: FakeClock;
  /** Bytes read since they were asked for last. */
  bytesRead(): number;
  /** Called once, when a large file is read next. */
  onRead(then: () => void): void;
}

function start(options: TillFolderOptions = {}): Till {
  let bytes = 0;
  let onRead: (() => void) | undefined;
  const fs: FileSystem = {
    ...nodeFileSystem,
    readSync(...given) {
      const read = nodeFileSystem.readSync(...given);
      // A record of a rejection is a small file.
      if (given[1].byteLength < LARGE_BYTES) return read;
      bytes += read;
      onRead?.();
      onRead = undefined;
      return read;
    },
  };
  const { folder, clock } = startOnFakeClock({ fs, maxFileBytes: MAX_FILE_BYTES, ...options });
  return {
    folder,
    clock,
    onRead: (then) => void (onRead = then),
    bytesRead() {
      const read = bytes;
      bytes = 0;
      return read;
    },
  };
}

/** A list of a few receipts of much text and its beginning, which has so many bytes. */
function list(till: number, bytes = LARGE_BYTES): { readonly whole: string; readonly fragment: string } {
  const note = 'x'.repeat(100_000);
  const count = Math.ceil((2 * bytes) / note.length);
  const receipt = (number: number): string => sale(`${till}-${number}`).replace(/\}$/, `,"note":"${note}"}`);
  const whole = `[${Array.from({ length: count }, (_, number) => receipt(number)).join(',')}]`;
  return { whole, fragment: whole.slice(0, bytes) };
}

async function reject({ folder, clock, bytesRead }: Till, ...fragments: readonly string[]): Promise<void> {
  for (const [index, fragment] of fragments.entries()) folder.drop(`${index}.json`, fragment);
  await waitFor('all are rejected', () => {
    clock.advance(STALE_MS);
    return folder.intake.listRejected().length === fragments.length;
  });
  await rescan(folder);
  bytesRead();
}

/** Looks at the folder, and resolves when what that began has ended. */
async function rescan(folder: TillFolder): Promise<void> {
  await folder.lookAgain();
  await folder.lookAgain();
}

const rejectedPath = ({ path }: TillFolder, index: number): string => join(path, `rejected/${index}.json`);

it('one that is touched and does not grow is never read', async () => {
  const till = start();
  await reject(till, list(0).fragment, list(1).fragment);
  for (const second of [1, 2, 3]) {
    for (const index of [0, 1]) utimesSync(rejectedPath(till.folder, index), second, second);
    await rescan(till.folder);
  }
  expect(till.bytesRead()).toBe(0);
});

it('a large one is read once it has rested for a rescan', async () => {
  const till = start();
  const { whole, fragment } = list(0);
  await reject(till, fragment);
  for (let at = fragment.length; at < fragment.length + 5; at += 1) {
    appendFileSync(rejectedPath(till.folder, 0), whole.charAt(at));
    await till.folder.lookAgain();
  }
  expect(till.bytesRead()).toBe(0);
  appendFileSync(rejectedPath(till.folder, 0), whole.slice(fragment.length + 5));
  await waitFor('it is taken', () => {
    till.clock.advance(RESCAN_MS);
    return till.folder.names('rejected').length === 0;
  });
});

async function growFour(till: Till): Promise<void> {
  const lists = [list(0), list(1), list(2), list(3)];
  await reject(till, ...lists.map(({ fragment }) => fragment));
  for (const [index, { whole, fragment }] of lists.entries())
    appendFileSync(rejectedPath(till.folder, index), whole.slice(fragment.length));
}

it('of several large ones a rescan reads the bytes of one file', async () => {
  const till = start();
  const { folder } = till;
  await growFour(till);
  await rescan(folder);
  await waitFor('one is taken', () => folder.intake.listRejected().length < 4);
  await folder.intake.stop();
  expect(folder.names('rejected')).toHaveLength(6);
  // Compared with what was rejected, then taken.
  expect(till.bytesRead()).toBeLessThanOrEqual(2 * MAX_FILE_BYTES);
});

it('all large ones are taken in turn', async () => {
  const till = start();
  const { folder, clock } = till;
  await growFour(till);
  await waitFor('all are taken', () => {
    clock.advance(RESCAN_MS);
    return folder.names('rejected').length === 0;
  });
  expect(folder.archived()).toHaveLength(4);
  expect(folder.outbox.duplicates()).toBe(0);
});

it('a file that is dropped while a grown one is read is taken before it', async () => {
  const till = start({ maxFileBytes: 20_000_000 });
  const { folder, clock } = till;
  const { whole, fragment } = list(0, 4_000_000);
  await reject(till, fragment);
  till.onRead(() => folder.drop('next.json', sale('next')));
  appendFileSync(rejectedPath(folder, 0), whole.slice(fragment.length));
  await waitFor('both are taken', () => {
    clock.advance(RESCAN_MS);
    return folder.archived().length === 2;
  });
  const order = folder.told.flatMap(({ event, fields }) =>
    event === 'file.taken' || event === 'file.rejectionEnded' ? [fields['file']] : [],
  );
  expect(order).toEqual(['next.json', '0.json']);
});
