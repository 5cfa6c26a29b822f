/**
 * A till of version 0.1.0 goes on: what it knew by its own keys is known, in its database, in its ledger, and in the
 * archive that is judged anew. The fixtures were written by that version.
 */
import { copyFileSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, describe, expect, it } from 'vitest';
import { settingsInForce } from '../../../src-main/core/marks/in-force.ts';
import { databasePath } from '../../../src-main/outbox/open.ts';
import type { NewEntry, TakenFile } from '../../../src-main/outbox/port.ts';
import { isSoundThroughout } from '../../../src-main/outbox/soundness.ts';
import { settingsSchema } from '../../../src-main/settings/schema.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { file, labelsOf, rule, shelfItem } from './entries.ts';
import { asArchive, withoutDatabase } from './every-state.ts';
import { behindItsBack, closeOutboxes, deliverAll, openFolder, type OutboxFolder } from './outbox-folder.ts';
import { bring, receipt, refund, shift } from './records.ts';

afterEach(() => closeOutboxes());

const fixture = (name: string): string => join(import.meta.dirname, '../../fixtures/outbox', name);
const DRIVE = '7380440902975456';
const fiscal = (document: string): { readonly fiscal: { drive: string; document: string }[] } => ({
  fiscal: [{ drive: DRIVE, document }],
});

/** The data folder as version 0.1.0 left it. */
function leftBehind(): string {
  const dataDir = tempFolder();
  mkdirSync(join(dataDir, 'ledger'));
  copyFileSync(fixture('version-1-day.ndjson'), join(dataDir, 'ledger', '2026-11.ndjson'));
  const database = new DatabaseSync(databasePath(dataDir));
  database.exec(readFileSync(fixture('version-1.sql'), 'utf8'));
  database.exec(readFileSync(fixture('version-1-day.sql'), 'utf8'));
  database.close();
  return dataDir;
}

const opened = (): OutboxFolder => openFolder({ dataDir: leftBehind() });

const sales = {
  plain: receipt(),
  numbered: receipt({ extId: 'A-2', docId: '7' }),
  fiscal: receipt({ extId: 'A-3', ...fiscal('1') }),
};
const refunds = {
  plain: refund(),
  numbered: refund({ extId: 'A-2', docId: 'R-1' }),
  fiscal: refund({ extId: 'A-3', ...fiscal('2') }),
};
const signals = {
  opening: shift({ shift: '1' }),
  closing: shift({ event: 'shift/stop', shift: '1', time: '2026-11-21T21:00:00' }),
  bare: shift({ time: '2026-11-22T09:00:05' }),
};
const delivered = [sales, refunds, signals].flatMap((each) => Object.values(each));

/** The archive of that day, in the order of its files. */
function archive(): TakenFile[] {
  const last = ['Q-1', 'X-1', 'W-1'].map((extId) => receipt({ extId }));
  const files = [...delivered, ...last].map((each, index) => file([each], { name: `${index + 1}.json` }));
  return asArchive([...files, file([], { name: 'bad.json', shelf: [shelfItem('line 1')] })]);
}

