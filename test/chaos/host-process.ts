/**
 * Owns: the built agent as a process with settings that make everything quick. Its wall clock is moved by a module that
 * Node loads before the program and that reads the difference from a file.
 */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { controlClient } from '../../src-main/core/control/client.ts';
import { startSimulator } from '../simulator/simulator.ts';
import { layTill, startAgentProcess, type AgentProcess } from '../support/agent-process.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { waitFor } from '../support/wait-for.ts';
import type { Host } from './host.ts';

/** A run waits at most so long for the time of a process to pass. */
const PASS_MS_MAX = 300;
const standsStill = (pid: number): boolean => readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') T ');
const FREEZE_MS = 1_300;
const CLOCK_MODULE = pathToFileURL(join(import.meta.dirname, 'moved-clock.ts')).href;

export async function openProcess(seed: number): Promise<Host> {
  const heado = await startSimulator({ seed, timeZone: 'Europe/Moscow', storeExtId: 'S1' });
  const root = tempFolder();
  const otherDataDir = join(root, 'other-data');
  const clockFile = join(root, 'clock-off-ms');
  writeFileSync(clockFile, '0');
  const till = layTill(root, {
    baseUrl: heado.url,
    key: heado.deviceKey,
    more: {
      api: { baseUrl: heado.url, keyFile: join(root, 'device.key'), timeoutMs: 1_000, connectTimeoutMs: 500 },
      drop: { folders: [{ path: join(root, 'drop') }], rescanMs: 1_000, staleMs: 1_500, settleMs: 50 },
      retry: { delaysMs: [0, 20, 50, 100], capMs: 1_000 },
      outbox: { ballastMb: 0 },
    },
  });
  const env = { NODE_OPTIONS: `--import=${CLOCK_MODULE}`, CLOCK_OFF_FILE: clockFile };
  let agent: AgentProcess | undefined;
  let second: AgentProcess | undefined;
  const end = async (how: (running: AgentProcess) => Promise<unknown>): Promise<void> => {
    const running = [second, agent];
    second = agent = undefined;
    for (const each of running) if (each) await how(each);
  };
  return {
    ...{ heado, drop: till.drop, dataDir: till.dataDir, otherDataDir },
    isUp: () => agent !== undefined,
    async start() {
      agent = await startAgentProcess(till, [], env);
    },
    stop: () => end((running) => running.stop()),
    kill: () => end((running) => running.kill()),
    async freeze() {
      if (!agent) return;
      process.kill(agent.pid, 'SIGSTOP');
      await pause(FREEZE_MS);
      process.kill(agent.pid, 'SIGCONT');
    },
    async between(work) {
      if (agent) process.kill(agent.pid, 'SIGSTOP');
      const { pid } = agent ?? {};
      if (pid !== undefined) await waitFor('the process stands still', () => standsStill(pid));
      work();
      if (pid !== undefined) process.kill(pid, 'SIGCONT');
    },
    pass: (ms) => pause(Math.min(ms, PASS_MS_MAX)),
    setClockOff: (ms) => writeFileSync(clockFile, String(ms)),
    ask: (name, args) => controlClient(till.dataDir).ask(name, args),
    async startSecond() {
      if (second) return false;
      const text = readFileSync(till.configFile, 'utf8');
      const configFile = join(root, 'other.json');
      writeFileSync(configFile, text.replaceAll(till.dataDir, otherDataDir), { mode: 0o600 });
      second = await startAgentProcess({ ...till, configFile }, [], env);
      return true;
    },
    async close() {
      await end((running) => running.kill());
      await heado.close();
      rmSync(root, { recursive: true, force: true });
    },
  };
}
