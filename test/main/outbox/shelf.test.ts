import { afterEach, expect, it } from 'vitest';
import type { Action } from '../../../src-main/outbox/shelf.ts';
import { codeOf, entry, file, files, keyOf, rule, shelfItem, toQuarantine, toSlow } from './entries.ts';
import { closeOutboxes, deliverAll, ledgerLines, openFolder, openImage, reopen } from './outbox-folder.ts';

afterEach(() => closeOutboxes());

function action(id: number, version: number): Action {
  return { id, version, reason: 'looked at it' };
}

it('a bad record is kept with its text, its reason and its source', () => {
  const folder = openFolder();
  const taken = folder.outbox.take([
    file([entry('good')], {
      name: 'mixed.json',
      shelf: [shelfItem('line 2'), shelfItem('line 3', { held: true })],
    }),
  ]);
  expect(taken).toMatchObject([{ stored: 1, shelved: 2 }]);
  const survivor = openImage(folder);
  expect(survivor.outbox.shelf.open({ limit: 10 })).toEqual([
    {
      id: 1,
      version: 1,
      held: false,
      raw: 'raw line 2',
      at: 'line 2',
      problem: expect.stringContaining('"code"') as unknown,
      fileId: 1,
      fileName: 'mixed.json',
      format: 'heado-json',
      mtimeMs: entry('good').occurredAtMs,
      perhapsSent: false,
    },
    expect.objectContaining({ id: 2, held: true, at: 'line 3' }),
  ]);
  expect(survivor.outbox.shelf.open({ held: true, limit: 10 }).map((each) => each.id)).toEqual([2]);
  expect(survivor.outbox.shelf.open({ limit: 1 }).map((each) => each.id)).toEqual([1]);
  expect(survivor.outbox.shelf.open({ afterId: 1, limit: 1 }).map((each) => each.id)).toEqual([2]);
  const counts = survivor.outbox.reading.counts();
  expect(counts).toMatchObject({ shelf: { open: 1, held: 1 }, counters: { quarantined: 1 } });
});

it('the same record of the same file is shelved once, however often the file is read', () => {
  const { outbox } = openFolder();
  const again = (name: string) => file([], { name, shelf: [shelfItem('line 2')] });
  expect(outbox.take([again('a.json')])).toMatchObject([{ shelved: 1 }]);
  expect(outbox.take([again('a.json')])).toMatchObject([{ shelved: 0 }]);
  expect(outbox.take([again('b.json')])).toMatchObject([{ shelved: 1 }]);
  const closed = outbox.shelf.close(action(1, 1), 'discarded');
  expect(closed.ok).toBe(true);
  expect(outbox.take([again('a.json')])).toMatchObject([{ shelved: 0 }]);
  expect(outbox.shelf.open({ limit: 10 }).map((each) => each.fileName)).toEqual(['b.json']);
});

it('a retried record that stays gets its new reason and a new version', () => {
  const { outbox } = openFolder();
  outbox.take([file([], { shelf: [shelfItem('line 2', { held: true })] })]);
  outbox.shelf.restate(1, false, { code: 'receipt.tooOld', at: 'line 2', values: {} });
  expect(outbox.shelf.record(1)).toMatchObject({ version: 2, held: false });
  expect(outbox.reading.shelf({ open: true, limit: 10 }).map((row) => codeOf(row.problem))).toEqual([
    'receipt.tooOld',
  ]);
});

it('an action that was decided on an older version is refused, naming both', () => {
  const { outbox } = openFolder();
  outbox.take([file([], { shelf: [shelfItem('line 2')] })]);
  outbox.shelf.restate(1, false, { code: 'receipt.tooOld', at: '', values: {} });
  expect(outbox.shelf.close(action(1, 1), 'discarded')).toEqual({
    ok: false,
    error: { code: 'quarantine.stale', at: '', values: { id: 1, given: 1, current: 2 } },
  });
  expect(outbox.shelf.close(action(7, 1), 'retried')).toEqual({
    ok: false,
    error: { code: 'quarantine.unknown', at: '', values: { id: 7 } },
  });
  expect(outbox.shelf.close(action(1, 2), 'retried').ok).toBe(true);
  expect(outbox.shelf.close(action(1, 3), 'retried').ok).toBe(false);
  expect(outbox.shelf.record(1)).toBeUndefined();
});

