/** Archive and rejected files lie on another disk than the drop folder: what moves is copied. */
import { statSync, truncateSync } from 'node:fs';
import { basename, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { nodeFileSystem, type FileSystem } from '../../src-main/intake/file-system.ts';
import type { FakeClock } from '../support/fake-clock.ts';
import {
  leaveFolders,
  RESCAN_MS,
  sale,
  startOnFakeClock,
  type TillFolder,
} from '../main/intake/till-folder.ts';
import { waitFor } from '../support/wait-for.ts';

afterEach(() => leaveFolders());

const LIMIT_BYTES = 1_000_000;
/** Larger than what is read within a round. */
const LARGE_BYTES = 400_000;

let folder: TillFolder;
let clock: FakeClock;
let written: number;

/** `roomBytes`: what the other disk takes at once. */
function start(roomBytes = Number.POSITIVE_INFINITY): void {
  written = 0;
  const isAside = (path: string): boolean => basename(path).startsWith('.heado-till-');
  const fs: FileSystem = {
    ...nodeFileSystem,
    renameSync(from, to) {
      if (!isAside(from) && !isAside(to)) throw Object.assign(new Error('EXDEV'), { code: 'EXDEV' });
      nodeFileSystem.renameSync(from, to);
    },
    writeSync(handle, from, offset, length) {
      if (length > roomBytes) throw Object.assign(new Error('ENOSPC'), { code: 'ENOSPC' });
      written += length;
      return nodeFileSystem.writeSync(handle, from, offset, length);
    },
  };
  ({ folder, clock } = startOnFakeClock({ fs, maxFileBytes: LIMIT_BYTES }));
}

async function rescan(times = 1): Promise<void> {
  for (let time = 0; time < times; time += 1) {
    clock.advance(RESCAN_MS);
    await folder.lookAgain();
  }
}

async function neighbourGoes(number: number): Promise<void> {
  folder.drop(`${number}.json`, sale(number));
  await waitFor('the neighbour is archived', async () => {
    await rescan();
    return folder.archived().some((path) => basename(path) === `${number}.json`);
  });
}

const codes = (): readonly string[] => folder.state().problems.map(({ code }) => code);

describe('a file over the limit', () => {
  const huge = (): string => join(folder.path, '0.json');

  it('is not copied: it stays, is told, and holds up nothing, whatever its size', async () => {
    start();
    folder.write('0.json', '');
    truncateSync(huge(), 100_000_000_000);
    await neighbourGoes(1);
    await waitFor('it is told', async () => {
      await rescan();
      return codes().includes('file.tooLarge');
    });
    const before = written;
    await rescan(20);
    expect(written).toBe(before);
    await neighbourGoes(2);
    expect(codes()).toEqual(['file.tooLarge']);
    expect(folder.state().oldestUntakenSinceMs).toBeDefined();
    expect(folder.names('rejected')).toEqual([]);
    expect(statSync(huge()).size).toBe(100_000_000_000);
    expect(folder.tellings('file.passedOver')).toMatchObject([{ file: '0.json', code: 'file.tooLarge' }]);
  });

  it('is taken once it is within the limit', async () => {
    start();
    folder.write('0.json', '');
    truncateSync(huge(), 2 * LIMIT_BYTES);
    await waitFor('it is told', async () => {
      await rescan();
      return codes().includes('file.tooLarge');
    });
    folder.write('0.json', sale(0));
    await waitFor('it is archived', async () => {
      await rescan();
      return folder.archived().length === 1;
    });
    expect(folder.state()).toMatchObject({ problems: [], oldestUntakenSinceMs: undefined });
  });
});

describe('a large file that the other disk has no room for', () => {
  it.each([
    ['rejected', 'file.notRejected', 'x'.repeat(LARGE_BYTES)],
    ['archive', 'file.notMoved', `${sale(0)}\n${' '.repeat(LARGE_BYTES)}\n___EOF___\n`],
  ])('in %s is told with its disk, and its neighbours go on', async (_place, code, content) => {
    start(100_000);
    folder.drop('0.json', content);
    await waitFor('it is told', async () => {
      await rescan();
      return codes().includes(code);
    });
    await rescan(10);
    await neighbourGoes(1);
    await neighbourGoes(2);
    expect(folder.state()).toMatchObject({ state: 'watching' });
    expect(folder.state().problems).toMatchObject([{ code, values: { errno: 'ENOSPC', path: folder.path } }]);
    expect(folder.names()).toContain('0.json');
    expect(folder.tellings('disk.full')).toEqual([]);
  });
});
