import { afterEach, expect, it } from 'vitest';
import type { Batch, Settlement } from '../../../src-main/outbox/port.ts';
import { entry, file, files, keyOf, labelsOf, rule, toQuarantine, toSlow } from './entries.ts';
import { closeOutboxes, ledgerLines, openFolder, openImage, type OutboxFolder } from './outbox-folder.ts';

afterEach(() => closeOutboxes());

/** r1 … r4 wait, the first three of them in flight. */
function flying(): { folder: OutboxFolder; batch: Batch } {
  const folder = openFolder();
  folder.outbox.take(files('r1', 'r2', 'r3', 'r4'));
  const batch = folder.outbox.nextBatch(rule({ limit: 3 }));
  if (!batch) throw new Error('nothing was frozen');
  return { folder, batch };
}

function dissolved(over: Partial<Extract<Settlement, { verdict: 'dissolved' }>> = {}): Settlement {
  return { verdict: 'dissolved', outcasts: [], because: 'refused -32602', perhapsStored: false, ...over };
}

function statesOf({ outbox }: OutboxFolder): string[] {
  return outbox.reading
    .list({ limit: 100 })
    .map((row) => row.state)
    .reverse();
}

it('an accepted batch is delivered, whole, and survives a kill', () => {
  const { folder, batch } = flying();
  expect(statesOf(folder)).toEqual(['in_flight', 'in_flight', 'in_flight', 'waiting']);
  folder.clock.advance(1_000);
  folder.outbox.settle(batch.id, { verdict: 'accepted', counted: 3 });
  const survivor = openImage(folder);
  expect(statesOf(survivor)).toEqual(['delivered', 'delivered', 'delivered', 'waiting']);
  expect(survivor.outbox.reading.entry(2)?.settledAtMs).toBe(folder.clock.now());
  expect(survivor.outbox.reading.counts().counters).toEqual({ delivered: 3 });
});

it('the ledger gets one line with the keys and labels of what was accepted', () => {
  const folder = openFolder();
  const alias = keyOf('alias');
  const claim = keyOf('claim');
  folder.outbox.take([file([entry('r1', { aliases: [alias], claim }), entry('r2')])]);
  const batch = folder.outbox.nextBatch(rule());
  folder.outbox.settle(batch?.id ?? '', { verdict: 'accepted', counted: 2 });
  const [begin, line, ...more] = ledgerLines(folder.dataDir).map((text): unknown => JSON.parse(text));
  expect(begin).toMatchObject({ did: 'begin' });
  expect(line).toMatchObject({
    did: 'accept',
    batch: 1,
    at: folder.clock.now(),
    entries: [
      [keyOf('identity r1'), alias, claim, 'r1'],
      [keyOf('identity r2'), null, null, 'r2'],
    ],
  });
  expect(more).toEqual([]);
});

it('the ledger line of a batch that an earlier process froze is the same', () => {
  const { folder } = flying();
  const later = openImage(folder);
  const repeated = later.outbox.nextBatch(rule());
  later.outbox.settle(repeated?.id ?? '', { verdict: 'accepted', counted: 3 });
  expect(ledgerLines(later.dataDir).at(-1)).toContain(
    `"entries":[["${keyOf('identity r1')}",null,null,"r1"],["${keyOf('identity r2')}",null,null,"r2"]`,
  );
});

it('when fewer were counted than sent, all of them are unconfirmed and resendable', () => {
  const { folder, batch } = flying();
  folder.outbox.settle(batch.id, { verdict: 'accepted', counted: 2 });
  expect(statesOf(folder)).toEqual(['unconfirmed', 'unconfirmed', 'unconfirmed', 'waiting']);
  expect(folder.outbox.reading.counts().counters).toEqual({ unconfirmed: 3 });
  const row = folder.outbox.reading.entry(1);
  expect(row && folder.outbox.reading.batchesOf(row)).toMatchObject([
    { state: 'accepted', because: 'counted 2' },
  ]);
  expect(ledgerLines(folder.dataDir).at(-1)).toContain('"did":"unconfirm"');
  expect(folder.outbox.readmit([1, 2, 3])).toBe(3);
  expect(statesOf(folder)).toEqual(['waiting', 'waiting', 'waiting', 'waiting']);
});

