/** Owns: telling wrong use in the reader's language; commander itself speaks English only. */
import { CommanderError } from 'commander';
import { BadOption } from './command.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import type { Printer } from './printer.ts';

const TEXTS = {
  'commander.unknownOption': 'use.unknownOption',
  'commander.unknownCommand': 'use.unknownCommand',
  'commander.missingArgument': 'use.missingArgument',
  'commander.optionMissingArgument': 'use.optionMissingArgument',
  'commander.missingMandatoryOptionValue': 'use.missingMandatoryOptionValue',
  'commander.excessArguments': 'use.excessArguments',
  'commander.invalidArgument': 'use.invalidArgument',
} as const;

/** Help that was asked for ends well; help that nobody asked for follows a command without its subcommand. */
const ASKED_FOR: ReadonlySet<string> = new Set(['commander.helpDisplayed', 'commander.version']);
const HELP_SHOWN = 'commander.help';

/** What `error`, thrown while the arguments were read, means. Other errors are thrown on. */
export function explainUse(error: unknown, printer: Printer): ExitCode {
  if (error instanceof BadOption) {
    printer.note(printer.say('use.badOption', { name: error.option }));
    return EXIT.wrongUse;
  }
  if (!(error instanceof CommanderError)) throw error;
  if (ASKED_FOR.has(error.code)) return EXIT.done;
  if (error.code === HELP_SHOWN) return error.exitCode === 0 ? EXIT.done : EXIT.wrongUse;
  printer.note(useText(error, printer));
  printer.note(printer.say('help.more', { command: 'heado-till' }));
  return EXIT.wrongUse;
}

function useText(error: CommanderError, { say }: Printer): string {
  const [, text] = Object.entries(TEXTS).find(([code]) => code === error.code) ?? [];
  const message = error.message.replace(/^error: /, '');
  const [first = message, ...rest] = message.split('\n');
  const name = /'([^']*)'/.exec(first)?.[1] ?? first;
  const near = /Did you mean (?:one of )?(.+?)\?/.exec(rest.join(' '))?.[1];
  const meant = near === undefined ? '' : ` ${say('use.didYouMean', { name: near })}`;
  return say(text ?? 'use.other', { name }) + meant;
}
