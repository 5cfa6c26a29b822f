/**
 * Owns: the built agent as a process of its own, as it runs on a till: start, wait for `ready`, kill at any
 * moment, ask over its control socket. Used by the crash programme, the demo and the tests of whole commands.
 */
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { controlClient } from '../../src-main/core/control/client.ts';
import type { StatusReport } from '../../src-main/core/status-schema.ts';
import { TEST_LIMIT_MS } from './patience.ts';
import { inTime } from './wait-for.ts';

/** The built program. */
export const PROGRAM = join(import.meta.dirname, '..', '..', 'dist', 'heado-till.js');

/** The folders and files of one till below `root`. */
export interface TillFiles {
  readonly root: string;
  readonly drop: string;
  readonly dataDir: string;
  readonly configFile: string;
  readonly keyFile: string;
}

export interface TillSettings {
  readonly baseUrl: string;
  readonly key: string;
  readonly timeZone?: string;
  /** Elsewhere than below the folder of the till. */
  readonly dataDir?: string;
  /** Merged over the settings file; for limits that a test wants otherwise. */
  readonly more?: Readonly<Record<string, unknown>>;
}

/** Lays out a till: drop folder, key, settings. */
export function layTill(root: string, settings: TillSettings): TillFiles {
  if (!existsSync(PROGRAM)) throw new Error('dist/heado-till.js is missing: run `npm run build` first');
  const files: TillFiles = {
    root,
    drop: join(root, 'drop'),
    dataDir: settings.dataDir ?? join(root, 'data'),
    configFile: join(root, 'config.json'),
    keyFile: join(root, 'device.key'),
  };
  mkdirSync(files.drop, { recursive: true });
  writeFileSync(files.keyFile, `${settings.key}\n`, { mode: 0o600 });
  const config = {
    api: { baseUrl: settings.baseUrl, keyFile: files.keyFile },
    store: { timeZone: settings.timeZone ?? 'Europe/Moscow', storeExtId: 'S1', cashboxExtId: 'K1' },
    drop: { folders: [{ path: files.drop }] },
    dataDir: files.dataDir,
    ...settings.more,
  };
  writeFileSync(files.configFile, JSON.stringify(config, null, 2), { mode: 0o600 });
  return files;
}

export interface AgentProcess {
  readonly pid: number;
  /** Milliseconds from the start of the process to its `ready`. */
  readonly readyMs: number;
  /** Everything it wrote so far. */
  output(): string;
  /** SIGKILL: nothing is flushed, nothing is said. */
  kill(): Promise<void>;
  /** SIGTERM, and the exit code. */
  stop(): Promise<number>;
  readonly exited: Promise<number>;
}

/**
 * Starts the agent and resolves when it takes files; rejects with its output when it ends before. `more`: beside the
 * environment of the tests.
 */
export async function startAgentProcess(
  till: TillFiles,
  parameters: readonly string[] = [],
  more: Readonly<Record<string, string>> = {},
): Promise<AgentProcess> {
  const startedAt = performance.now();
  const child = spawn(process.execPath, [PROGRAM, 'run', '--config', till.configFile, ...parameters], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, LC_ALL: 'C.UTF-8', HEADO_AUTH_KEY: undefined, ...more },
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString('utf8')));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString('utf8')));
  const exited = whenExited(child);
  await inTime(
    'the agent is ready',
    whenReady(child, exited, () => output),
  ).catch((cause: unknown) => {
    child.kill('SIGKILL');
    throw cause;
  });
  const end = async (signal: NodeJS.Signals): Promise<number> => {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal);
    return exited;
  };
  return {
    pid: child.pid ?? 0,
    readyMs: performance.now() - startedAt,
    output: () => output,
    kill: async () => {
      await end('SIGKILL');
    },
    stop: () => end('SIGTERM'),
    exited,
  };
}

function whenExited(child: ChildProcess): Promise<number> {
  return new Promise((resolve) => {
    child.once('close', (code) => resolve(code ?? -1));
  });
}

function whenReady(child: ChildProcess, exited: Promise<number>, output: () => string): Promise<void> {
  return new Promise((resolve, reject) => {
    const refuse = (why: string): void => reject(new Error(`agent: ${why}\n${output()}`));
    const look = (): void => {
      if (!/^ready /m.test(output())) return;
      child.stdout?.off('data', look);
      resolve();
    };
    child.stdout?.on('data', look);
    void exited.then((code) => refuse(`ended with ${code} before it was ready`));
  });
}

export interface CommandResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command of the built program against the till, as a technician would. */
export function runCommand(till: TillFiles, parameters: readonly string[]): Promise<CommandResult> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [PROGRAM, ...parameters, '--config', till.configFile],
      {
        timeout: TEST_LIMIT_MS,
        maxBuffer: 64 * 1024 * 1024,
        env: { ...process.env, LC_ALL: 'C.UTF-8' },
      },
      (error, stdout, stderr) =>
        resolve({ code: typeof error?.code === 'number' ? error.code : error ? 1 : 0, stdout, stderr }),
    );
  });
}

/** Over the control socket, without a process for the question. */
export async function readStatus({ dataDir }: TillFiles): Promise<StatusReport> {
  const asked = await controlClient(dataDir).ask('status', {});
  if (!asked.ok) throw new Error(`status: ${asked.error.code}`);
  return asked.value;
}
