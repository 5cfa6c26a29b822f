import { describe, expect, it } from 'vitest';
import { problem } from '../../../src-main/base/problem.ts';
import { planNext } from '../../../src-main/sender/plan.ts';
import { accepted, batchOf, fresh, keyRefused, range, retried, rules, turnOf } from './turns.ts';

describe('after a success', () => {
  it('the batch ends, nothing is waited for and all troubles are forgotten', () => {
    const troubled = {
      attempt: 4,
      same: { mark: 'x', times: 3 },
      slowed: [7, 8],
      held: problem('api.keyRefused'),
      because: problem('api.keyRefused'),
    };
    const step = planNext(turnOf([1, 2], troubled), accepted(2));
    expect(step).toMatchObject({
      batch: { does: 'end', settlement: { verdict: 'accepted', counted: 2 } },
      delayMs: 0,
      readmit: [],
      needsProbe: false,
    });
    expect(step.state).toEqual({ ...fresh, slowDue: true });
    expect(step.facts.map(({ event }) => event)).toEqual(['batch.delivered', 'lane.resumed']);
  });

  it.each([
    ['the number sent', 2, 2, false],
    ['fewer', 1, 1, true],
    ['none', 0, 0, true],
    ['more', 5, 2, true],
    ['no number', undefined, 0, true],
  ])('a count of %s settles as so many', (_name, count, counted, differs) => {
    const step = planNext(turnOf([1, 2]), accepted(count));
    expect(step.batch).toEqual({ does: 'end', settlement: { verdict: 'accepted', counted } });
    expect(step.facts.some(({ event }) => event === 'batch.countDiffered')).toBe(differs);
  });

  it('a signal is accepted whatever the result says', () => {
    const turn = turnOf([1], {}, { batch: batchOf([1], { lane: 'signals' }) });
    const step = planNext(turn, { kind: 'accepted', result: { addressId: 5 } });
    expect(step.batch).toMatchObject({ settlement: { verdict: 'accepted', counted: 1 } });
    expect(step.facts.map(({ event }) => event)).toEqual(['batch.delivered']);
  });

  it('a raised deadline comes down only once calls are quick again', () => {
    const slow = turnOf([1], { deadlineMs: 180_000 }, { durationMs: 100_000 });
    expect(planNext(slow, accepted(1)).state.deadlineMs).toBe(180_000);
    const quick = turnOf([1], { deadlineMs: 180_000 }, { durationMs: 44_999 });
    expect(planNext(quick, accepted(1)).state.deadlineMs).toBe(90_000);
  });
});

describe('after a retryable answer', () => {
  it('the batch stays as it is, and whether it is uncertain is written down', () => {
    for (const uncertain of [true, false]) {
      const step = planNext(turnOf([1]), retried('api.serverError', { uncertain }, { status: 502 }));
      expect(step.batch).toMatchObject({ does: 'stay', because: 'api.serverError 502', uncertain });
      expect(step.facts.map(({ event }) => event)).toEqual([
        uncertain ? 'batch.uncertain' : 'batch.postponed',
      ]);
    }
  });

  it('the delay climbs the ladder 0, 3, 30, 60 s and doubles up to five minutes', () => {
    let turn = turnOf([1]);
    const delays: number[] = [];
    for (let attempt = 0; attempt < 9; attempt++) {
      const step = planNext(turn, retried('api.connectionRefused', { unsent: true, uncertain: false }));
      delays.push(step.delayMs);
      turn = { ...turn, state: step.state };
    }
    expect(delays.map((delayMs) => delayMs / 1000)).toEqual([0, 3, 30, 60, 120, 240, 300, 300, 300]);
  });

  it('delays vary by a fifth either way', () => {
    const delayAt = (random: number): number =>
      planNext(turnOf([1], { attempt: 2 }, { random: () => random }), retried('api.serverError')).delayMs;
    expect([delayAt(0), delayAt(0.999_999)]).toEqual([24_000, 36_000]);
  });

  it('Retry-After is never undercut, and never shortens the ladder', () => {
    const waitAfter = (attempt: number, retryAfterMs: number): number =>
      planNext(turnOf([1], { attempt }), retried('api.serverError', { retryAfterMs })).delayMs;
    expect(waitAfter(0, 900_000)).toBe(900_000);
    expect(waitAfter(0, 1_000)).toBe(1_000);
    expect(waitAfter(3, 1_000)).toBe(60_000);
  });

  it('"too often" lowers the pace, and successes raise it again', () => {
    const tooOften = retried('api.tooOften', { slowDown: true, uncertain: false });
    const once = planNext(turnOf([1]), tooOften);
    expect([once.delayMs, once.state.pauseMs]).toEqual([1_000, 1_000]);
    const twice = planNext(turnOf([1], once.state), tooOften);
    expect([twice.delayMs, twice.state.pauseMs]).toEqual([3_000, 2_000]);
    expect(twice.facts.map(({ event }) => event)).toEqual(['batch.postponed', 'pace.lowered']);
    const after = planNext(turnOf([1], twice.state), accepted(1));
    expect([after.delayMs, after.state.pauseMs]).toEqual([1_500, 1_500]);
  });

  it('no answer in time raises the deadline up to 180 s', () => {
    let turn = turnOf([1]);
    const deadlines: number[] = [];
    for (let attempt = 0; attempt < 4; attempt++) {
      turn = { ...turn, state: planNext(turn, retried('api.noAnswer')).state };
      deadlines.push(turn.state.deadlineMs);
    }
    expect(deadlines).toEqual([135_000, 180_000, 180_000, 180_000]);
    expect(planNext(turnOf([1]), retried('api.connectionReset')).state.deadlineMs).toBe(90_000);
  });
});

