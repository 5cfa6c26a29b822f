/**
 * Owns: the command line with everything real behind it (sockets, data folder, calls to HEADO), run in this
 * process: as a technician would see it, without starting Node for every command.
 */
import { systemClock } from '../../../src-main/base/clock.ts';
import { probeHeado } from '../../../src-main/core/doctor/probe.ts';
import { openLocalOperations, openReadOnlyOperations } from '../../../src-main/core/local.ts';
import { formatIds } from '../../../src-main/formats/detect.ts';
import { runCli } from '../../../src-main/hosts/cli/program.ts';
import { runAgent } from '../../../src-main/hosts/service/run-agent.ts';

export interface Said {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export interface SayOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string;
}

/** Runs one command; `run` ends as soon as it is ready. In English unless `--lang` or `env` say otherwise. */
export async function say(
  configFile: string,
  args: readonly string[],
  options: SayOptions = {},
): Promise<Said> {
  const { env = {}, input = '' } = options;
  const out: string[] = [];
  const err: string[] = [];
  const code = await runCli([...args, '--config', configFile], {
    ...{ env, clock: systemClock, version: '0.1.0', formats: formatIds, terminal: false, columns: 100 },
    ...{ actAsOwner: () => Promise.resolve(), readInput: () => Promise.resolve(input) },
    readSecret: () => Promise.resolve({ text: input, typed: false }),
    ...{
      openLocal: openLocalOperations,
      probe: probeHeado,
      runAgent,
      untilStopped: () => AbortSignal.abort(),
    },
    openReadOnly: (local) => Promise.resolve(openReadOnlyOperations(local)),
    out: (text) => out.push(text),
    err: (text) => err.push(text),
  });
  return { code, out: out.join('\n'), err: err.join('\n') };
}
