/** Owns: `ui-url`: a fresh one-time address of the screens, from the agent that serves them. */
import type { Command } from 'commander';
import { Option } from 'commander';
import { z } from 'zod';
import { controlClient } from '../../../core/control/client.ts';
import { viewSchema } from '../../../core/control/commands.ts';
import { exitCodeOf, readOptions, withSession, type Cli } from '../command.ts';
import { EXIT, type ExitCode, type SetExit } from '../exit-codes.ts';

const options = z.object({ view: viewSchema.optional() });

export function addUiUrlCommand(program: Command, cli: Cli, setExit: SetExit): void {
  const { say } = cli.printer;
  program
    .command('ui-url')
    .description(say('about.ui-url'))
    .addOption(new Option('--view <view>', say('option.view')).choices(viewSchema.options))
    .action(async (_, command: Command) => setExit(await uiUrl(cli, command)));
}

/** Without an agent nobody serves screens: the data folder is of no help. */
function uiUrl(cli: Cli, command: Command): Promise<ExitCode> {
  const given = readOptions(command, options);
  return withSession(cli, command, async ({ loaded, printer }) => {
    const answer = await controlClient(loaded.settings.dataDir).ask('ui-url', given);
    if (!answer.ok) {
      printer.complain(answer.error);
      return exitCodeOf(answer.error);
    }
    printer.out(answer.value.address);
    return EXIT.done;
  });
}
