import { describe, expect, it } from 'vitest';
import type { NoteFields } from '../../../src-main/base/note.ts';
import { problem } from '../../../src-main/base/problem.ts';
import { createApiHealth, type ApiHealth } from '../../../src-main/core/api-health.ts';
import type { Outcome } from '../../../src-main/heado/outcome.ts';
import { createFakeClock, type FakeClock } from '../../support/fake-clock.ts';

const accepted: Outcome = { kind: 'accepted', result: { count: 1 } };
const refused: Outcome = { kind: 'refused', code: -32602, message: 'no', receipt: undefined };
const lost: Outcome = {
  ...{ kind: 'retry', problem: problem('api.noAnswer'), uncertain: true, failedInside: false, unsent: false },
  ...{ slowDown: false, retryAfterMs: undefined },
};
const keyRefused: Outcome = { kind: 'hold', problem: problem('api.keyRefused') };
const noKey: Outcome = { kind: 'hold', problem: problem('api.endpointUnusable') };

interface Watched {
  readonly health: ApiHealth;
  readonly clock: FakeClock;
  readonly events: string[];
  /** The fields of the last event. */
  fields(): NoteFields;
  clockChanges(): number;
  /** A call ended; `aheadMs`: our clock minus the server's, undefined without a `Date`. */
  call(outcome: Outcome, aheadMs?: number): void;
}

function watch(): Watched {
  const clock = createFakeClock();
  const events: string[] = [];
  let changes = 0;
  let last: NoteFields = {};
  const health = createApiHealth(
    clock,
    (event, fields = {}) => {
      events.push(event);
      last = fields;
    },
    () => (changes += 1),
  );
  return {
    ...{ health, clock, events, clockChanges: () => changes, fields: () => last },
    call(outcome, aheadMs) {
      const receivedAtMs = clock.now();
      const dateHeaderMs = aheadMs === undefined ? undefined : receivedAtMs - aheadMs;
      const startedAtMs = receivedAtMs;
      health.onCall({ method: 'reports', outcome, dateHeaderMs, startedAtMs, receivedAtMs, durationMs: 1 });
    },
  };
}

describe('what is known of the server', () => {
  it('is nothing before the first call', () => {
    const { health, clock } = watch();
    expect(health).toMatchObject({
      reachable: 'unknown',
      lastSuccessAtMs: undefined,
      lastFailure: undefined,
    });
    expect(health.reference.nowMs()).toBe(clock.now());
  });

  it('changes with every answer and is told once each way', () => {
    const { health, events, call } = watch();
    for (const outcome of [accepted, lost, lost, refused, accepted]) call(outcome);
    expect(events).toEqual(['api.lost', 'api.returned']);
    expect(health.reachable).toBe('yes');
  });

  it('is told as lost with what the words of the cause need', () => {
    const { call, fields } = watch();
    call({ ...lost, problem: problem('api.serverError', '', { status: 502 }) });
    expect(fields()).toEqual({ code: 'api.serverError', status: 502 });
  });

  it('a refusal is an answer: of the data, or of the key', () => {
    const { health, clock, call } = watch();
    call(refused);
    expect(health).toMatchObject({ reachable: 'yes', lastSuccessAtMs: clock.now(), lastFailure: undefined });
    clock.advance(1_000);
    call(keyRefused);
    expect(health.reachable).toBe('yes');
    expect(health.lastFailure).toEqual({ atMs: clock.now(), problem: keyRefused.problem });
    expect(health.lastSuccessAtMs).toBe(clock.now() - 1_000);
  });

  it('a call that never left for want of a key says nothing of the server', () => {
    const { health, events, call } = watch();
    call(noKey);
    expect(health).toMatchObject({ reachable: 'unknown', lastSuccessAtMs: undefined });
    expect(health.lastFailure?.problem.code).toBe('api.endpointUnusable');
    call(lost);
    call(noKey);
    expect(health.reachable).toBe('no');
    expect(events).toEqual(['api.lost']);
  });
});

describe('the difference of the clocks', () => {
  it('over a minute makes the server the judge of time, and is told', () => {
    const { health, clock, events, call, clockChanges } = watch();
    call(accepted, -3_600_000);
    expect(health.reference.skewMs).toBe(-3_600_000);
    expect(health.reference.nowMs()).toBe(clock.now() + 3_600_000);
    expect(events).toEqual(['clock.differed']);
    expect(clockChanges()).toBe(1);
    call(accepted, 200);
    expect(health.reference.nowMs()).toBe(clock.now());
    expect(events).toEqual(['clock.differed', 'clock.agreed']);
    expect(clockChanges()).toBe(2);
  });

  it('of a minute at most means nothing', () => {
    const { health, clock, events, call } = watch();
    call(accepted, 60_000);
    expect(health.reference.nowMs()).toBe(clock.now());
    expect(events).toEqual([]);
  });

  it('is not news when it moves by less than a Date can tell, and is learnt from failures too', () => {
    const { health, call, clockChanges } = watch();
    call(lost, 90_000);
    call(lost, 94_999);
    call(lost);
    expect([health.reference.skewMs, clockChanges()]).toEqual([90_000, 1]);
    call(lost, 95_000);
    expect([health.reference.skewMs, clockChanges()]).toEqual([95_000, 2]);
  });
});
