import { readdirSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { nodeFileSystem } from '../../../../src-main/intake/file-system.ts';
import { createDisk } from '../../../../src-main/intake/folder/disk.ts';
import { createShare, renameShare, storedPath } from '../../../../src-main/intake/folder/share.ts';
import { removeTempFolders, tempFolder } from '../../../support/temp-folder.ts';

afterEach(removeTempFolders);

const disk = createDisk(nodeFileSystem);
const original = (folder: string, dataDir: string): string =>
  storedPath({ folder, storedAs: 'data:a.json' }, dataDir);

/** A data folder in which the drop folder `/old` has a share with a file. */
function withShare(): string {
  const dataDir = tempFolder();
  const share = createShare(disk, dataDir, '/old');
  share.open(true);
  share.close();
  writeFileSync(original('/old', dataDir), '');
  return dataDir;
}

it('what is kept for a drop folder goes along when the folder gets another name', () => {
  const dataDir = withShare();
  renameShare(disk, dataDir, '/old', '/new');
  expect(original('/new', dataDir)).toContain('new-');
  expect(nodeFileSystem.lstatSync(original('/new', dataDir), { throwIfNoEntry: false })).toBeDefined();
  renameShare(disk, dataDir, '/old', '/new');
  renameShare(disk, tempFolder(), '/old', '/new');
});

it('nothing is renamed where a link leads', () => {
  const dataDir = withShare();
  const elsewhere = join(tempFolder(), 'elsewhere');
  renameSync(join(dataDir, 'folders'), elsewhere);
  symlinkSync(elsewhere, join(dataDir, 'folders'));
  const before = readdirSync(elsewhere);
  expect(() => renameShare(disk, dataDir, '/old', '/new')).toThrow('not a folder of ours');
  expect(readdirSync(elsewhere)).toEqual(before);
});

it('the share of a folder that has one already is not replaced', () => {
  const dataDir = withShare();
  const share = createShare(disk, dataDir, '/new');
  share.open(true);
  share.close();
  renameShare(disk, dataDir, '/old', '/new');
  expect(readdirSync(join(dataDir, 'folders'))).toHaveLength(2);
});
