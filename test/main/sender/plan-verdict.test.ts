import { describe, expect, it } from 'vitest';
import type { Outcome } from '../../../src-main/heado/outcome.ts';
import { isPlain } from '../../../src-main/sender/plan-choice.ts';
import { seededRandom, type Random } from '../../support/random.ts';
import { openWorld, type World } from './plan-world.ts';
import { accepted, range, refused, rules } from './turns.ts';

const well = (sent: readonly number[]): Outcome => accepted(sent.length);
const ill = (): Outcome => refused();
const times = (world: World, seq: number): number => world.posts.filter((sent) => sent.includes(seq)).length;

/** Ill but for the calls of these numbers, counted from 1; well from `healedAt` on. */
function flapping(wellAt: readonly number[], healedAt: number): (sent: readonly number[]) => Outcome {
  let call = 0;
  return (sent) => {
    call += 1;
    return wellAt.includes(call) || call >= healedAt ? well(sent) : ill();
  };
}

describe('three single refusals in a row', () => {
  it('hold the lane and quarantine nothing', () => {
    const world = openWorld(range(1, 10));
    for (let call = 0; call < 40; call += 1) world.step(ill);
    expect(world.in('quarantined', 'retest')).toEqual([]);
    expect(world.in('ejected')).toHaveLength(3);
    expect(world.state.circuit).toBeDefined();
    expect(world.state.because?.code).toBe('api.refusesEverything');
  });

  it('are followed by single tries of others along the ladder, which keep their place', () => {
    const world = openWorld(range(1, 10));
    const until = world.posts.length;
    for (let call = 0; !world.state.circuit; call += 1) world.step(ill);
    const before = world.posts.length - until;
    for (let call = 0; call < 3; call += 1) world.step(ill);
    expect(world.delayed.slice(before)).toEqual([3_000, 30_000, 60_000]);
    expect(new Set(world.posts.slice(-3).flat()).size).toBe(3);
    expect(world.in('waiting')).toHaveLength(7);
  });

  it('are still known after a restart', () => {
    const world = openWorld([]);
    for (const seq of range(1, 6)) {
      world.add(seq);
      world.step(ill);
      world.restart();
    }
    expect(world.state.circuit).toBeDefined();
    expect(world.in('quarantined', 'retest')).toEqual([]);
    expect(world.in('ejected')).toEqual([1, 2, 3]);
    world.run(well);
    expect(world.in('delivered')).toEqual(range(1, 6));
  });

  it('of bad receipts end with the first success, and each is found guilty by those that are taken', () => {
    const world = openWorld(range(1, 30));
    world.run((sent) => (sent.some((seq) => seq <= 3) ? ill() : well(sent)));
    expect(world.in('quarantined')).toEqual([1, 2, 3]);
    expect(world.in('delivered')).toEqual(range(4, 30));
    for (const seq of [1, 2, 3]) expect(times(world, seq)).toBeLessThanOrEqual(12);
  });
});

describe('a server that falls ill again after a success', () => {
  it.each([
    ['one success', [31], 60],
    ['a success now and then', [31, 40, 52, 53, 61], 80],
    ['a success at every fourth call', range(1, 20).map((nth) => nth * 4), 90],
  ])('burns no receipt: %s', (_, wellAt, healedAt) => {
    const world = openWorld(range(1, 60));
    const judge = flapping(wellAt, healedAt);
    for (let call = 1; call < healedAt; call += 1) world.step(judge);
    world.add(61);
    world.run(judge);
    expect(world.in('delivered')).toEqual(range(1, 61));
  });

  it.each([1, 2])('takes back %i refusals of a bad time with nothing else in line', (count) => {
    const world = openWorld(range(1, count));
    for (let call = 0; call < count; call += 1) world.step(ill);
    world.add(50);
    world.step(well);
    for (let call = 0; call < 9; call += 1) world.step(ill);
    world.restart();
    world.add(51);
    world.run(well);
    expect(world.in('delivered')).toEqual([...range(1, count), 50, 51]);
  });
});

describe('a bad receipt', () => {
  it('is quarantined when it is refused again with a success between, also as the last of the line', () => {
    const world = openWorld([1, 2]);
    world.run((sent) => (sent.includes(1) ? refused({ extId: 'r1' }) : well(sent)));
    expect(world.in('quarantined', 'retest')).toEqual([1]);
    expect(times(world, 1)).toBe(2);
  });

  it('is judged for good by later receipts, and never tried again then', () => {
    const world = openWorld([1, 2]);
    const judge = (sent: readonly number[]): Outcome => (sent.includes(1) ? ill() : well(sent));
    world.run(judge);
    for (const seq of range(3, 9)) {
      world.add(seq);
      world.run(judge);
    }
    expect(world.in('quarantined')).toEqual([1]);
    expect(times(world, 1)).toBeLessThanOrEqual(5);
    expect(isPlain(world.state)).toBe(true);
  });

  it('among others that are bad keeps the good ones moving', () => {
    const world = openWorld(range(1, 200));
    world.run((sent) => (sent.some((seq) => seq % 4 === 0) ? ill() : well(sent)), 3_000);
    expect(world.in('delivered')).toEqual(range(1, 200).filter((seq) => seq % 4 !== 0));
    expect(world.in('waiting', 'slow')).toEqual([]);
  });
});

describe('whatever the health of the server was', () => {
  const COUNT = 40;

  /** Ill and well by turns, each for at least two calls; receipts come at random, some are bad, restarts between. */
  function live(random: Random, bad: ReadonlySet<number>): World {
    const world = openWorld([]);
    let isIll = false;
    let left = 0;
    let added = 0;
    const judge = (sent: readonly number[]): Outcome => {
      if (left === 0) {
        isIll = !isIll;
        left = 2 + random.below(random.next() < 0.5 ? 3 : 25);
      }
      left -= 1;
      return isIll || sent.some((seq) => bad.has(seq)) ? ill() : well(sent);
    };
    while (added < COUNT) {
      for (let more = random.below(6); more > 0 && added < COUNT; more -= 1) world.add((added += 1));
      for (let calls = random.below(12); calls > 0; calls -= 1) world.step(judge);
      if (random.next() < 0.2) world.restart();
    }
    for (let seq = COUNT + 1; seq <= COUNT + 30; seq += 1) {
      world.add(seq);
      world.run((sent) => (sent.some((each) => bad.has(each)) ? ill() : well(sent)));
    }
    return world;
  }

  it('no innocent receipt is out of line once it is well', () => {
    for (let seed = 1; seed <= 150; seed += 1) {
      const world = live(seededRandom(seed), new Set());
      expect([seed, world.in('delivered')]).toEqual([seed, range(1, COUNT + 30)]);
    }
  });

  it('every bad one is in quarantine, and nothing else, once it is well', () => {
    for (let seed = 1; seed <= 150; seed += 1) {
      const random = seededRandom(seed);
      const bad = new Set(range(1, COUNT).filter(() => random.next() < 0.1));
      const world = live(random, bad);
      expect([seed, world.in('quarantined', 'retest')]).toEqual([seed, [...bad]]);
      expect(world.in('delivered')).toHaveLength(COUNT + 30 - bad.size);
    }
  });

  it('signals keep the order of those that were never refused', () => {
    const world = openWorld(range(1, 20), { ...rules, limitMax: 1, ordered: true });
    let call = 0;
    world.run((sent) => ((call += 1) % 7 < 2 ? ill() : well(sent)));
    expect(world.in('delivered')).toEqual(range(1, 20));
    expect([...new Set(world.posts.flat())]).toEqual(range(1, 20));
  });
});