describe('a database of version 0.1.0', () => {
  it('is opened as it is, sound to the last key, and goes on', () => {
    const folder = opened();
    expect(folder.health).toBe('sound');
    expect(behindItsBack(folder.dataDir, isSoundThroughout)).toBe(true);
    const sent = deliverAll(folder, rule()).flatMap(({ entries }) => labelsOf(entries));
    expect(sent).toEqual(['W-1']);
    expect(bring(folder, receipt({ extId: 'B-1' }))).toBe('new');
    expect(folder.outbox.verify()).toMatchObject({ faults: [], structure: 'ok' });
    expect(behindItsBack(folder.dataDir, isSoundThroughout)).toBe(true);
  });

  it('knows everything that it knew', () => {
    const folder = opened();
    expect(delivered.map((each) => bring(folder, each))).toEqual(delivered.map(() => 'duplicate'));
    expect(folder.outbox.reading.counts().counters['differing_duplicates'] ?? 0).toBe(0);
  });

  it.each<[string, NewEntry, string]>([
    ['a sale with a number that came later', receipt({ docId: '9' }), 'duplicate'],
    ['a sale without the number that it had', receipt({ extId: 'A-2' }), 'duplicate'],
    ['a sale with another number', receipt({ extId: 'A-2', docId: '8' }), 'outbox.conflict'],
    ['a sale at another moment', receipt({ time: '2026-11-21T19:00:00+03:00' }), 'outbox.conflict'],
    ['a sale without its fiscal number', receipt({ extId: 'A-3' }), 'duplicate'],
    ['its fiscal document in other words', receipt({ extId: 'x', ...fiscal('1') }), 'duplicate'],
    [
      'its fiscal document with another amount',
      receipt({ extId: 'x', amount: 4, ...fiscal('1') }),
      'outbox.fiscalConflict',
    ],
    ['a return with another body', refund({ cashier: 'Другая' }), 'outbox.ambiguousRepeat'],
    ['a return without the number that it had', refund({ extId: 'A-2' }), 'duplicate'],
    ['a return with another number', refund({ extId: 'A-2', docId: 'R-2' }), 'new'],
    ['a return with a number that came later', refund({ docId: 'R-9' }), 'duplicate'],
    ['a return without its fiscal number', refund({ extId: 'A-3' }), 'duplicate'],
    ['a return with another fiscal number', refund({ extId: 'A-3', ...fiscal('3') }), 'new'],
    ['an opening without its number', shift(), 'duplicate'],
    ['an opening with its drive', shift({ shift: '1', drive: DRIVE }), 'duplicate'],
    [
      'an opening of the same number ten minutes later',
      shift({ shift: '1', time: '2026-11-21T09:10:00' }),
      'outbox.shiftRepeated',
    ],
    [
      'an opening of the same number after the closing',
      shift({ shift: '1', time: '2026-11-22T08:00:00' }),
      'new',
    ],
    ['an opening without number in the same minute', shift({ time: '2026-11-22T09:00:25' }), 'new'],
    ['an opening whose number came later', shift({ shift: '2', time: '2026-11-22T09:00:05' }), 'duplicate'],
    ['what HEADO refused, as it was', receipt({ extId: 'Q-1' }), 'duplicate'],
    ['what HEADO refused, mended', receipt({ extId: 'Q-1', cashier: 'Другая' }), 'new'],
    ['what a person gave up, as it was', receipt({ extId: 'X-1' }), 'broughtAgain'],
    ['what a person gave up, mended', receipt({ extId: 'X-1', cashier: 'Другая' }), 'new'],
  ])('judges %s as its own rows', (_what, entry, expected) => {
    expect(bring(opened(), entry)).toBe(expected);
  });

  it('lets no second return pass for the first once the first told no number', () => {
    const folder = opened();
    expect(bring(folder, refund({ extId: 'A-2' }))).toBe('duplicate');
    expect(bring(folder, refund({ extId: 'A-2', docId: 'R-2' }))).toBe('new');
  });

  it('puts a record that was given up back on the shelf when it comes again', () => {
    const { outbox } = opened();
    const bad = file([], { name: 'bad.json', shelf: [shelfItem('line 1')], inode: 99 });
    expect(outbox.take([bad])).toMatchObject([{ shelved: 1 }]);
  });
});

describe('a lost database of version 0.1.0', () => {
  it('is made whole from archive and ledger: what that version delivered is not sent again', () => {
    const lost = withoutDatabase(opened());
    lost.outbox.take(archive());
    expect(lost.outbox.rebuild.applyLedger()).toMatchObject({ settled: 11, remembered: 0, resent: 2 });
    expect(deliverAll(lost, rule()).flatMap(({ entries }) => labelsOf(entries))).toEqual(['Q-1', 'W-1']);
    expect(deliverAll(lost, rule({ lane: 'signals' }))).toEqual([]);
    expect(lost.outbox.reading.counts().shelf.open).toBe(0);
  });

  it('is known from the ledger alone where the archive is gone', () => {
    const lost = withoutDatabase(opened());
    lost.outbox.rebuild.applyLedger();
    expect(delivered.map((each) => bring(lost, each))).toEqual(delivered.map(() => 'duplicate'));
  });

  it('sends a signal that 0.1.0 took for a repetition of another', () => {
    const lost = withoutDatabase(opened());
    const second = file([shift({ time: '2026-11-22T09:00:25' })], { name: 'second.json' });
    lost.outbox.take([...archive(), ...asArchive([second])]);
    lost.outbox.rebuild.applyLedger();
    const sent = deliverAll(lost, rule({ lane: 'signals' })).flatMap(({ entries }) => entries);
    expect(sent.map(({ payload }) => /09:00:\d\d/.exec(payload)?.[0])).toEqual(['09:00:25']);
  });
});

it('a data folder of version 0.1.0 with open entries stays in force when dataDir is changed with the upgrade', () => {
  const dataDir = leftBehind();
  const changed = settingsSchema.parse({
    store: { timeZone: 'Europe/Moscow' },
    drop: { folders: [{ path: tempFolder() }] },
    dataDir: tempFolder(),
  });
  const { settings, kept } = settingsInForce(changed, dataDir);
  expect(settings.dataDir).toBe(dataDir);
  expect(kept).toMatchObject([{ code: 'data.keptInForce', values: { path: dataDir, count: 2 } }]);
});
