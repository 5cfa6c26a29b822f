/**
 * Owns: a whole run with screens in this process: settings files, data folder, simulated HEADO, and a browser that
 * asks over HTTP.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { z } from 'zod';
import type { Problem } from '../../../src-main/base/problem.ts';
import type { Result } from '../../../src-main/base/result.ts';
import type { Answer, RequestName, Requests, Shown } from '../../../src-main/contract/bridge.ts';
import type { Snapshot } from '../../../src-main/contract/snapshot.ts';
import { formatIds } from '../../../src-main/formats/detect.ts';
import { runAgent } from '../../../src-main/hosts/service/run-agent.ts';
import { loadSettings } from '../../../src-main/settings/load.ts';
import { startSimulator, type Simulator } from '../../simulator/simulator.ts';
import type { SimulatorOptions } from '../../simulator/simulator-options.ts';
import { removeTempFolders, tempFolder } from '../../support/temp-folder.ts';
import { waitFor } from '../../support/wait-for.ts';
import { ask, cookieOf, layScreens, postJson, readEvents, type EventReader } from './browser.ts';

type Fields = Readonly<Record<string, unknown>>;

export interface Laid {
  readonly root: string;
  readonly heado: Simulator;
  readonly configFile: string;
  readonly keyFile: string;
  readonly drop: string;
  readonly dataDir: string;
  /** The settings file of a usual till; `change` goes over it, section by section. */
  configure(change?: Readonly<Record<string, Fields>>): void;
}

/** A till's files, without settings and key. */
export async function lay(options: SimulatorOptions = {}): Promise<Laid> {
  const { timeZone = 'Europe/Moscow' } = options;
  const heado = await startSimulator({ seed: 17, storeExtId: 'S1', ...options, timeZone });
  const root = tempFolder();
  const drop = join(root, 'drop');
  mkdirSync(drop);
  onTestFinished(async () => {
    await heado.close();
    removeTempFolders();
  });
  const [configFile, keyFile, dataDir] = [
    join(root, 'config.json'),
    join(root, 'device.key'),
    join(root, 'data'),
  ];
  return {
    ...{ root, heado, configFile, keyFile, drop, dataDir },
    configure(change = {}) {
      const usual: Readonly<Record<string, Fields>> = {
        api: { baseUrl: heado.url, keyFile },
        store: { timeZone, storeExtId: 'S1', cashboxExtId: 'K1' },
        drop: { folders: [{ path: drop }] },
        retry: { delaysMs: [0, 20, 20, 20], capMs: 1_000 },
        widget: { locale: 'en' },
      };
      const names = [...new Set([...Object.keys(usual), ...Object.keys(change)])];
      const merged = names.map((name) => [name, { ...usual[name], ...change[name] }]);
      writeFileSync(configFile, JSON.stringify({ ...Object.fromEntries(merged), dataDir }));
      writeFileSync(keyFile, `${heado.deviceKey}\n`, { mode: 0o600 });
    },
  };
}

export interface Run {
  /** What it printed so far. */
  readonly lines: readonly string[];
  readonly port: number;
  readonly cookie: string;
  request<N extends RequestName>(name: N, argument: Requests[N]['in']): Promise<Answer<Requests[N]['out']>>;
  /** A screen that shows the day's figures. */
  look(reports?: Shown['reports']): Promise<Screen>;
  stop(): Promise<Result<undefined, readonly Problem[]>>;
  /** Until `ready …`. */
  ready(): Promise<void>;
}

export interface Screen extends EventReader {
  snapshots(): readonly Snapshot[];
  /** The first snapshot, from now or before, that is so. */
  see(what: string, isSo: (snapshot: Snapshot) => boolean): Promise<Snapshot>;
  show(shown: Shown): Promise<void>;
}

export async function startRun(laid: Laid, env: Readonly<Record<string, string>> = {}): Promise<Run> {
  const lines: string[] = [];
  const stopper = new AbortController();
  const { configFile } = laid;
  const ran = runAgent({
    load: () => loadSettings({ configFile, env, formats: formatIds }),
    env,
    print: (line) => lines.push(line),
    stop: stopper.signal,
    ui: {
      port: 0,
      place: { configFile, env, formats: formatIds },
      lookFile: configFile,
      assets: layScreens(),
    },
  });
  const stop = (): typeof ran => {
    stopper.abort();
    return ran;
  };
  onTestFinished(async () => {
    await stop();
  });
  await waitFor('the line of the screens', () => lines.some((line) => line.startsWith('ui')));
  const address = new URL(addressIn(lines[0] ?? ''));
  const port = Number(address.port);
  const cookie = cookieOf(await ask(port, address.pathname + address.search));
  return {
    ...{ lines, port, cookie, stop },
    async request(name, argument) {
      const { body } = await postJson(port, `/api/${name}`, cookie, argument);
      return z.custom<Answer<Requests[typeof name]['out']>>().parse(JSON.parse(body));
    },
    look: (reports = ['metrics']) => look(port, cookie, reports),
    ready: () => waitFor('the agent', () => lines.some((line) => line.startsWith('ready '))),
  };
}

/** Under systemd the line says where it stands. */
function addressIn(line: string): string {
  return line.startsWith('ui-url ') ? fileText(line.slice('ui-url '.length)) : line.slice('ui '.length);
}

/** Screens and agent are of one build: the compiler has proved the form. */
const asSnapshot = z.custom<Snapshot>();

async function look(port: number, cookie: string, reports: Shown['reports']): Promise<Screen> {
  const reader = await readEvents(port, { cookie });
  await waitFor('the stream', () => reader.events().length > 0);
  const { stream } = z.object({ stream: z.string() }).parse(JSON.parse(reader.events()[0]?.data ?? ''));
  const snapshots = (): readonly Snapshot[] =>
    reader
      .events()
      .flatMap(({ event, data }) => (event === 'snapshot' ? [asSnapshot.parse(JSON.parse(data))] : []));
  const show = async (shown: Shown): Promise<void> => {
    await postJson(port, '/api/show', cookie, { stream, shown });
  };
  await show({ visible: true, reports });
  return {
    ...reader,
    snapshots,
    show,
    async see(what, isSo) {
      await waitFor(what, () => snapshots().some(isSo));
      const found = snapshots().find(isSo);
      if (!found) throw new Error(what);
      return found;
    },
  };
}

export function fileText(path: string): string {
  return readFileSync(path, 'utf8');
}

/** A settings file, section by section. */
export function settingsIn(path: string): Readonly<Record<string, unknown>> {
  return z.record(z.string(), z.unknown()).parse(JSON.parse(fileText(path)));
}
