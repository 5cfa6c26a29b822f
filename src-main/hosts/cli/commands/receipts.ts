/** Owns: `receipts list|show|resend`. */
import { CommanderError, Option, type Command } from 'commander';
import { z } from 'zod';
import { entryStateSchema, LIST_LIMIT_MAX, type CommandResult } from '../../../core/control/commands.ts';
import { laneNameSchema } from '../../../core/status-schema.ts';
import { answered, BadOption, readOptions, withSession, type Cli, type Session } from '../command.ts';
import { EXIT, type ExitCode, type SetExit } from '../exit-codes.ts';
import { showRow } from '../show-item.ts';
import { showStory, shownFacts } from '../show-story.ts';
import { formatTable } from '../table.ts';

const jsonOption = z.object({ json: z.boolean().default(false) });
export const limitOption = z.coerce.number().int().min(1).max(LIST_LIMIT_MAX).optional();
const resendOptions = z.object({ all: z.boolean().default(false) });
const listOptions = jsonOption.extend({
  state: entryStateSchema.optional(),
  lane: laneNameSchema.optional(),
  since: z.string().optional(),
  label: z.string().min(1).optional(),
  limit: limitOption,
});

export function addReceiptCommands(program: Command, cli: Cli, setExit: SetExit): void {
  const { say } = cli.printer;
  const receipts = program.command('receipts').description(say('about.receipts'));
  receipts
    .command('list')
    .description(say('about.receipts.list'))
    .addOption(new Option('--state <state>', say('option.state')).choices(entryStateSchema.options))
    .addOption(new Option('--lane <lane>', say('option.lane')).choices(laneNameSchema.options))
    .option('--since <time>', say('option.since'))
    .option('--label <id>', say('option.label'))
    .option('--limit <count>', say('option.limit'))
    .option('--json', say('option.json'))
    .action(async (_, command: Command) => setExit(await list(cli, command)));
  receipts
    .command('show')
    .description(say('about.receipts.show'))
    .argument('<id>', say('argument.label'))
    .option('--json', say('option.json'))
    .action(async (label: string, _, command: Command) => setExit(await show(cli, label, command)));
  receipts
    .command('resend')
    .description(say('about.receipts.resend'))
    .argument('[id]', say('argument.label'))
    .option('--all', say('option.unconfirmed'))
    .action(async (label: string | undefined, _, command: Command) =>
      setExit(await resend(cli, label, command)),
    );
}

function list(cli: Cli, command: Command): Promise<ExitCode> {
  const { json, since, ...filter } = readOptions(command, listOptions);
  return withSession(cli, command, (session) => {
    const from = since === undefined ? undefined : session.time.read(since);
    if (since !== undefined && from === undefined) throw new BadOption('since');
    const answer = session.access.ask('receipts.list', { ...filter, since: from });
    return answered(session, answer, (found) => {
      if (json) session.printer.json(found);
      else session.printer.out(listText(found, session));
      return EXIT.done;
    });
  });
}

function listText({ rows, more }: CommandResult<'receipts.list'>, { printer, time }: Session): string {
  const { say } = printer;
  if (rows.length === 0) return say('list.empty');
  const headings = (['label', 'lane', 'state', 'facts', 'occurred', 'taken', 'delivered'] as const).map(
    (column) => say(`table.${column}`),
  );
  const cells = rows.map((row) => [
    row.label,
    say(`lane.${row.lane}`),
    say(`state.${row.state}`),
    shownFacts(row.facts, printer),
    time.show(row.occurredAt),
    time.show(row.takenAt),
    time.show(row.deliveredAt),
  ]);
  const table = formatTable(headings, cells);
  return more ? `${table}\n${say('list.more', { count: rows.length })}` : table;
}

function show(cli: Cli, label: string, command: Command): Promise<ExitCode> {
  const { json } = readOptions(command, jsonOption);
  return withSession(cli, command, (session) =>
    answered(session, session.access.ask('receipts.show', { label }), (found) => {
      const { printer } = session;
      const texts = [
        ...found.stories.map((story) => showStory(story, session)),
        ...found.shelved.map((row) => showRow(row, printer)),
      ];
      if (json) printer.json(found);
      else if (texts.length === 0) printer.note(printer.say('story.unknown', { label }));
      else printer.out(texts.join('\n\n'));
      return texts.length > 0 ? EXIT.done : EXIT.failed;
    }),
  );
}

function resend(cli: Cli, label: string | undefined, command: Command): Promise<ExitCode> {
  const { all } = readOptions(command, resendOptions);
  // A name that is forgotten must not mean everything.
  if (!all && label === undefined)
    throw new CommanderError(EXIT.wrongUse, 'commander.missingArgument', "error: missing argument 'id'");
  if (all && label !== undefined)
    throw new CommanderError(EXIT.wrongUse, 'commander.excessArguments', 'error: too many arguments');
  return withSession(cli, command, (session) =>
    answered(session, session.access.ask('receipts.resend', { label }), ({ resent }) => {
      const { printer } = session;
      if (resent > 0) printer.out(printer.say('resend.done', { count: resent }));
      else if (label === undefined) printer.note(printer.say('resend.nothing'));
      else printer.note(printer.say('resend.none', { label }));
      return resent > 0 ? EXIT.done : EXIT.failed;
    }),
  );
}
