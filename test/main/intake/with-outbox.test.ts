import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { openOutbox, type OpenOutbox } from '../../../src-main/outbox/open.ts';
import { waitFor } from '../../support/wait-for.ts';
import { failingFileSystem } from './failing-file-system.ts';
import { createFakeClock, type FakeClock } from '../../support/fake-clock.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { recordingOutbox, type RecordingOutbox } from './recording-outbox.ts';
import { layFolder, leaveFolders, sale, STALE_MS, startFolder } from './till-folder.ts';

const opened: OpenOutbox[] = [];
afterEach(() =>
  leaveFolders(() => {
    for (const each of opened.splice(0)) each.close();
  }),
);

function openReal(clock: FakeClock, dataDir = tempFolder()): OpenOutbox {
  const result = openOutbox({ dataDir, clock, note: () => undefined, ballastBytes: 0 });
  if (!result.ok) throw new Error(result.error.code);
  opened.push(result.value);
  return result.value;
}

/** The real outbox where the tests of this room expect their own. */
function wrap({ outbox }: OpenOutbox, clock: FakeClock): RecordingOutbox {
  return {
    ...recordingOutbox(clock),
    take: (files) => outbox.take(files),
    count: (counter, by) => outbox.count(counter, by),
    unclosedFiles: (folder, limit, before) => outbox.pruner.unclosedFiles(folder, limit, before),
    prunableFiles: (time, limit, after) => outbox.pruner.prunableFiles(time, limit, after),
    begin: outbox.readings.begin,
    end: outbox.readings.end,
    markGone: (ids) => outbox.pruner.markGone(ids),
  };
}

describe('the intake with the real outbox', () => {
  it('stores a backlog durably in the order of names', async () => {
    const clock = createFakeClock(Date.now());
    const store = openReal(clock);
    const folder = layFolder({ clock, outbox: wrap(store, clock) });
    for (let number = 0; number < 250; number += 1) folder.write(`${number}.json`, sale(number));
    folder.intake.start();
    await waitFor('all is stored', () => store.outbox.waitingCount('receipts') === 250);
    const batch = store.outbox.nextBatch({ lane: 'receipts', limit: 100, bytesMax: 10_000_000 });
    expect(batch?.entries.map(({ label }) => label)).toEqual(
      Array.from({ length: 100 }, (_, number) => `S1-K1-${number}`),
    );
  });

  it('reads the files of a crash between commit and move again as duplicates', async () => {
    const clock = createFakeClock(Date.now());
    const store = openReal(clock);
    const outbox = wrap(store, clock);
    const crashing = layFolder({
      clock,
      outbox,
      fs: failingFileSystem((call) => (call === 'renameSync' ? 'EIO' : undefined)),
    });
    for (const number of [1, 2, 3]) crashing.write(`${number}.json`, sale(number));
    crashing.intake.start();
    await waitFor('all is stored', () => store.outbox.waitingCount('receipts') === 3);
    await crashing.intake.stop();
    const folder = startFolder({ clock, outbox, path: crashing.path });
    await folder.whenArchived(3);
    expect(store.outbox.waitingCount('receipts')).toBe(3);
    expect(store.outbox.reading.counts().counters).toMatchObject({ duplicates: 3 });
  });

  it('finds a file that grew by what the outbox remembers, more than a page of them', async () => {
    const clock = createFakeClock(Date.now());
    const store = openReal(clock);
    const folder = layFolder({ clock, outbox: wrap(store, clock) });
    for (let number = 0; number < 1_200; number += 1) folder.write(`${number}.json`, `${sale(number)}\n`);
    folder.intake.start();
    await folder.whenArchived(1_200);
    const grown = folder.archived().filter((below) => /\/(?:3|777|1199)\.json$/.test(below));
    for (const below of grown) appendFileSync(join(folder.path, below), `${sale(`more-${below.length}`)}\n`);
    await waitFor('what grew is stored', () => {
      clock.advance(1_100);
      return store.outbox.waitingCount('receipts') === 1_203;
    });
    clock.advance(STALE_MS);
    await folder.lookAgain();
    expect(folder.tellings('file.takenAgain')).toHaveLength(3);
    expect(folder.tellings('intake.failed')).toEqual([]);
  });
});
