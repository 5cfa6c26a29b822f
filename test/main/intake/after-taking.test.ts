import { appendFileSync, closeSync, openSync, renameSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { basename, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { failingFileSystem } from './failing-file-system.ts';
import { nodeFileSystem, type FileSystem } from '../../../src-main/intake/file-system.ts';
import { OPEN_FLAGS } from '../../../src-main/intake/read-source.ts';
import { hasGrown } from '../../../src-main/intake/compare-taken.ts';
import { waitFor } from '../../support/wait-for.ts';
import type { FakeClock } from '../../support/fake-clock.ts';
import {
  leaveFolders,
  RESCAN_MS,
  sale,
  SETTLE_MS,
  STALE_MS,
  startFolder,
  startOnFakeClock,
  type TillFolder,
  type TillFolderOptions,
} from './till-folder.ts';

let folder: TillFolder;
let clock: FakeClock;

function start(options: TillFolderOptions = {}): void {
  ({ folder, clock } = startOnFakeClock(options));
}

afterEach(() => leaveFolders());

const DAY_MS = 86_400_000;

describe('a file that goes on growing after it was taken', () => {
  it('is read again from the archive soon after, and its new records are taken', async () => {
    start();
    const writer = openSync(join(folder.path, '1.json'), 'w');
    writeSync(writer, `${sale(1)}\n`);
    await folder.whenArchived(1);
    writeSync(writer, `${sale(2)}\n`);
    clock.advance(1_100);
    await waitFor('the second is taken', () => folder.outbox.stored().length === 2);
    expect(folder.outbox.labels()).toEqual(['S1-K1-1', 'S1-K1-2']);
    expect(folder.outbox.duplicates()).toBe(1);
    expect(folder.tellings('file.takenAgain')).toMatchObject([{ file: '1.json', because: 'grown' }]);
    writeSync(writer, `${sale(3)}\n`);
    closeSync(writer);
    clock.advance(STALE_MS);
    clock.advance(2_000);
    await waitFor('the third is taken', () => folder.outbox.stored().length === 3);
  });

  it('is read again although its writer had shown that nothing more comes', async () => {
    start();
    await folder.dropSeen('1.json', sale(1));
    folder.write('2.ndjson', `${sale(2)}\n___EOF___\n`);
    await folder.whenArchived(2);
    folder.write('3.ndjson', `${sale(3)}\n`);
    await waitFor('it is seen', () => folder.state().waitingFiles === 1);
    await folder.markDone('3.ndjson');
    await folder.whenArchived(3);
    expect(folder.outbox.files().map(({ file }) => file.closed)).toEqual([true, true, true]);
    for (const below of folder.archived())
      appendFileSync(join(folder.path, below), `\n${sale(basename(below))}\n`);
    const shelved = (): string[] =>
      folder.outbox.files().flatMap(({ shelf }) => shelf.map(({ problem }) => problem.code));
    await waitFor('what came is taken, and told where the mark says that nothing does', () => {
      clock.advance(RESCAN_MS);
      return folder.outbox.labels().length === 5 && shelved().length > 0;
    });
    expect(shelved()).toEqual(['format.afterEnd']);
  });

  it('is not read a second time when nothing more came', async () => {
    start();
    folder.write('1.json', `${sale(1)}\n`);
    await folder.whenArchived(1);
    const [below = ''] = folder.archived();
    appendFileSync(join(folder.path, below), `${sale(2)}\n`);
    clock.advance(1_100);
    await waitFor('it is read again', () => folder.outbox.files().length === 2);
    for (let second = 0; second < 70; second += 1) {
      clock.advance(1_000);
      await new Promise<void>((resolve) => setImmediate(resolve));
    }
    expect(folder.outbox.files()).toHaveLength(2);
  });

  it('and cannot be read in the end lies in rejected as a copy', async () => {
    start();
    folder.write('1.json', sale(1));
    await folder.whenArchived(1);
    const [below = ''] = folder.archived();
    appendFileSync(join(folder.path, below), ' trailing nonsense');
    clock.advance(1_100);
    await folder.lookAgain();
    expect(folder.names('rejected')).toEqual([]);
    clock.advance(STALE_MS);
    await waitFor('it is rejected', () => folder.names('rejected').length === 2);
    expect(folder.text('rejected/1.json')).toBe(folder.text(below));
    expect(folder.intake.listRejected()).toMatchObject([{ problem: { code: 'file.grewUnreadable' } }]);
    clock.advance(STALE_MS);
    await folder.lookAgain();
    expect(folder.names('rejected')).toHaveLength(2);
  });

  it('is recognised after a restart', async () => {
    start();
    folder.write('1.json', `${sale(1)}\n`);
    await folder.whenArchived(1);
    const [below = ''] = folder.archived();
    await folder.intake.stop();
    appendFileSync(join(folder.path, below), `${sale(2)}\n`);
    const { path, outbox } = folder;
    folder = startFolder({ clock, path, outbox });
    clock.advance(STALE_MS);
    await waitFor('the new record is taken', () => outbox.stored().length === 2);
  });

  it('and cannot be read, or whose neighbour cannot, is missed until it is taken, and stops no other', async () => {
    let broken = true;
    start({
      fs: {
        ...nodeFileSystem,
        openSync(path, flags, mode) {
          if (broken && path.endsWith('/2.json') && flags === OPEN_FLAGS)
            throw Object.assign(new Error('input/output error'), { code: 'EIO' });
          return nodeFileSystem.openSync(path, flags, mode);
        },
      },
    });
    broken = false;
    for (const number of [1, 2, 3]) {
      folder.write(`${number}.json`, `${sale(number)}\n`);
      await folder.whenArchived(number);
    }
    broken = true;
    for (const below of folder.archived()) appendFileSync(join(folder.path, below), `${sale(below)}\n`);
    await waitFor('the others are taken', () => {
      clock.advance(RESCAN_MS);
      return folder.outbox.stored().length === 5;
    });
    expect(folder.state().oldestUntakenSinceMs).toBeLessThanOrEqual(clock.now());
    expect(folder.state().problems).toMatchObject([{ code: 'file.unreadable', values: { errno: 'EIO' } }]);
    broken = false;
    await waitFor('it is taken', () => {
      clock.advance(RESCAN_MS);
      return folder.outbox.stored().length === 6;
    });
    expect(folder.state()).toMatchObject({ oldestUntakenSinceMs: undefined, problems: [] });
  });

  it('is told by size and time, whatever number the disk gave to it', () => {
    const taken = { sizeBytes: 10, mtimeMs: 1 };
    const now = { device: 1, inode: 5, sizeBytes: 10, mtimeMs: 1 };
    expect(hasGrown(taken, now)).toBe(false);
    expect(hasGrown(taken, { ...now, sizeBytes: 11 })).toBe(true);
    expect(hasGrown(taken, { ...now, sizeBytes: 9 })).toBe(true);
    expect(hasGrown(taken, { ...now, mtimeMs: 2 })).toBe(true);
    expect(hasGrown(taken, { ...now, inode: 6 })).toBe(false);
    expect(hasGrown(taken, { ...now, inode: 6, sizeBytes: 11 })).toBe(true);
  });
});

describe('a temporary name that was seen and is gone', () => {
  it.each([
    ['~day.ndjson', ''],
    ['.day.ndjson', ''],
    ['day.part', '4711\n'],
    ['day.tmp', '4711\n'],
    ['tmp/day.ndjson', ''],
    ['.day.ndjson.AbC123', ''],
  ])('was a lock of the POS: what follows in place of %s is taken as it comes', async (lock, content) => {
    start();
    folder.write(lock, content);
    await folder.lookAgain();
    rmSync(join(folder.path, lock));
    await folder.lookAgain();
    const writer = openSync(join(folder.path, 'day.ndjson'), 'a');
    for (let number = 1; number <= 3; number += 1) {
      writeSync(writer, `${sale(number)}\n`);
      await waitFor('the line is taken', () => {
        clock.advance(RESCAN_MS);
        return folder.outbox.stored().length === number;
      });
    }
    closeSync(writer);
  });

  it('ends no file that is half there, whatever inode the disk gave to the next', async () => {
    start();
    folder.write('.day.ndjson', 'x');
    await folder.lookAgain();
    rmSync(join(folder.path, '.day.ndjson'));
    const writer = openSync(join(folder.path, 'day.ndjson'), 'a');
    writeSync(writer, `${sale(1)}\n${sale(2).slice(0, 40)}`);
    await folder.lookAgain();
    await folder.lookAgain();
    expect(folder.outbox.files()).toEqual([]);
    writeSync(writer, `${sale(2).slice(40)}\n`);
    closeSync(writer);
    await waitFor('both are taken', () => {
      clock.advance(RESCAN_MS);
      return folder.outbox.stored().length === 2;
    });
    expect(folder.outbox.files()[0]?.shelf).toEqual([]);
  });
});

describe('a file that changes between reading and moving', () => {
  /** Runs `change` just before the file is renamed. */
  function changing(change: () => void): FileSystem {
    let once = false;
    return {
      ...nodeFileSystem,
      renameSync(from, to) {
        if (!once && from.endsWith('1.json')) {
          once = true;
          change();
        }
        nodeFileSystem.renameSync(from, to);
      },
    };
  }

  it('is taken again from the archive at once', async () => {
    start({ fs: changing(() => appendFileSync(join(folder.path, '1.json'), `\n${sale(2)}\n`)) });
    folder.write('1.json', sale(1));
    await waitFor('both are taken', () => folder.outbox.stored().length === 2);
    expect(folder.tellings('file.takenAgain')).toMatchObject([{ because: 'changed' }]);
    await folder.whenArchived(1);
  });

  it('and was replaced by another file loses neither', async () => {
    start({
      fs: changing(() => {
        writeFileSync(join(folder.path, '.new'), sale(2));
        renameSync(join(folder.path, '.new'), join(folder.path, '1.json'));
      }),
    });
    folder.write('1.json', sale(1));
    await waitFor('both are taken', () => folder.outbox.stored().length === 2);
  });

  it('and was replaced by one that cannot be read goes back, is told, and is taken as soon as it can be', async () => {
    let broken = false;
    const fs = changing(() => {
      writeFileSync(join(folder.path, '.new'), sale(2));
      renameSync(join(folder.path, '.new'), join(folder.path, '1.json'));
      broken = true;
    });
    start({
      fs: {
        ...fs,
        openSync(path, flags, mode) {
          if (broken && path.endsWith('/1.json') && flags === OPEN_FLAGS)
            throw Object.assign(new Error('permission denied'), { code: 'EACCES' });
          return fs.openSync(path, flags, mode);
        },
      },
    });
    folder.write('1.json', sale(1));
    await waitFor('it is told', () => {
      clock.advance(RESCAN_MS);
      return folder.state().problems.some(({ code }) => code === 'file.unreadable');
    });
    expect(folder.names()).toContain('1.json');
    broken = false;
    await waitFor('both are taken', () => {
      clock.advance(RESCAN_MS);
      return folder.outbox.stored().length === 2;
    });
  });

  it('and was replaced by one that is too large goes back and is rejected', async () => {
    const fs = changing(() => {
      writeFileSync(join(folder.path, '.new'), ' '.repeat(2_000) + sale(2));
      renameSync(join(folder.path, '.new'), join(folder.path, '1.json'));
    });
    start({ fs, maxFileBytes: 2_000 });
    folder.write('1.json', sale(1));
    await waitFor('it is rejected', () => {
      clock.advance(RESCAN_MS);
      return folder.names('rejected').includes('1.json');
    });
    expect(folder.outbox.labels()).toEqual(['S1-K1-1']);
  });

  it('and is unfinished then goes back and waits for its end', async () => {
    start({ fs: changing(() => writeFileSync(join(folder.path, '1.json'), '[')) });
    folder.write('1.json', sale(1));
    await waitFor('it waits', () => folder.state().problems.some(({ code }) => code === 'file.unfinished'));
    expect(folder.names()).toContain('1.json');
    writeFileSync(join(folder.path, '1.json'), `[${sale(2)}]`);
    await waitFor('both are taken', () => folder.outbox.stored().length === 2);
  });

  it('and was taken away is stored all the same', async () => {
    start({ fs: changing(() => rmSync(join(folder.path, '1.json'))) });
    folder.write('1.json', sale(1));
    await waitFor('it is stored', () => folder.outbox.stored().length === 1);
    await folder.lookAgain();
    expect(folder.state()).toMatchObject({ waitingFiles: 0, problems: [] });
  });
});

describe('a file that is rewritten under its name after it was taken', () => {
  it('is a new file', async () => {
    start();
    folder.write('1.json', sale(1));
    await folder.whenArchived(1);
    folder.write('1.json', sale(2));
    await folder.whenArchived(2);
    expect(folder.outbox.labels()).toEqual(['S1-K1-1', 'S1-K1-2']);
  });
});

describe('an archive on another file system', () => {
  it('gets a synced copy, and the original goes', async () => {
    const calls: string[] = [];
    start({
      fs: {
        ...nodeFileSystem,
        renameSync(from, to) {
          if (to.endsWith('/1.json')) throw Object.assign(new Error('cross-device'), { code: 'EXDEV' });
          nodeFileSystem.renameSync(from, to);
        },
        fsyncSync(handle) {
          calls.push('fsync');
          nodeFileSystem.fsyncSync(handle);
        },
        unlinkSync(path) {
          if (path.endsWith('~1.json')) calls.push('unlink');
          nodeFileSystem.unlinkSync(path);
        },
      },
    });
    folder.write('1.json', sale(1));
    await folder.whenArchived(1);
    await waitFor('the original is gone', () => !folder.names().includes('1.json'));
    expect(calls).toEqual(['fsync', 'unlink']);
    expect(folder.archived().map((below) => folder.text(below))).toEqual([sale(1)]);
  });
});

describe('pruning the archive', () => {
  const days = (): readonly string[] => folder.names('archive').filter((name) => !name.startsWith('.'));

  it('deletes originals whose days are over, with their empty folders, and nothing that is not settled', async () => {
    start({ archiveDays: 35 });
    folder.write('1.json', sale(1));
    await folder.whenArchived(1);
    folder.outbox.settleAll();
    clock.advance(34 * DAY_MS);
    folder.write('2.json', sale(2));
    await folder.whenArchived(2);
    expect(days()).toHaveLength(2);
    for (let day = 0; day < 2; day += 1) {
      clock.advance(DAY_MS);
      await folder.lookAgain();
    }
    await waitFor('the first is pruned', () => folder.archived().length === 1);
    expect(folder.archived().join()).toContain('2.json');
    expect(days()).toHaveLength(1);
    for (let month = 0; month < 12; month += 1) {
      clock.advance(30 * DAY_MS);
      await folder.lookAgain();
    }
    expect(folder.archived()).toHaveLength(1);
    expect(folder.tellings('archive.pruned')).toEqual([{ count: 1 }]);
  });

  it('with 0 days deletes soon after the acknowledgement, and not before', async () => {
    start({ archiveDays: 0 });
    folder.write('1.json', sale(1));
    await folder.whenArchived(1);
    clock.advance(2 * DAY_MS);
    await folder.lookAgain();
    expect(folder.archived()).toHaveLength(1);
    folder.outbox.settleAll();
    clock.advance(RESCAN_MS + 60_000);
    await waitFor('it is pruned', () => folder.archived().length === 0);
  });

  it('with 0 days keeps lines that a till adds to after the holidays', async () => {
    start({ archiveDays: 0 });
    const writer = openSync(join(folder.path, 'day.ndjson'), 'a');
    writeSync(writer, `${sale(1)}\n`);
    await waitFor('it is seen', () => folder.state().waitingFiles === 1);
    clock.advance(SETTLE_MS);
    await folder.whenArchived(1);
    folder.outbox.settleAll();
    for (let day = 0; day < 13; day += 1) {
      clock.advance(DAY_MS);
      await folder.lookAgain();
    }
    writeSync(writer, `${sale(2)}\n`);
    closeSync(writer);
    await waitFor('the first line after them is taken', () => {
      clock.advance(RESCAN_MS);
      return folder.outbox.labels().length === 2;
    });
    expect(folder.tellings('archive.pruned')).toEqual([]);
  });

  it.each([
    ['another file under its name stays', sale('other'), 1],
    ['another file of its size stays', sale(2), 1],
    ['a copy of it goes', sale(1), 0],
    ['the empty file of a move that broke goes', '', 0],
  ])('deletes no file but the one that was taken: %s', async (_, text, left) => {
    start({ archiveDays: 0 });
    folder.write('1.json', sale(1));
    await folder.whenArchived(1);
    const [below = ''] = folder.archived();
    writeFileSync(join(folder.path, 'copy.tmp'), text);
    renameSync(join(folder.path, 'copy.tmp'), join(folder.path, below));
    folder.outbox.settleAll();
    const pruned = (): boolean => folder.tellings('archive.pruned').length > 0;
    await waitFor('it is pruned', () => {
      clock.advance(60_000);
      return pruned();
    });
    expect(folder.archived()).toHaveLength(left);
  });

  it('goes on past originals that cannot be deleted', async () => {
    const stuck = new Set<string>();
    start({
      archiveDays: 0,
      fs: {
        ...nodeFileSystem,
        unlinkSync(path) {
          if (path.includes('stuck')) {
            stuck.add(path);
            throw Object.assign(new Error('busy'), { code: 'EBUSY' });
          }
          nodeFileSystem.unlinkSync(path);
        },
      },
    });
    for (let number = 1; number <= 150; number += 1) folder.write(`0-stuck-${number}.json`, sale(number));
    for (let number = 151; number <= 300; number += 1) folder.write(`${number}.json`, sale(number));
    await folder.whenArchived(300);
    folder.outbox.settleAll();
    clock.advance(120_000);
    await waitFor('the others are pruned', () => folder.archived().length === 150);
    expect(stuck.size).toBe(150);
  });
});

describe('a file that is taken and cannot be moved', () => {
  it('lacks HEADO nothing until more is written to it that cannot be taken', async () => {
    let busy = true;
    start({ fs: failingFileSystem((call) => (busy && call === 'renameSync' ? 'EBUSY' : undefined)) });
    const day = join(folder.path, 'day.ndjson');
    writeFileSync(day, `${sale(1)}\n`);
    await waitFor('it is taken', () => {
      clock.advance(RESCAN_MS);
      return folder.outbox.stored().length === 1;
    });
    await waitFor('its move is tried again', () => {
      clock.advance(RESCAN_MS);
      return folder.state().problems.some(({ code }) => code === 'file.notMoved');
    });
    expect(folder.state()).toMatchObject({ waitingFiles: 1, oldestUntakenSinceMs: undefined });
    const beforeMs = clock.now();
    appendFileSync(day, '{"extId": "half');
    await waitFor('its end is waited for', () => {
      clock.advance(100);
      return folder.state().oldestUntakenSinceMs !== undefined;
    });
    expect(folder.state().oldestUntakenSinceMs).toBeGreaterThanOrEqual(beforeMs);
    busy = false;
  });
});

describe('what an earlier reading of a growing file could not read', () => {
  it('lies in rejected no more when the whole is taken, in whatever part it was cut', async () => {
    start();
    const path = join(folder.path, 'day.json');
    const writer = openSync(path, 'w');
    const first = `[${sale(1)}]`;
    writeSync(writer, first);
    await folder.whenArchived(1);
    const rest = `,${sale(2)}]`;
    writeSync(writer, rest.slice(0, 9), first.length - 1);
    await waitFor('it is rejected', () => {
      clock.advance(RESCAN_MS);
      return folder.intake.listRejected().length === 1;
    });
    writeSync(writer, rest, first.length - 1);
    closeSync(writer);
    await waitFor('the second is taken', () => {
      clock.advance(RESCAN_MS);
      return folder.outbox.stored().length === 2;
    });
    await waitFor('nothing is rejected', () => folder.intake.listRejected().length === 0);
  });
});
