/**
 * Owns: an agent in this process whose time the run moves: it goes on by itself at some pace, and is hurried on. The
 * server's clock is the true one; the agent's wall clock may be off from it.
 */
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { problem } from '../../src-main/base/problem.ts';
import { fail } from '../../src-main/base/result.ts';
import { createAgent, type Agent } from '../../src-main/core/agent.ts';
import { commandForms } from '../../src-main/core/control/commands.ts';
import { createFakeClock } from '../support/fake-clock.ts';
import { openStreet, readSettings } from '../street/agent-street.ts';
import type { Host } from './host.ts';

/** The clock goes on by itself, so that calls and files find their ends. */
const GOING = { stepMs: 20, everyMs: 4 } as const;
/** Hurrying leaves calls on this machine time to end: their deadlines are of the same clock. */
const HURRY = { steps: 60, stepMsMin: 250, pauseMs: 4 } as const;

export async function openHere(): Promise<Host> {
  const startMs = Date.now();
  const clock = createFakeClock(startMs);
  const truth = (): number => startMs + clock.monotonicMs();
  const street = await openStreet({
    clock,
    heado: { now: truth },
    settings: {
      drop: { rescanMs: 10_000, staleMs: 60_000, settleMs: 500 },
      retry: { delaysMs: [0, 3_000, 30_000, 60_000], capMs: 300_000 },
      outbox: { ballastMb: 0 },
      journal: { level: 'info' },
    },
  });
  const otherDataDir = join(street.root, 'other-data');
  let isUp = false;
  let second: Agent | undefined;
  const going = setInterval(() => clock.advance(GOING.stepMs), GOING.everyMs);
  const host: Host = {
    ...{ heado: street.heado, drop: street.drop, dataDir: street.dataDir, otherDataDir },
    isUp: () => isUp,
    async start() {
      await street.start();
      isUp = true;
    },
    async stop() {
      isUp = false;
      await second?.stop();
      second = undefined;
      await street.stop();
    },
    kill: () => host.stop(),
    freeze: () => pause(GOING.everyMs),
    // One thread: nothing of the agent's goes on beside it.
    between: async (work) => work(),
    async pass(ms) {
      const stepMs = Math.max(ms / HURRY.steps, HURRY.stepMsMin);
      for (let doneMs = 0; doneMs < ms; doneMs += stepMs) {
        clock.advance(stepMs);
        await pause(HURRY.pauseMs);
      }
    },
    setClockOff: (ms) => clock.setWall(truth() + ms),
    async ask(name, args) {
      // What is thrown is answered as the control socket does.
      try {
        return await street.agent().operations[name](commandForms[name].args.parse(args));
      } catch (error) {
        return fail(problem('control.failed', name, { reason: String(error) }));
      }
    },
    async startSecond() {
      if (second) return false;
      const settings = readSettings(join(street.root, 'config.json'));
      const created = await createAgent({
        ...{ env: {}, clock },
        settings: { ...settings, dataDir: otherDataDir },
      });
      if (!created.ok) throw new Error(created.error.code);
      second = created.value;
      second.start();
      return true;
    },
    async close() {
      clearInterval(going);
      await second?.stop();
      await street.stop();
      await street.heado.close();
    },
  };
  return host;
}
