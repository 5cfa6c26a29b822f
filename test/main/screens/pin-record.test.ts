import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { createGate, type Gate } from '../../../src-main/core/screens/gate.ts';
import type { Pin } from '../../../src-main/core/screens/pin.ts';
import { openMemory } from '../../../src-main/core/screens/memory.ts';
import type { Visitor } from '../../../src-main/core/screens/visitor.ts';
import { createFakeClock, type FakeClock } from '../../support/fake-clock.ts';
import { removeTempFolders, tempFolder } from '../../support/temp-folder.ts';

const RIGHT = '2580';
const PIN: Pin = { id: 'p', matches: (given) => Promise.resolve(given === RIGHT) };
const [one, two, three] = [visitor('one'), visitor('two'), visitor('three')];

afterEach(removeTempFolders);

function visitor(session: string): Visitor {
  return { session, isFresh: false };
}

/** A gate as an agent that was just started in `dataDir` has it, and what it told the journal. */
function start(dataDir: string, clock: FakeClock): { gate: Gate; told: number[] } {
  const memory = openMemory(dataDir);
  const told: number[] = [];
  const gate = createGate(clock);
  gate.remember({
    kept: () => memory.wrongPins(),
    keep(wrong, waitMs) {
      memory.keepWrongPins(wrong);
      told.push(waitMs);
    },
  });
  return { gate, told };
}

async function tryWrong(gate: Gate, clock: FakeClock, times: number): Promise<void> {
  for (let count = 0; count < times; count += 1) {
    const answer = await gate.unlock(one, '0000', PIN);
    if (answer !== 'strange' && 'retryInMs' in answer && count < times - 1) clock.advance(answer.retryInMs);
  }
}

describe('the delay after wrong PINs', () => {
  it('goes on where it was when the agent is started again, for the right PIN too', async () => {
    const [dataDir, clock] = [tempFolder(), createFakeClock()];
    await tryWrong(start(dataDir, clock).gate, clock, 5);
    clock.advance(6_000);
    const { gate } = start(dataDir, clock);
    expect(await gate.unlock(one, RIGHT, PIN)).toEqual({ retryInMs: 10_000 });
    clock.advance(10_000);
    expect(await gate.unlock(one, '0000', PIN)).toEqual({ retryInMs: 32_000 });
  });

  it('of a session that is new after the start goes on as well, and keeps out nobody who knows the PIN', async () => {
    const [dataDir, clock] = [tempFolder(), createFakeClock()];
    await tryWrong(start(dataDir, clock).gate, clock, 3);
    expect(await start(dataDir, clock).gate.unlock(two, '0000', PIN)).toEqual({ retryInMs: 8_000 });
    expect(await start(dataDir, clock).gate.unlock(three, RIGHT, PIN)).toHaveProperty('openForMs');
  });

  it('that an earlier version kept for all together counts for all', async () => {
    const [dataDir, clock] = [tempFolder(), createFakeClock()];
    const wrongPins = { inRow: 5, untilMs: clock.now() + 10_000 };
    writeFileSync(join(dataDir, 'screens.json'), JSON.stringify({ reached: [], putAway: [], wrongPins }));
    const { gate } = start(dataDir, clock);
    for (const each of [one, two]) expect(await gate.unlock(each, RIGHT, PIN)).toEqual({ retryInMs: 10_000 });
    clock.advance(10_000);
    expect(await gate.unlock(two, '0000', PIN)).toEqual({ retryInMs: 32_000 });
  });

  it('is over with the right PIN, after the next start as well', async () => {
    const [dataDir, clock] = [tempFolder(), createFakeClock()];
    const first = start(dataDir, clock);
    await tryWrong(first.gate, clock, 3);
    clock.advance(4_000);
    expect(await first.gate.unlock(one, RIGHT, PIN)).toHaveProperty('openForMs');
    expect(first.told).toEqual([1_000, 2_000, 4_000, 0]);
    expect(await start(dataDir, clock).gate.unlock(one, '0000', PIN)).toEqual({ retryInMs: 1_000 });
  });

  it('is never longer than it was, when the clock is set back, and its growth stays when it is set forward', async () => {
    const [dataDir, clock] = [tempFolder(), createFakeClock()];
    await tryWrong(start(dataDir, clock).gate, clock, 3);
    const beganMs = clock.now();
    clock.setWall(0);
    expect(await start(dataDir, clock).gate.unlock(one, RIGHT, PIN)).toEqual({ retryInMs: 4_000 });
    clock.setWall(beganMs + 86_400_000);
    expect(await start(dataDir, clock).gate.unlock(one, '0000', PIN)).toEqual({ retryInMs: 8_000 });
  });

  it.each([['{"reached":['], ['{"reached":[],"putAway":[],"wrongPins":{"inRow":-1,"untilMs":0}}'], ['']])(
    'of a damaged file %j is neither none nor a minute, and stays so over what is written meanwhile',
    async (text) => {
      const [dataDir, clock] = [tempFolder(), createFakeClock()];
      writeFileSync(join(dataDir, 'screens.json'), text);
      openMemory(dataDir).add('reached', 'income');
      const { gate } = start(dataDir, clock);
      expect(await gate.unlock(one, RIGHT, PIN)).toEqual({ retryInMs: 32_000 });
      clock.advance(32_000);
      expect(await gate.unlock(one, '0000', PIN)).toEqual({ retryInMs: 64_000 });
      clock.advance(64_000);
      expect(await gate.unlock(one, RIGHT, PIN)).toHaveProperty('openForMs');
      expect(await start(dataDir, clock).gate.unlock(two, RIGHT, PIN)).toHaveProperty('openForMs');
    },
  );

  it('is none where nothing was ever kept, or by an earlier version', async () => {
    const [dataDir, clock] = [tempFolder(), createFakeClock()];
    expect(await start(dataDir, clock).gate.unlock(one, RIGHT, PIN)).toHaveProperty('openForMs');
    writeFileSync(join(dataDir, 'screens.json'), '{"reached":["income"],"putAway":[]}');
    expect(await start(dataDir, clock).gate.unlock(one, RIGHT, PIN)).toHaveProperty('openForMs');
    expect(openMemory(dataDir).has('reached', 'income')).toBe(true);
  });

  it('does not grow by the question whether there is a PIN, which closes the view', async () => {
    const [dataDir, clock] = [tempFolder(), createFakeClock()];
    const { gate, told } = start(dataDir, clock);
    await gate.unlock(one, RIGHT, PIN);
    expect(await gate.unlock(one, '', PIN)).toEqual({ retryInMs: 0 });
    expect(gate.use(one, PIN, false)).toEqual({ retryInMs: 0 });
    expect(told).toEqual([]);
  });

  it('keeps nothing of any PIN', async () => {
    const [dataDir, clock] = [tempFolder(), createFakeClock()];
    await start(dataDir, clock).gate.unlock(one, '97531', PIN);
    const kept = readFileSync(join(dataDir, 'screens.json'), 'utf8');
    expect(JSON.parse(kept)).toEqual({
      reached: [],
      putAway: [],
      wrongPins: {
        inRow: 1,
        untilMs: clock.now(),
        sessions: [{ name: 'one', inRow: 1, untilMs: clock.now() + 1_000 }],
      },
    });
  });
});