describe('key, address or method wrong', () => {
  it('holds the lane: the batch stays, the ladder is climbed to five minutes, one line says so', () => {
    let turn = turnOf([1]);
    const delays: number[] = [];
    const events: string[] = [];
    for (let attempt = 0; attempt < 8; attempt++) {
      const step = planNext(turn, keyRefused);
      expect(step.batch).toEqual({ does: 'stay', because: 'api.keyRefused 401', uncertain: false });
      delays.push(step.delayMs / 1000);
      events.push(...step.facts.map(({ event }) => event));
      turn = { ...turn, state: step.state };
    }
    expect(delays).toEqual([0, 3, 30, 60, 120, 240, 300, 300]);
    expect(events).toEqual(['lane.held']);
    expect(turn.state.held).toEqual(problem('api.keyRefused', '', { status: 401 }));
  });

  it('a missing method holds too', () => {
    const step = planNext(turnOf([1]), { kind: 'noMethod', message: 'no such' });
    expect(step.state.held).toEqual(problem('api.methodMissing', '', { message: 'no such' }));
    expect(step.batch.does).toBe('stay');
  });

  it('another failure after it is no hold any more', () => {
    const held = planNext(turnOf([1]), keyRefused).state;
    expect(planNext(turnOf([1], held), retried('api.serverError')).state.held).toBeUndefined();
  });
});

describe('too large a batch', () => {
  /** Small calls are asked again before the answer is believed. */
  const tooLargeTwice = { same: { mark: 'tooLarge', times: 2 } };

  it('ends undecided by nobody and goes on in halves at once', () => {
    const step = planNext(turnOf(range(1, 100), tooLargeTwice), { kind: 'tooLarge' });
    expect(step.batch).toEqual({
      does: 'end',
      settlement: {
        verdict: 'dissolved',
        outcasts: [],
        because: 'tooLarge',
        perhapsStored: false,
        nothingStored: true,
      },
    });
    expect([step.state.size.limit, step.delayMs]).toEqual([50, 0]);
    expect(planNext(turnOf(range(1, 50), step.state), { kind: 'tooLarge' }).state.size.limit).toBe(25);
  });

  it('remembers that an earlier attempt may have been stored', () => {
    const turn = turnOf([1, 2], tooLargeTwice, { batch: batchOf([1, 2], { uncertain: true }) });
    const { batch } = planNext(turn, { kind: 'tooLarge' });
    expect(batch).toMatchObject({ settlement: { perhapsStored: true } });
  });

  it('of one receipt means that receipt: it is ejected with its size', () => {
    const step = planNext(turnOf([4], tooLargeTwice), { kind: 'tooLarge' });
    const sizeBytes = Buffer.byteLength(batchOf([4]).entries[0]?.payload ?? '');
    expect(step.batch).toMatchObject({
      settlement: {
        verdict: 'dissolved',
        outcasts: [{ seq: 4, to: 'ejected', problem: problem('api.receiptTooLarge', '', { sizeBytes }) }],
      },
    });
  });
});

describe('the numbers', () => {
  it('are those of the guide and of the decisions', () => {
    expect(rules).toMatchObject({ limitMax: 100, deadlineMsMax: 180_000, slowRetryMs: 3_600_000 });
  });
});
