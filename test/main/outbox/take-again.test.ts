/** Records that come again: what cannot be told apart, and what was mended (decisions 1–3). */
import { afterEach, describe, expect, it } from 'vitest';
import type { NewEntry } from '../../../src-main/outbox/port.ts';
import { codeOf, entry, file, keyOf, labelsOf, rule, toQuarantine } from './entries.ts';
import { closeOutboxes, deliverAll, openFolder, type OutboxFolder } from './outbox-folder.ts';

afterEach(() => closeOutboxes());

function refund(over: Partial<NewEntry> = {}): NewEntry {
  return entry('return of r1', { repeat: 'ambiguous', ...over });
}

function codesOnShelf({ outbox }: OutboxFolder): unknown[] {
  return outbox.reading.shelf({ open: true, limit: 10 }).map((row) => [row.at, codeOf(row.problem)]);
}

describe('two equal returns without a document number', () => {
  it('in one file: the second goes to the shelf', () => {
    const folder = openFolder();
    const [taken] = folder.outbox.take([file([refund({ at: 'line 1' }), refund({ at: 'line 2' })])]);
    expect(taken).toMatchObject({ stored: 1, conflicts: 1, duplicates: 0 });
    expect(codesOnShelf(folder)).toEqual([['line 2', 'outbox.ambiguousRepeat']]);
  });

  it('that differ in body go to the shelf', () => {
    const folder = openFolder();
    folder.outbox.take([file([refund()])]);
    const [taken] = folder.outbox.take([file([refund({ payload: 'other' })], { name: 'b.json' })]);
    expect(taken).toMatchObject({ stored: 0, conflicts: 1 });
    expect(codesOnShelf(folder)).toEqual([['', 'outbox.ambiguousRepeat']]);
  });

  it('with the same body in another file: a duplicate', () => {
    const folder = openFolder();
    folder.outbox.take([file([refund()])]);
    const [taken] = folder.outbox.take([file([refund()], { name: 'b.json' })]);
    expect(taken).toMatchObject({ stored: 0, conflicts: 0, duplicates: 1 });
    expect(codesOnShelf(folder)).toEqual([]);
  });

  it('in a file that has grown and is read again: nothing is shelved twice, the new record is stored', () => {
    const folder = openFolder();
    const first = [refund({ at: 'line 1' }), refund({ at: 'line 2' })];
    folder.outbox.take([file(first, { name: 'log.ndjson' })]);
    const grown = [...first, entry('r3', { at: 'line 3' })];
    const [taken] = folder.outbox.take([file(grown, { name: 'log.ndjson' })]);
    expect(taken).toMatchObject({ stored: 1, duplicates: 1, conflicts: 1 });
    expect(codesOnShelf(folder)).toEqual([['line 2', 'outbox.ambiguousRepeat']]);
    expect(labelsOf(folder.outbox.nextBatch(rule())?.entries)).toEqual(['return of r1', 'r3']);
  });
});

describe('a refused entry', () => {
  /** r1 refused by the server; r2 went on. */
  function refused(over: Partial<NewEntry> = {}): OutboxFolder {
    const folder = openFolder();
    folder.outbox.take([file([entry('r1', over), entry('r2')])]);
    const batch = folder.outbox.nextBatch(rule());
    folder.outbox.settle(batch?.id ?? '', {
      verdict: 'dissolved',
      outcasts: [toQuarantine(1)],
      because: 'refused',
      perhapsStored: false,
    });
    deliverAll(folder, rule());
    return folder;
  }

  it('is replaced by a mended version of it', () => {
    const folder = refused();
    const [taken] = folder.outbox.take([file([entry('r1', { payload: 'mended' })])]);
    expect(taken).toMatchObject({ stored: 1, duplicates: 0 });
    expect(folder.outbox.nextBatch(rule())?.entries.map((each) => each.payload)).toEqual(['mended']);
    expect(folder.outbox.reading.byLabel('r1').map((row) => row.state)).toEqual(['discarded', 'in_flight']);
    expect(folder.outbox.reading.counts().byState).toMatchObject({ quarantined: 0, discarded: 1 });
  });

  it('stays refused when the very same body comes again', () => {
    const folder = refused();
    expect(folder.outbox.take([file([entry('r1')])])).toMatchObject([{ stored: 0, duplicates: 1 }]);
    expect(folder.outbox.reading.counts().byState).toMatchObject({ quarantined: 1, waiting: 0 });
  });

  it('that a person gave up is replaced by a mended version as well', () => {
    const folder = refused();
    folder.outbox.shelf.discardEntry({ id: 1, version: 2, reason: 'written by hand' });
    expect(folder.outbox.take([file([entry('r1')])])).toMatchObject([{ stored: 0, duplicates: 1 }]);
    expect(folder.outbox.take([file([entry('r1', { payload: 'mended' })])])).toMatchObject([{ stored: 1 }]);
    expect(folder.outbox.reading.counts().byState).toMatchObject({ discarded: 1, waiting: 1 });
  });

  it('is replaced once: the mended version has duplicates of its own', () => {
    const folder = refused();
    folder.outbox.take([file([entry('r1', { payload: 'mended' })])]);
    deliverAll(folder, rule());
    expect(folder.outbox.take([file([entry('r1', { payload: 'mended again' })])])).toMatchObject([
      { stored: 0, duplicates: 1, differing: 1 },
    ]);
  });

  it('is known by its alias when the mended version has another identity', () => {
    const folder = refused({ aliases: [keyOf('fiscal 1')] });
    const mended = entry('r1-mended', { aliases: [keyOf('fiscal 1')] });
    expect(folder.outbox.take([file([mended])])).toMatchObject([{ stored: 1 }]);
    expect(folder.outbox.reading.entry(1)?.state).toBe('discarded');
    expect(folder.outbox.take([file([entry('third', { aliases: [keyOf('fiscal 1')] })])])).toMatchObject([
      { stored: 0, duplicates: 1 },
    ]);
    deliverAll(folder, rule());
    expect(
      folder.outbox.take([file([entry('r1', { aliases: [keyOf('fiscal 1')], payload: 'late' })])]),
    ).toMatchObject([{ stored: 0, duplicates: 1 }]);
  });

  it('still holds its claim against another receipt', () => {
    const folder = refused({ claim: keyOf('sale 7') });
    expect(folder.outbox.take([file([entry('other', { claim: keyOf('sale 7') })])])).toMatchObject([
      { stored: 0, conflicts: 1 },
    ]);
  });
});
