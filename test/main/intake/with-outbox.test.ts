import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { openOutbox, type OpenOutbox } from '../../../src-main/outbox/open.ts';
import { waitFor } from '../../support/wait-for.ts';
import { failingFileSystem } from './failing-file-system.ts';
import { manualClock, type ManualClock } from './manual-clock.ts';
import { recordingOutbox, type RecordingOutbox } from './recording-outbox.ts';
import {
  layFolder,
  makeTempFolder,
  removeTempFolders,
  sale,
  STALE_MS,
  type TillFolder,
} from './till-folder.ts';

const opened: OpenOutbox[] = [];
const started: TillFolder[] = [];
afterEach(async () => {
  for (const folder of started.splice(0)) await folder.intake.stop();
  for (const each of opened.splice(0)) each.close();
});
afterAll(removeTempFolders);

function openReal(clock: ManualClock, dataDir = makeTempFolder()): OpenOutbox {
  const result = openOutbox({ dataDir, clock, note: () => undefined, ballastBytes: 0 });
  if (!result.ok) throw new Error(result.error.code);
  opened.push(result.value);
  return result.value;
}

/** The real outbox where the tests of this room expect their own. */
function wrap({ outbox }: OpenOutbox, clock: ManualClock): RecordingOutbox {
  return {
    ...recordingOutbox(clock),
    take: (files) => outbox.take(files),
    count: (counter, by) => outbox.count(counter, by),
    unclosedFiles: (since, until, limit) => outbox.pruner.unclosedFiles(since, until, limit),
    prunableFiles: (before, limit) => outbox.pruner.prunableFiles(before, limit),
    markGone: (ids) => outbox.pruner.markGone(ids),
  };
}

function start(folder: TillFolder): TillFolder {
  started.push(folder);
  folder.intake.start();
  return folder;
}

describe('the intake with the real outbox', () => {
  it('stores a backlog durably in the order of names', async () => {
    const clock = manualClock();
    const store = openReal(clock);
    const folder = layFolder({ clock, outbox: wrap(store, clock) });
    for (let number = 0; number < 250; number += 1) folder.write(`${number}.json`, sale(number));
    start(folder);
    await waitFor('all is stored', () => store.outbox.waitingCount('receipts') === 250);
    const batch = store.outbox.nextBatch({ lane: 'receipts', limit: 100, bytesMax: 10_000_000 });
    expect(batch?.entries.map(({ label }) => label)).toEqual(
      Array.from({ length: 100 }, (_, number) => `S1-K1-${number}`),
    );
  });

  it('reads the files of a crash between commit and move again as duplicates', async () => {
    const clock = manualClock();
    const store = openReal(clock);
    const outbox = wrap(store, clock);
    const crashing = layFolder({
      clock,
      outbox,
      fs: failingFileSystem((call) => (call === 'renameSync' ? 'EIO' : undefined)),
    });
    for (const number of [1, 2, 3]) crashing.write(`${number}.json`, sale(number));
    start(crashing);
    await waitFor('all is stored', () => store.outbox.waitingCount('receipts') === 3);
    await crashing.intake.stop();
    const folder = start(layFolder({ clock, outbox, path: crashing.path }));
    await waitFor('all is moved', () => folder.archived().length === 3);
    expect(store.outbox.waitingCount('receipts')).toBe(3);
    expect(store.outbox.reading.counts().counters).toMatchObject({ duplicates: 3 });
  });

  it('finds a file that grew by what the outbox remembers, more than a page of them', async () => {
    const clock = manualClock();
    const store = openReal(clock);
    const folder = layFolder({ clock, outbox: wrap(store, clock) });
    for (let number = 0; number < 1_200; number += 1) folder.write(`${number}.json`, `${sale(number)}\n`);
    start(folder);
    await waitFor('all is archived', () => folder.archived().length === 1_200);
    const grown = folder.archived().filter((below) => /\/(?:3|777|1199)\.json$/.test(below));
    for (const below of grown) appendFileSync(join(folder.path, below), `${sale(`more-${below.length}`)}\n`);
    clock.advance(1_100);
    await waitFor('what grew is stored', () => store.outbox.waitingCount('receipts') === 1_203);
    clock.advance(STALE_MS);
    await folder.lookAgain();
    expect(folder.tellings('file.takenAgain')).toHaveLength(3);
    expect(folder.tellings('intake.failed')).toEqual([]);
  });
});
