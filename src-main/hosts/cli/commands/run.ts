/** Owns: `run`: the agent in the foreground, until it is asked to end. */
import path from 'node:path';
import type { Command } from 'commander';
import { z } from 'zod';
import { machineFile, userFile, type Environment } from '../../../settings/environment.ts';
import { loadSettings, type LoadOptions } from '../../../settings/load.ts';
import type { Problem } from '../../../base/problem.ts';
import type { Settings } from '../../../settings/schema.ts';
import { readDeviceKey } from '../../../settings/secrets.ts';
import { exitCodeOf, loadOptions, readOptions, type Cli } from '../command.ts';
import type { UiOptions } from '../../service/ui.ts';
import { EXIT, type ExitCode, type SetExit } from '../exit-codes.ts';

const PORT_MAX = 65_535;

const options = z.object({
  quiet: z.boolean().default(false),
  /** True: given without a port. */
  ui: z.union([z.literal(true), z.coerce.number().int().min(0).max(PORT_MAX)]).optional(),
});

export function addRunCommand(program: Command, cli: Cli, setExit: SetExit): void {
  const { say } = cli.printer;
  program
    .command('run')
    .description(say('about.run'))
    .option('--ui [port]', say('option.ui'))
    .option('--quiet', say('option.quiet'))
    .action(async (_, command: Command) => setExit(await run(cli, command)));
}

async function run({ host, printer }: Cli, command: Command): Promise<ExitCode> {
  const { quiet, ui } = readOptions(command, options);
  const from = loadOptions(host, command);
  const stop = host.untilStopped();
  let warned = false;
  const ended = await host.runAgent({
    load: () => {
      const loaded = loadSettings(from);
      if (loaded.ok && !warned) {
        const { warnings, settings } = loaded.value;
        for (const found of [...warnings, ...aboutKey(settings, host.env)]) printer.complain(found);
      }
      warned = true;
      return loaded;
    },
    env: host.env,
    print: printer.out,
    terminal: host.terminal,
    mirror: host.terminal && !quiet ? printer.note : undefined,
    stop,
    ui: ui === undefined ? undefined : uiOptions(host, from, ui === true ? 0 : ui),
  });
  if (ended.ok) return EXIT.done;
  for (const problem of ended.error) printer.complain(problem);
  return startFailure(ended.error);
}

/** The agent takes files without a key as well; one that is missing is asked for, or told by its first call. */
function aboutKey(settings: Settings, env: Environment): readonly Problem[] {
  const key = readDeviceKey(settings, env);
  if (key.ok) return key.value.warnings;
  return key.error.code === 'key.missing' ? [] : [key.error];
}

/** The screens change the user's own file; `--config` replaces it. */
function uiOptions({ env, formats, ...host }: Cli['host'], from: LoadOptions, port: number): UiOptions {
  const { configFile = host.machineFile ?? machineFile(process.platform, env) } = from;
  const own = from.configFile ?? host.userFile ?? userFile(process.platform, env);
  const lookFile = own === undefined ? undefined : path.resolve(own);
  return { port, lookFile, place: { configFile: path.resolve(configFile), env, formats } };
}

function startFailure(problems: readonly Problem[]): ExitCode {
  if (problems.some(({ code }) => code.startsWith('settings.'))) return EXIT.configuration;
  return problems[0] ? exitCodeOf(problems[0]) : EXIT.failed;
}
