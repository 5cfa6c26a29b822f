import { linkSync, mkdirSync, renameSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { examineFile, factsOf, type FileFacts } from '../../../src-main/intake/file-facts.ts';
import { nodeFileSystem } from '../../../src-main/intake/file-system.ts';
import { createSourceReader } from '../../../src-main/intake/read-source.ts';
import { removeTempFolders, tempFolder } from '../../support/temp-folder.ts';
import { makePipe } from './till-folder.ts';

afterAll(removeTempFolders);

const folder = tempFolder();
const owner = statSync(folder).uid;
const LIMIT = 1024 * 1024;
const path = (name: string): string => join(folder, name);
const examine = (name: string): ReturnType<typeof examineFile> =>
  examineFile(nodeFileSystem, path(name), name, { folder: owner, agent: owner + 1 });
const codeOf = (name: string): string => {
  const examined = examine(name);
  return examined.kind === 'foreign' ? examined.problem.code : examined.kind;
};

describe('examining what lies in the folder', () => {
  it('knows links, folders, pipes, sockets and devices without opening them', async () => {
    writeFileSync(path('secret'), 'key');
    symlinkSync(path('secret'), path('link.json'));
    symlinkSync('/nowhere', path('dangling.json'));
    mkdirSync(path('x.json'));
    makePipe(path('fifo.json'));
    const server = createServer().listen(path('socket.json'));
    await new Promise<void>((resolve) => server.once('listening', resolve));
    expect(codeOf('link.json')).toBe('file.symbolicLink');
    expect(codeOf('dangling.json')).toBe('file.symbolicLink');
    expect(codeOf('x.json')).toBe('file.isFolder');
    expect(codeOf('fifo.json')).toBe('file.fifo');
    expect(codeOf('socket.json')).toBe('file.socket');
    expect(examineFile(nodeFileSystem, '/dev/zero', 'zero', undefined)).toMatchObject({
      problem: { code: 'file.device' },
    });
    await new Promise((resolve) => server.close(resolve));
  });

  it.each([
    ['takes', 'of the folder owner', { folder: owner, agent: owner + 1 }],
    ['refuses', 'of another owner', { folder: owner + 1, agent: owner + 2 }],
    ['refuses', "of the agent's own, though the folder is its own too", { folder: owner, agent: owner }],
    ['takes', 'in a folder where nobody else can make links', undefined],
  ])('%s a file with two names %s', (what, _whose, owners) => {
    const name = `${what}.json`;
    writeFileSync(path(name), '1');
    linkSync(path(name), `${path(name)}-link`);
    const examined = examineFile(nodeFileSystem, path(name), name, owners);
    if (what === 'takes') expect(examined.kind).toBe('file');
    else expect(examined).toMatchObject({ problem: { code: 'file.foreignHardLink', values: { links: 2 } } });
    rmSync(`${path(name)}-link`);
  });

  it('takes a file with one name whoever owns it', () => {
    writeFileSync(path('pos.json'), '1');
    expect(
      examineFile(nodeFileSystem, path('pos.json'), 'pos.json', { folder: owner + 1, agent: owner + 1 }).kind,
    ).toBe('file');
  });

  it('tells a name that is not UTF-8 from one that is gone', () => {
    const name = Buffer.from([0x61, 0xff, 0x2e, 0x6a]);
    writeFileSync(Buffer.concat([Buffer.from(`${folder}/`), name]), '1');
    const [listed = ''] = nodeFileSystem.readdirSync(folder).filter((each) => each.includes('\uFFFD'));
    expect(codeOf(listed)).toBe('file.nameNotUtf8');
    expect(codeOf('gone.json')).toBe('gone');
  });

  it('passes on the error of a system that refuses to look', () => {
    const fs = {
      ...nodeFileSystem,
      lstatSync: () => {
        throw Object.assign(new Error('io'), { code: 'EIO' });
      },
    };
    expect(examineFile(fs, path('own'), 'own', undefined)).toEqual({ kind: 'unreadable', errno: 'EIO' });
  });
});

describe('reading a source', () => {
  const read = createSourceReader(nodeFileSystem);
  function write(name: string, content: string): FileFacts {
    writeFileSync(path(name), content);
    return factsOf(statSync(path(name)));
  }

  it('gives all bytes of small and of large files', () => {
    for (const content of ['', 'a', 'x'.repeat(300_000)]) {
      const facts = write('sized.json', content);
      const source = read(path('sized.json'), facts, LIMIT);
      expect(source.ok && Buffer.from(source.value.bytes).toString()).toBe(content);
      expect(source.ok && source.value.facts).toEqual(facts);
    }
  });

  it('refuses what was swapped for another file or a link between looking and opening', () => {
    const facts = write('swap.json', 'good');
    write('other.json', 'other');
    renameSync(path('other.json'), path('swap.json'));
    expect(read(path('swap.json'), facts, LIMIT)).toEqual({ ok: false, error: { kind: 'swapped' } });
    const own = write('linked.json', 'good');
    renameSync(path('linked.json'), path('kept.json'));
    symlinkSync(path('kept.json'), path('linked.json'));
    expect(read(path('linked.json'), own, LIMIT)).toEqual({ ok: false, error: { kind: 'swapped' } });
    expect(read(path('never.json'), own, LIMIT)).toEqual({ ok: false, error: { kind: 'swapped' } });
  });

  it('does not hang on a pipe that took the place of a file', () => {
    const facts = write('pipe.json', 'good');
    renameSync(path('pipe.json'), path('was-file'));
    makePipe(path('pipe.json'));
    expect(read(path('pipe.json'), facts, LIMIT)).toEqual({ ok: false, error: { kind: 'swapped' } });
  });

  it('refuses a file that grew over the limit', () => {
    const facts = write('grown.json', 'x'.repeat(11));
    expect(read(path('grown.json'), facts, 10)).toEqual({ ok: false, error: { kind: 'tooLarge' } });
  });

  it.each(['openSync', 'fstatSync', 'readSync'] as const)(
    'reports a failing %s and leaks no handle',
    (call) => {
      const facts = write('failing.json', 'good');
      const open = new Set<number>();
      const failing = createSourceReader({
        ...nodeFileSystem,
        openSync(file, flags) {
          const handle = nodeFileSystem.openSync(file, flags);
          open.add(handle);
          return handle;
        },
        closeSync(handle) {
          open.delete(handle);
          nodeFileSystem.closeSync(handle);
        },
        [call]: () => {
          throw Object.assign(new Error('refused'), { code: 'EACCES' });
        },
      });
      expect(failing(path('failing.json'), facts, LIMIT)).toEqual({
        ok: false,
        error: { kind: 'failed', errno: 'EACCES' },
      });
      expect(open.size).toBe(0);
    },
  );
});
