import { describe, expect, it } from 'vitest';
import { openZone } from '../../../src-main/base/zone.ts';
import type { NewEntry } from '../../../src-main/outbox/port.ts';
import type { ReceiptRules } from '../../../src-main/receipt/rules.ts';
import { normaliseSignal } from '../../../src-main/receipt/signal.ts';
import { decideSignal, tradingDay } from '../../../src-main/shift/decide.ts';
import {
  noShifts,
  restoreShiftState,
  type ShiftRules,
  type ShiftState,
} from '../../../src-main/shift/state.ts';

const zone = openZone('Europe/Moscow');
const nowMs = Date.parse('2026-11-25T00:00:00Z');
const receiptRules: ReceiptRules = {
  ...{
    zone,
    storeExtId: 'S015',
    cashboxExtId: 'K1',
    tills: { '1': 'K1', '2': 'K2', '3': 'K3' },
    server: true,
  },
  ...{ returnPositions: 'abs', poskey: true, maxAgeDays: 400, aheadMinutesMax: 10 },
};

/** `+1 21T09:00` opens till 1 on the 21st at nine; `-1 21T22:00 88` closes its shift 88. */
function decide(state: ShiftState, word: string, rules: ShiftRules): ReturnType<typeof decideSignal> {
  const [, sign, till, day, clock, shift] = /^([+-])(\d) (\d\d)T(\d\d:\d\d)(?: (\d+))?$/.exec(word) ?? [];
  const event = sign === '+' ? 'shift/start' : 'shift/stop';
  const draft = {
    event,
    till,
    shift,
    time: `2026-11-${day ?? ''} ${clock ?? ''}:00`,
    seller: `Кассир ${till ?? ''}`,
  } as const;
  const verdict = normaliseSignal(draft, receiptRules, nowMs);
  if (verdict.verdict !== 'ready') throw new Error(`${word}: ${JSON.stringify(verdict)}`);
  return decideSignal(verdict.signal, { at: word, raw: '{}' }, state, rules);
}

interface Played {
  readonly state: ShiftState;
  readonly entries: readonly NewEntry[];
}

function play(
  words: readonly string[],
  changes: Partial<ShiftRules> = {},
  from: ShiftState = noShifts,
): Played {
  const rules: ShiftRules = { mode: 'store', zone, dayStartsAt: '00:00', ...changes };
  let state = from;
  const entries: NewEntry[] = [];
  for (const word of words) {
    const decided = decide(state, word, rules);
    state = decided.state;
    entries.push(...decided.entries);
  }
  return { state, entries };
}

/** What goes to HEADO: `start 21 09:00`; what is sent twice under one identity counts once, as in the outbox. */
function sent({ entries }: Played): string[] {
  const byIdentity = new Map(entries.toReversed().map((entry) => [entry.identity, entry]));
  const waiting = entries.filter(
    (entry) => entry.state === 'waiting' && byIdentity.get(entry.identity) === entry,
  );
  return waiting.map(({ payload }) => {
    const [, name = '', ts = ''] = /"name":"shift\/(\w+)","ts":"2026-11-([^"]+):00"/.exec(payload) ?? [];
    return `${name} ${ts}`;
  });
}

describe('mode till', () => {
  it('passes every event of every till, in order, as its own', () => {
    const played = play(['+1 21T09:00', '+2 21T09:05', '-1 21T21:00', '-2 21T22:00'], { mode: 'till' });
    expect(sent(played)).toEqual(['start 21 09:00', 'start 21 09:05', 'stop 21 21:00', 'stop 21 22:00']);
    expect(played.entries.map(({ party }) => party)).toEqual([
      '@S015/K1',
      '@S015/K2',
      '@S015/K1',
      '@S015/K2',
    ]);
  });

  it('passes late events too', () => {
    expect(sent(play(['+1 22T09:00', '-1 21T22:00'], { mode: 'till' }))).toEqual([
      'start 22 09:00',
      'stop 21 22:00',
    ]);
  });
});

