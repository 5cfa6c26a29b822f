import { hash } from 'node:crypto';
import { afterEach, expect, it } from 'vitest';
import { entry, file, files, labelsOf, refuse, rule, signal, toSlow } from './entries.ts';
import {
  behindItsBack,
  closeOutboxes,
  crowdOut,
  deliverAll,
  openFolder,
  openImage,
  type OutboxFolder,
} from './outbox-folder.ts';

afterEach(() => closeOutboxes());

it('a batch holds the first waiting entries in the order they were stored, as many as the limit', () => {
  const folder = openFolder();
  folder.outbox.take(files('r3', 'r1', 'r2', 'r4', 'r5'));
  const batch = folder.outbox.nextBatch(rule({ limit: 2 }));
  expect(batch).toMatchObject({ lane: 'receipts', attempt: 1, uncertain: false });
  expect(batch?.frozenAtMs).toBe(folder.clock.now());
  expect(batch?.entries[0]).toEqual({
    seq: 1,
    party: '@S1/K1',
    label: 'r3',
    payload: '{"extId":"r3"}',
    occurredAtMs: entry('r3').occurredAtMs,
    takenAtMs: folder.clock.now(),
    resends: 0,
  });
  folder.outbox.settle(batch?.id ?? '', { verdict: 'accepted', counted: 2 });
  expect(deliverAll(folder, rule({ limit: 2 })).map((each) => labelsOf(each.entries))).toEqual([
    ['r2', 'r4'],
    ['r5'],
  ]);
});

it.each([
  ['as they were stored', (folder: OutboxFolder) => folder],
  ['as they are read after a restart', openImage],
])(
  'payloads beyond the sum of bytes wait for the next batch, and one entry always fits, %s',
  (_how, then) => {
    const folder = openFolder();
    const sized = (name: string, bytes: number) => file([entry(name, { payload: 'й'.repeat(bytes / 2) })]);
    folder.outbox.take([sized('a', 40), sized('b', 60), sized('c', 10), sized('huge', 500), sized('d', 10)]);
    const sent = deliverAll(then(folder), rule({ bytesMax: 100 }));
    expect(sent.map((each) => labelsOf(each.entries))).toEqual([['a', 'b'], ['c'], ['huge'], ['d']]);
  },
);

it('lanes do not mix, and each has its own undecided batch', () => {
  const { outbox } = openFolder();
  outbox.take([file([entry('r1'), signal('s1'), entry('r2')])]);
  expect(labelsOf(outbox.nextBatch(rule({ lane: 'signals' }))?.entries)).toEqual(['s1']);
  expect(labelsOf(outbox.nextBatch(rule())?.entries)).toEqual(['r1', 'r2']);
  expect(outbox.nextBatch(rule({ lane: 'manual' }))).toBeUndefined();
});

it('suspects are passed over without leaving the line', () => {
  const { outbox } = openFolder();
  outbox.take(files('r1', 'r2', 'r3', 'r4'));
  const batch = outbox.nextBatch(rule({ limit: 2, except: new Set([1, 3]) }));
  expect(labelsOf(batch?.entries)).toEqual(['r2', 'r4']);
  outbox.settle(batch?.id ?? '', { verdict: 'accepted', counted: 2 });
  expect(outbox.nextBatch(rule({ except: new Set([1, 3]) }))).toBeUndefined();
  expect(labelsOf(outbox.nextBatch(rule())?.entries)).toEqual(['r1', 'r3']);
});

it('exactly one entry can be asked for, also a slow one, which is in flight then', () => {
  const { outbox, clock } = openFolder();
  outbox.take(files('r1', 'r2', 'r3'));
  const first = outbox.nextBatch(rule());
  const outcasts = [toSlow(2, clock.now() + 1_000)];
  outbox.settle(first?.id ?? '', { verdict: 'dissolved', outcasts, because: 'x', perhapsStored: false });
  const slow = outbox.nextBatch(rule({ only: 2 }));
  expect(labelsOf(slow?.entries)).toEqual(['r2']);
  expect(outbox.reading.counts().byState).toMatchObject({ waiting: 2, in_flight: 1, slow: 0 });
  expect(outbox.dueSlow(clock.now() + 5_000)).toBeUndefined();
  outbox.settle(slow?.id ?? '', { verdict: 'dissolved', outcasts: [], because: 'x', perhapsStored: false });
  expect(outbox.waitingCount('receipts')).toBe(3);
});

it('what is not in line cannot be asked for', () => {
  const { outbox } = openFolder();
  outbox.take([file([entry('r1'), signal('s1')])]);
  refuse(outbox, 1);
  expect(outbox.nextBatch(rule({ only: 1 }))).toBeUndefined();
  expect(outbox.nextBatch(rule({ only: 2 }))).toBeUndefined();
  expect(outbox.nextBatch(rule({ only: 99 }))).toBeUndefined();
});

it('nothing is frozen for an empty lane', () => {
  const { outbox, dataDir } = openFolder();
  expect(outbox.nextBatch(rule())).toBeUndefined();
  expect(behindItsBack(dataDir, (database) => database.prepare('SELECT * FROM batches').all())).toEqual([]);
});

