/**
 * Owns: `pin`: the hash of a PIN for the settings, printed or written there.
 * Promises: the PIN is neither an argument, which every user of the machine can read, nor shown, nor kept.
 */
import type { Command } from 'commander';
import { z } from 'zod';
import { existsSync } from 'node:fs';
import { problem } from '../../../base/problem.ts';
import { machineFile } from '../../../settings/environment.ts';
import { pin as pinForm } from '../../../settings/forms.ts';
import { keepPin } from '../../../settings/keep-pin.ts';
import { hashPin } from '../../../settings/pin-hash.ts';
import type { SettingsProblemCode } from '../../../settings/problem-codes.ts';
import { rewriteWidget } from '../../../settings/rewrite.ts';
import { complainAll, loadOptions, readOptions, type Cli } from '../command.ts';
import { EXIT, type ExitCode, type SetExit } from '../exit-codes.ts';

const options = z.object({ write: z.boolean().default(false) });

export function addPinCommand(program: Command, cli: Cli, setExit: SetExit): void {
  const { say } = cli.printer;
  program
    .command('pin')
    .description(say('about.pin'))
    .option('--write', say('option.write'))
    .action(async (_, command: Command) => setExit(await setPin(cli, command)));
}

async function setPin(cli: Cli, command: Command): Promise<ExitCode> {
  const { host, printer } = cli;
  const { write } = readOptions(command, options);
  const given = await readPin(cli);
  if (given === undefined) return EXIT.failed;
  if (!write) {
    printer.out(hashPin(given));
    printer.note(printer.say('pin.where'));
    return EXIT.done;
  }
  const { configFile, machineFile: own } = loadOptions(host, command);
  const file = configFile ?? own ?? machineFile(process.platform, host.env);
  if (!existsSync(file))
    return complainAll(cli, [problem<SettingsProblemCode>('settings.notFound', '', { file })]);
  const kept = rewriteWidget(file, (widget) => keepPin(widget, given));
  if (!kept.ok)
    return complainAll(cli, [
      problem<SettingsProblemCode>('settings.notWritten', '', { file, reason: kept.error }),
    ]);
  printer.out(printer.say('pin.written', { file }));
  return EXIT.done;
}

/** Typed twice at a terminal; else the first line of standard input. */
async function readPin({ host, printer }: Cli): Promise<string | undefined> {
  const first = await host.readSecret(printer.say('pin.ask'));
  if (!pinForm.safeParse(first.text).success) {
    printer.note(printer.say('pin.form'));
    return undefined;
  }
  if (!first.typed) return first.text;
  const second = await host.readSecret(printer.say('pin.again'));
  if (second.text === first.text) return first.text;
  printer.note(printer.say('pin.differs'));
  return undefined;
}
