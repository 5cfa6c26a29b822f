/** Owns: `send-one FILE`: one receipt by the single-receipt method, through the outbox like any other. */
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Command } from 'commander';
import { SEND_ONE_LENGTH_MAX, type CommandResult } from '../../../core/control/commands.ts';
import { answered, withSession, type Cli, type Session } from '../command.ts';
import { EXIT, type ExitCode, type SetExit } from '../exit-codes.ts';

const STANDARD_INPUT = '-';

export function addSendOneCommand(program: Command, cli: Cli, setExit: SetExit): void {
  const { say } = cli.printer;
  program
    .command('send-one')
    .description(say('about.send-one'))
    .argument('<file>', say('argument.file'))
    .action(async (file: string, _, command: Command) => setExit(await sendOne(cli, file, command)));
}

async function sendOne(cli: Cli, file: string, command: Command): Promise<ExitCode> {
  const { host, printer } = cli;
  const text = await readText(file, cli);
  if (text === undefined) return EXIT.failed;
  if (text.length > SEND_ONE_LENGTH_MAX) {
    printer.note(printer.say('send.tooLarge', { file, limitBytes: SEND_ONE_LENGTH_MAX }));
    return EXIT.failed;
  }
  return withSession({ host, printer }, command, (session) =>
    answered(session, session.access.ask('send-one', { name: path.basename(file), text }), (sent) =>
      tell(sent, session),
    ),
  );
}

async function readText(file: string, { host, printer }: Cli): Promise<string | undefined> {
  try {
    if (file === STANDARD_INPUT) return await host.readInput();
    if (statSync(file).isFile()) return readFileSync(file, 'utf8');
    printer.note(printer.say('send.unreadable', { file, reason: 'not a regular file' }));
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    printer.note(printer.say('send.unreadable', { file, reason }));
  }
  return undefined;
}

function tell(
  { label, outcome, registered, because }: CommandResult<'send-one'>,
  { printer }: Session,
): ExitCode {
  printer.out(printer.say(`send.${outcome}`, { label }));
  if (registered) printer.out(printer.say('send.registered', registered));
  if (because) printer.complain(because);
  return outcome === 'waiting' || outcome === 'unconfirmed' ? EXIT.failed : EXIT.done;
}
