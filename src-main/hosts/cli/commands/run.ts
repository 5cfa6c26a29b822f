/** Owns: `run`: the agent in the foreground, until it is asked to end. */
import type { Command } from 'commander';
import { z } from 'zod';
import { loadSettings } from '../../../settings/load.ts';
import type { Problem } from '../../../base/problem.ts';
import { exitCodeOf, loadOptions, readOptions, type Cli } from '../command.ts';
import { EXIT, type ExitCode, type SetExit } from '../exit-codes.ts';

const options = z.object({ quiet: z.boolean().default(false) });

export function addRunCommand(program: Command, cli: Cli, setExit: SetExit): void {
  const { say } = cli.printer;
  program
    .command('run')
    .description(say('about.run'))
    .option('--quiet', say('option.quiet'))
    .action(async (_, command: Command) => setExit(await run(cli, command)));
}

async function run({ host, printer }: Cli, command: Command): Promise<ExitCode> {
  const { quiet } = readOptions(command, options);
  const from = loadOptions(host, command);
  const stop = host.untilStopped();
  let warned = false;
  const ended = await host.runAgent({
    load: () => {
      const loaded = loadSettings(from);
      if (loaded.ok && !warned) for (const warning of loaded.value.warnings) printer.complain(warning);
      warned = true;
      return loaded;
    },
    env: host.env,
    print: host.out,
    mirror: host.terminal && !quiet ? host.err : undefined,
    stop,
  });
  if (ended.ok) return EXIT.done;
  for (const problem of ended.error) printer.complain(problem);
  return startFailure(ended.error);
}

function startFailure(problems: readonly Problem[]): ExitCode {
  if (problems.some(({ code }) => code.startsWith('settings.'))) return EXIT.configuration;
  return problems[0] ? exitCodeOf(problems[0]) : EXIT.failed;
}
