/**
 * Owns: the table of contents of the command line (architecture, "Command line"; docs/cli.md lists the same).
 * Promises: one exit code for every way to end; wrong use is told in the reader's language.
 */
import { Command, Option } from 'commander';
import { chooseLocale } from '../../text/locale.ts';
import type { Cli } from './command.ts';
import { addConfigCommands } from './commands/config.ts';
import { addDoctorCommand } from './commands/doctor.ts';
import { addPinCommand } from './commands/pin.ts';
import { addQuarantineCommands } from './commands/quarantine.ts';
import { addReceiptCommands } from './commands/receipts.ts';
import { addRecoverCommand } from './commands/recover.ts';
import { addRunCommand } from './commands/run.ts';
import { addSendOneCommand } from './commands/send-one.ts';
import { addUiUrlCommand } from './commands/ui-url.ts';
import { addStatusCommand } from './commands/status.ts';
import { EXIT, type ExitCode, type SetExit } from './exit-codes.ts';
import type { CliHost } from './host.ts';
import { localise } from './localise.ts';
import { createPrinter } from './printer.ts';
import { explainUse } from './wrong-use.ts';

export interface BuiltProgram {
  readonly program: Command;
  /** The exit code of the command that ran. */
  exitCode(): ExitCode;
}

/** Runs one command; resolves with its exit code. */
export async function runCli(args: readonly string[], host: CliHost): Promise<ExitCode> {
  const printer = createPrinter(host, chooseLocale(languageOf(args), host.env));
  const { program, exitCode } = buildProgram({ host, printer });
  try {
    await program.parseAsync(args, { from: 'user' });
    return exitCode();
  } catch (error) {
    return explainUse(error, printer);
  }
}

/** All commands; nothing is run. */
export function buildProgram(cli: Cli): BuiltProgram {
  const { say } = cli.printer;
  let code: ExitCode = EXIT.done;
  const setExit: SetExit = (given) => (code = given);
  const program = new Command('heado-till');
  localise(program, cli.host, cli.printer);
  program
    .description(say('about.program'))
    .option('--config <file>', say('option.config'))
    .addOption(new Option('--lang <language>', say('option.lang')).choices(['ru', 'en']))
    .helpCommand('help [command]', say('about.help'))
    .addHelpText('after', () => `\n${say('help.codes')}`);
  addRunCommand(program, cli, setExit);
  addUiUrlCommand(program, cli, setExit);
  addStatusCommand(program, cli, setExit);
  addDoctorCommand(program, cli, setExit);
  addReceiptCommands(program, cli, setExit);
  addQuarantineCommands(program, cli, setExit);
  addRecoverCommand(program, cli, setExit);
  addConfigCommands(program, cli, setExit);
  addPinCommand(program, cli, setExit);
  addSendOneCommand(program, cli, setExit);
  return { program, exitCode: () => code };
}

/** The language must be known before the help is built, so it is looked up by hand. */
function languageOf(args: readonly string[]): string | undefined {
  const joined = args.find((arg) => arg.startsWith('--lang='));
  if (joined !== undefined) return joined.slice('--lang='.length);
  const at = args.indexOf('--lang');
  return at < 0 ? undefined : args[at + 1];
}