it('an armed lane is frozen in the transaction that stores', () => {
  const folder = openFolder();
  folder.outbox.arm('receipts', rule({ limit: 2 }));
  folder.outbox.take(files('r1', 'r2', 'r3'));
  const open = behindItsBack(folder.dataDir, (database) =>
    database.prepare("SELECT members FROM batches WHERE state = 'open'").all(),
  );
  expect(open).toEqual([{ members: '[1,2]' }]);
  const batch = folder.outbox.nextBatch(rule({ limit: 100 }));
  expect(labelsOf(batch?.entries)).toEqual(['r1', 'r2']);
  expect(batch).toMatchObject({ attempt: 1, uncertain: false });
});

it('an armed lane with an undecided batch gets no second one', () => {
  const { outbox, dataDir } = openFolder();
  outbox.arm('receipts', rule());
  outbox.take(files('r1'));
  outbox.take(files('r2'));
  outbox.nextBatch(rule());
  outbox.take(files('r3'));
  const count = behindItsBack(dataDir, (database) => database.prepare('SELECT members FROM batches').all());
  expect(count).toEqual([{ members: '[1]' }]);
});

it('a disarmed lane is not frozen by take', () => {
  const { outbox } = openFolder();
  outbox.arm('receipts', rule({ limit: 1 }));
  outbox.arm('receipts', undefined);
  outbox.take(files('r1', 'r2'));
  expect(labelsOf(outbox.nextBatch(rule())?.entries)).toEqual(['r1', 'r2']);
});

it('a batch that was frozen in a transaction that failed is never handed out', () => {
  const { outbox } = openFolder();
  outbox.arm('receipts', rule());
  outbox.arm('signals', rule({ lane: 'signals', limit: 0.5 }));
  expect(() => outbox.take([file([entry('r1'), signal('s1')])])).toThrow();
  expect(outbox.nextBatch(rule())).toBeUndefined();
  outbox.arm('signals', undefined);
  outbox.take([file([entry('r1'), signal('s1')])]);
  expect(labelsOf(outbox.nextBatch(rule({ lane: 'signals' }))?.entries)).toEqual(['s1']);
  expect(outbox.nextBatch(rule())).toMatchObject({ attempt: 1, entries: [{ seq: 1, label: 'r1' }] });
});

it('a row whose payload is not what was stored goes to quarantine, and the others go on', () => {
  const folder = openFolder();
  folder.outbox.take(files('r1', 'r2', 'r3'));
  crowdOut(folder);
  behindItsBack(folder.dataDir, (database) =>
    database.exec("UPDATE payloads SET payload = replace(payload, 'r1', 'rl') WHERE seq = 1"),
  );
  expect(labelsOf(folder.outbox.nextBatch(rule({ limit: 1 }))?.entries)).toEqual(['r2']);
  const [damaged] = folder.outbox.reading.list({ state: 'quarantined', limit: 10 });
  expect(damaged?.label).toBe('r1');
  expect(JSON.parse(damaged?.problem ?? '')).toMatchObject({ code: 'outbox.damagedRow' });
  expect(folder.outbox.reading.counts().counters).toMatchObject({ quarantined: 1 });
  expect(folder.outbox.verify().faults).toEqual([1]);
});

it('a row that was stored just now is sent as it was brought, whatever its disk says', () => {
  const folder = openFolder();
  folder.outbox.take(files('r1'));
  behindItsBack(folder.dataDir, (database) => database.exec("UPDATE payloads SET payload = 'x'"));
  expect(folder.outbox.nextBatch(rule())?.entries[0]?.payload).toBe('{"extId":"r1"}');
});

it('entries beyond what is kept in memory are read back in their order', () => {
  const folder = openFolder();
  const names = Array.from({ length: 450 }, (_, index) => `r${index}`);
  for (let from = 0; from < names.length; from += 50)
    folder.outbox.take(files(...names.slice(from, from + 50)));
  const sent = deliverAll(folder, rule({ limit: 100 })).flatMap((batch) => labelsOf(batch.entries));
  expect(sent).toEqual(names);
});

it('the body hash is the SHA-256 over the hashes of the payloads in order', () => {
  const { outbox } = openFolder();
  outbox.take(files('r1', 'r2'));
  const hashes = ['{"extId":"r1"}', '{"extId":"r2"}'].map((payload) => hash('sha256', payload, 'buffer'));
  expect(outbox.nextBatch(rule())?.bodyHash).toBe(hash('sha256', Buffer.concat(hashes)));
});

it('a rebuilt entry is frozen as uncertain and counted, once', () => {
  const folder = openFolder();
  folder.outbox.take([file([entry('r1')], { rebuilt: true }), file([entry('r2')])]);
  const batch = folder.outbox.nextBatch(rule());
  expect(batch).toMatchObject({ uncertain: true, attempt: 1 });
  expect(openImage(folder).outbox.reading.counts().counters).toMatchObject({ rebuild_resends: 1 });
  const refused = { verdict: 'dissolved', outcasts: [], because: 'x', perhapsStored: true } as const;
  folder.outbox.settle(batch?.id ?? '', refused, rule());
  expect(folder.outbox.reading.counts().counters).toEqual({ rebuild_resends: 1, refusal_resends: 2 });
});