describe('mode store', () => {
  it('sends the first opening and the last closing of the day', () => {
    const words = ['+1 21T09:00', '+2 21T09:05', '-1 21T21:00', '+3 21T21:10', '-2 21T22:00', '-3 21T22:30'];
    expect(sent(play(words))).toEqual(['start 21 09:00', 'stop 21 22:30']);
  });

  it('records every till’s own event and sends none of them', () => {
    const { entries } = play(['+1 21T09:00', '-1 21T21:00']);
    expect(entries.map(({ state, party }) => `${state} ${party}`)).toEqual([
      'recorded @S015/K1',
      'waiting *',
      'recorded @S015/K1',
      'waiting *',
    ]);
  });

  it('names the cashier of the event that opened or closed the store', () => {
    const { entries } = play(['+1 21T09:00', '+2 21T09:05', '-2 21T20:00', '-1 21T21:00']);
    const sellers = entries
      .filter(({ state }) => state === 'waiting')
      .map(({ payload }) => /Кассир \d/.exec(payload)?.[0]);
    expect(sellers).toEqual(['Кассир 1', 'Кассир 1']);
  });

  it('sends the closing again after a reopening, and the opening once a day', () => {
    const words = ['+1 21T09:00', '-1 21T21:00', '+2 21T21:30', '-2 21T22:00', '+1 22T09:00'];
    expect(sent(play(words))).toEqual(['start 21 09:00', 'stop 21 21:00', 'stop 21 22:00', 'start 22 09:00']);
  });

  it('closes at the latest closing, even where an earlier one comes last', () => {
    expect(sent(play(['+1 21T09:00', '+2 21T09:05', '-1 21T22:10', '-2 21T22:00']))).toEqual([
      'start 21 09:00',
      'stop 21 22:10',
    ]);
  });

  it('counts a repeated event once', () => {
    const words = ['+1 21T09:00 88', '+1 21T09:00 88', '-1 21T21:00 88', '-1 21T21:05 88', '-1 21T21:00 88'];
    expect(sent(play(words))).toEqual(['start 21 09:00', 'stop 21 21:00']);
    expect(sent(play(['+1 21T09:00', '+1 21T09:00', '-1 21T21:00', '-1 21T21:00']))).toEqual([
      'start 21 09:00',
      'stop 21 21:00',
    ]);
  });

  it('draws nothing from an event that comes later than a newer one of its till', () => {
    expect(sent(play(['+1 22T09:00', '-1 21T21:00', '-1 22T21:00']))).toEqual([
      'start 22 09:00',
      'stop 22 21:00',
    ]);
  });

  it('closes although the agent never saw the opening', () => {
    expect(sent(play(['-1 21T21:00', '-2 21T22:00']))).toEqual(['stop 21 21:00', 'stop 21 22:00']);
  });

  it('waits for no till whose closing was lost: a shift lasts 24 hours', () => {
    expect(sent(play(['+1 21T09:00', '+2 22T09:00', '-2 22T22:00']))).toEqual([
      'start 21 09:00',
      'start 22 09:00',
      'stop 22 22:00',
    ]);
    expect(sent(play(['+1 21T23:00', '+2 22T09:00', '-2 22T22:00']))).toEqual([
      'start 21 23:00',
      'start 22 09:00',
    ]);
  });

  it('works with shifts of a whole day', () => {
    const words = ['+1 21T09:00', '-1 22T09:00', '+1 22T09:01', '-1 23T09:00'];
    expect(sent(play(words))).toEqual(['start 21 09:00', 'stop 22 09:00', 'start 22 09:01', 'stop 23 09:00']);
  });

  it('begins the day when the shop does', () => {
    const words = ['+1 21T18:00', '+2 22T02:00', '-1 22T03:00', '-2 22T04:00', '+1 22T18:00'];
    expect(sent(play(words, { dayStartsAt: '06:00' }))).toEqual([
      'start 21 18:00',
      'stop 22 04:00',
      'start 22 18:00',
    ]);
    expect(sent(play(words))).toEqual(['start 21 18:00', 'start 22 02:00', 'stop 22 04:00']);
  });

  it('leaves the state it was given as it was', () => {
    const { state } = play(['+1 21T09:00']);
    const before = JSON.stringify([...state.tills]);
    play(['-1 21T21:00'], {}, state);
    expect(JSON.stringify([...state.tills])).toBe(before);
  });
});

describe('a trading day', () => {
  it.each([
    ['2026-11-21T20:59:59Z', '00:00', '2026-11-21'],
    ['2026-11-21T21:00:00Z', '00:00', '2026-11-22'],
    ['2026-11-22T02:59:59Z', '06:00', '2026-11-21'],
    ['2026-11-22T03:00:00Z', '06:00', '2026-11-22'],
  ])('at %s with a day that starts at %s is %s', (instant, dayStartsAt, day) => {
    expect(tradingDay(Date.parse(instant), { zone, dayStartsAt })).toBe(day);
  });
});

describe('a restart', () => {
  const words = [
    '+1 21T09:00 1',
    '+2 21T09:05 1',
    '-1 21T21:00 1',
    '+3 21T21:10 1',
    '-3 21T21:30 1',
    '-2 21T22:00 1',
    '+1 22T09:00 2',
  ];

  it.each(['store', 'till'] as const)('after any event of mode %s changes nothing', (mode) => {
    const whole = play(words, { mode });
    for (let cut = 0; cut <= words.length; cut += 1) {
      const before = play(words.slice(0, cut), { mode });
      const restored = restoreShiftState(before.entries.map(({ facts }) => facts));
      expect(restored).toEqual(before.state);
      const after = play(words.slice(cut), { mode }, restored);
      expect([...before.entries, ...after.entries]).toEqual(whole.entries);
    }
  });

  it('passes over facts that it does not know', () => {
    expect(restoreShiftState(['', '{}', 'null', '{"event":"shift/start"}', '[1]'])).toEqual(noShifts);
  });

  it('keeps the newest event of a till, whatever the order they were stored in', () => {
    const { state, entries } = play(['+1 22T09:00', '-1 21T21:00']);
    expect(restoreShiftState(entries.map(({ facts }) => facts))).toEqual(state);
  });
});
