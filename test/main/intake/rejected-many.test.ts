/** However many files are rejected, and whatever they are called, each of them counts. */
import { mkdirSync, readdirSync, statSync, unlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { nodeFileSystem, type FileSystem } from '../../../src-main/intake/file-system.ts';
import type { FakeClock } from '../../support/fake-clock.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { waitFor } from '../../support/wait-for.ts';
import { layFolder, leaveFolders, RESCAN_MS, sale, startFolder, startOnFakeClock } from './till-folder.ts';
import type { TillFolder } from './till-folder.ts';

afterEach(() => leaveFolders());

const MANY = 2_500;
const HOUR_MS = 3_600_000;

/** A folder in which so many files lie among the rejected that nobody remembers; the last name is an hour old. */
function withUnknown(count: number): string {
  const path = tempFolder();
  mkdirSync(join(path, 'rejected'));
  for (let index = 0; index < count; index += 1) writeFileSync(join(path, 'rejected', `${index}.json`), '{,');
  const at = Date.now() / 1_000 - HOUR_MS / 1_000;
  utimesSync(join(path, 'rejected', `${count - 1}.json`), at, at);
  return path;
}

const isOld = (folder: TillFolder): boolean =>
  (folder.state().oldestRejectedSinceMs ?? Infinity) < Date.now() - HOUR_MS / 2;

/** As time goes on, until it is so. */
function untilRescanned(clock: FakeClock, name: string, fact: () => boolean): Promise<void> {
  return waitFor(name, () => {
    clock.advance(RESCAN_MS);
    return fact();
  });
}

describe('thousands of rejected files', () => {
  it('are told by the oldest one, wherever it stands among the names', async () => {
    const { folder, clock } = startOnFakeClock({ path: withUnknown(MANY) });
    await untilRescanned(clock, 'the oldest is found', () => isOld(folder));
    expect(folder.state().rejectedFiles).toBe(MANY);
    unlinkSync(join(folder.path, 'rejected', `${MANY - 1}.json`));
    await untilRescanned(clock, 'the next is the oldest', () => !isOld(folder));
    expect(folder.state().oldestRejectedSinceMs).toBeDefined();
  });

  it('are all read anew when nobody remembers them, a few at a time', async () => {
    const { folder, clock } = startOnFakeClock({ path: withUnknown(MANY) });
    const records = (): number =>
      readdirSync(folder.dataDir, { recursive: true }).filter((name) =>
        /rejections.+json$/.test(String(name)),
      ).length;
    await folder.lookAgain();
    expect(records()).toBeLessThan(MANY);
    await untilRescanned(clock, 'all are remembered', () => records() === MANY);
    expect(folder.tellings('intake.failed')).toEqual([]);
  });
});

it('a few rejected files are told by the oldest one at once, also when it goes', async () => {
  const { folder } = startOnFakeClock({ path: withUnknown(20) });
  await folder.lookAgain();
  expect(isOld(folder)).toBe(true);
  unlinkSync(join(folder.path, 'rejected', '19.json'));
  expect(isOld(folder)).toBe(false);
  expect(folder.state().oldestRejectedSinceMs).toBeDefined();
});

describe('a crash between taking a name among the rejected and moving the file there', () => {
  /** The process ends before the rename. */
  function dying(): FileSystem {
    let dead = false;
    const die = (): never => {
      dead = true;
      throw Object.assign(new Error('dead'), { code: 'EIO' });
    };
    return {
      ...nodeFileSystem,
      renameSync: die,
      unlinkSync: (path) => (dead ? die() : nodeFileSystem.unlinkSync(path)),
    };
  }

  async function crash(): Promise<TillFolder> {
    const folder = layFolder({ fs: dying() });
    folder.write('1.json', '{,');
    folder.write('1.json.done', '');
    folder.intake.start();
    await waitFor('the name is taken', () => folder.names('rejected').includes('1.json'));
    await folder.intake.stop();
    expect(statSync(join(folder.path, 'rejected/1.json')).size).toBe(0);
    return folder;
  }

  it('leaves one rejected file under its own name after the next start', async () => {
    const { path, dataDir } = await crash();
    const folder = startFolder({ path, dataDir });
    await waitFor('it is rejected', () => folder.intake.listRejected().length > 0);
    await folder.lookAgain();
    expect(folder.names('rejected')).toEqual(['1.json', '1.json.error.json']);
    expect(folder.intake.listRejected()).toMatchObject([
      { file: '1.json', problem: { code: 'format.broken' } },
    ]);
  });

  it('lists nothing for it when the file came back mended', async () => {
    const { path, dataDir } = await crash();
    writeFileSync(join(path, '1.json'), sale(1));
    const folder = startFolder({ path, dataDir });
    await folder.whenArchived(1);
    await folder.lookAgain();
    await waitFor('nothing is left', () => folder.state().rejectedFiles === 0);
    expect(folder.intake.listRejected()).toEqual([]);
    expect(folder.names('rejected')).toEqual([]);
  });
});

it('an empty file that was rejected as such stays in the list', async () => {
  const { folder } = startOnFakeClock();
  await folder.dropSeen('1.json', '');
  await folder.lookAgain();
  await waitFor('it is rejected', () => folder.intake.listRejected().length === 1);
  await folder.intake.stop();
  const { path, dataDir } = folder;
  const again = startFolder({ path, dataDir });
  await again.lookAgain();
  expect(again.intake.listRejected()).toMatchObject([{ file: '1.json' }]);
});
