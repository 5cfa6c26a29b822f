import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { nodeFileSystem, type FileSystem } from '../../src-main/intake/file-system.ts';
import { createFakeClock, type FakeClock } from '../support/fake-clock.ts';
import { tempFolder } from '../support/temp-folder.ts';
import {
  leaveFolders,
  RESCAN_MS,
  sale,
  startFolder,
  startOnFakeClock,
  type TillFolder,
  type TillFolderOptions,
} from '../main/intake/till-folder.ts';
import { waitFor } from '../support/wait-for.ts';

let folder: TillFolder;
let clock: FakeClock;

function start(options: TillFolderOptions = {}): void {
  ({ folder, clock } = startOnFakeClock({ path: join(tempFolder(), 'drop'), ...options }));
}

afterEach(() => leaveFolders());

const stored = (count: number): Promise<void> =>
  waitFor(`${count} receipts are stored`, () => folder.outbox.stored().length === count);
const stateIs = (state: string): Promise<void> =>
  waitFor(`the folder is ${state}`, () => folder.state().state === state);

/** Each has its turn before the next one is due. */
async function passRescans(count: number): Promise<void> {
  for (let rescan = 0; rescan < count; rescan += 1) {
    clock.advance(RESCAN_MS);
    await new Promise<void>((resolve) => setImmediate(resolve));
  }
}

describe('a drop folder', () => {
  it('that is removed is missing, and is picked up when it is made again', async () => {
    start();
    await folder.lookAgain();
    rmSync(folder.path, { recursive: true });
    clock.advance(RESCAN_MS);
    await stateIs('missing');
    expect(folder.state().problems.map(({ code }) => code)).toEqual(['folder.missing']);
    await passRescans(10);
    expect(folder.tellings('folder.lost')).toHaveLength(1);
    mkdirSync(folder.path);
    folder.write('1.json', sale(1));
    clock.advance(RESCAN_MS);
    await stored(1);
    expect(folder.state().state).toBe('watching');
    expect(folder.tellings('folder.found')).toHaveLength(1);
    folder.write('2.json', sale(2));
    await stored(2);
  });

  it('that is not made again by us stays away, so that an unmounted one is noticed', async () => {
    start();
    await folder.lookAgain();
    rmSync(folder.path, { recursive: true });
    await passRescans(3);
    await stateIs('missing');
    expect(nodeFileSystem.lstatSync(folder.path, { throwIfNoEntry: false })).toBeUndefined();
  });

  it('that is replaced by another folder is watched anew', async () => {
    start();
    await folder.lookAgain();
    renameSync(folder.path, `${folder.path}-old`);
    mkdirSync(folder.path);
    clock.advance(RESCAN_MS);
    await waitFor('it is opened', () => folder.names().includes('archive'));
    folder.write('1.json', sale(1));
    await stored(1);
    await waitFor('its file is moved', () => folder.archived().length === 1);
  });

  it('that vanishes between listing and taking is not made anew by moving files', async () => {
    start({
      fs: {
        ...nodeFileSystem,
        readSync(handle, into, offset, length, position) {
          renameSync(folder.path, `${folder.path}-away`);
          return nodeFileSystem.readSync(handle, into, offset, length, position);
        },
      },
    });
    folder.write('1.json', sale(1));
    await waitFor('taking fails', () => folder.tellings('take.failed').length === 1);
    expect(nodeFileSystem.lstatSync(folder.path, { throwIfNoEntry: false })).toBeUndefined();
    expect(folder.outbox.files()).toEqual([]);
  });

  it('that is a file is refused and found when it is a folder', async () => {
    clock = createFakeClock(Date.now());
    const path = join(tempFolder(), 'drop');
    writeFileSync(path, 'no folder');
    folder = startFolder({ clock, path });
    await stateIs('denied');
    rmSync(path);
    mkdirSync(path);
    clock.advance(RESCAN_MS);
    await stateIs('watching');
  });

  it('that may not be listed is denied until it may', async () => {
    let denied = true;
    start({
      fs: {
        ...nodeFileSystem,
        readdirSync(path) {
          if (denied) throw Object.assign(new Error('no'), { code: 'EACCES' });
          return nodeFileSystem.readdirSync(path);
        },
      },
    });
    await stateIs('denied');
    expect(folder.state().problems).toMatchObject([{ code: 'folder.denied', values: { errno: 'EACCES' } }]);
    denied = false;
    folder.write('1.json', sale(1));
    clock.advance(RESCAN_MS);
    await stored(1);
  });
});

