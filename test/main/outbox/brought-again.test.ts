/** What a person gave up and the POS brings again: a person sees it again, whatever becomes of the database. */
import { afterEach, describe, expect, it } from 'vitest';
import { codeOf, entry, file, labelsOf, refuse, rule, shelfItem } from './entries.ts';
import { asArchive, withoutDatabase } from './every-state.ts';
import type { TakenFile } from '../../../src-main/outbox/port.ts';
import {
  closeOutboxes,
  deliverAll,
  ledgerLines,
  openFolder,
  openImage,
  reopen,
  type OutboxFolder,
} from './outbox-folder.ts';

afterEach(() => closeOutboxes());

let inode = 1;
const arrival = (name: string, payload = 'as it was', extra: Partial<TakenFile> = {}): TakenFile => ({
  ...file([entry(name, { payload })], { name: `${name}.json`, inode: (inode += 1) }),
  ...extra,
});
const badFile = (): TakenFile =>
  file([], { name: 'bad.json', shelf: [shelfItem('line 1')], inode: (inode += 1) });

/** r1 was refused by HEADO and given up by a person. */
function withDiscardedEntry(): { folder: OutboxFolder; archive: TakenFile[] } {
  const folder = openFolder();
  const archive = [arrival('r1')];
  folder.outbox.take(archive);
  refuse(folder.outbox, 1);
  folder.outbox.shelf.discardEntry({ id: 1, version: 2, reason: 'by hand' });
  return { folder, archive };
}

const states = ({ outbox }: OutboxFolder): string[] =>
  outbox.reading
    .list({ limit: 20 })
    .map(({ seq, state }) => `${seq} ${state}`)
    .reverse();

/** The database is lost; what the archive holds is read again, then the ledger is applied. */
function rebuilt(folder: OutboxFolder, archive: readonly TakenFile[]): OutboxFolder {
  const lost = withoutDatabase(folder);
  lost.outbox.take(asArchive(archive));
  lost.outbox.rebuild.applyLedger();
  return lost;
}

const payloadsOf = (folder: OutboxFolder): string[] =>
  deliverAll(folder, rule()).flatMap(({ entries }) => entries.map(({ payload }) => payload));

describe('an entry that a person gave up and that comes again as it was', () => {
  it('waits for a person: visible, told, not sent by itself', () => {
    const { folder } = withDiscardedEntry();
    expect(folder.outbox.take([arrival('r1')])).toMatchObject([{ stored: 0, duplicates: 0, shelved: 1 }]);
    expect(states(folder)).toEqual(['1 discarded', '2 quarantined']);
    expect(codeOf(folder.outbox.reading.entry(2)?.problem ?? '')).toBe('outbox.broughtAgain');
    expect(folder.notes.at(-1)).toEqual({
      event: 'entry.reopened',
      fields: { label: 'r1', file: 'r1.json', earlier: 1 },
    });
    expect(folder.outbox.nextBatch(rule())).toBeUndefined();
    expect(folder.outbox.reading.counts()).toMatchObject({ byState: { quarantined: 1, discarded: 1 } });
  });

  it('is sent when the person wants it, and is a duplicate while it waits', () => {
    const { folder } = withDiscardedEntry();
    folder.outbox.take([arrival('r1')]);
    expect(folder.outbox.take([arrival('r1')])).toMatchObject([{ duplicates: 1, shelved: 0 }]);
    expect(folder.outbox.readmit([2])).toBe(1);
    expect(payloadsOf(folder)).toEqual(['as it was']);
    expect(folder.outbox.take([arrival('r1')])).toMatchObject([{ duplicates: 1, shelved: 0 }]);
  });

  it('comes back as often as it is given up and brought', () => {
    const { folder } = withDiscardedEntry();
    for (const seq of [2, 3]) {
      expect(folder.outbox.take([arrival('r1')])).toMatchObject([{ shelved: 1 }]);
      const version = folder.outbox.shelf.entryVersion(seq) ?? 0;
      expect(folder.outbox.shelf.discardEntry({ id: seq, version, reason: '' }).ok).toBe(true);
    }
    expect(states(folder)).toEqual(['1 discarded', '2 discarded', '3 discarded']);
  });

  it('is no arrival when its file is read once more, or the archive', () => {
    const { folder, archive } = withDiscardedEntry();
    expect(folder.outbox.take(archive)).toMatchObject([{ duplicates: 1, shelved: 0 }]);
    expect(folder.outbox.take(asArchive([arrival('r1')]))).toMatchObject([{ duplicates: 1, shelved: 0 }]);
    expect(states(folder)).toEqual(['1 discarded']);
  });

  it('is an arrival though nothing but the ledger knows of it', () => {
    const { folder } = withDiscardedEntry();
    const lost = rebuilt(folder, []);
    expect(states(lost)).toEqual(['1 discarded']);
    expect(lost.outbox.take([arrival('r1')])).toMatchObject([{ shelved: 1 }]);
    expect(states(lost)).toEqual(['1 discarded', '2 quarantined']);
  });

  it('is there again after a restart and after a rebuild, and a mere discard is not', () => {
    const { folder, archive } = withDiscardedEntry();
    expect(states(rebuilt(folder, archive))).toEqual(['1 discarded']);
    const other = withDiscardedEntry();
    const again = arrival('r1');
    other.folder.outbox.take([again]);
    const later = reopen(other.folder);
    expect(later.health).toBe('sound');
    expect(openImage(later).health).toBe('sound');
    const whole = rebuilt(later, [...other.archive, again]);
    expect(states(whole)).toEqual(['1 quarantined']);
    expect(codeOf(whole.outbox.reading.entry(1)?.problem ?? '')).toBe('outbox.broughtAgain');
    expect(whole.outbox.reading.counts().byState).toMatchObject({ quarantined: 1, discarded: 0 });
    expect(reopen(whole).health).toBe('sound');
  });

  it('stays given up in a rebuild when it was given up again', () => {
    const { folder, archive } = withDiscardedEntry();
    const again = arrival('r1');
    folder.outbox.take([again]);
    const version = folder.outbox.shelf.entryVersion(2) ?? 0;
    folder.outbox.shelf.discardEntry({ id: 2, version, reason: '' });
    expect(states(rebuilt(folder, [...archive, again]))).toEqual(['1 discarded']);
  });
});

