import { describe, expect, it } from 'vitest';
import type { LoggedCall } from '../simulator/audit.ts';
import { auditTill } from './audit.ts';
import type { Book, BookedEntry, Dropped, Evidence } from './evidence.ts';
import { receiptIdentity } from './identities.ts';
import { EMPTY_BOOK } from './read-book.ts';
import { carryOver } from './repeats.ts';
import { tellBroken } from './story.ts';

const receipt = { poskey: '@S1/K1', extId: 'A-1', ts: '2026-11-22T12:00:00+03:00', amount: 10 };
const identity = receiptIdentity(receipt);

function dropped(over: Partial<Dropped> = {}): Dropped {
  return { identity, label: 'A-1', file: '1.json', fate: 'server', ...over };
}

function call(n: number, over: Partial<LoggedCall> = {}): LoggedCall {
  const params = { receipts: [receipt] };
  return { n, method: 'purchaseRegisterBatch', params, committed: true, committedReceipts: 1, ...over };
}

function entry(over: Partial<BookedEntry> = {}, posts = 1): BookedEntry {
  const batches = [{ id: 7, state: 'accepted', posts, uncertain: posts > 1, told: [] }];
  const names = { seq: 1, lane: 'receipts', label: 'A-1', identity };
  return { ...names, state: 'delivered', takenAtMs: 0, problem: '', batches, ...over };
}

function book(entries: readonly BookedEntry[], counters: Record<string, number> = {}): Book {
  return { ...EMPTY_BOOK, entries, counters };
}

function evidence(over: Partial<Evidence> = {}): Evidence {
  return {
    dropped: [dropped()],
    calls: [call(1)],
    book: book([entry()]),
    places: { waiting: new Set(), archived: new Set(['1.json']), rejected: new Set() },
    atRest: true,
    ...over,
  };
}

const says = (over: Partial<Evidence>): string[] =>
  auditTill(evidence(over)).map((broken) => `${broken.invariant}: ${broken.says}`);

const waiting = { waiting: new Set(['1.json']), archived: new Set<string>(), rejected: new Set<string>() };

describe('the audit finds nothing', () => {
  it('where a receipt was dropped, taken, sent once and put away', () => {
    expect(says({})).toEqual([]);
  });

  it('where what is owed still waits in the middle of things', () => {
    const open = { calls: [], atRest: false };
    expect(says({ ...open, book: book([entry({ state: 'waiting' })]) })).toEqual([]);
    expect(says({ ...open, book: EMPTY_BOOK, places: waiting })).toEqual([]);
  });

  it('where a repeat was written down before and counted', () => {
    const calls = [call(1, { behaviour: 'resetAfterCommit' }), call(2)];
    expect(says({ calls, book: book([entry({}, 2)], { uncertain_resends: 1 }) })).toEqual([]);
  });

  it('where a lost book had posted it and counted before', () => {
    const calls = [call(1), call(2)];
    const carried = carryOver(undefined, book([entry()]));
    expect(says({ calls, carried, book: book([entry()], { rebuild_resends: 1 }) })).toEqual([]);
  });

  it('where a book was lost that had still to learn what an archive held', () => {
    const asked = { ...book([entry()]), isAsked: true };
    const carried = carryOver(carryOver(undefined, book([entry()])), asked);
    const calls = [call(1), call(2), call(3)];
    expect(says({ calls, carried, book: book([entry()], { rebuild_resends: 1 }) })).toEqual([]);
  });
});

describe('the audit says which promise is broken', () => {
  it('I1: what is nowhere is lost, with its whole story', () => {
    const places = { ...waiting, waiting: new Set<string>() };
    const broken = auditTill(evidence({ calls: [], book: EMPTY_BOOK, places }));
    expect(tellBroken(broken)).toBe(
      [
        'I1: A-1 is lost: HEADO does not have it, and nothing here will send it',
        `    A-1 (${identity}), to be at HEADO`,
        '    file 1.json: nowhere',
        '    outbox: no entry',
        '    HEADO: never seen',
      ].join('\n'),
    );
  });

  it('I1: what the outbox calls delivered and HEADO never registered is lost', () => {
    const calls = [call(1, { committed: false, committedReceipts: 0, errorCode: -32602 })];
    expect(says({ calls })).toEqual([
      'I1: A-1 is lost: HEADO does not have it, and nothing here will send it',
    ]);
    expect(tellBroken(auditTill(evidence({ calls })))).toContain(
      'HEADO: call 1 did not register it (error -32602)',
    );
  });

  it('I1: what still waits at rest is not at HEADO', () => {
    const slow = book([entry({ state: 'slow' })]);
    expect(says({ calls: [], book: slow })).toEqual([
      'I1: A-1 is not at HEADO at rest, but slow in the outbox',
    ]);
  });

  it('I1: what a person has to decide and cannot see is lost', () => {
    expect(says({ calls: [], dropped: [dropped({ fate: 'person' })], book: book([entry()]) })).toEqual([
      'I1: A-1 is lost: HEADO does not have it, and nothing here will send it',
    ]);
  });

  it('I2: a repeat that no post of the outbox explains', () => {
    expect(says({ calls: [call(1), call(2)], book: book([entry()], { uncertain_resends: 1 }) })).toEqual([
      'I2: HEADO has A-1 2 times, the outbox knows of 1 posts',
    ]);
  });

  it('I2: a repeat that was not counted', () => {
    expect(says({ calls: [call(1), call(2)], book: book([entry({}, 2)]) })).toEqual([
      'I2: 1 repeats at HEADO, 0 counted',
    ]);
  });

  it('I2: what an older copy tells itself explains nothing twice', () => {
    const carried = carryOver(undefined, book([entry()]), book([entry()]));
    const calls = [call(1), call(2)];
    expect(says({ calls, carried, book: book([entry()], { uncertain_resends: 1 }) })).toEqual([
      'I2: HEADO has A-1 2 times, the outbox knows of 1 posts',
    ]);
  });

  it('I2: what a lost book repeated that had nothing to learn', () => {
    const carried = carryOver(carryOver(undefined, book([entry()])), book([entry()]));
    const calls = [call(1), call(2), call(3)];
    expect(says({ calls, carried, book: book([entry()], { rebuild_resends: 1 }) })).toEqual([
      'I2: 2 repeats at HEADO, 1 counted',
    ]);
  });

  it('I7: a file that was moved and has no row', () => {
    expect(says({ book: EMPTY_BOOK })).toEqual(['I7: the file of A-1 was moved, and its row is gone']);
  });
});
