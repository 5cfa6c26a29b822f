/**
 * Two returns of one sale in one second are told apart by their numbers, also where of one of them nothing is left but
 * its line in the ledger: its number stands there.
 */
import { afterEach, describe, expect, it } from 'vitest';
import type { NewEntry } from '../../../src-main/outbox/port.ts';
import { refuse, rule } from './entries.ts';
import { asArchive, withoutDatabase } from './every-state.ts';
import { closeOutboxes, deliverAll, openFolder, type OutboxFolder } from './outbox-folder.ts';
import { arrival, bring, refund, type Settings } from './records.ts';

afterEach(() => closeOutboxes());

const fiscal = [{ drive: '7380440902975456', document: '1' }];
const others = [{ drive: '7380440902975456', document: '2' }];
type Write = (settings?: Settings) => NewEntry;
const twins: readonly [string, Write, Write][] = [
  [
    'document numbers',
    (settings) => refund({ docId: '1' }, settings),
    (settings) => refund({ docId: '2' }, settings),
  ],
  [
    'fiscal numbers',
    (settings) => refund({ fiscal }, settings),
    (settings) => refund({ fiscal: others }, settings),
  ],
];
const settingsAfter: readonly [string, Settings][] = [
  ['as they were', {}],
  ['corrected', { cashboxExtId: '23' }],
];
const cases = twins.flatMap(([what, one, other]) =>
  settingsAfter.map(([how, settings]): [string, string, Write, Write, Settings] => [
    what,
    how,
    one,
    other,
    settings,
  ]),
);

const labels = (folder: OutboxFolder): number =>
  deliverAll(folder, rule()).flatMap(({ entries }) => entries).length;

describe.each(cases)('returns told apart by %s, settings %s', (_what, _how, one, other, settings) => {
  /** The first was delivered; its file is gone. */
  function delivered(): OutboxFolder {
    const folder = openFolder();
    bring(folder, one());
    expect(labels(folder)).toBe(1);
    return folder;
  }

  it('the second is another one though the ledger alone knows the first', () => {
    const lost = withoutDatabase(delivered());
    lost.outbox.rebuild.applyLedger();
    expect(bring(lost, other(settings))).toBe('new');
    expect(bring(lost, one(settings))).toBe('duplicate');
    expect(labels(lost)).toBe(1);
  });

  it('the second waits on after a rebuild that finds its file alone', () => {
    const folder = delivered();
    bring(folder, other());
    const lost = withoutDatabase(folder);
    lost.outbox.take(asArchive([arrival('2.json', other(settings))]));
    lost.outbox.rebuild.applyLedger();
    expect(labels(lost)).toBe(1);
    expect(bring(lost, one(settings))).toBe('duplicate');
  });

  it('giving up the first gives up nothing of the second', () => {
    const folder = openFolder();
    bring(folder, one());
    refuse(folder.outbox, 1);
    expect(folder.outbox.shelf.discardEntry({ id: 1, version: 2, reason: '' }).ok).toBe(true);
    bring(folder, other());
    const lost = withoutDatabase(folder);
    lost.outbox.take(asArchive([arrival('2.json', other(settings))]));
    lost.outbox.rebuild.applyLedger();
    expect(labels(lost)).toBe(1);
  });
});
