import { afterEach, describe, expect, it } from 'vitest';
import { systemClock, type Clock } from '../../src-main/base/clock.ts';
import { waitFor } from '../support/wait-for.ts';
import { DAY_MS, MINUTE_MS, sale } from './agent-goods.ts';
import { leaveStreets, openStreet, readJournal, type Street } from './agent-street.ts';

afterEach(leaveStreets);

/** A machine whose clock is set as a test wants, and on which a minute of housekeeping passes in no time. */
interface Machine {
  readonly clock: Clock;
  offsetMs: number;
  /** Turns of housekeeping. */
  turns: number;
}

function openMachine(): Machine {
  const machine: Machine = {
    offsetMs: 0,
    turns: 0,
    clock: {
      ...systemClock,
      now: () => Date.now() + machine.offsetMs,
      after: (delayMs, task) =>
        delayMs === MINUTE_MS
          ? systemClock.after(20, () => {
              machine.turns += 1;
              task();
            })
          : systemClock.after(delayMs, task),
    },
  };
  return machine;
}

const CLOCKS = [
  { name: 'years ahead for a while', machineMs: 800 * DAY_MS, serverMs: 0 },
  { name: 'years ahead for a while, and HEADO’s with it', machineMs: 800 * DAY_MS, serverMs: 800 * DAY_MS },
  { name: 'in 1970 at boot', machineMs: -Date.UTC(2026, 10, 22), serverMs: 0 },
  { name: 'a day behind', machineMs: -DAY_MS, serverMs: 0 },
  { name: 'right and HEADO’s wrong for a while', machineMs: 0, serverMs: 800 * DAY_MS },
];

const names = (first: number): string[] => Array.from({ length: 5 }, (_, index) => `C-${first + index}`);

async function housekeep(machine: Machine): Promise<void> {
  const until = machine.turns + 4;
  await waitFor('some minutes of housekeeping', () => machine.turns >= until);
}

const extIds = (street: Street): string[] =>
  street.registered().map((each) => String(Reflect.get(Object(each), 'extId')));

describe.each(CLOCKS)('a till whose clock is $name', ({ machineMs, serverMs }) => {
  it('forgets nothing, and knows the same files when they are dropped again', async () => {
    const machine = openMachine();
    let serverAheadMs = 0;
    const heado = { now: () => Date.now() + serverAheadMs };
    const street = await openStreet({ clock: machine.clock, heado });
    const drop = (labels: readonly string[]): void => {
      for (const label of labels) street.put(`${label}.json`, sale(label).body);
    };
    await street.start();
    drop(names(1));
    await waitFor('the first are delivered', () => street.heado.registered() === 5);
    await street.stop();

    machine.offsetMs = machineMs;
    serverAheadMs = serverMs;
    await street.start();
    drop(names(6));
    await waitFor('the next are taken', () => street.status().folders[0]?.pendingFiles === 0);
    await housekeep(machine);
    await street.stop();

    machine.offsetMs = 0;
    serverAheadMs = 0;
    await street.start();
    drop(['C-11']);
    await waitFor('all are delivered', () => street.heado.registered() === 11);
    await housekeep(machine);
    drop([...names(1), ...names(6)]);
    await waitFor('they are known', () => street.status().counters['duplicates'] === 10);
    await street.settled();
    const pruned = readJournal(street.dataDir).filter(({ event }) => event.endsWith('.pruned'));
    expect(pruned).toEqual([]);
    expect(extIds(street).toSorted()).toEqual([...names(1), ...names(6), 'C-11'].toSorted());
  });
});
