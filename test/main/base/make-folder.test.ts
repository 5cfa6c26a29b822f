import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { makeFolder } from '../../../src-main/base/make-folder.ts';
import { onlyWhere } from '../../support/only-where.ts';
import { removeTempFolders, tempFolder } from '../../support/temp-folder.ts';

afterAll(removeTempFolders);

describe('making a folder', () => {
  it('makes what is missing above it, with the same rights, and takes what is there as it is', () => {
    const root = tempFolder();
    makeFolder(join(root, 'a', 'b', 'c'), 0o700);
    for (const path of ['a', 'a/b', 'a/b/c']) expect(statSync(join(root, path)).mode & 0o777).toBe(0o700);
    makeFolder(join(root, 'a', 'b'), 0o755);
    expect(statSync(join(root, 'a/b')).mode & 0o777).toBe(0o700);
  });

  it('says what is in the way', () => {
    const file = join(tempFolder(), 'file');
    writeFileSync(file, '');
    expect(() => makeFolder(file, 0o700)).toThrow('EEXIST');
    expect(() => makeFolder(join(file, 'below'), 0o700)).toThrow(/EEXIST|ENOTDIR/);
  });

  it('takes one that somebody else made at the same moment', () => {
    const path = join(tempFolder(), 'a');
    const faster = (made: string, options: { mode: number }): void => {
      mkdirSync(made, options);
      mkdirSync(made, options);
    };
    makeFolder(path, 0o700, { mkdirSync: faster });
    expect(statSync(path).isDirectory()).toBe(true);
  });

  onlyWhere(process.platform === 'linux', 'Linux').it(
    'ends where a folder that is there says that it is not',
    () => {
      expect(() => makeFolder('/proc/heado-till/below', 0o700)).toThrow('ENOENT');
    },
  );
});
