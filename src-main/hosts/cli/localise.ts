/** Owns: commander's own words in the reader's language, and how its help is laid out. */
import { Help, type Command } from 'commander';
import type { CliHost } from './host.ts';
import type { Printer } from './printer.ts';

const TITLES = {
  'Usage:': 'help.usage',
  'Arguments:': 'help.arguments',
  'Options:': 'help.options',
  'Global Options:': 'help.globalOptions',
  'Commands:': 'help.commands',
} as const;

/** Prepares the topmost command; those below it inherit all of this. Wrong use is thrown, never printed. */
export function localise(program: Command, host: CliHost, { say }: Printer): void {
  const title = (text: string): string => {
    const [, key] = Object.entries(TITLES).find(([english]) => english === text) ?? [];
    return key ? say(key) : text;
  };
  const usual = new Help();
  const placeholders = (text: string): string =>
    text
      .replace('[options]', `[${say('help.optionsHere')}]`)
      .replace('[command]', `[${say('help.commandHere')}]`);
  program
    .exitOverride()
    .configureOutput({
      writeOut: (text) => host.out(text.trimEnd()),
      writeErr: (text) => host.err(text.trimEnd()),
      outputError: () => undefined,
      getOutHelpWidth: () => host.columns,
      getErrHelpWidth: () => host.columns,
    })
    .configureHelp({
      showGlobalOptions: true,
      styleTitle: title,
      commandUsage: (command) => placeholders(usual.commandUsage(command)),
      subcommandTerm: (command) => placeholders(usual.subcommandTerm(command)),
      optionDescription: (option): string => {
        const choices = option.argChoices ? ` (${option.argChoices.join(', ')})` : '';
        return `${option.description}${choices}`;
      },
    } satisfies Partial<Help>)
    .helpOption('-h, --help', say('option.help'))
    .version(host.version, '-V, --version', say('option.version'));
}
