import { describe, expect, it } from 'vitest';
import type { SignalDraft } from '../../../src-main/receipt/draft.ts';
import { normaliseSignal, type Signal } from '../../../src-main/receipt/signal.ts';
import { openZone } from '../../../src-main/base/zone.ts';
import { receiptEntry, signalEntry } from '../../../src-main/receipt/to-entry.ts';
import { nowMs, ready, rules } from './drafts.ts';

const source = { at: 'line 2', raw: '{}' };

function signalVerdict(
  changes: Partial<SignalDraft> = {},
  zone = 'Europe/Moscow',
): ReturnType<typeof normaliseSignal> {
  const draft = {
    event: 'shift/stop',
    time: '2026-11-21 22:05:10',
    seller: 'Орлова Ирина',
    ...changes,
  } as const;
  return normaliseSignal(draft, rules({ zone: openZone(zone) }), nowMs, 'line 2');
}

function signal(changes: Partial<SignalDraft> = {}, zone?: string): Signal {
  const verdict = signalVerdict(changes, zone);
  if (verdict.verdict !== 'ready') throw new Error(JSON.stringify(verdict));
  return verdict.signal;
}

describe('the entry of a receipt', () => {
  it('carries what HEADO gets and what the outbox needs, and no person outside of the payload', () => {
    const entry = receiptEntry(ready(), source);
    expect(entry).toMatchObject({
      lane: 'receipts',
      party: '@S015/K1',
      label: 'S015-K1-88-14',
      state: 'waiting',
      ...source,
    });
    expect(JSON.parse(entry.payload)).toEqual(ready().wire);
    expect(entry.occurredAtMs).toBe(Date.parse('2026-11-21T15:42:11Z'));
    expect(entry.facts).toBe('{"kind":"sale","amount":523.5,"ts":"2026-11-21T18:42:11+03:00","positions":2}');
    expect(`${entry.facts}${entry.label}${entry.party}`).not.toContain('Орлова');
  });

  it('can go by hand', () => {
    expect(receiptEntry(ready(), source, 'manual').lane).toBe('manual');
  });
});

describe('the entry of a signal', () => {
  it('carries the words of registerEvent', () => {
    const entry = signalEntry(signal(), source, 'till', 'waiting');
    expect(entry.payload).toBe(
      '{"name":"shift/stop","ts":"2026-11-21 22:05:10","params":{"seller":"Орлова Ирина","localtimezone":"+3"}}',
    );
    expect(entry).toMatchObject({
      lane: 'signals',
      party: '@S015/K1',
      label: 'shift/stop',
      repeat: 'turns',
    });
    expect(entry.facts).not.toContain('Орлова');
  });

  it('shares the party of its till’s receipts', () => {
    expect(signalEntry(signal(), source, 'till', 'waiting').party).toBe(receiptEntry(ready(), source).party);
  });

  it('belongs to all parties where it speaks for the store', () => {
    expect(signalEntry(signal(), source, 'store', 'waiting').party).toBe('*');
  });
});

describe('a signal', () => {
  it.each([
    ['Europe/Moscow', '+3'],
    ['Asia/Kolkata', '+5.5'],
    ['Asia/Kathmandu', '+5.75'],
    ['America/St_Johns', '-3.5'],
    ['UTC', '+0'],
  ])('in %s tells the hours from UTC as %s', (zone, hours) => {
    expect(signal({ time: '2026-11-21 10:00:00' }, zone).wire.params.localtimezone).toBe(hours);
  });

  it('leaves out a seller that is not known and shortens one that is too long', () => {
    expect(signal({ seller: undefined }).wire.params).toEqual({ localtimezone: '+3' });
    expect(signal({ seller: 'я'.repeat(201) }).wire.params.seller).toHaveLength(200);
  });

  it.each<[Partial<SignalDraft>, string]>([
    [{ time: 'сейчас' }, 'refused receipt.timeInvalid line 2: ts'],
    [{ time: '2026-11-22 10:00:00' }, 'held receipt.timeAhead line 2: ts'],
    [{ time: '2020-11-22 10:00:00' }, 'held receipt.timeTooOld line 2: ts'],
    [{ shift: 'x'.repeat(101) }, 'refused receipt.idTooLong line 2: shift'],
  ])('%j is %s', (changes, expected) => {
    const verdict = signalVerdict(changes);
    expect(
      verdict.verdict !== 'ready' && `${verdict.verdict} ${verdict.problem.code} ${verdict.problem.at}`,
    ).toBe(expected);
  });
});
