import { describe, expect, it } from 'vitest';
import { judgeMark, type FoundMark, type MarkFacts } from '../../../src-main/core/marks/judge-mark.ts';
import {
  MARK_BYTES_MAX,
  markText,
  parseMark,
  progressLine,
  type Mark,
} from '../../../src-main/core/marks/mark.ts';
import { takenAtMs } from '../../../src-main/core/marks/taken-at.ts';
import { openZone } from '../../../src-main/base/zone.ts';

const mark: Mark = {
  owner: {
    form: 1,
    data: 'd1',
    dataDir: '/var/lib/heado-till',
    host: 'till-1',
    generation: 'g1',
    token: 't1',
  },
  progress: {
    generation: 'g1',
    seq: 7,
    link: Buffer.alloc(32, 5),
    batch: 3,
    file: 5,
    shelved: 4,
    settled: 2,
    settledAtMs: 1_000,
  },
  census: { open: 6, atMs: 2_000 },
};
const found: FoundMark = { kind: 'mark', mark };
const absent: FoundMark = { kind: 'absent', hasArchive: true };

function facts(change: Partial<MarkFacts> = {}): MarkFacts {
  return {
    found,
    data: 'd1',
    former: [],
    token: 't1',
    left: [],
    otherTokens: new Set(),
    isEmpty: false,
    isUnread: false,
    hasUnknownArchive: () => false,
    place: { dataDir: '/var/lib/other', host: 'till-1' },
    isServed: () => false,
    reaches: () => true,
    knowsGeneration: () => false,
    ...change,
  };
}

describe('the mark of a drop folder', () => {
  it('comes back from its text as it was, and its first line keeps its length whatever it says', () => {
    expect(parseMark(markText(mark))).toEqual(mark);
    const later = { ...mark.progress, seq: 123_456_789, settledAtMs: Date.now() };
    expect(progressLine(later, mark.census)).toHaveLength(progressLine(mark.progress, mark.census).length);
    expect(Buffer.byteLength(progressLine(later, mark.census))).toBeLessThan(512);
    expect(Buffer.byteLength(markText(mark))).toBeLessThan(MARK_BYTES_MAX);
  });

  it.each([
    ['nothing', ''],
    ['zeros', '\0'.repeat(300)],
    ['its first line alone', markText(mark).split('\n')[0] ?? ''],
    ['a torn second line', markText(mark).slice(0, -20)],
    ['more than was written', `${markText(mark)}more\n`],
    ['another form', markText(mark).replace('"form":1', '"form":2')],
  ])('is no mark when the file holds %s', (_, text) => {
    expect(parseMark(text)).toBeUndefined();
  });
});

describe('what the mark means', () => {
  it.each<[string, Partial<MarkFacts>, string]>([
    ['our own, with all of it in the database', {}, 'ours'],
    [
      'our own, of before a rebuild, by the name of the database',
      { data: 'd2', knowsGeneration: () => true },
      'ours',
    ],
    ['no mark in a folder that never had one', { found: absent, token: undefined }, 'ours'],
    ['no mark where one was known', { found: absent }, 'missing'],
    [
      'no mark and no archive while an archive is due',
      { found: { kind: 'absent', hasArchive: false }, token: undefined, isUnread: true },
      'missing',
    ],
    [
      'no mark in a folder full of unknown files',
      { found: absent, token: undefined, hasUnknownArchive: () => true },
      'lost',
    ],
    ['one that knows more than the database', { reaches: () => false }, 'ahead'],
    ['one of another data folder, in an empty one', { data: 'd2', token: undefined, isEmpty: true }, 'lost'],
    [
      'one of another data folder, in which an agent runs',
      { data: 'd2', token: undefined, isEmpty: true, isServed: () => true },
      'foreign',
    ],
    ['one of a data folder that was lost before', { data: 'd2', token: undefined, former: ['d1'] }, 'lost'],
    ['one of another data folder, in one with a history', { data: 'd2', token: undefined }, 'foreign'],
    ['one of another data folder where ours was', { data: 'd2', token: 't9', isEmpty: true }, 'foreign'],
    [
      'one of another data folder that lay where ours lies',
      { data: 'd2', token: 't9', place: { dataDir: '/var/lib/heado-till', host: 'till-1' } },
      'lost',
    ],
    [
      'one of another data folder that lies on another machine where ours lies here',
      { data: 'd2', token: 't9', place: { dataDir: '/var/lib/heado-till', host: 'till-2' } },
      'foreign',
    ],
    ['our own, in a place that was not the folder', { token: 't2', left: ['t1'] }, 'missing'],
    ['one of another folder of ours', { token: 't2', otherTokens: new Set(['t1']) }, 'copied'],
    ['text that is no mark', { found: { kind: 'strange', because: 'torn' } }, 'torn'],
    ['a link', { found: { kind: 'strange', because: 'other' } }, 'tampered'],
    ['a file that may not be read', { found: { kind: 'strange', because: 'unreadable' } }, 'tampered'],
  ])('%s: %#', (_, change, verdict) => {
    expect(judgeMark(facts(change))).toBe(verdict);
  });
});

describe.each(['', 'data:'])('when a file of the archive (%sarchive/) was taken', (place) => {
  const zone = openZone('Asia/Yekaterinburg');
  const storedAs = `${place}archive/2026-11-22/a.json`;
  const at = (text: string): number => Date.parse(`${text}+05:00`);

  it.each([
    [
      'the moment at which it was put there, within its day',
      '2026-11-22T10:00',
      '2026-11-21T09:00',
      '2026-11-22T10:00',
    ],
    [
      'the moment at which the POS wrote it, in a copy',
      '2026-12-24T10:00',
      '2026-11-22T09:00',
      '2026-11-22T09:00',
    ],
    [
      'its day at the earliest, in a copy of a file written before',
      '2026-12-24T10:00',
      '2026-11-20T09:00',
      '2026-11-22T00:00',
    ],
  ])('is %s', (_, changed, written, taken) => {
    expect(takenAtMs({ storedAs, changedAtMs: at(changed), mtimeMs: at(written) }, zone)).toBe(at(taken));
  });
});
