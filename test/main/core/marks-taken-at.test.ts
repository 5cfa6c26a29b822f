import { expect, it } from 'vitest';
import { openZone } from '../../../src-main/base/zone.ts';
import { partSince } from '../../../src-main/core/marks/taken-at.ts';
import { entry, file } from '../outbox/entries.ts';

const at = (time: string): number => Date.parse(`2026-11-${time}Z`);

/** Two receipts of a day file, one from before noon and one from after it. */
function sinceNoon(
  { born, written, taken = written }: Readonly<Record<'born' | 'written', string>> & { taken?: string },
  lines = true,
): { since: string[]; before: string[] } {
  const entries = ['22T11:00', '22T13:00'].map((time) => entry(time, { occurredAtMs: at(time) }));
  const brought = file(entries, { more: { mtimeMs: at(written), lines } });
  const archived = { ...brought, bornAtMs: at(born), changedAtMs: at(taken) };
  const { since, before } = partSince(archived, at('22T12:00'), openZone('UTC'));
  const labels = (part: typeof since): string[] => part?.entries.map(({ label }) => label) ?? [];
  return { since: labels(since), before: labels(before) };
}

const PARTED = { since: ['22T13:00'], before: ['22T11:00'] };
const ALL_SINCE = { since: ['22T11:00', '22T13:00'], before: [] };

it.each([
  ['was begun before the moment', { born: '22T10:00', written: '22T13:00' }],
  ['is a copy', { born: '30T09:00', written: '22T13:00', taken: '30T09:00' }],
  ['is a copy of the same day', { born: '22T14:00', written: '22T13:00', taken: '22T14:00' }],
  ['is a copy without its times', { born: '30T09:00', written: '30T09:00' }],
])('a day file that %s is parted by the moments of its records', (_, times) => {
  expect(sinceNoon(times)).toEqual(PARTED);
});

it('a file that was made after the moment is since then, whatever its records say', () => {
  expect(sinceNoon({ born: '22T12:30', written: '22T13:00' })).toEqual(ALL_SINCE);
});

it('a copied file that closes itself is not parted: it was written at once', () => {
  expect(sinceNoon({ born: '30T09:00', written: '22T13:00', taken: '30T09:00' }, false)).toEqual(ALL_SINCE);
});
