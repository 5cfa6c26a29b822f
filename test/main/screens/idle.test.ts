import { afterAll, describe, expect, it } from 'vitest';
import type { Snapshot } from '../../../src-main/contract/snapshot.ts';
import type { Agent } from '../../../src-main/core/agent.ts';
import { createAgentSource } from '../../../src-main/core/screens/agent-source.ts';
import type { SetupHandlers } from '../../../src-main/core/screens/source.ts';
import { TICK_MS } from '../../../src-main/core/screens/watching.ts';
import { sale } from '../../street/agent-goods.ts';
import { leaveStreets, openStreet, type Street } from '../../street/agent-street.ts';
import { createFakeClock, type FakeClock } from '../../support/fake-clock.ts';

afterAll(leaveStreets);

const unused = (): never => {
  throw new Error('not asked here');
};
const setup: SetupHandlers = {
  setupState: unused,
  testConnection: unused,
  saveSetup: unused,
  sendTestReceipt: unused,
};

async function openSource(street: Street, clock: FakeClock): Promise<ReturnType<typeof createAgentSource>> {
  const agent = await street.start();
  return createAgentSource({
    agent,
    env: {},
    clock,
    lookFiles: { user: undefined, machine: '/nowhere' },
    setup,
  });
}

describe('screens that nobody looks at', () => {
  it('wait for nothing but the turn of the day and hear nothing, before the first look and after the last', async () => {
    const clock = createFakeClock(Date.now());
    const street = await openStreet();
    const source = await openSource(street, clock);
    const turnOfTheDay = 1;
    expect(clock.pending).toBe(turnOfTheDay);
    const seen: Snapshot[] = [];
    const viewer = source.watch((snapshot) => seen.push(snapshot));
    expect(seen).toHaveLength(1);
    expect(clock.pending).toBeGreaterThan(turnOfTheDay);
    viewer.close();
    expect(clock.pending).toBe(turnOfTheDay);
    street.put('1.json', sale('A-1').body);
    await street.settled();
    expect([clock.pending, seen.length]).toEqual([turnOfTheDay, 1]);
    source.watch((snapshot) => seen.push(snapshot));
    expect(seen).toHaveLength(2);
    await source.stop();
    expect(clock.pending).toBe(0);
  });

  it('are told the time while somebody looks, and only those that can be seen', async () => {
    const clock = createFakeClock(Date.now());
    const source = await openSource(await openStreet(), clock);
    const seen: number[] = [];
    const hidden: number[] = [];
    source.watch(({ atMs }) => seen.push(atMs));
    source.watch(({ atMs }) => hidden.push(atMs)).show({ visible: false, reports: [] });
    clock.advance(2 * TICK_MS);
    expect(seen.length).toBe(3);
    expect(hidden.length).toBe(1);
    await source.stop();
  });
});

describe('screens whose outbox cannot be read', () => {
  it('keep what they have, say so in the journal, and go on when it can be read again', async () => {
    const clock = createFakeClock(Date.now());
    const agent = await (await openStreet()).start();
    let broken = false;
    const source = createAgentSource({
      agent: unreadable(agent, () => broken),
      env: {},
      clock,
      lookFiles: { user: undefined, machine: '/nowhere' },
      setup,
    });
    const events: string[] = [];
    agent.store.onNote((event) => events.push(event));
    const seen: Snapshot[] = [];
    source.watch((snapshot) => seen.push(snapshot));
    broken = true;
    clock.advance(2 * TICK_MS);
    expect(seen).toHaveLength(1);
    expect(events).toContain('screens.faulted');
    broken = false;
    clock.advance(TICK_MS);
    expect(seen.length).toBeGreaterThan(1);
    await source.stop();
    expect(clock.pending).toBe(0);
  });
});

/** The agent with a disk that fails under the screens' reading. */
function unreadable(agent: Agent, isBroken: () => boolean): Agent {
  const { store } = agent;
  const { outbox } = store.opened;
  const { taken } = outbox.reading;
  const after: typeof taken.after = (...place) => {
    if (isBroken()) throw new Error('disk I/O error');
    return taken.after(...place);
  };
  const reading = { ...outbox.reading, taken: { ...taken, after } };
  return { ...agent, store: { ...store, opened: { ...store.opened, outbox: { ...outbox, reading } } } };
}