it('more counted than sent is accepted', () => {
  const { folder, batch } = flying();
  folder.outbox.settle(batch.id, { verdict: 'accepted', counted: 300 });
  expect(folder.outbox.reading.counts().byState).toMatchObject({ delivered: 3, unconfirmed: 0 });
});

it('after a refusal the outcasts leave the line and the others wait in their old places', () => {
  const { folder, batch } = flying();
  const retryAtMs = folder.clock.now() + 3_600_000;
  const outcasts = [toQuarantine(1), toSlow(2, retryAtMs)];
  folder.outbox.settle(batch.id, dissolved({ outcasts }));
  expect(statesOf(folder)).toEqual(['quarantined', 'slow', 'waiting', 'waiting']);
  expect(folder.outbox.reading.entry(1)).toMatchObject({ retryAtMs: null, version: 2 });
  expect(folder.outbox.reading.entry(1)?.problem).toContain('api.refused');
  expect(folder.outbox.reading.entry(2)).toMatchObject({ retryAtMs, version: 2 });
  expect(folder.outbox.reading.counts().counters).toEqual({ quarantined: 1 });
  expect(labelsOf(folder.outbox.nextBatch(rule())?.entries)).toEqual(['r3', 'r4']);
  expect(ledgerLines(folder.dataDir)).toHaveLength(1);
});

it.each([
  ['a refusal', false, 'refusal_resends'],
  ['no answer', true, 'uncertain_resends'],
])(
  'what the server may have kept after %s is counted when it is sent again, and no earlier',
  (_, unanswered, counter) => {
    const { folder, batch } = flying();
    const outcasts = [toQuarantine(1), toSlow(2, folder.clock.now())];
    folder.outbox.settle(batch.id, dissolved({ outcasts, perhapsStored: true, unanswered }));
    expect(folder.outbox.reading.counts().counters).toEqual({ quarantined: 1 });
    const again = folder.outbox.nextBatch(rule());
    expect(again).toMatchObject({ attempt: 1, uncertain: true });
    expect(folder.outbox.reading.counts().counters).toEqual({ quarantined: 1, [counter]: 1 });
  },
);

it('an entry that a person sends again after it was unconfirmed counts as a repetition', () => {
  const { folder, batch } = flying();
  folder.outbox.settle(batch.id, { verdict: 'accepted', counted: 0 });
  folder.outbox.readmit([1]);
  folder.outbox.nextBatch(rule({ only: 1 }));
  expect(folder.outbox.reading.counts().counters).toMatchObject({ uncertain_resends: 1 });
});

it('the following batch is frozen in the same transaction', () => {
  const { folder, batch } = flying();
  const next = folder.outbox.settle(batch.id, { verdict: 'accepted', counted: 3 }, rule());
  expect(labelsOf(next?.entries)).toEqual(['r4']);
  const survivor = openImage(folder);
  expect(survivor.outbox.nextBatch(rule())).toMatchObject({ id: next?.id, attempt: 2, uncertain: true });
});

it('a refused batch may be followed by a part of itself', () => {
  const { folder, batch } = flying();
  const next = folder.outbox.settle(batch.id, dissolved(), rule({ limit: 2 }));
  expect(next?.id).not.toBe(batch.id);
  expect(labelsOf(next?.entries)).toEqual(['r1', 'r2']);
});

it('nothing follows when nothing waits', () => {
  const folder = openFolder();
  folder.outbox.take(files('r1'));
  const batch = folder.outbox.nextBatch(rule());
  const settled: Settlement = { verdict: 'accepted', counted: 1 };
  expect(folder.outbox.settle(batch?.id ?? '', settled, rule())).toBeUndefined();
});

it('a batch is settled once', () => {
  const { folder, batch } = flying();
  folder.outbox.settle(batch.id, { verdict: 'accepted', counted: 3 });
  expect(() => folder.outbox.settle(batch.id, dissolved())).toThrow(`batch ${batch.id} is not open`);
  expect(statesOf(folder)).toEqual(['delivered', 'delivered', 'delivered', 'waiting']);
});
