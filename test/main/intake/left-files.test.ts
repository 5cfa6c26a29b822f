/** Where the archive is on another disk: a file whose writer may go on is not parted from it. */
import { closeSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { nodeFileSystem, type FileSystem } from '../../../src-main/intake/file-system.ts';
import { waitFor } from '../../support/wait-for.ts';
import type { FakeClock } from '../../support/fake-clock.ts';
import {
  leaveFolders,
  RESCAN_MS,
  sale,
  SETTLE_MS,
  startFolder,
  startOnFakeClock,
  type TillFolder,
} from './till-folder.ts';

const handles: number[] = [];
afterEach(() => leaveFolders(() => handles.splice(0).forEach(closeSync)));

const DAY_MS = 86_400_000;

/** No file goes by a rename from the drop folder to a day of the archive. */
const otherDisk: FileSystem = {
  ...nodeFileSystem,
  renameSync(from, to) {
    if (/\.(?:ndjson|json)$/.test(to) && !from.endsWith('.tmp') && !to.includes('.heado-till-'))
      throw Object.assign(new Error('cross-device'), { code: 'EXDEV' });
    nodeFileSystem.renameSync(from, to);
  },
};

/** Appends by one handle, as a POS does that opens its day file once. */
function openWriter(folder: TillFolder, name: string): (text: string) => void {
  const handle = openSync(join(folder.path, name), 'a');
  handles.push(handle);
  return (text) => void writeSync(handle, text);
}

async function pass(folder: TillFolder, clock: FakeClock, done: () => boolean): Promise<void> {
  await waitFor('it is taken', async () => {
    clock.advance(SETTLE_MS);
    await folder.lookAgain();
    return done();
  });
}

const lines = (...numbers: readonly number[]): string => numbers.map((each) => `${sale(each)}\n`).join('');

it('all lines of a writer that keeps its file open are taken, and the file goes when it rested for a day', async () => {
  const { folder, clock } = startOnFakeClock({ fs: otherDisk });
  const write = openWriter(folder, 'day.ndjson');
  for (const number of [1, 2, 3, 4, 5]) {
    write(lines(number));
    await pass(folder, clock, () => folder.outbox.labels().length === number);
  }
  expect(folder.names()).toContain('day.ndjson');
  expect(folder.archived()).toEqual([]);
  const rows = new Set(folder.outbox.files().map(({ file }) => file.known?.fileId ?? 1));
  expect([...rows]).toEqual([1]);
  await waitFor('the round has ended', () => folder.state().waitingFiles === 0);
  expect(folder.state()).toMatchObject({
    waitingFiles: 0,
    oldestUntakenSinceMs: undefined,
    problems: [],
  });
  clock.advance(DAY_MS);
  await pass(folder, clock, () => folder.archived().length === 1);
  expect(folder.names()).not.toContain('day.ndjson');
  expect(folder.text(folder.archived()[0] ?? '')).toBe(lines(1, 2, 3, 4, 5));
  expect(folder.state().problems).toEqual([]);
});

it('lines that come while the agent is away are taken after its start', async () => {
  const { folder, clock } = startOnFakeClock({ fs: otherDisk });
  const write = openWriter(folder, 'day.ndjson');
  write(lines(1));
  await pass(folder, clock, () => folder.outbox.labels().length === 1);
  await folder.intake.stop();
  write(lines(2));
  const { path, outbox, dataDir } = folder;
  const next = startFolder({ fs: otherDisk, clock, path, outbox, dataDir });
  await pass(next, clock, () => outbox.labels().length === 2);
  write(lines(3));
  await pass(next, clock, () => outbox.labels().length === 3);
  clock.advance(RESCAN_MS);
  await next.lookAgain();
  expect(next.state().problems).toEqual([]);
});

it('another file under the name of one that was left is a file of its own', async () => {
  const { folder, clock } = startOnFakeClock({ fs: otherDisk });
  folder.write('day.ndjson', lines(1));
  await pass(folder, clock, () => folder.outbox.labels().length === 1);
  folder.drop('day.ndjson', lines(2));
  await pass(folder, clock, () => folder.outbox.labels().length === 2);
  expect(folder.outbox.files().map(({ file }) => file.known)).toEqual([undefined, undefined]);
});

it('a last line that stays cut costs itself, also after others came for long', async () => {
  const { folder, clock } = startOnFakeClock({ fs: otherDisk, refusalsMax: 1_000 });
  const write = openWriter(folder, 'day.ndjson');
  let number = 0;
  // It is cut whenever it is looked at.
  await pass(folder, clock, () => {
    if (folder.outbox.labels().length > 0) return true;
    number += 1;
    write(`\n${sale(number)}\n${sale(`cut-${number}`).slice(0, 40)}`);
    return false;
  });
  await pass(folder, clock, () =>
    folder.outbox.files().some(({ shelf }) => shelf.some(({ at }) => at === `line ${1 + 2 * number}`)),
  );
  expect(folder.archived()).toEqual([]);
});

it('one that is said to be finished later goes then', async () => {
  const { folder, clock } = startOnFakeClock({ fs: otherDisk });
  folder.write('day.ndjson', lines(1));
  await pass(folder, clock, () => folder.outbox.labels().length === 1);
  expect(folder.archived()).toEqual([]);
  await folder.markDone('day.ndjson');
  await pass(folder, clock, () => folder.archived().length === 1);
  expect(folder.names().filter((name) => name.includes('json'))).toEqual([]);
  expect(folder.outbox.files().at(-1)?.file).toMatchObject({ closed: true, known: { fileId: 1 } });
});

it('a file that is finished goes at once', async () => {
  const { folder, clock } = startOnFakeClock({ fs: otherDisk });
  folder.write('day.ndjson', `${lines(1)}___EOF___\n`);
  folder.write('one.json', sale(2));
  await pass(folder, clock, () => folder.archived().length === 2);
  expect(folder.names().filter((name) => name.includes('json'))).toEqual([]);
});
