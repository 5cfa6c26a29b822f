import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { nodeFileSystem } from '../../src-main/intake/file-system.ts';
import { failingFileSystem } from '../main/intake/failing-file-system.ts';
import { createFakeClock, type FakeClock } from '../support/fake-clock.ts';
import {
  layFolder,
  leaveFolders,
  RESCAN_MS,
  sale,
  startFolder,
  type TillFolder,
  type TillFolderOptions,
} from '../main/intake/till-folder.ts';
import { waitFor } from '../support/wait-for.ts';

let folder: TillFolder;
let clock: FakeClock;
afterEach(() => leaveFolders());

const CONTENTS: Readonly<Record<string, string>> = {
  '1.json': sale(1),
  '2.ndjson': `${sale(2)}\n${sale(3)}\n`,
  '3.json': '{"amount": broken}',
  '4.json': sale(4),
};

function lay(options: TillFolderOptions): void {
  clock = createFakeClock(Date.now());
  folder = layFolder({ clock, ...options });
  for (const [name, content] of Object.entries(CONTENTS)) {
    folder.write(name, content);
    if (!name.startsWith('1')) folder.write(`${name}.done`, '');
  }
}

/** All bytes that lie anywhere below the folder but in reasons and in what is the agent's own, whatever they are called. */
function allContents(path: string): readonly string[] {
  return readdirSync(path, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && !/\.(?:done|error\.json)$/.test(entry.name))
    .filter((entry) => !entry.parentPath.endsWith('/archive/.heado-till'))
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'))
    .sort();
}

const isSettled = (): boolean =>
  folder.names().join() === 'archive,rejected,tmp' && folder.archived().length >= 3;

/** Time passes until everything found its place. */
async function recover(): Promise<void> {
  await waitFor(
    'everything is taken or rejected',
    () => {
      clock.advance(RESCAN_MS);
      return isSettled();
    },
    { everyMs: 1 },
  );
}

async function countCalls(): Promise<number> {
  let calls = 0;
  lay({ fs: failingFileSystem(() => void (calls += 1)) });
  folder.intake.start();
  await waitFor('everything is settled', isSettled);
  await folder.intake.stop();
  return calls;
}

function expectNothingLost(): void {
  expect([...folder.outbox.labels()].sort()).toEqual(['S1-K1-1', 'S1-K1-2', 'S1-K1-3', 'S1-K1-4']);
  expect(new Set(allContents(folder.path))).toEqual(new Set(Object.values(CONTENTS)));
  expect(folder.names('rejected').filter((name) => !name.endsWith('.error.json'))).toEqual(['3.json']);
  expect(folder.intake.listRejected().map(({ problem }) => problem.code)).toEqual(['format.broken']);
}

describe.each(['ENOSPC', 'EIO'])('%s once', (code) => {
  it('at any call of the disk loses nothing', async () => {
    const calls = await countCalls();
    expect(calls).toBeGreaterThan(50);
    for (let failAt = 1; failAt <= calls; failAt += 1) {
      let call = 0;
      lay({ fs: failingFileSystem(() => ((call += 1) === failAt ? code : undefined)) });
      folder.intake.start();
      await recover();
      call = calls;
      await folder.lookAgain();
      expectNothingLost();
      await folder.intake.stop();
    }
  });
});

describe('a disk that stays full', () => {
  it.each(['renameSync', 'mkdirSync', 'writeSync'] as const)(
    'at %s stops the taking, tells it once, and goes on when there is room',
    async (refused) => {
      let full = true;
      const told: string[] = [];
      lay({
        fs: failingFileSystem((call, path) =>
          full && call === refused && !path.endsWith('/drop') && started ? 'ENOSPC' : undefined,
        ),
        onDiskFull: (path) => told.push(path),
      });
      let started = false;
      for (const name of ['archive', 'rejected', 'tmp']) {
        nodeFileSystem.mkdirSync(join(folder.path, name), { mode: 0o770, recursive: true });
      }
      started = true;
      folder.intake.start();
      await waitFor('the folder is full', () => folder.state().state === 'full');
      for (let rescan = 0; rescan < 10; rescan += 1) {
        clock.advance(RESCAN_MS);
        await new Promise<void>((resolve) => setImmediate(resolve));
      }
      expect(told).toEqual([folder.path]);
      expect(folder.tellings('disk.full')).toHaveLength(1);
      expect(allContents(folder.path)).toEqual(Object.values(CONTENTS).sort());
      expect(folder.outbox.files().length).toBeLessThan(10);
      expect(folder.state().oldestUntakenSinceMs).toBeDefined();
      full = false;
      folder.intake.wake();
      await recover();
      expectNothingLost();
      expect(folder.tellings('disk.recovered')).toHaveLength(1);
      expect(folder.state()).toMatchObject({ state: 'watching', problems: [] });
      expect(folder.state().oldestUntakenSinceMs).toBeUndefined();
    },
  );

  it('is not asked again at every file that arrives, only at the rescan', async () => {
    let asked = 0;
    lay({ isDiskFull: () => true });
    folder.outbox.beforeTake = () => {
      asked += 1;
      throw new Error('full');
    };
    folder.intake.start();
    await waitFor('the folder is full', () => folder.state().state === 'full');
    for (let number = 10; number < 30; number += 1) {
      folder.write(`${number}.json`, sale(number));
      await new Promise<void>((resolve) => setImmediate(resolve));
    }
    const before = asked;
    expect(before).toBeLessThan(4);
    clock.advance(RESCAN_MS);
    await waitFor('the rescan asks', () => asked > before);
  });

  it('in the outbox leaves every file where it is', async () => {
    let full = true;
    lay({ isDiskFull: (error) => error instanceof RangeError });
    folder.outbox.beforeTake = () => {
      if (full) throw new RangeError('database or disk is full');
    };
    folder.intake.start();
    await waitFor('the folder is full', () => folder.state().state === 'full');
    expect(folder.state().problems).toMatchObject([
      { code: 'folder.diskFull', values: { path: folder.dataDir } },
    ]);
    expect(folder.names()).toEqual(expect.arrayContaining(['1.json', '2.ndjson', '4.json']));
    expect(folder.archived()).toEqual([]);
    full = false;
    clock.advance(RESCAN_MS);
    await recover();
    expectNothingLost();
    expect(folder.outbox.duplicates()).toBe(0);
  });
});