describe('watching', () => {
  it('that hits the limit of watches falls back to the rescan and is tried again', async () => {
    let limited = true;
    start({
      fs: {
        ...nodeFileSystem,
        watch(path, options, listener) {
          if (limited) throw Object.assign(new Error('limit'), { code: 'ENOSPC' });
          return nodeFileSystem.watch(path, options, listener);
        },
      },
    });
    await stateIs('polling');
    expect(folder.state().problems).toMatchObject([{ code: 'folder.watchFailed' }]);
    folder.write('1.json', sale(1));
    clock.advance(RESCAN_MS);
    await stored(1);
    expect(folder.outbox.counters.get('found_by_rescan')).toBeUndefined();
    await passRescans(2);
    expect(folder.tellings('watch.failed')).toHaveLength(1);
    limited = false;
    clock.advance(RESCAN_MS);
    await stateIs('watching');
    expect(folder.tellings('watch.restored')).toHaveLength(1);
    folder.write('2.json', sale(2));
    await stored(2);
  });

  it('that breaks off with an error is opened again at the next rescan', async () => {
    const failures: ((error: Error) => void)[] = [];
    start({
      fs: {
        ...nodeFileSystem,
        watch(path, options, listener) {
          const watcher = nodeFileSystem.watch(path, options, listener);
          return {
            close: () => watcher.close(),
            on(event, onError) {
              failures.push(onError);
              return watcher.on(event, onError);
            },
          };
        },
      },
    });
    await folder.lookAgain();
    failures[0]?.(Object.assign(new Error('gone'), { code: 'EPERM' }));
    expect(folder.state().state).toBe('polling');
    clock.advance(RESCAN_MS);
    await stateIs('watching');
  });

  it('that stays silent loses nothing: the rescan finds the file and says so', async () => {
    clock = createFakeClock(Date.now() + 3_600_000);
    start({ fs: silent() });
    clock.setWall(Date.now() + 3_600_000);
    await folder.lookAgain();
    folder.write('1.json', sale(1));
    folder.write('2.json', sale(2));
    clock.advance(RESCAN_MS);
    await stored(2);
    await waitFor('they are counted', () => folder.outbox.counters.get('found_by_rescan') === 2);
    expect(folder.tellings('files.foundByRescan')).toMatchObject([{ count: 2 }]);
  });

  it('that stays silent during a drain loses nothing: the folder is listed again after it', async () => {
    const fs = silent();
    start({
      fs: {
        ...fs,
        renameSync(from, to) {
          if (from.endsWith('1.json')) folder.write('0.json', sale('late'));
          fs.renameSync(from, to);
        },
      },
    });
    folder.write('1.json', sale(1));
    folder.intake.wake();
    await stored(2);
    expect(folder.outbox.labels()).toEqual(['S1-K1-1', 'S1-K1-late']);
  });

  it('that names nothing still makes the folder be looked at', async () => {
    start({
      fs: {
        ...nodeFileSystem,
        watch: (path, options, listener) =>
          nodeFileSystem.watch(path, options, () => listener('rename', null)),
      },
    });
    await folder.lookAgain();
    folder.write('1.json', sale(1));
    await stored(1);
  });

  function silent(): FileSystem {
    return {
      ...nodeFileSystem,
      watch: (path, options) => nodeFileSystem.watch(path, options, () => undefined),
    };
  }
});

describe('a network folder', () => {
  it('is never watched and is taken from at every rescan', async () => {
    const watched: string[] = [];
    const fs: FileSystem = {
      ...nodeFileSystem,
      watch(path, options, listener) {
        watched.push(path);
        return nodeFileSystem.watch(path, options, listener);
      },
    };
    start({ watch: 'poll', fs });
    await stateIs('polling');
    folder.write('1.json', sale(1));
    clock.advance(RESCAN_MS);
    await stored(1);
    expect(watched).toEqual([]);
  });

  it('knows a rename by the temporary name that an earlier rescan saw', async () => {
    start({ watch: 'poll', settleMs: 3_600_000 });
    await stateIs('polling');
    folder.write('1.ndjson.tmp', `${sale(1)}\n${sale(2)}\n`);
    folder.write('tmp/2.ndjson', `${sale(3)}\n`);
    await folder.lookAgain();
    renameSync(join(folder.path, '1.ndjson.tmp'), join(folder.path, '1.ndjson'));
    renameSync(join(folder.path, 'tmp/2.ndjson'), join(folder.path, '2.ndjson'));
    clock.advance(RESCAN_MS);
    await stored(3);
  });

  it('that does not answer is asked once at a time, and the agent goes on', async () => {
    const answers: (() => void)[] = [];
    let dead = true;
    let touched = 0;
    start({
      watch: 'poll',
      fs: {
        ...nodeFileSystem,
        stat: (path, done) => (dead ? void answers.push(() => done(null)) : nodeFileSystem.stat(path, done)),
        lstatSync(path, options) {
          touched += 1;
          return nodeFileSystem.lstatSync(path, options);
        },
      },
    });
    clock.advance(3_000);
    await stateIs('not-answering');
    await passRescans(6);
    expect(answers).toHaveLength(1);
    expect(touched).toBe(0);
    expect(folder.tellings('folder.lost')).toHaveLength(1);
    dead = false;
    for (const answer of answers) answer();
    mkdirSync(folder.path, { recursive: true });
    folder.write('1.json', sale(1));
    clock.advance(RESCAN_MS);
    await stored(1);
    expect(folder.state().state).toBe('polling');
  });
});
