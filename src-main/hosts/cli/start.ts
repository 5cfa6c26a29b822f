/**
 * Owns: the command line on a real machine: streams, signals, rights. What a command needs of the core is loaded
 * when it is used, so that `--help` and `status` start fast.
 */
import { statSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { systemClock } from '../../base/clock.ts';
import { PROGRAM } from '../../core/version.ts';
import { formatIds } from '../../formats/detect.ts';
import type { CliHost } from './host.ts';
import { runCli } from './program.ts';
import { readSecret } from './read-secret.ts';

const COLUMNS_USUAL = 100;
/** Nothing happens then; the longest that a timer can be told to wait, 24 days. */
const LIFE_TICK_MS = 2 ** 31 - 1;

/** Runs one command; resolves with its exit code. */
export function start(args: readonly string[]): Promise<number> {
  // Node's own answer to this signal is a debugger on loopback, which every local user could ask for the key.
  if (process.platform !== 'win32') process.on('SIGUSR1', () => undefined);
  // A reader that went away (`| head`) is no fault of the command; an agent outlives its terminal to end in order.
  const isAgent = args[0] === 'run';
  process.stdout.on('error', () => isAgent || process.exit());
  process.stderr.on('error', () => undefined);
  return runCli(args, realHost());
}

function realHost(): CliHost {
  return {
    env: process.env,
    clock: systemClock,
    version: PROGRAM.version,
    formats: formatIds,
    out: (line) => void process.stdout.write(`${line}\n`),
    err: (line) => void process.stderr.write(`${line}\n`),
    terminal: process.stdout.isTTY,
    columns: process.stdout.isTTY ? process.stdout.columns : COLUMNS_USUAL,
    readInput: () => text(process.stdin),
    readSecret: (question) =>
      readSecret(question, {
        input: process.stdin,
        ask: (words) => void process.stderr.write(words),
        interrupt: () => process.kill(process.pid, 'SIGINT'),
      }),
    actAsOwner,
    openLocal: async (options) => (await import('../../core/local.ts')).openLocalOperations(options),
    openReadOnly: async (options) => (await import('../../core/local.ts')).openReadOnlyOperations(options),
    probe: async (options) => (await import('../../core/doctor/probe.ts')).probeHeado(options),
    runAgent: async (options) => whileAlive((await import('../service/run-agent.ts')).runAgent(options)),
    untilStopped,
  };
}

/**
 * Files that root made in the data folder would lock the agent out of it: root becomes the folder's owner first.
 * What the command still needs is loaded before: the owner may not be able to read where the program lies.
 */
async function actAsOwner(dataDir: string): Promise<void> {
  if (process.getuid?.() !== 0) return;
  const owner = statSync(dataDir, { throwIfNoEntry: false });
  if (!owner || owner.uid === 0) return;
  await import('../../core/local.ts');
  process.setgroups?.([owner.gid]);
  process.setgid?.(owner.gid);
  process.setuid?.(owner.uid);
}

/** No timer of ours keeps the process (`base/clock.ts`), and where no socket can be opened nothing else does. */
async function whileAlive<T>(work: Promise<T>): Promise<T> {
  const life = setInterval(() => undefined, LIFE_TICK_MS);
  try {
    return await work;
  } finally {
    clearInterval(life);
  }
}

/**
 * The first signal asks for an orderly end; a second one ends the process at once, as is usual. A terminal that is
 * closed (SIGHUP, on Windows also the console's window) may say so more than once: that never cuts a call.
 */
function untilStopped(): AbortSignal {
  const stop = new AbortController();
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGBREAK'] as const) process.once(signal, () => stop.abort());
  process.on('SIGHUP', () => stop.abort());
  return stop.signal;
}