describe('an outbox that refuses', () => {
  it('one file takes the others, and tries that one again', async () => {
    let refusals = 0;
    let broken = true;
    lay({});
    folder.outbox.beforeTake = (files) => {
      if (!broken || !files.some(({ file }) => file.name === '2.ndjson')) return;
      refusals += 1;
      throw new Error('constraint');
    };
    folder.intake.start();
    await waitFor('the others are taken', () => folder.outbox.stored().length === 2);
    for (let second = 0; second < 120; second += 1) {
      clock.advance(1_000);
      await new Promise<void>((resolve) => setImmediate(resolve));
    }
    expect(refusals).toBeGreaterThan(2);
    expect(refusals).toBeLessThan(15);
    expect(folder.state().problems).toMatchObject([{ code: 'file.notStored', values: { name: '2.ndjson' } }]);
    broken = false;
    await recover();
    expectNothingLost();
  });

  it('everything is asked a few times per rescan, not once per file', async () => {
    let asked = 0;
    clock = createFakeClock(Date.now());
    folder = layFolder({ clock });
    for (let number = 0; number < 300; number += 1) folder.write(`${number}.json`, sale(number));
    folder.outbox.beforeTake = () => {
      asked += 1;
      throw new Error('locked');
    };
    folder.intake.start();
    await waitFor('it was asked', () => asked >= 4);
    await folder.lookAgain();
    expect(asked).toBeLessThan(12);
    expect(folder.state().problems.map(({ code }) => code)).toContain('folder.notStored');
    expect(folder.names()).toHaveLength(303);
  });
});

describe('a crash between commit and move', () => {
  it('makes the receipts duplicates of themselves and the file move', async () => {
    lay({});
    const { path, outbox } = folder;
    folder = layFolder({
      clock,
      path,
      outbox,
      fs: failingFileSystem((call) => (call === 'renameSync' ? 'EIO' : undefined)),
    });
    folder.intake.start();
    await waitFor('all is stored', () => outbox.stored().length === 4);
    await folder.intake.stop();
    expect(folder.names()).toContain('1.json');
    folder = startFolder({ clock, path, outbox });
    await recover();
    expectNothingLost();
    expect(outbox.duplicates()).toBe(4);
  });

  it('that is no crash but a busy archive only moves later, without taking again', async () => {
    let busy = true;
    lay({ fs: failingFileSystem((call) => (busy && call === 'renameSync' ? 'EBUSY' : undefined)) });
    folder.intake.start();
    await waitFor('all is stored', () => folder.outbox.stored().length === 4);
    clock.advance(RESCAN_MS);
    await folder.lookAgain();
    expect(folder.state().problems).toContainEqual(expect.objectContaining({ code: 'file.notMoved' }));
    busy = false;
    await recover();
    expectNothingLost();
    expect(folder.outbox.files()).toHaveLength(3);
  });

  it('that finds the folder of the day gone makes it anew and only moves', async () => {
    let once = true;
    lay({
      fs: failingFileSystem((call, path) => {
        if (!once || call !== 'renameSync' || !path.endsWith('1.json')) return undefined;
        once = false;
        rmSync(join(folder.path, 'archive'), { recursive: true });
        return undefined;
      }),
    });
    folder.intake.start();
    await recover();
    expectNothingLost();
    expect(folder.outbox.duplicates()).toBe(0);
  });

  it('and whose place in the archive was taken meanwhile overwrites nothing', async () => {
    let busy = true;
    lay({ fs: failingFileSystem((call) => (busy && call === 'renameSync' ? 'EBUSY' : undefined)) });
    folder.intake.start();
    await waitFor('all is stored', () => folder.outbox.stored().length === 4);
    const [first] = folder.outbox.files();
    folder.write(first?.file.storedAs ?? '', 'somebody else');
    busy = false;
    await waitFor('everything is settled', () => {
      clock.advance(RESCAN_MS);
      return isSettled();
    });
    expect(folder.text(first?.file.storedAs ?? '')).toBe('somebody else');
    expect(allContents(folder.path)).toEqual([...Object.values(CONTENTS), 'somebody else'].sort());
  });
});
