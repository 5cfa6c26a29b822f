import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { signOfMarker } from '../../../src-main/intake/sign.ts';
import { waitFor } from '../../support/wait-for.ts';
import { createFakeClock } from '../../support/fake-clock.ts';
import {
  layFolder,
  leaveFolders,
  RESCAN_MS,
  sale,
  shiftEvent,
  STALE_MS,
  startFolder,
  type TillFolder,
} from './till-folder.ts';

afterEach(() => leaveFolders());

const taken = (folder: TillFolder, count: number): Promise<void> =>
  waitFor(`${count} receipts are taken`, () => folder.outbox.stored().length >= count);

describe('taking a file', () => {
  it('takes what waits at start before the event loop turns', async () => {
    const folder = layFolder();
    folder.write('1.json', sale(1));
    folder.intake.start();
    await new Promise<void>((resolve) => setImmediate(resolve));
    expect(folder.outbox.labels()).toEqual(['S1-K1-1']);
  });

  it('makes the folder and its subfolders when they are missing', () => {
    const outer = layFolder();
    const folder = startFolder({ path: join(outer.path, 'spool', 'drop') });
    expect(folder.names()).toEqual(['archive', 'rejected', 'tmp']);
  });

  it('takes a JSON file that is written in place at once and archives it byte for byte', async () => {
    const folder = startFolder();
    const content = ` ${sale(7)}\n`;
    folder.write('7.json', content);
    await folder.whenArchived(1);
    const [archived = ''] = folder.archived();
    expect(archived).toMatch(/^archive\/\d{4}-\d\d-\d\d\/7\.json$/);
    expect(folder.text(archived)).toBe(content);
    expect(folder.names()).toEqual(['archive', 'rejected', 'tmp']);
    expect(folder.outbox.files().map(({ file }) => [file.name, file.storedAs, file.closed])).toEqual([
      ['7.json', archived, false],
    ]);
  });

  it.each(['7.ndjson.tmp', '.7.ndjson', 'tmp/7.ndjson'])(
    'takes a file that was renamed from %s at once and knows that it is closed',
    async (temporary) => {
      const folder = startFolder({ settleMs: 3_600_000 });
      await folder.dropSeen('7.ndjson', `${sale(1)}\n${sale(2)}\n`, temporary);
      await taken(folder, 2);
      expect(folder.outbox.files().map(({ file }) => file.closed)).toEqual([true]);
    },
  );

  it('takes a file at once whose temporary name was gone before it was looked at, and watches it', async () => {
    const folder = startFolder({ settleMs: 3_600_000 });
    folder.drop('7.ndjson', `${sale(1)}\n${sale(2)}\n`);
    await taken(folder, 2);
    expect(folder.outbox.files().map(({ file }) => file.closed)).toEqual([false]);
  });

  it('keeps the natural order of names, and one transaction per slice of at most 100 files', () => {
    const folder = layFolder();
    for (let number = 250; number >= 1; number -= 1) folder.write(`${number}.json`, sale(number));
    folder.intake.start();
    return taken(folder, 250).then(() => {
      expect(folder.outbox.labels()).toEqual(Array.from({ length: 250 }, (_, at) => `S1-K1-${at + 1}`));
      expect(folder.outbox.slices.map((slice) => slice.length)).toEqual([100, 100, 50]);
    });
  });

  it('takes several records of one file in their order, the bad ones to the shelf', async () => {
    const folder = startFolder();
    const bad = JSON.stringify({ ...JSON.parse(sale(2)), amount: 1 });
    folder.drop('x.ndjson', `${sale(1)}\n${bad}\nnonsense\n${sale(3)}\n`);
    await taken(folder, 2);
    const [file] = folder.outbox.files();
    expect(file?.entries.map(({ label, at }) => [label, at])).toEqual([
      ['S1-K1-1', 'line 1'],
      ['S1-K1-3', 'line 4'],
    ]);
    expect(file?.shelf.map(({ at }) => at)).toEqual(['line 2', 'line 3']);
    expect(folder.names('rejected')).toEqual([]);
  });

  it('gives an archived file of a known name a suffix, never another file', async () => {
    const folder = startFolder();
    for (const number of [1, 2, 3]) {
      folder.write('same.json', sale(number));
      await taken(folder, number);
      await folder.whenArchived(number);
    }
    const names = folder.archived().map((path) => path.split('/').at(-1));
    expect(names.sort()).toEqual(['same.json', 'same~2.json', 'same~3.json']);
    expect(folder.outbox.files().map(({ file }) => file.storedAs.split('/').at(-1))).toEqual([
      'same.json',
      'same~2.json',
      'same~3.json',
    ]);
  });

  it('takes the same content under another name as a repetition', async () => {
    const folder = startFolder();
    folder.write('a.json', sale(1));
    await taken(folder, 1);
    folder.write('b.json', sale(1));
    await folder.whenArchived(2);
    expect(folder.outbox.duplicates()).toBe(1);
    expect(folder.outbox.stored()).toHaveLength(1);
  });

  it('removes the done marker together with its file', async () => {
    const folder = startFolder({ settleMs: 60_000 });
    folder.write('a.ndjson', `${sale(1)}\n`);
    folder.write('a.ndjson.done', '');
    await folder.whenArchived(1);
    await waitFor('the marker is gone', () => !folder.names().includes('a.ndjson.done'));
  });

  it('leaves temporary names, dot files and its own folders alone', async () => {
    const folder = startFolder();
    for (const name of ['a.tmp', '.hidden.json', '~lock.json', 'b.part', 'tmp/c.json']) {
      folder.write(name, sale(name));
    }
    folder.write('ok.json', sale(1));
    await taken(folder, 1);
    await folder.lookAgain();
    expect(folder.outbox.labels()).toEqual(['S1-K1-1']);
    expect(folder.names()).toEqual([
      '.hidden.json',
      'a.tmp',
      'archive',
      'b.part',
      'rejected',
      'tmp',
      '~lock.json',
    ]);
  });

  it('takes names with a newline, with emoji and of 255 bytes', async () => {
    const folder = startFolder();
    const names = ['two\nlines.json', '🧾чек.json', `${'n'.repeat(250)}.json`];
    names.forEach((name, number) => folder.write(name, sale(number)));
    await taken(folder, 3);
    await folder.whenArchived(3);
    expect(
      folder
        .archived()
        .map((path) => path.split('/').at(-1))
        .sort(),
    ).toEqual([...names].sort());
  });

  it('takes the second file of a 255-byte name under a name that fits', async () => {
    const folder = startFolder();
    const name = `${'ж'.repeat(125)}.json`;
    for (const number of [1, 2]) {
      folder.write(name, sale(number));
      await folder.whenArchived(number);
    }
    const names = folder.archived().map((path) => path.split('/').at(-1) ?? '');
    expect(names.sort()).toEqual([name, `${'ж'.repeat(124)}~2.json`].sort());
  });

  it('lets a signal wait for an earlier unfinished file, and receipts pass', async () => {
    const folder = startFolder();
    folder.write('1.json', sale(1).slice(0, -10));
    folder.write('2.json', shiftEvent('shift/stop'));
    folder.write('3.json', sale(3));
    await taken(folder, 1);
    expect(folder.outbox.labels()).toEqual(['S1-K1-3']);
    await waitFor('two files wait', () => folder.state().waitingFiles === 2);
    folder.write('1.json', sale(1));
    await taken(folder, 3);
    expect(folder.outbox.labels()).toEqual(['S1-K1-3', 'S1-K1-1', 'shift/stop']);
  });

  it('takes a file that holds a signal in a transaction of its own', () => {
    const folder = layFolder();
    folder.write('1.json', sale(1));
    folder.write('2.json', shiftEvent('shift/stop'));
    folder.write('3.json', sale(3));
    folder.intake.start();
    return taken(folder, 3).then(() => {
      expect(folder.outbox.slices.map((slice) => slice.map(({ file }) => file.name))).toEqual([
        ['1.json'],
        ['2.json'],
        ['3.json'],
      ]);
    });
  });

  it('tells the state of the folder', async () => {
    const folder = startFolder();
    folder.write('1.json', '{"amount": 1');
    await waitFor('one file waits', () => folder.state().waitingFiles === 1);
    folder.write('2.json', sale(2));
    await taken(folder, 1);
    await waitFor('the other alone waits', () => folder.state().waitingFiles === 1);
    const state = folder.state();
    expect(state).toMatchObject({ path: folder.path, state: 'watching', waitingFiles: 1 });
    expect(state.problems.map(({ code }) => code)).toEqual(['file.unfinished']);
    expect(state.oldestUntakenSinceMs).toBeGreaterThan(0);
    expect(state.lastTakenAtMs).toBeGreaterThan(0);
  });

  it('keeps the facts of the file beside its records', async () => {
    const folder = startFolder();
    folder.write('1.json', sale(1));
    await folder.whenArchived(1);
    const [taken1] = folder.outbox.files();
    const stats = statSync(join(folder.path, taken1?.file.storedAs ?? ''));
    expect(taken1?.file).toMatchObject({
      folder: folder.path,
      format: 'heado-json',
      device: stats.dev,
      inode: stats.ino,
      sizeBytes: readFileSync(join(folder.path, taken1?.file.storedAs ?? '')).length,
      mtimeMs: stats.mtimeMs,
    });
  });
});

