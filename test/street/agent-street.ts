/**
 * Owns: a whole till in this process: a simulated HEADO, a drop folder, a settings file, and the agent that reads
 * them, opened and closed as often as a test wants. Files, sockets and the database are real.
 * Promises: `leaveStreets` stops every agent and every server and removes every folder.
 */
import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { systemClock, type Clock } from '../../src-main/base/clock.ts';
import { createAgent, type Agent } from '../../src-main/core/agent.ts';
import type { StatusReport } from '../../src-main/core/status-schema.ts';
import { formatIds } from '../../src-main/formats/detect.ts';
import { loadSettings } from '../../src-main/settings/load.ts';
import type { Settings } from '../../src-main/settings/schema.ts';
import { listReceipts } from '../simulator/audit.ts';
import type { SimulatorOptions } from '../simulator/simulator-options.ts';
import { startSimulator, type Simulator } from '../simulator/simulator.ts';
import { removeTempFolders, tempFolder } from '../support/temp-folder.ts';
import { waitFor } from '../support/wait-for.ts';

const ZONE = 'Europe/Moscow';
const OURS: ReadonlySet<string> = new Set(['archive', 'rejected', 'tmp']);

/** So many failures in a row cost next to nothing. */
const SHORT_DELAYS_MS = [0, ...Array.from({ length: 19 }, () => 20)];

type Section = Readonly<Record<string, unknown>>;

export interface StreetOptions {
  /** Merged over the settings file, section by section. */
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly heado?: SimulatorOptions;
  readonly clock?: Clock;
  readonly env?: Readonly<Record<string, string>>;
}

export interface Street {
  readonly heado: Simulator;
  readonly root: string;
  readonly drop: string;
  readonly dataDir: string;
  readonly keyFile: string;
  /** The agent that runs now. */
  agent(): Agent;
  /** Opens an agent without starting it. */
  open(): Promise<Agent>;
  start(): Promise<Agent>;
  stop(): Promise<void>;
  /** Writes the settings file anew; the next start reads it. */
  configure(change: Readonly<Record<string, unknown>>): void;
  /** Drops a file as a careful POS does: another name first, then a rename. */
  put(name: string, body: unknown): void;
  status(): StatusReport;
  /** Receipts that HEADO registered, in order, repeats included. */
  registered(): unknown[];
  /** Nothing lies in the folder and nothing is left to send. */
  settled(): Promise<void>;
}

const leaving: (() => Promise<void>)[] = [];

export async function leaveStreets(): Promise<void> {
  for (const leave of leaving.splice(0).reverse()) await leave();
  removeTempFolders();
}

export async function openStreet(options: StreetOptions = {}): Promise<Street> {
  const heado = await startSimulator({ seed: 11, timeZone: ZONE, storeExtId: 'S1', ...options.heado });
  const root = tempFolder();
  const drop = join(root, 'drop');
  const dataDir = join(root, 'data');
  const keyFile = join(root, 'device.key');
  mkdirSync(drop);
  writeFileSync(keyFile, `${heado.deviceKey}\n`, { mode: 0o600 });
  let running: Agent | undefined;
  const { env = {}, clock = systemClock } = options;
  const usual = usualSettings({ baseUrl: heado.url, keyFile, drop, dataDir });
  const configure = (change: Readonly<Record<string, unknown>>): void =>
    writeFileSync(join(root, 'config.json'), JSON.stringify(merge(usual, change)));
  configure(options.settings ?? {});

  async function open(): Promise<Agent> {
    const settings = readSettings(join(root, 'config.json'));
    const created = await createAgent({ settings, env, clock });
    if (!created.ok) throw new Error(`${created.error.code} ${JSON.stringify(created.error.values)}`);
    running = created.value;
    return running;
  }

  async function stop(): Promise<void> {
    const stopping = running;
    running = undefined;
    await stopping?.stop();
  }

  function agent(): Agent {
    if (!running) throw new Error('no agent runs on this street');
    return running;
  }

  leaving.push(async () => {
    await stop();
    await heado.close();
  });
  const street: Street = {
    ...{ heado, root, drop, dataDir, keyFile, agent, open, stop, configure },
    async start() {
      const opened = await open();
      opened.start();
      return opened;
    },
    put: (name, body) => putFile(drop, name, body),
    status: () => agent().status(),
    registered: () =>
      listReceipts(heado.calls)
        .filter(({ committed }) => committed)
        .map(({ receipt }) => receipt),
    settled: () => waitFor('an empty folder and an empty outbox', () => isSettled(street)),
  };
  return street;
}

/** Another name first, then a rename: nothing is ever seen half written. */
export function putFile(folder: string, name: string, body: unknown): void {
  const hidden = join(folder, `.${name}.tmp`);
  writeFileSync(hidden, typeof body === 'string' || body instanceof Buffer ? body : JSON.stringify(body));
  renameSync(hidden, join(folder, name));
}

/** Names in the drop folder that are not the agent's own. */
export function leftIn(folder: string): string[] {
  return readdirSync(folder).filter((name) => !OURS.has(name));
}

function isSettled({ drop, status }: Street): boolean {
  const { outbox, lanes } = status();
  const resting = lanes.every(({ state }) => state === 'idle');
  return leftIn(drop).length === 0 && outbox.waiting + outbox.inFlight === 0 && resting;
}

function usualSettings(place: Readonly<Record<'baseUrl' | 'keyFile' | 'drop' | 'dataDir', string>>): Section {
  return {
    api: { baseUrl: place.baseUrl, keyFile: place.keyFile },
    store: { timeZone: ZONE, storeExtId: 'S1', cashboxExtId: 'K1' },
    drop: { folders: [{ path: place.drop }], rescanMs: 1_000, staleMs: 1_000, settleMs: 50 },
    dataDir: place.dataDir,
    outbox: { ballastMb: 1 },
    retry: { delaysMs: SHORT_DELAYS_MS, capMs: 1_000 },
    journal: { level: 'debug' },
  };
}

function merge(usual: Section, change: Section): Section {
  const sections = Object.entries(change).map(([name, value]): [string, unknown] => {
    const below = usual[name];
    return [name, isSection(below) && isSection(value) ? { ...below, ...value } : value];
  });
  return { ...usual, ...Object.fromEntries(sections) };
}

function isSection(value: unknown): value is Section {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function readSettings(configFile: string): Settings {
  const loaded = loadSettings({ configFile, env: {}, formats: formatIds });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.error));
  return loaded.value.settings;
}

const journalLineSchema = z.looseObject({ event: z.string(), level: z.string() });

/** The journal of a data folder as it lies on the disk, oldest first. */
export function readJournal(dataDir: string): z.infer<typeof journalLineSchema>[] {
  const folder = join(dataDir, 'journal');
  return readdirSync(folder)
    .sort()
    .reverse()
    .flatMap((name) => readFileSync(join(folder, name), 'utf8').split('\n'))
    .filter((line) => line !== '')
    .map((line) => journalLineSchema.parse(JSON.parse(line)));
}
