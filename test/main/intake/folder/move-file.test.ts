import {
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { faultCode } from '../../../../src-main/intake/faults.ts';
import { nodeFileSystem, type FileSystem } from '../../../../src-main/intake/file-system.ts';
import { createDisk } from '../../../../src-main/intake/folder/disk.ts';
import { holdFolder, type HeldFolder } from '../../../../src-main/intake/folder/held-folder.ts';
import { bringBackAll, moveFile } from '../../../../src-main/intake/folder/move-file.ts';
import { removeTempFolders, tempFolder } from '../../../support/temp-folder.ts';

const held: HeldFolder[] = [];
afterEach(() => {
  for (const folder of held.splice(0)) folder.close();
  removeTempFolders();
});

interface Pair {
  readonly path: string;
  readonly from: HeldFolder;
  readonly to: HeldFolder;
  read(below: string): string;
}

/** Two folders with the file `from/1.json`, on a disk where some calls are other ones. */
function lay(calls: Partial<FileSystem> = {}): Pair {
  const path = tempFolder();
  for (const name of ['from', 'to']) mkdirSync(join(path, name));
  writeFileSync(join(path, 'from/1.json'), 'receipt', { mode: 0o644 });
  const disk = createDisk({ ...nodeFileSystem, ...calls });
  const [from, to] = ['from', 'to'].map((name) => holdFolder(disk, join(path, name)));
  if (!from || !to) throw new Error('two folders');
  held.push(from, to);
  return { path, from, to, read: (below) => readFileSync(join(path, below), 'utf8') };
}

const fail = (_name: string, error: unknown): never => {
  throw error;
};

const MOVING = { copyBytesMax: 100 };

const otherDevice: Partial<FileSystem> = {
  renameSync(from, to) {
    if (!to.includes('heado-till-') && from.endsWith('/1.json')) {
      throw Object.assign(new Error('cross-device'), { code: 'EXDEV' });
    }
    nodeFileSystem.renameSync(from, to);
  },
};

describe('a file that is moved', () => {
  it('replaces nothing, whatever comes under its new name at the last moment', () => {
    const { path, from, to, read } = lay();
    writeFileSync(join(path, 'to/1.json'), 'another');
    expect(() => moveFile({ folder: from, name: '1.json' }, { folder: to, name: '1.json' }, MOVING)).toThrow(
      /EEXIST/,
    );
    expect([read('from/1.json'), read('to/1.json')]).toEqual(['receipt', 'another']);
  });

  it.each([
    ['a link of the kept empty file', true],
    ['a new empty file', false],
  ])('takes its name by %s, and nothing is left of that', (_by, linked) => {
    const { path, from, to, read } = lay();
    writeFileSync(join(path, 'empty'), '');
    const base = holdFolder(from.disk, path);
    held.push(base);
    const empty = linked ? { folder: base, name: 'empty' } : undefined;
    expect(
      moveFile({ folder: from, name: '1.json' }, { folder: to, name: '1.json' }, { ...MOVING, empty }),
    ).toMatchObject({
      kind: 'moved',
      facts: { sizeBytes: 7 },
    });
    expect(read('to/1.json')).toBe('receipt');
    expect(statSync(join(path, 'empty')).nlink).toBe(1);
    expect(readdirSync(join(path, 'from'))).toEqual([]);
  });

  it('that is gone leaves no placeholder', () => {
    const { path, from, to } = lay();
    expect(moveFile({ folder: from, name: 'x' }, { folder: to, name: 'x' }, MOVING)).toEqual({
      kind: 'gone',
    });
    expect(readdirSync(join(path, 'to'))).toEqual([]);
  });

  it.each(['../x', 'a/b', '..', '', 'a\0b'])('under the name %j is refused', (name) => {
    const { from, to } = lay();
    expect(() => moveFile({ folder: from, name: '1.json' }, { folder: to, name }, MOVING)).toThrow(
      /plain name/,
    );
    expect(() => moveFile({ folder: from, name }, { folder: to, name: 'x' }, MOVING)).toThrow(/plain name/);
  });
});

describe('a file that goes to another file system', () => {
  it('is copied with a mode of its own, and the original goes', () => {
    const { path, from, to, read } = lay(otherDevice);
    moveFile({ folder: from, name: '1.json' }, { folder: to, name: '1.json' }, MOVING);
    expect(read('to/1.json')).toBe('receipt');
    expect(statSync(join(path, 'to/1.json')).mode & 0o777).toBe(0o600);
    expect(readdirSync(join(path, 'from'))).toEqual([]);
  });

  it('never takes away what came under its name meanwhile', () => {
    let once = true;
    const pair = lay({
      ...otherDevice,
      fsyncSync(handle) {
        if (once) writeFileSync(join(pair.path, 'from/1.json'), 'the next receipt');
        once = false;
        nodeFileSystem.fsyncSync(handle);
      },
    });
    moveFile({ folder: pair.from, name: '1.json' }, { folder: pair.to, name: '1.json' }, MOVING);
    expect([pair.read('from/1.json'), pair.read('to/1.json')]).toEqual(['the next receipt', 'receipt']);
  });

  it.each(['fsyncSync', 'writeSync'] as const)('stays where it was when %s fails', (call) => {
    const { path, from, to, read } = lay({
      ...otherDevice,
      [call]() {
        throw Object.assign(new Error('full'), { code: 'ENOSPC' });
      },
    });
    expect(() => moveFile({ folder: from, name: '1.json' }, { folder: to, name: '1.json' }, MOVING)).toThrow(
      /full/,
    );
    expect(read('from/1.json')).toBe('receipt');
    expect(readdirSync(join(path, 'from'))).toEqual(['1.json']);
    expect(readdirSync(join(path, 'to'))).toEqual([]);
  });

  it('and is larger than what may be copied stays where it is, and nothing of it is written', () => {
    let written = 0;
    const { path, from, to } = lay({
      ...otherDevice,
      writeSync(...args) {
        written += 1;
        return nodeFileSystem.writeSync(...args);
      },
    });
    truncateSync(join(path, 'from/1.json'), 101);
    const moved = (): unknown =>
      moveFile({ folder: from, name: '1.json' }, { folder: to, name: '1.json' }, MOVING);
    expect(moved).toThrow(expect.objectContaining({ code: 'EFBIG' }));
    expect([readdirSync(join(path, 'from')), readdirSync(join(path, 'to')), written]).toEqual([
      ['1.json'],
      [],
      0,
    ]);
  });

  it('comes back under its name when a crash left it aside, and replaces nothing there', () => {
    const { path, from, read } = lay();
    renameSync(join(path, 'from/1.json'), join(path, 'from/.heado-till-0123abcd~1.json'));
    writeFileSync(join(path, 'from/1.json'), 'the next receipt');
    bringBackAll(from, fail);
    expect([read('from/1.json'), read('from/1~2.json')]).toEqual(['the next receipt', 'receipt']);
  });
});

describe('what has the name of a file that a crash left aside', () => {
  const aside = (rest: string): string => `.heado-till-00000000~${rest}`;

  it('and is no file, or has no name left to come back under, stays and keeps nothing else from coming back', () => {
    const { path, from, read } = lay();
    for (const rest of ['.', '..']) writeFileSync(join(path, 'from', aside(rest)), '');
    mkdirSync(join(path, 'from', aside('folder')));
    symlinkSync('/etc', join(path, 'from', aside('link.json')));
    renameSync(join(path, 'from/1.json'), join(path, 'from', aside('z.json')));
    bringBackAll(from, fail);
    expect(read('from/z.json')).toBe('receipt');
    expect(readdirSync(join(path, 'from')).sort()).toEqual(
      [aside('.'), aside('..'), aside('folder'), aside('link.json'), 'z.json'].sort(),
    );
  });

  it('and is refused by the disk costs itself alone, and is told', () => {
    const { path, from, read } = lay({
      renameSync(old, next) {
        if (old.endsWith('a.json')) throw Object.assign(new Error('busy'), { code: 'EBUSY' });
        nodeFileSystem.renameSync(old, next);
      },
    });
    for (const rest of ['a.json', 'b.json']) writeFileSync(join(path, 'from', aside(rest)), rest);
    const told: unknown[] = [];
    bringBackAll(from, (name, error) => told.push([name, faultCode(error)]));
    expect(told).toEqual([[aside('a.json'), 'EBUSY']]);
    expect(read('from/b.json')).toBe('b.json');
    expect(readdirSync(join(path, 'from'))).not.toContain('a.json');
  });
});
