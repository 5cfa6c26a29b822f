/**
 * Owns: starting and stopping what is measured: the sink, our built agent, the floor, and syslog-ng where it is
 * installed. Every subject gets folders of its own and is stopped by its process id.
 */
import { fork, spawn, type ChildProcess } from 'node:child_process';
import { once, type EventEmitter } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';

const ROOT = join(import.meta.dirname, '..', '..');
const DEADLINE_MS = 120_000;

export interface Sink {
  readonly port: number;
  count(): Promise<number>;
  reset(): Promise<void>;
  report(): Promise<{ arrivals: Map<string, number>; calls: number }>;
  stop(): void;
}

const answerSchema = z.object({
  port: z.number().optional(),
  count: z.number().optional(),
  arrivals: z.array(z.tuple([z.string(), z.number()])).optional(),
  calls: z.number().optional(),
});

export async function startSink(): Promise<Sink> {
  const child = fork(join(import.meta.dirname, 'sink.ts'));
  const next = async (): Promise<z.infer<typeof answerSchema>> => {
    return answerSchema.parse(await firstArgument(child, 'message'));
  };
  const ask = async (question: string): Promise<z.infer<typeof answerSchema>> => {
    const answer = next();
    child.send(question);
    return answer;
  };
  const { port = 0 } = await next();
  return {
    port,
    count: async () => (await ask('count')).count ?? 0,
    reset: async () => {
      await ask('reset');
    },
    report: async () => {
      const { arrivals = [], calls = 0 } = await ask('report');
      return { arrivals: new Map(arrivals), calls };
    },
    stop: () => {
      child.kill();
    },
  };
}

export interface Subject {
  readonly name: string;
  readonly folder: string;
  readonly pid: number;
  /** When it was started, milliseconds since 1970 UTC. */
  readonly startedAtMs: number;
  stop(): Promise<void>;
}

export interface Place {
  readonly root: string;
  readonly folder: string;
  remove(): void;
}

/** Folders on a real disk: what is measured must not be a memory disk. */
export function makePlace(): Place {
  const root = mkdtempSync(join(process.env['BENCH_DIR'] ?? tmpdir(), 'heado-till-bench-'));
  const folder = join(root, 'drop');
  mkdirSync(folder);
  return { root, folder, remove: () => rmSync(root, { recursive: true, force: true }) };
}

/** The first argument of the next event of that name. */
function firstArgument(from: EventEmitter, event: string, signal?: AbortSignal): Promise<unknown> {
  return new Promise((resolve, reject) => {
    signal?.addEventListener('abort', () => reject(new Error(`bench: no ${event} in time`)), { once: true });
    from.once(event, resolve);
  });
}

async function whenReady(child: ChildProcess, word: string): Promise<void> {
  let seen = '';
  const deadline = AbortSignal.timeout(DEADLINE_MS);
  while (!seen.includes(word)) {
    if (!child.stdout) throw new Error('bench: no output to wait for');
    seen += String(await firstArgument(child.stdout, 'data', deadline));
  }
  child.stdout?.resume();
}

async function stopChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
}

/** Our agent as it is shipped, with its defaults. */
export async function startAgent(place: Place, port: number): Promise<Subject> {
  const program = join(ROOT, 'dist', 'heado-till.js');
  if (!existsSync(program)) throw new Error('bench: dist/heado-till.js is missing: run `npm run build`');
  const keyFile = join(place.root, 'device.key');
  const configFile = join(place.root, 'config.json');
  writeFileSync(keyFile, 'bench-key-0123456789', { mode: 0o600 });
  const config = {
    api: { baseUrl: `http://127.0.0.1:${port}`, keyFile },
    store: { timeZone: 'Europe/Moscow', storeExtId: 'S1', cashboxExtId: 'K1' },
    drop: { folders: [{ path: place.folder }] },
    dataDir: join(place.root, 'data'),
  };
  writeFileSync(configFile, JSON.stringify(config), { mode: 0o600 });
  const startedAtMs = performance.timeOrigin + performance.now();
  const child = spawn(process.execPath, [program, 'run', '--config', configFile], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await whenReady(child, 'ready');
  return {
    name: 'heado-till',
    folder: place.folder,
    pid: child.pid ?? 0,
    startedAtMs,
    stop: () => stopChild(child),
  };
}

/**
 * The floor: see `floor.ts`. It runs as plain JavaScript, as our agent does: stripping types while loading would cost
 * it 20 MB and a tenth of a second that no such program has to pay.
 */
export async function startFloor(place: Place, port: number, durable: boolean): Promise<Subject> {
  const program = join(place.root, 'floor.mjs');
  const source = readFileSync(join(import.meta.dirname, 'floor.ts'), 'utf8');
  writeFileSync(program, stripTypeScriptTypes(source));
  const startedAtMs = performance.timeOrigin + performance.now();
  const parameters = [program, place.folder, `http://127.0.0.1:${port}/`, join(place.root, 'floor.db')];
  const env = { ...process.env, FLOOR_DURABLE: durable ? '1' : '0' };
  const child = spawn(process.execPath, parameters, { stdio: ['ignore', 'pipe', 'inherit'], env });
  await whenReady(child, 'ready');
  const name = durable ? 'floor, durable' : 'floor, not durable';
  return { name, folder: place.folder, pid: child.pid ?? 0, startedAtMs, stop: () => stopChild(child) };
}
