import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { LOST_TOKEN, openTwin, readDataName, type TwinBook } from '../../../src-main/core/marks/twin.ts';
import { removeTempFolders, tempFolder } from '../../support/temp-folder.ts';

afterEach(removeTempFolders);

const TAKEN = ['/drop/one', '/drop/two'];

interface Opened {
  readonly twin: TwinBook;
  /** Where damaged files were put. */
  readonly aside: readonly string[];
}

function open(dataDir: string, known = 'd1'): Opened {
  const aside: string[] = [];
  const onDamage = (_: string, to: string): void => void aside.push(to);
  return { twin: openTwin({ dataDir, known, taken: () => TAKEN, onDamage }), aside };
}

describe('what the data folder remembers of its drop folders', () => {
  it('is nothing in a new data folder, and in one of a version that wrote none', () => {
    const { twin } = open(tempFolder(), '');
    expect(twin.folders()).toEqual([]);
    expect(twin.data).not.toBe('');
  });

  it('comes back as it was', () => {
    const dataDir = tempFolder();
    open(dataDir).twin.change('/drop/one', { token: 't1', question: 'torn' });
    const { twin, aside } = open(dataDir);
    expect(twin.folder('/drop/one')).toMatchObject({ token: 't1', question: 'torn' });
    expect(twin.data).toBe('d1');
    expect(aside).toEqual([]);
  });

  it.each([
    ['was removed', (path: string) => rmSync(path), 0],
    ['is empty', (path: string) => writeFileSync(path, ''), 1],
    ['is cut', (path: string) => writeFileSync(path, readFileSync(path).subarray(0, 40)), 1],
    ['is another program’s', (path: string) => writeFileSync(path, '{"form":2}'), 1],
  ] as const)(
    'keeps that there were tokens when its file %s, also after the next change',
    (_, lose, files) => {
      const dataDir = tempFolder();
      open(dataDir).twin.change('/drop/one', { token: 't1' });
      lose(join(dataDir, 'folders.json'));
      const { twin, aside } = open(dataDir);
      expect(aside).toHaveLength(files);
      expect(twin.data).toBe('d1');
      twin.change('/drop/two', { token: 't2' });
      const again = open(dataDir);
      expect(again.aside).toEqual([]);
      expect(again.twin.folder('/drop/one')).toMatchObject({ token: LOST_TOKEN });
      expect(readdirSync(dataDir).filter((name) => name.includes('damaged'))).toHaveLength(files);
    },
  );

  it('is not taken for nothing when the system cannot read it', () => {
    const dataDir = tempFolder();
    mkdirSync(join(dataDir, 'folders.json'));
    expect(() => open(dataDir)).toThrow('EISDIR');
    expect(readDataName(dataDir)).toBeUndefined();
  });
});
