/** Owns: `recover`: showing what waits for a decision about drop folders, and carrying the decision out. */
import { Option, type Command } from 'commander';
import { z } from 'zod';
import type { CommandResult } from '../../../core/control/commands.ts';
import { answered, readOptions, withSession, BadOption, type Cli, type Session } from '../command.ts';
import { EXIT, type ExitCode, type SetExit } from '../exit-codes.ts';

const options = z.object({
  folder: z.string().min(1).optional(),
  from: z.string().optional(),
  resend: z.boolean().default(false),
  accept: z.boolean().default(false),
  json: z.boolean().default(false),
});

type Item = CommandResult<'recover'>['folders'][number];

export function addRecoverCommand(program: Command, cli: Cli, setExit: SetExit): void {
  const { say } = cli.printer;
  program
    .command('recover')
    .description(say('about.recover'))
    .option('--folder <path>', say('option.folder'))
    .option('--from <time>', say('option.from'))
    .addOption(new Option('--resend', say('option.resend')).conflicts('accept'))
    .option('--accept', say('option.accept'))
    .option('--json', say('option.json'))
    .action(async (_, command: Command) => setExit(await recover(cli, command)));
}

function recover(cli: Cli, command: Command): Promise<ExitCode> {
  const { folder, from, resend, accept, json } = readOptions(command, options);
  const choice = resend ? 'resend' : accept ? 'accept' : 'show';
  return withSession(cli, command, (session) => {
    const since = from === undefined ? undefined : session.time.read(from);
    // What is accepted is accepted as a whole: a moment would mean the one or the other half.
    if (from !== undefined && (since === undefined || accept)) throw new BadOption('from');
    const args = {
      choice,
      ...(folder === undefined ? {} : { folder }),
      ...(since ? { from: since } : {}),
    } as const;
    return answered(session, session.access.ask('recover', args), (found) => {
      if (json) session.printer.json(found);
      else session.printer.out(textOf(found, choice, session));
      return found.open > 0 ? EXIT.failed : EXIT.done;
    });
  });
}

function textOf({ folders }: CommandResult<'recover'>, choice: string, session: Session): string {
  const { say } = session.printer;
  if (folders.length === 0) return say('recover.nothing');
  const lines = folders.flatMap((item) => [...describeItem(item, session), '']);
  if (choice === 'show') lines.push(say('recover.choose'));
  else if (session.access.answerer === 'folder') lines.push(say('recover.atStart'));
  return lines.join('\n').trimEnd();
}

function describeItem(item: Item, { printer, time }: Session): readonly string[] {
  const { say } = printer;
  const lines = [`${printer.mark(item.open ? 'error' : 'ok')} ${item.path}`];
  const tell = (text: string): void => void lines.push(`  ${text}`);
  if (item.question) tell(say(`recover.${item.question}`));
  if (item.due) tell(say('recover.due'));
  if (item.doubtful > 0) tell(say('recover.doubtful', { count: item.doubtful }));
  if (item.unknown) {
    const { files, receipts, from, to } = item.unknown;
    tell(say('recover.unknown', { files, receipts }));
    if (files > 0) tell(say('recover.span', { from: time.show(from), to: time.show(to) }));
  }
  if (item.resent > 0) tell(say('recover.resent', { count: item.resent }));
  if (item.kept > 0) tell(say('recover.kept', { count: item.kept }));
  if (item.problem) lines.push(...printer.explain(item.problem, 'error').map((line) => `  ${line}`));
  return lines;
}
