/** Somebody takes a file out of the archive to which its writer may still write: that is told, and only that. */
import { copyFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { waitFor } from '../../support/wait-for.ts';
import { failingFileSystem } from './failing-file-system.ts';
import {
  leaveFolders,
  RESCAN_MS,
  sale,
  SETTLE_MS,
  startFolder,
  startOnFakeClock,
  type TillFolder,
  type TillFolderOptions,
} from './till-folder.ts';
import type { FakeClock } from '../../support/fake-clock.ts';

afterEach(() => leaveFolders());

const DAY_MS = 86_400_000;

const away = (folder: TillFolder): readonly unknown[] =>
  folder
    .state()
    .problems.flatMap(({ code, values }) => (code === 'file.originalAway' ? [values['count']] : []));

async function archive(
  names: readonly string[],
  options: TillFolderOptions = {},
): Promise<{ folder: TillFolder; clock: FakeClock }> {
  const till = startOnFakeClock(options);
  for (const [index, name] of names.entries()) till.folder.write(name, `${sale(index)}\n`);
  await waitFor('all are archived', () => {
    till.clock.advance(SETTLE_MS);
    return till.folder.archived().length === names.length;
  });
  await till.folder.lookAgain();
  expect(away(till.folder)).toEqual([]);
  return till;
}

async function whenTold({ folder, clock }: { folder: TillFolder; clock: FakeClock }): Promise<void> {
  await waitFor('it is told', async () => {
    clock.advance(RESCAN_MS);
    await folder.lookAgain();
    return away(folder).length > 0;
  });
}

it('a day of the archive that is removed is told in one problem, with the number of its files, over a restart', async () => {
  const till = await archive(['a.ndjson', 'b.ndjson', 'c.ndjson']);
  const { folder, clock } = till;
  const [first = ''] = folder.archived();
  rmSync(join(folder.path, first, '..'), { recursive: true });
  await whenTold(till);
  expect(away(folder)).toEqual([3]);
  expect(folder.tellings('archive.missing')).toHaveLength(3);
  await folder.intake.stop();
  const { path, outbox, dataDir } = folder;
  const next = startFolder({ clock, path, outbox, dataDir });
  await whenTold({ folder: next, clock });
  expect(away(next)).toEqual([3]);
  clock.advance(DAY_MS);
  await next.lookAgain();
  expect(away(next)).toEqual([]);
});

it('a copy in the place of the original is told, and stays told over a restart', async () => {
  const till = await archive(['a.ndjson']);
  const { folder, clock } = till;
  const [first = ''] = folder.archived();
  const original = join(folder.path, first);
  copyFileSync(original, `${original}.copy`);
  renameSync(`${original}.copy`, original);
  await whenTold(till);
  await folder.intake.stop();
  const { path, outbox, dataDir } = folder;
  const next = startFolder({ clock, path, outbox, dataDir });
  await whenTold({ folder: next, clock });
});

it('a file that is put back is told no more', async () => {
  const till = await archive(['a.ndjson']);
  const { folder, clock } = till;
  const [first = ''] = folder.archived();
  const aside = join(folder.dataDir, 'aside');
  renameSync(join(folder.path, first), aside);
  await whenTold(till);
  renameSync(aside, join(folder.path, first));
  await waitFor('it is told no more', async () => {
    clock.advance(RESCAN_MS);
    await folder.lookAgain();
    return away(folder).length === 0;
  });
});

describe('is not told of', () => {
  it('what the agent pruned itself', async () => {
    const { folder, clock } = await archive(['a.ndjson'], { archiveDays: 0 });
    folder.outbox.settleAll();
    clock.advance(14 * DAY_MS - RESCAN_MS);
    await waitFor('it is deleted', async () => {
      clock.advance(60_000);
      await folder.lookAgain();
      return folder.archived().length === 0;
    });
    await folder.lookAgain();
    expect(folder.tellings('archive.missing')).toEqual([]);
  });

  it('a file that could not be moved and lies in the drop folder', async () => {
    const fs = failingFileSystem((call) => (call === 'renameSync' ? 'EPERM' : undefined));
    const { folder, clock } = startOnFakeClock({ fs });
    for (let number = 0; number < 30; number += 1) folder.write(`${number}.ndjson`, `${sale(number)}\n`);
    await waitFor('all are stored', () => {
      clock.advance(SETTLE_MS);
      return folder.outbox.labels().length === 30;
    });
    clock.advance(RESCAN_MS);
    await folder.lookAgain();
    const codes = folder.state().problems.map(({ code, values }) => [code, values['count']]);
    // Ten are told one by one, the others in one item.
    expect(codes).toEqual([
      ...Array.from({ length: 10 }, () => ['file.notMoved', undefined]),
      ['file.manyTroubled', 20],
    ]);
    expect(folder.tellings('archive.missing')).toEqual([]);
    // All of it is in the outbox.
    expect(folder.state().oldestUntakenSinceMs).toBeUndefined();
  });

  it('a file that ends by itself', async () => {
    const { folder, clock } = startOnFakeClock();
    folder.write('a.ndjson', `${sale(1)}\n___EOF___\n`);
    await folder.whenArchived(1);
    const [first = ''] = folder.archived();
    rmSync(join(folder.path, first));
    clock.advance(RESCAN_MS);
    await folder.lookAgain();
    clock.advance(RESCAN_MS);
    await folder.lookAgain();
    expect(folder.tellings('archive.missing')).toEqual([]);
  });
});
