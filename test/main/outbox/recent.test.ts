import { expect, it } from 'vitest';
import { createRecentRows } from '../../../src-main/outbox/recent.ts';

it('remembers two hundred ordinary rows, the newest', () => {
  const recent = createRecentRows();
  for (let seq = 1; seq <= 201; seq += 1) recent.add(seq, { seq, payload: 'x'.repeat(5_000) });
  expect(recent.find([1])).toBeUndefined();
  expect(recent.find([2, 201])).toHaveLength(2);
});

it('remembers fewer where they have much text, and begins anew when it is cleared', () => {
  const recent = createRecentRows();
  const large = (seq: number): void => recent.add(seq, { seq, payload: 'x'.repeat(900_000) });
  for (const seq of [1, 2, 3]) large(seq);
  expect(recent.find([1])).toBeUndefined();
  expect(recent.find([2, 3])).toHaveLength(2);
  recent.clear();
  for (const seq of [4, 5]) large(seq);
  expect(recent.find([4, 5])).toHaveLength(2);
});
