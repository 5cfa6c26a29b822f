/**
 * Whoever owns a drop folder, or the folder around it, may exchange what lies in it at any moment. Here that happens at
 * the worst ones: the agent's folder stands under its path only while a call of the agent's own is made.
 */
import { chownSync, existsSync, mkdirSync, readdirSync, renameSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, expect } from 'vitest';
import { lockFolder } from '../../src-main/core/marks/folder-lock.ts';
import { findMark, openMarkFolder, writeMark } from '../../src-main/core/marks/mark-files.ts';
import { nodeFileSystem, type FileSystem } from '../../src-main/intake/file-system.ts';
import { createDisk } from '../../src-main/intake/folder/disk.ts';
import { openDropHandle, type DropHandle } from '../../src-main/intake/folder/drop-handle.ts';
import { onlyWhere } from '../support/only-where.ts';
import { isRoot, openTempFolder, POS_GID, POS_UID, sharedDrop } from '../support/other-user.ts';
import { removeTempFolders } from '../support/temp-folder.ts';

const asTwo = onlyWhere(process.platform === 'linux' && isRoot, 'root on Linux, to act as two users');
const handles: DropHandle[] = [];
afterEach(() => {
  for (const handle of handles.splice(0)) handle.close();
  removeTempFolders();
});

/** `planted` stands in place of the folder at `path`, except while one of the calls is made. */
function swapping(path: string, planted: string): FileSystem {
  const own = `${path}.own`;
  function show(shown: string, hidden: string): void {
    renameSync(path, hidden);
    renameSync(shown, path);
  }
  show(planted, own);
  function during<Answer>(call: () => Answer): Answer {
    show(own, planted);
    try {
      return call();
    } finally {
      show(planted, own);
    }
  }
  const fs = nodeFileSystem;
  return {
    ...fs,
    lstatSync: (name, options) => during(() => fs.lstatSync(name, options)),
    openSync: (name, flags, mode) => during(() => fs.openSync(name, flags, mode)),
    readdirSync: (name) => during(() => fs.readdirSync(name)),
    mkdirSync: (name, options) => during(() => fs.mkdirSync(name, options)),
    linkSync: (from, to) => during(() => fs.linkSync(from, to)),
    renameSync: (from, to) => during(() => fs.renameSync(from, to)),
    unlinkSync: (name) => during(() => fs.unlinkSync(name)),
  };
}

function open(path: string, dataDir: string, fs: FileSystem = nodeFileSystem): DropHandle {
  const opened = openDropHandle({ disk: createDisk(fs), path, dataDir, create: false });
  if (!opened.ok) throw new Error(opened.error.code);
  handles.push(opened.value);
  return opened.value;
}

const mark = (dataDir: string): Parameters<typeof writeMark>[1] => ({
  owner: { form: 1, data: 'D', dataDir, host: 'H', generation: 'G', token: 'T' },
  progress: {
    ...{ generation: 'G', seq: 1, link: Buffer.alloc(32), batch: 1, file: 1 },
    ...{ shelved: 0, settled: 0, settledAtMs: 0 },
  },
  census: { open: 0, atMs: 0 },
});

asTwo.describe('a folder that the POS exchanges between any two calls', () => {
  const cases = [
    ['the archive of its own drop folder', POS_UID, 'archive', '.heado-till'],
    ['the drop folder of the agent, in a folder of its own', 0, '', 'archive/.heado-till'],
  ] as const;
  for (const [what, owner, swapped, below] of cases)
    asTwo.it(
      `${what}: nothing is made or opened where it leads to, and two agents still know each other`,
      () => {
        const dataDir = openTempFolder();
        const drop = sharedDrop(owner);
        chownSync(dirname(drop), POS_UID, POS_GID);
        openMarkFolder(open(drop, dataDir), true);
        const planted = join(dirname(drop), 'planted');
        const victim = join(dataDir, 'victim');
        mkdirSync(join(planted, below), { recursive: true });
        symlinkSync(victim, join(planted, below, 'lock.db'));
        symlinkSync(victim, join(planted, below, 'mark'));
        const before = readdirSync(join(planted, below));

        const handle = open(drop, dataDir, swapping(join(drop, swapped), planted));
        const lock = lockFolder(handle, dataDir);
        expect(lock.ok).toBe(true);
        if (lock.ok) lock.value.tell();
        const own = writeMark(handle, mark(dataDir));
        own.write(mark(dataDir).progress, mark(dataDir).census);
        expect(own.isThere()).toBe(true);
        expect(findMark(handle).kind).toBe('mark');
        expect(existsSync(victim)).toBe(false);

        expect(lockFolder(handle, '/other')).toMatchObject({ ok: false, error: { dataDir } });
        if (lock.ok) lock.value.release();
        const after = lockFolder(handle, '/other');
        expect(after.ok).toBe(true);
        if (after.ok) after.value.release();
        own.close();
        expect(readdirSync(join(drop, swapped, below))).toEqual(before);
        expect(readdirSync(dataDir)).toEqual([]);
      },
    );
});