describe('a done marker', () => {
  it('that is older than its file closes nothing, and goes with the file', async () => {
    const clock = createFakeClock(Date.now());
    const folder = startFolder({ clock });
    folder.write('day.ndjson.done', '');
    await folder.tick('day.ndjson.done');
    folder.write('day.ndjson', `${sale(1)}\n`);
    await waitFor('the first line is taken', () => {
      clock.advance(RESCAN_MS);
      return folder.archived().length === 1;
    });
    expect(folder.outbox.files().map(({ file }) => file.closed)).toEqual([false]);
    await waitFor('the marker is gone', () => !folder.names().includes('day.ndjson.done'));
  });

  it('closes what did not change since, by the time of the content and by that of the entry', () => {
    const at = (mtimeMs: number, ctimeMs = mtimeMs) => ({ facts: { mtimeMs }, ctimeMs });
    expect(signOfMarker(at(10), at(11))).toBe('closed');
    expect(signOfMarker(at(10), at(9))).toBe('none');
    expect(signOfMarker(at(10), at(10))).toBe('announced');
    // A file with a time that was set back, and a marker with one that was set ahead.
    expect(signOfMarker(at(10, 30), at(20))).toBe('none');
    expect(signOfMarker(at(10), at(99, 9))).toBe('none');
    expect(signOfMarker(at(10), at(11, 10))).toBe('announced');
  });
});

describe('a done marker without a file', () => {
  it('is removed when it is empty and old, so that it closes no later file', async () => {
    const clock = createFakeClock(Date.now());
    const folder = startFolder({ clock });
    folder.write('lost.ndjson.done', '');
    await folder.lookAgain();
    expect(folder.names()).toContain('lost.ndjson.done');
    clock.advance(STALE_MS + 1_000);
    await folder.lookAgain();
    expect(folder.names()).not.toContain('lost.ndjson.done');
  });

  it('is removed when it came after its file was taken, whatever it says', async () => {
    const folder = startFolder();
    folder.write('1.json', sale(1));
    await folder.whenArchived(1);
    folder.write('1.json.done', 'ok');
    await waitFor('the marker is gone', () => !folder.names().includes('1.json.done'));
    expect(folder.archived()).toHaveLength(1);
  });

  it('is taken like any file when it holds a receipt', async () => {
    const folder = startFolder();
    folder.write('1.json.done', sale(1));
    await taken(folder, 1);
    await folder.whenArchived(1);
  });
});