it('discarding a record keeps its bytes and writes a line of the ledger; retrying writes none', () => {
  const folder = openFolder();
  folder.outbox.take([file([], { shelf: [shelfItem('line 2'), shelfItem('line 3')] })]);
  folder.outbox.shelf.close(action(1, 1), 'retried');
  expect(ledgerLines(folder.dataDir)).toHaveLength(1);
  folder.outbox.shelf.close(action(2, 1), 'discarded');
  expect(ledgerLines(folder.dataDir)).toHaveLength(2);
  expect(ledgerLines(folder.dataDir)[1]).toContain('"did":"discard"');
  const all = folder.outbox.reading.shelf({ open: false, limit: 10 });
  expect(all.map((row) => [row.id, row.state, row.raw])).toEqual([
    [2, 'discarded', 'raw line 3'],
    [1, 'retried', 'raw line 2'],
  ]);
  expect(folder.outbox.reading.counts()).toMatchObject({
    shelf: { open: 0, held: 0 },
    counters: { discarded: 1 },
  });
});

it('a quarantined, slow or unconfirmed entry can be given up: never sent, payload kept, written in the ledger', () => {
  const folder = openFolder();
  const { outbox } = folder;
  outbox.take(files('r1', 'r2', 'r3', 'r4'));
  const batch = outbox.nextBatch(rule({ limit: 2 }));
  const outcasts = [toQuarantine(1), toSlow(2, 0)];
  outbox.settle(batch?.id ?? '', { verdict: 'dissolved', outcasts, because: 'x', perhapsStored: false });
  const third = outbox.nextBatch(rule({ limit: 1 }));
  outbox.settle(third?.id ?? '', { verdict: 'accepted', counted: 0 });
  for (const seq of [1, 2, 3]) {
    const version = outbox.shelf.entryVersion(seq) ?? 0;
    expect(outbox.shelf.discardEntry(action(seq, version + 1))).toMatchObject({
      ok: false,
      error: { code: 'quarantine.stale' },
    });
    expect(outbox.shelf.discardEntry(action(seq, version)).ok).toBe(true);
    expect(outbox.shelf.entryVersion(seq)).toBeUndefined();
  }
  expect(ledgerLines(folder.dataDir).at(-1)).toContain(`"did":"discard"`);
  expect(ledgerLines(folder.dataDir).at(-1)).toContain(keyOf('identity r3'));
  expect(outbox.reading.counts().byState).toMatchObject({ discarded: 3, waiting: 1 });
  expect(outbox.reading.payload(1)).toBe('{"extId":"r1"}');
  expect(deliverAll(folder, rule()).flatMap((each) => each.entries.map((one) => one.label))).toEqual(['r4']);
});

it('what waits, flies or was delivered cannot be given up', () => {
  const folder = openFolder();
  folder.outbox.take(files('r1', 'r2'));
  deliverAll(folder, rule({ limit: 1 }));
  folder.outbox.take(files('r3', 'r4'));
  folder.outbox.nextBatch(rule({ limit: 1 }));
  const later = reopen(folder);
  for (const seq of [1, 3, 4, 99])
    expect(later.outbox.shelf.discardEntry(action(seq, 1))).toMatchObject({
      ok: false,
      error: { code: 'quarantine.unknown' },
    });
});

it('a record that became an entry leaves the shelf in the same commit, and stays when it contradicts', () => {
  const { outbox } = openFolder();
  outbox.take([file([], { name: 'x', shelf: [shelfItem('line 1'), shelfItem('line 2')] })]);
  const seen: number[] = [];
  outbox.onWaiting(() => void seen.push(outbox.reading.counts().shelf.open));
  outbox.take([{ ...file([entry('r1')]), ends: { id: 1, reason: 'mended' } }]);
  expect(seen).toEqual([1]);
  const clash = entry('r1', { identity: keyOf('another moment'), claim: keyOf('claim of r1') });
  outbox.take([file([entry('r2', { claim: keyOf('claim of r1') })])]);
  const [taken] = outbox.take([{ ...file([clash]), ends: { id: 2, reason: 'mended' } }]);
  expect(taken?.conflicts).toBe(1);
  expect(outbox.shelf.record(2)).toBeDefined();
});