describe('a mended version of what was refused', () => {
  it.each([true, false])('that waits is sent after a rebuild (given up by a person: %s)', (isGivenUp) => {
    const folder = openFolder();
    const archive = [arrival('r1', 'wrong'), arrival('r1', 'mended')];
    folder.outbox.take(archive.slice(0, 1));
    refuse(folder.outbox, 1);
    if (isGivenUp) folder.outbox.shelf.discardEntry({ id: 1, version: 2, reason: '' });
    folder.outbox.take(archive.slice(1));
    const whole = rebuilt(folder, archive);
    expect(states(whole)).toEqual(['1 discarded', '2 waiting']);
    expect(payloadsOf(whole)).toEqual(['mended']);
  });

  it('that was delivered is not sent again by a rebuild, nor is what it replaced', () => {
    const folder = openFolder();
    const archive = [arrival('r1', 'wrong'), arrival('r1', 'mended')];
    folder.outbox.take(archive.slice(0, 1));
    refuse(folder.outbox, 1);
    folder.outbox.take(archive.slice(1));
    deliverAll(folder, rule());
    expect(payloadsOf(rebuilt(folder, archive))).toEqual([]);
  });
});

describe('a record that a person gave up on the shelf', () => {
  function withDiscardedRecord(): OutboxFolder {
    const folder = openFolder();
    folder.outbox.take([badFile()]);
    folder.outbox.shelf.close({ id: 1, version: 1, reason: 'by hand' }, 'discarded');
    return folder;
  }
  const openOnes = ({ outbox }: OutboxFolder): number => outbox.reading.counts().shelf.open;

  it('lies there again when it comes again, told and counted', () => {
    const folder = withDiscardedRecord();
    expect(folder.outbox.take([badFile()])).toMatchObject([{ shelved: 1 }]);
    expect(openOnes(folder)).toBe(1);
    expect(folder.notes.at(-1)).toEqual({
      event: 'record.reopened',
      fields: { label: 'bad line 1', file: 'bad.json' },
    });
    expect(folder.outbox.reading.counts().counters).toMatchObject({ quarantined: 2, discarded: 1 });
    expect(folder.outbox.take([badFile()])).toMatchObject([{ shelved: 0 }]);
  });

  it('is told only when it is true', () => {
    const folder = withDiscardedRecord();
    const before = folder.notes.length;
    const broken = file([entry('broken', { occurredAtMs: 0.5 })]);
    expect(() => folder.outbox.take([badFile(), broken])).toThrow();
    expect(folder.notes).toHaveLength(before);
    expect(openOnes(folder)).toBe(0);
  });

  it('lies there again after a restart and a rebuild', () => {
    const folder = withDiscardedRecord();
    const again = badFile();
    folder.outbox.take([again]);
    const later = reopen(folder);
    expect(later.health).toBe('sound');
    expect(openOnes(rebuilt(later, [badFile(), again]))).toBe(1);
  });

  it('is an arrival though nothing but the ledger knows of it', () => {
    const lost = rebuilt(withDiscardedRecord(), []);
    expect(lost.outbox.take([badFile()])).toMatchObject([{ shelved: 1 }]);
    expect(openOnes(lost)).toBe(1);
    expect(openOnes(rebuilt(lost, [badFile()]))).toBe(1);
  });

  it('that is an entry by the time when it comes again is sent, also by a rebuild before it left', () => {
    const folder = withDiscardedRecord();
    const good = (): TakenFile =>
      file([entry('r1', { at: 'line 1', raw: 'raw line 1' })], { name: 'bad.json', inode: (inode += 1) });
    const taken = good();
    expect(folder.outbox.take([taken])).toMatchObject([{ stored: 1 }]);
    expect(openOnes(folder)).toBe(0);
    const whole = rebuilt(folder, [good(), taken]);
    expect(deliverAll(whole, rule()).flatMap(({ entries }) => labelsOf(entries))).toEqual(['r1']);
  });
});

it('what came of a discard is a line of the ledger', () => {
  const { folder } = withDiscardedEntry();
  folder.outbox.take([arrival('r1')]);
  const dids = ledgerLines(folder.dataDir).map((line) => /"did":"(\w+)"/.exec(line)?.[1]);
  expect(dids).toEqual(['begin', 'discard', 'reopen']);
});
