/** What was known before a setting was corrected is known after it (decisions 1): in the database and by the ledger. */
import { afterEach, describe, expect, it } from 'vitest';
import { openZone } from '../../../src-main/base/zone.ts';
import type { NewEntry } from '../../../src-main/outbox/port.ts';
import type { ReceiptDraft } from '../../../src-main/receipt/draft.ts';
import { labelsOf, rule } from './entries.ts';
import { asArchive, withoutDatabase } from './every-state.ts';
import { closeOutboxes, deliverAll, openFolder, type OutboxFolder } from './outbox-folder.ts';
import { arrival, bring, receipt, refund, shift, type Settings } from './records.ts';

afterEach(() => closeOutboxes());

const local = '2026-11-21T18:42:11';
const corrections: readonly [string, Settings, Settings][] = [
  ['till', {}, { cashboxExtId: '23' }],
  ['store', {}, { storeExtId: '112' }],
  ['store and till for the first time', { storeExtId: undefined, cashboxExtId: undefined }, {}],
  ['tills', {}, { tills: { 1: '31', 2: '32' } }],
  ['time zone', {}, { zone: openZone('Asia/Yekaterinburg') }],
  ['network', {}, { networkId: 'N' }],
  ['poskey', {}, { poskey: false }],
  ['all of them', {}, { cashboxExtId: '9', storeExtId: '8', networkId: 'N', zone: openZone('Asia/Omsk') }],
];

/** A till's day, as the rules of the moment see it. */
function day(settings: Settings, isIdGiven = false): NewEntry[] {
  const sale = (changes: Partial<ReceiptDraft>): NewEntry => receipt(changes, settings);
  return [
    sale({ extId: 'A-1' }),
    sale({ extId: 'A-2', time: local }),
    sale({ extId: 'A-3', till: '1' }),
    sale({ extId: 'A-4', docId: '7' }),
    sale({ extId: isIdGiven ? 'A-6' : undefined, shift: '88', number: '14', time: local }),
    sale({ extId: 'A-5', fiscal: [{ drive: '7380440902975456', document: '1' }] }),
    refund({}, settings),
    refund({ extId: 'A-2', time: local, docId: 'R-1' }, settings),
    refund({ extId: 'A-5', fiscal: [{ drive: '7380440902975456', document: '2' }] }, settings),
    shift({ shift: '1' }, settings),
    shift({ event: 'shift/stop', time: '2026-11-21T21:00:00' }, settings),
  ];
}

const LANES = ['receipts', 'signals'] as const;

function send(folder: OutboxFolder): string[] {
  return LANES.flatMap((lane) => deliverAll(folder, rule({ lane }))).flatMap(({ entries }) =>
    labelsOf(entries),
  );
}

describe.each(corrections)('after a correction of %s', (_what, earlier, later) => {
  // Without store and till there is nothing to make an id of.
  const isIdGiven = 'storeExtId' in earlier;
  const before = day(earlier, isIdGiven);
  const after = day(later, isIdGiven);
  const delivered = (): OutboxFolder => {
    const folder = openFolder();
    folder.outbox.take([arrival('day.json', ...before)]);
    expect(send(folder)).toHaveLength(11);
    return folder;
  };

  it('the same files bring nothing new', () => {
    const folder = delivered();
    // Where zone or poskey alone changed, HEADO would get another body of the same receipt: that is counted.
    for (const entry of [...after, ...before])
      expect(bring(folder, entry)).toMatch(/^(duplicate|differing)$/);
    expect(send(folder)).toEqual([]);
  });

  it('a database made anew of the archive sends nothing that was delivered', () => {
    const lost = withoutDatabase(delivered());
    lost.outbox.take(asArchive([arrival('day.json', ...after)]));
    expect(lost.outbox.rebuild.applyLedger()).toMatchObject({ settled: 11, remembered: 0, resent: 0 });
    expect(send(lost)).toEqual([]);
  });

  it('what the ledger alone remembers is recognised', () => {
    const lost = withoutDatabase(delivered());
    lost.outbox.rebuild.applyLedger();
    for (const entry of after) expect(bring(lost, entry)).toBe('duplicate');
  });

  it('another receipt is still another', () => {
    const folder = delivered();
    expect(bring(folder, receipt({ extId: 'B-1' }, later))).toBe('new');
    expect(bring(folder, refund({ extId: 'A-2', time: local, docId: 'R-2' }, later))).toBe('new');
    expect(bring(folder, shift({ time: '2026-11-20T09:00:00' }, later))).toBe('new');
  });
});

describe('a correction of the till', () => {
  const corrected: Settings = { cashboxExtId: '23' };

  it('leaves a person to judge what nobody can tell: a return with another body', () => {
    const folder = openFolder();
    bring(folder, refund());
    expect(bring(folder, refund({}, corrected))).toBe('duplicate');
    // The repetition told the first one its new name.
    expect(bring(folder, refund({ cashier: 'Другая' }, corrected))).toBe('outbox.ambiguousRepeat');
  });

  it('does not make two tills one', () => {
    const tills: Settings = { tills: { 1: '22', 2: '23' } };
    const folder = openFolder();
    expect(bring(folder, receipt({ till: '1' }, tills))).toBe('new');
    expect(bring(folder, receipt({ till: '2' }, tills))).toBe('new');
    const swapped: Settings = { tills: { 1: '23', 2: '22' } };
    expect(bring(folder, receipt({ till: '1' }, swapped))).toBe('duplicate');
    expect(bring(folder, receipt({ till: '2' }, swapped))).toBe('duplicate');
  });
});
