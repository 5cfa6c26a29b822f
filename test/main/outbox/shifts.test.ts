/** When two signals are one and the same (decisions 25): numbers of shifts begin at 1 again with every fiscal drive. */
import { afterEach, describe, expect, it } from 'vitest';
import type { SignalDraft } from '../../../src-main/receipt/draft.ts';
import { rule } from './entries.ts';
import { closeOutboxes, deliverAll, openFolder, type OutboxFolder } from './outbox-folder.ts';
import { arrival, bring, shift } from './records.ts';

afterEach(() => closeOutboxes());

/** `+1 21T09:00` opens shift 1 on the 21st at nine, `-1@A …` closes it on drive A; `+ …` has no number. */
function signal(word: string): ReturnType<typeof shift> {
  const [, sign, number, , drive, day, clock, till] =
    /^([+-])(\w*)(@(\w+))? (\d\d)T(\d\d:\d\d(?::\d\d)?)(?: till (\w+))?$/.exec(word) ?? [];
  const changes: Partial<SignalDraft> = {
    event: sign === '+' ? 'shift/start' : 'shift/stop',
    time: `2026-11-${day ?? ''}T${(clock ?? '').padEnd(8, ':00')}`,
    ...(number !== '' && { shift: number }),
    ...(drive !== undefined && { drive }),
    ...(till !== undefined && { till }),
  };
  return shift(changes, { server: true, tills: { 1: '22', 2: '23' } });
}

/** What becomes of each, brought one after the other. */
function play(folder: OutboxFolder, ...words: readonly string[]): string[] {
  return words.map((word) => bring(folder, signal(word)));
}

const NEW = 'new';
const KNOWN = 'duplicate';
const ASKED = 'outbox.shiftRepeated';

describe('the number of a shift that comes again', () => {
  it.each<[string, readonly string[], readonly string[]]>([
    ['in the same second is the same signal', ['+1 20T09:00', '+1 20T09:00'], [NEW, KNOWN]],
    [
      'after its closing is a new shift',
      ['+1 20T09:00', '-1 20T21:00', '+1 21T09:00', '-1 21T21:00'],
      [NEW, NEW, NEW, NEW],
    ],
    [
      'twice in a minute is two shifts',
      ['+1 20T09:00:05', '-1 20T09:00:15', '+1 20T09:00:25', '-1 20T09:00:35'],
      [NEW, NEW, NEW, NEW],
    ],
    ['a year later is a new shift, even if its closing was lost', ['+1 01T09:00', '+1 20T09:00'], [NEW, NEW]],
    ['after 36 hours to the second is a person’s matter', ['+1 19T09:00', '+1 20T21:00'], [NEW, ASKED]],
    ['after more than 36 hours is a new shift', ['+1 19T09:00', '+1 20T21:00:01'], [NEW, NEW]],
    ['within 36 hours without a closing is a person’s matter', ['+1 20T09:00', '+1 20T10:00'], [NEW, ASKED]],
    ['a few seconds later is a person’s matter', ['-1 20T21:00:00', '-1 20T21:00:03'], [NEW, ASKED]],
    [
      'before the known one is judged alike',
      ['+1 20T09:00', '+1 20T08:00', '+1 18T08:00'],
      [NEW, ASKED, NEW],
    ],
    [
      'late, with the closing between, is a new shift',
      ['-1 20T21:00', '+1 21T09:00', '+1 20T09:00'],
      [NEW, NEW, NEW],
    ],
    [
      'is asked of its nearest, not of its newest',
      ['+1 20T09:00', '+1 16T09:00', '+1 20T09:30'],
      [NEW, NEW, ASKED],
    ],
    ['on another drive is a new shift', ['+1@A 20T09:00', '+1@B 20T09:10'], [NEW, NEW]],
    ['in the same second on another drive too', ['+1@A 20T09:00', '+1@B 20T09:00'], [NEW, NEW]],
    ['where one drive is unknown is a person’s matter', ['+1@A 20T09:00', '+1 20T09:10'], [NEW, ASKED]],
    ['of another till is its own', ['+1 20T09:00 till 1', '+1 20T09:10 till 2'], [NEW, NEW]],
    [
      'with a closing of another till between is a person’s matter',
      ['+1 20T09:00 till 1', '-1 20T09:05 till 2', '+1 20T09:10 till 1'],
      [NEW, NEW, ASKED],
    ],
    [
      'opened and closed in one second comes again',
      ['+1 20T09:00', '-1 20T09:00', '+1 20T09:10'],
      [NEW, NEW, NEW],
    ],
    [
      'closed in the second of its opening, closed again later, is a person’s matter',
      ['+1 20T09:00', '-1 20T09:00', '-1 20T09:10'],
      [NEW, NEW, ASKED],
    ],
  ])('%s', (_what, words, expected) => {
    expect(play(openFolder(), ...words)).toEqual(expected);
  });
});

describe('the same signal in other words', () => {
  it.each<[string, readonly string[], readonly string[]]>([
    ['without the number', ['+1 20T09:00', '+ 20T09:00'], [NEW, KNOWN]],
    ['with the number that came later', ['+ 20T09:00', '+1 20T09:00'], [NEW, KNOWN]],
    ['with drive and number, after the POS’s own', ['+1 20T09:00', '+1@A 20T09:00'], [NEW, KNOWN]],
    [
      'from the POS, after the fiscal one',
      ['+1@A 20T09:00', '+1 20T09:00', '+ 20T09:00'],
      [NEW, KNOWN, KNOWN],
    ],
    ['with another number is another signal', ['+1 20T09:00', '+2 20T09:00'], [NEW, NEW]],
    [
      'without numbers is told by the second',
      ['+ 20T09:00:05', '+ 20T09:00:25', '+ 20T09:00:05'],
      [NEW, NEW, KNOWN],
    ],
    ['of the other name is another', ['+ 20T09:00', '- 20T09:00'], [NEW, NEW]],
    [
      'learns the number, which then is known',
      ['+ 20T09:00', '+1 20T09:00', '+2 20T09:00', '+1 20T09:00'],
      [NEW, KNOWN, NEW, KNOWN],
    ],
  ])('%s', (_what, words, expected) => {
    expect(play(openFolder(), ...words)).toEqual(expected);
  });
});

describe('a file of signals', () => {
  const twoDays = ['+1 20T09:00', '-1 20T21:00', '+1 21T09:00', '-1 21T21:00'];

  it('that comes again brings nothing', () => {
    const folder = openFolder();
    const entries = twoDays.map(signal);
    expect(folder.outbox.take([arrival('days.json', ...entries)])).toMatchObject([{ stored: 4 }]);
    deliverAll(folder, rule({ lane: 'signals' }));
    expect(folder.outbox.take([arrival('days.json', ...entries)])).toMatchObject([
      { stored: 0, duplicates: 4, conflicts: 0 },
    ]);
  });

  it('in any order keeps every signal: what nobody can tell lies in quarantine', () => {
    const orders = [
      [3, 2, 1, 0],
      [0, 2, 1, 3],
      [2, 3, 0, 1],
      [1, 3, 0, 2],
    ];
    for (const order of orders) {
      const folder = openFolder();
      const entries = order.map((index) => signal(twoDays[index] ?? ''));
      const [taken] = folder.outbox.take([arrival('days.json', ...entries)]);
      expect((taken?.stored ?? 0) + folder.outbox.reading.counts().shelf.open).toBe(4);
      expect(taken?.duplicates).toBe(0);
    }
  });
});
