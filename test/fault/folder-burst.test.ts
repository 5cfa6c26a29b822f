import { openSync, closeSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { afterEach, describe, expect, it } from 'vitest';
import { layFolder, leaveFolders, sale, startFolder, type TillFolder } from '../main/intake/till-folder.ts';
import { waitFor } from '../support/wait-for.ts';

let folder: TillFolder;
afterEach(() => leaveFolders());

const BURST_FILES = 20_000;

/** A POS of its own thread that creates files in place as fast as it can. */
const POS = `
  const { workerData } = require('node:worker_threads');
  const { writeFileSync } = require('node:fs');
  for (let number = 0; number < workerData.count; number += 1) {
    writeFileSync(workerData.path + '/' + number + '.json', workerData.content.replace('#', String(number)));
  }
`;

describe('a burst', () => {
  it(`of ${BURST_FILES} files that are created in place is taken whole, none twice`, async () => {
    folder = startFolder({ rescanMs: 200 });
    const worker = new Worker(POS, {
      eval: true,
      workerData: { path: folder.path, count: BURST_FILES, content: sale('#') },
    });
    await new Promise((resolve) => worker.once('exit', resolve));
    await waitFor('the folder is empty', () => folder.names().length === 3);
    await folder.intake.stop();
    expect(folder.outbox.stored()).toHaveLength(BURST_FILES);
    expect(folder.archived()).toHaveLength(BURST_FILES);
    expect(folder.names('rejected')).toEqual([]);
    const stored = new Set(folder.outbox.files().map(({ file }) => file.storedAs));
    expect(stored).toEqual(new Set(folder.archived()));
  });

  it('of changes to one file does not keep others waiting', async () => {
    folder = startFolder();
    const noisy = openSync(join(folder.path, '0-noisy.json'), 'w');
    for (let number = 1; number <= 20; number += 1) {
      for (let piece = 0; piece < 50; piece += 1) writeSync(noisy, '{"amount": ');
      folder.write(`${number}.json`, sale(number));
      await nextTurn();
    }
    await waitFor('the others are taken', () => folder.outbox.stored().length === 20);
    closeSync(noisy);
  });
});

describe('stopping', () => {
  it('in the middle of a backlog ends after the slice, and a restart takes the rest in order', async () => {
    const count = 1_000;
    folder = layFolder();
    for (let number = 0; number < count; number += 1) folder.write(`${number}.json`, sale(number));
    folder.intake.start();
    await nextTurn();
    await folder.intake.stop();
    const before = folder.outbox.stored().length;
    expect(before).toBeGreaterThan(0);
    expect(before).toBeLessThan(count);
    expect(folder.archived()).toHaveLength(before);
    const { path, outbox } = folder;
    folder = startFolder({ path, outbox });
    await waitFor('all is taken', () => outbox.stored().length === count);
    expect(outbox.labels()).toEqual(Array.from({ length: count }, (_, number) => `S1-K1-${number}`));
    expect(outbox.duplicates()).toBe(0);
  });
});
