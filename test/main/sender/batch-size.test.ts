import { describe, expect, it } from 'vitest';
import { growSize, halveSize } from '../../../src-main/sender/batch-size.ts';

describe('the size of batches', () => {
  it('is halved from what was sent, and never below one', () => {
    expect([100, 7, 2, 1].map((sent) => halveSize(sent).limit)).toEqual([50, 3, 1, 1]);
  });

  it('grows back step by step, after twenty batches each', () => {
    let size = halveSize(100);
    const limits: number[] = [];
    for (let batch = 0; batch < 45; batch++) {
      size = growSize(size, 100);
      limits.push(size.limit);
    }
    expect(limits.indexOf(100)).toBe(19);
    expect(limits.at(-1)).toBe(100);
    expect(growSize({ limit: 3, accepted: 19 }, 100)).toEqual({ limit: 6, accepted: 0 });
  });
});
