import { describe, expect, it } from 'vitest';
import { createClockAsker } from '../../../src-main/core/ask-clock.ts';
import { createFakeClock } from '../../support/fake-clock.ts';

describe('asking HEADO for the time', () => {
  it('happens at once, then once a minute at most, and never twice at a time', async () => {
    const clock = createFakeClock();
    const answers: (() => void)[] = [];
    const ask = createClockAsker(clock, () => new Promise<void>((resolve) => answers.push(resolve)));
    ask();
    ask();
    expect(answers).toHaveLength(1);
    clock.advance(120_000);
    ask();
    expect(answers).toHaveLength(1);
    answers[0]?.();
    await Promise.resolve();
    await Promise.resolve();
    ask();
    expect(answers).toHaveLength(2);
    clock.advance(59_999);
    answers[1]?.();
    await Promise.resolve();
    await Promise.resolve();
    ask();
    expect(answers).toHaveLength(2);
    clock.advance(1);
    ask();
    expect(answers).toHaveLength(3);
  });
});
