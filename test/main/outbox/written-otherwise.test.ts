/**
 * A POS that writes its time with an offset today and without one tomorrow, while the settings are corrected: the zone of
 * the moment makes both one instant, so the thing is one (decisions 1). Only a wrong zone makes it another, and a person
 * is told.
 */
import { afterEach, describe, expect, it } from 'vitest';
import { openZone } from '../../../src-main/base/zone.ts';
import type { NewEntry } from '../../../src-main/outbox/port.ts';
import { refuse, rule } from './entries.ts';
import { asArchive, withoutDatabase } from './every-state.ts';
import { closeOutboxes, deliverAll, openFolder, type OutboxFolder } from './outbox-folder.ts';
import { arrival, bring, receipt, refund, shift, type Settings } from './records.ts';

afterEach(() => closeOutboxes());

type Write = (time: string, settings?: Settings) => NewEntry;

const DATED = '2026-11-21T18:42:11+03:00';
const LOCAL = '2026-11-21T18:42:11';
const records: readonly [string, Write][] = [
  ['a sale', (time, settings) => receipt({ time }, settings)],
  ['a return', (time, settings) => refund({ time }, settings)],
  ['a return with a number', (time, settings) => refund({ time, docId: 'R-1' }, settings)],
  ['an opening', (time, settings) => shift({ time }, settings)],
  ['an opening with a number', (time, settings) => shift({ time, shift: '7' }, settings)],
];
const orders = [
  [DATED, LOCAL],
  [LOCAL, DATED],
] as const;
const corrections: readonly Settings[] = [
  { cashboxExtId: '23' },
  { storeExtId: '112', networkId: 'N' },
  { storeExtId: undefined, cashboxExtId: undefined },
];
const cases = records.flatMap(([what, write]) =>
  orders.flatMap(([first, then]) =>
    corrections.map((settings): [string, string, string, Write, Settings] => [
      ...([what, first, then, write, settings] as const),
    ]),
  ),
);

/** How many were sent. */
const send = (folder: OutboxFolder): number =>
  (['receipts', 'signals'] as const).flatMap((lane) =>
    deliverAll(folder, rule({ lane })).flatMap(({ entries }) => entries),
  ).length;

describe.each(cases)(
  '%s written %s, then %s, the settings corrected in between',
  (_what, first, then, ...rest) => {
    const [write, corrected] = rest;

    it('is one thing, whichever way it comes again', () => {
      const folder = openFolder();
      expect(bring(folder, write(first))).toBe('new');
      expect(send(folder)).toBe(1);
      expect(bring(folder, write(then, corrected))).toMatch(/^(duplicate|differing)$/);
      expect(bring(folder, write(first, corrected))).toMatch(/^(duplicate|differing)$/);
    });

    it('is known by the ledger alone', () => {
      const folder = openFolder();
      bring(folder, write(first));
      send(folder);
      const lost = withoutDatabase(folder);
      lost.outbox.rebuild.applyLedger();
      expect(bring(lost, write(then, corrected))).toBe('duplicate');
    });
  },
);

describe('a sale whose time a wrong zone moved, written with its offset later', () => {
  const wrong: Settings = { zone: openZone('Asia/Yekaterinburg') };

  it.each(orders)('is a contradiction that a person sees (%s, then %s)', (first, then) => {
    const folder = openFolder();
    expect(bring(folder, receipt({ time: first }, wrong))).toBe('new');
    expect(bring(folder, receipt({ time: then }, wrong))).toBe('outbox.conflict');
    expect(send(folder)).toBe(1);
  });

  it('is a repetition once the zone is right, if it was written as before', () => {
    const folder = openFolder();
    bring(folder, receipt({ time: LOCAL }, wrong));
    expect(bring(folder, receipt({ time: LOCAL }))).toMatch(/^(duplicate|differing)$/);
    expect(bring(folder, receipt({ time: DATED }))).toMatch(/^(duplicate|differing)$/);
  });
});

describe('a sale that a person gave up and that comes again under corrected settings', () => {
  it.each([true, false])('is in line, and is not lost with the database (sent before: %s)', (isSent) => {
    const corrected: Settings = { cashboxExtId: '23' };
    const folder = openFolder();
    const { outbox } = folder;
    outbox.take([arrival('1.json', receipt())]);
    refuse(outbox, 1);
    expect(outbox.shelf.discardEntry({ id: 1, version: 2, reason: '' }).ok).toBe(true);
    outbox.take([arrival('2.json', receipt({}, corrected))]);
    if (isSent) expect(send(folder)).toBe(1);
    const lost = withoutDatabase(folder);
    const archive = ['1.json', '2.json'].map((name) => arrival(name, receipt({}, corrected)));
    lost.outbox.take(asArchive(archive));
    lost.outbox.rebuild.applyLedger();
    expect(send(lost)).toBe(isSent ? 0 : 1);
  });
});

it('what took the place of a refused sale stands for all its writings', () => {
  const folder = openFolder();
  const write = (time: string): NewEntry => receipt({ time, ...(time === DATED && { docId: '7' }) });
  bring(folder, receipt({ time: LOCAL }, { cashboxExtId: '23' }));
  refuse(folder.outbox, 1);
  expect(bring(folder, write(DATED))).toBe('new');
  refuse(folder.outbox, 2);
  // Its name without offset leads to the first version, its identity to the second.
  expect(bring(folder, write(LOCAL))).toBe('duplicate');
  expect(folder.outbox.reading.counts().byState).toMatchObject({ discarded: 1, quarantined: 1 });
});
