/** A full disk under the outbox: it stops taking, goes on settling, and loses nothing. */
import { appendFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { isDiskFault } from '../../src-main/outbox/sqlite.ts';
import { entry, file, labelsOf, rule } from '../main/outbox/entries.ts';
import {
  closeFolder,
  closeOutboxes,
  deliverAll,
  ledgerLines,
  openFolder,
  reopen,
  type OutboxFolder,
} from '../main/outbox/outbox-folder.ts';
import { mountSmallDisk, onlyWithSmallDisk, type SmallDisk } from '../support/small-disk.ts';

const DISK_BYTES = 2 * 1024 * 1024;
const BALLAST_BYTES = 256 * 1024;
const PAGE_BYTES = 4096;
const SOUND = { faults: [], structure: 'ok' };

onlyWithSmallDisk.describe('on a full disk of 2 MiB', () => {
  let disk: SmallDisk;
  beforeEach(() => {
    disk = mountSmallDisk(DISK_BYTES);
  });
  afterEach(() => {
    closeOutboxes(() => disk.unmount());
  });

  const open = (): OutboxFolder =>
    openFolder({ dataDir: join(disk.path, 'data'), ballastBytes: BALLAST_BYTES });
  const receipt = (label: string) =>
    file([entry(label, { payload: JSON.stringify({ label, filler: 'x'.repeat(2_000) }) })]);

  /** Takes one receipt after another until the disk is full; answers what was acknowledged, and the fault. */
  function takeUntilFull(
    { outbox }: OutboxFolder,
    prefix: string,
  ): { acknowledged: string[]; fault: unknown } {
    const acknowledged: string[] = [];
    for (let number = 1; number < 1_000; number += 1) {
      try {
        outbox.take([receipt(`${prefix}${number}`)]);
      } catch (fault) {
        return { acknowledged, fault };
      }
      acknowledged.push(`${prefix}${number}`);
    }
    throw new Error('the disk never became full');
  }

  /** The next line of the ledger needs a page that the disk does not have. */
  function fillLastPage(dataDir: string): void {
    const path = join(dataDir, 'ledger', readdirSync(join(dataDir, 'ledger'))[0] ?? '');
    appendFileSync(path, '\n'.repeat(PAGE_BYTES - (statSync(path).size % PAGE_BYTES)));
  }

  const room = (): void => rmSync(join(disk.path, 'filler'));

  it('taking stops with a fault of the disk, settling goes on by the ballast, nothing acknowledged is lost', () => {
    const folder = open();
    folder.outbox.take([receipt('first')]);
    const flying = folder.outbox.nextBatch(rule());
    disk.fill('filler', 200_000);
    const { acknowledged, fault } = takeUntilFull(folder, 'r');
    expect(isDiskFault(fault)).toBe(true);
    expect(acknowledged.length).toBeGreaterThan(3);
    expect(folder.ballast.state()).toBe('present');
    fillLastPage(folder.dataDir);
    disk.fill('filler', 0);

    folder.outbox.settle(flying?.id ?? '', { verdict: 'accepted', counted: 1 });
    expect(folder.ballast.state()).toBe('released');
    expect(folder.notes).toContainEqual({ event: 'ballast.released', fields: {} });
    expect(ledgerLines(folder.dataDir).at(-1)).toContain('"first"');

    const sent = deliverAll(folder, rule());
    expect(sent.flatMap((batch) => labelsOf(batch.entries))).toEqual(acknowledged);
    expect(folder.ballast.restore()).toBe(false);

    room();
    expect(folder.ballast.restore()).toBe(true);
    expect(folder.ballast.state()).toBe('present');
    expect(folder.outbox.take([receipt('after')])).toMatchObject([{ stored: 1 }]);
    const later = reopen(folder);
    expect(later.health).toBe('sound');
    expect(later.outbox.reading.counts().byState).toMatchObject({
      delivered: acknowledged.length + 1,
      waiting: 1,
    });
    expect(later.outbox.verify()).toEqual({ rows: acknowledged.length + 2, ...SOUND });
  });

  it('what was acknowledged before survives a full disk and a restart on it', () => {
    const folder = open();
    disk.fill('filler', 300_000);
    const { acknowledged } = takeUntilFull(folder, 'r');
    expect(acknowledged.length).toBeGreaterThan(3);
    closeFolder(folder);
    disk.fill('filler', 0);
    const later = openFolder({ dataDir: folder.dataDir, ballastBytes: BALLAST_BYTES });
    expect(later.health).toBe('sound');
    expect(later.outbox.verify()).toEqual({ rows: acknowledged.length, ...SOUND });
    const sent = deliverAll(later, rule());
    expect(sent.flatMap((batch) => labelsOf(batch.entries))).toEqual(acknowledged);
  });

  it('a batch that was frozen in a failed transaction is not handed out', () => {
    const folder = open();
    folder.outbox.arm('receipts', rule());
    disk.fill('filler', 0);
    expect(() => folder.outbox.take([receipt('r1')])).toThrow();
    expect(() => folder.outbox.count('skipped', 1)).not.toThrow();
    expect(folder.outbox.nextBatch(rule())).toBeUndefined();
    room();
    folder.outbox.take([receipt('r1')]);
    expect(folder.outbox.nextBatch(rule())).toMatchObject({ attempt: 1, entries: [{ seq: 1, label: 'r1' }] });
  });

  it('an answer that cannot be written at all leaves the batch as it is, to be settled later', () => {
    const folder = openFolder({ dataDir: join(disk.path, 'data'), ballastBytes: 0 });
    folder.outbox.take([receipt('r1'), receipt('r2')]);
    const batch = folder.outbox.nextBatch(rule());
    disk.fill('filler', 0);
    const settle = (): unknown =>
      folder.outbox.settle(batch?.id ?? '', { verdict: 'accepted', counted: 2 }, rule());
    expect(settleFails(settle)).toBe(true);
    expect(folder.outbox.reading.counts().byState).toMatchObject({ delivered: 0, in_flight: 2 });
    room();
    expect(settleFails(settle)).toBe(false);
    expect(folder.outbox.reading.counts().byState).toMatchObject({ delivered: 2, in_flight: 0 });
    expect(folder.outbox.verify()).toEqual({ rows: 2, ...SOUND });
  });

  function settleFails(settle: () => unknown): boolean {
    try {
      settle();
      return false;
    } catch (error) {
      expect(isDiskFault(error)).toBe(true);
      return true;
    }
  }
});
