import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { clearMarkPlace } from '../../../src-main/core/marks/mark-files.ts';
import { refusal } from '../../../src-main/core/marks/refusal.ts';
import { nodeFileSystem } from '../../../src-main/intake/file-system.ts';
import { createDisk } from '../../../src-main/intake/folder/disk.ts';
import { openDropHandle, type DropHandle } from '../../../src-main/intake/folder/drop-handle.ts';
import { removeTempFolders, tempFolder } from '../../support/temp-folder.ts';

const opened: DropHandle[] = [];
afterEach(() => {
  for (const handle of opened.splice(0)) handle.close();
  removeTempFolders();
});

/** A drop folder with a mark, in which `openSync` of a name fails from now on. */
function openWhere(fails: string, code: string): DropHandle {
  const path = tempFolder();
  mkdirSync(join(path, 'archive/.heado-till'), { recursive: true, mode: 0o700 });
  writeFileSync(join(path, 'archive/.heado-till/mark'), 'no mark', { mode: 0o600 });
  const disk = createDisk({
    ...nodeFileSystem,
    openSync(file, flags, mode) {
      if (file.endsWith(`/${fails}`)) throw Object.assign(new Error(code), { code });
      return nodeFileSystem.openSync(file, flags, mode);
    },
  });
  const handle = openDropHandle({ disk, path, dataDir: tempFolder(), create: false });
  if (!handle.ok) throw new Error(handle.error.code);
  opened.push(handle.value);
  return handle.value;
}

it.each(['.heado-till', 'mark'])(
  'a process without room for %s is told so, not that its mark is another',
  (name) => {
    const folder = openWhere(name, 'EMFILE');
    expect(refusal(folder, 'tampered')).toMatchObject({
      code: 'folder.tooManyOpen',
      values: { path: folder.path, errno: 'EMFILE' },
    });
    expect(refusal(openWhere(name, 'EIO'), 'tampered').code).toBe('folder.markTampered');
  },
);

it('a decision of a person puts nothing aside that the process could not open', () => {
  const folder = openWhere('.heado-till', 'EMFILE');
  expect(() => clearMarkPlace(folder)).toThrow('EMFILE');
  expect(existsSync(join(folder.path, 'archive/.heado-till/mark'))).toBe(true);
});
