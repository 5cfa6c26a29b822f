import {
  chmodSync,
  chownSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { replaceFile } from '../../../src-main/base/replace-file.ts';
import { onlyAsRoot } from '../../support/only-where.ts';
import { removeTempFolders, tempFolder } from '../../support/temp-folder.ts';

afterEach(removeTempFolders);

/** Any user that is not this one. */
const STRANGER = 2003;

it('a link in the place of the file is replaced, and what it leads to is left alone', () => {
  const folder = tempFolder();
  writeFileSync(join(folder, 'elsewhere'), 'old');
  symlinkSync(join(folder, 'elsewhere'), join(folder, 'file'));
  replaceFile(join(folder, 'file'), 'new');
  expect(readFileSync(join(folder, 'elsewhere'), 'utf8')).toBe('old');
  expect(readFileSync(join(folder, 'file'), 'utf8')).toBe('new');
  expect(statSync(join(folder, 'file')).mode & 0o777).toBe(0o600);
});

it('a write that fails leaves what was there and nothing of its own', () => {
  const folder = tempFolder();
  mkdirSync(join(folder, 'file', 'full'), { recursive: true });
  expect(() => replaceFile(join(folder, 'file'), 'new')).toThrow();
  expect(readdirSync(folder)).toEqual(['file']);
});

onlyAsRoot('to be another user').it(
  'in a folder that may not be read the file is written all the same',
  () => {
    const folder = tempFolder();
    chmodSync(folder, 0o755);
    const own = join(folder, 'own');
    mkdirSync(own);
    chownSync(own, STRANGER, STRANGER);
    chmodSync(own, 0o300);
    process.seteuid?.(STRANGER);
    try {
      replaceFile(join(own, 'file'), 'new');
    } finally {
      process.seteuid?.(0);
    }
    expect(readFileSync(join(own, 'file'), 'utf8')).toBe('new');
  },
);
