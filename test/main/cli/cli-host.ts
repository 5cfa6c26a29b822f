/** Owns: a command line with real settings files and a real control socket, but no process of its own. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { systemClock } from '../../../src-main/base/clock.ts';
import { problem } from '../../../src-main/base/problem.ts';
import { fail, ok } from '../../../src-main/base/result.ts';
import type { Operations } from '../../../src-main/core/control/commands.ts';
import { startControlServer } from '../../../src-main/core/control/server.ts';
import type { CliHost } from '../../../src-main/hosts/cli/host.ts';
import { runCli } from '../../../src-main/hosts/cli/program.ts';

export interface Place {
  readonly folder: string;
  readonly dataDir: string;
  readonly config: string;
}

/** A shop's settings in a temp folder, its key, drop folder and data folder. */
export function makePlace(change: Readonly<Record<string, unknown>> = {}): Place {
  const folder = mkdtempSync(path.join(tmpdir(), 'cli-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const dataDir = path.join(folder, 'data');
  const drop = path.join(folder, 'drop');
  const keyFile = path.join(folder, 'device.key');
  mkdirSync(dataDir, { mode: 0o700 });
  mkdirSync(drop);
  writeFileSync(keyFile, 'test-key-0123456789\n', { mode: 0o600 });
  const settings = {
    api: { baseUrl: 'http://127.0.0.1:9', keyFile },
    store: { timeZone: 'Asia/Yekaterinburg' },
    drop: { folders: [{ path: drop }] },
    dataDir,
    ...change,
  };
  const config = path.join(folder, 'config.json');
  writeFileSync(config, JSON.stringify(settings, null, 2));
  return { folder, dataDir, config };
}

/** An agent that answers at the control socket of `place`. */
export async function startAgent(place: Place, operations: Operations): Promise<void> {
  const started = await startControlServer({ dataDir: place.dataDir, operations, note: () => undefined });
  if (!started.ok) throw new Error(started.error.code);
  onTestFinished(() => started.value.close());
}

export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs one command in English unless `host` says otherwise. */
export async function run(place: Place, args: readonly string[], host: Partial<CliHost> = {}): Promise<Ran> {
  const out: string[] = [];
  const err: string[] = [];
  const nobody = problem('data.locked', place.dataDir, { holder: 7 });
  const code = await runCli([...args, '--config', place.config], {
    env: { LANG: 'C' },
    clock: systemClock,
    version: '0.1.0',
    formats: ['heado-json', 'ofd-json'],
    out: (text) => out.push(text),
    err: (text) => err.push(text),
    terminal: false,
    columns: 100,
    readInput: () => Promise.resolve('{"amount": 1}'),
    readSecret: () => Promise.resolve({ text: '4711', typed: false }),
    actAsOwner: () => Promise.resolve(),
    probe: () => Promise.resolve({ host: '127.0.0.1:9', proxy: '', problem: null, clockSkewMs: 5 }),
    openLocal: () => Promise.resolve(fail(nobody)),
    openReadOnly: () => Promise.resolve(fail(problem('outbox.missing', place.dataDir))),
    runAgent: () => Promise.resolve(ok(undefined)),
    untilStopped: () => new AbortController().signal,
    ...host,
  });
  return { code, out: out.join('\n'), err: err.join('\n') };
}
