/**
 * Owns: `quarantine list|show|retry|discard`. The list prints items as `id@version`; given like that, an item that
 * changed meanwhile is refused (decisions 14); given without, the newest version is meant.
 */
import type { Command } from 'commander';
import { z } from 'zod';
import type { Problem } from '../../../base/problem.ts';
import { ok, type Result } from '../../../base/result.ts';
import type { CommandResult } from '../../../core/control/commands.ts';
import { describe } from '../../../text/problems.ts';
import { placeText } from '../../../text/value-words.ts';
import type { Locale } from '../../../text/words.ts';
import { answered, exitCodeOf, readOptions, withSession, type Cli, type Session } from '../command.ts';
import { EXIT, type ExitCode, type SetExit } from '../exit-codes.ts';
import { showItem } from '../show-item.ts';
import { formatTable } from '../table.ts';
import { limitOption } from './receipts.ts';

const jsonOption = z.object({ json: z.boolean().default(false) });
const listOptions = jsonOption.extend({ limit: limitOption });
const actionOptions = z.object({ reason: z.string().max(500).default('') });

interface Item {
  readonly id: string;
  readonly version: string;
}

type Act = (item: Item, session: Session, reason: string) => Promise<Result<string, Problem>>;

export function addQuarantineCommands(program: Command, cli: Cli, setExit: SetExit): void {
  const { say } = cli.printer;
  const quarantine = program.command('quarantine').description(say('about.quarantine'));
  quarantine
    .command('list')
    .description(say('about.quarantine.list'))
    .option('--limit <count>', say('option.limit'))
    .option('--json', say('option.json'))
    .action(async (_, command: Command) => setExit(await list(cli, command)));
  quarantine
    .command('show')
    .description(say('about.quarantine.show'))
    .argument('<item>', say('argument.item'))
    .option('--json', say('option.json'))
    .action(async (item: string, _, command: Command) => setExit(await show(cli, item, command)));
  quarantine
    .command('retry')
    .description(say('about.quarantine.retry'))
    .argument('<items...>', say('argument.items'))
    .option('--reason <text>', say('option.reason'))
    .action(async (items: string[], _, command: Command) => setExit(await actOn(cli, items, command, retry)));
  quarantine
    .command('discard')
    .description(say('about.quarantine.discard'))
    .argument('<items...>', say('argument.items'))
    .requiredOption('--reason <text>', say('option.reason'))
    .action(async (items: string[], _, command: Command) =>
      setExit(await actOn(cli, items, command, discard)),
    );
}

function list(cli: Cli, command: Command): Promise<ExitCode> {
  const { json, limit } = readOptions(command, listOptions);
  return withSession(cli, command, (session) =>
    answered(session, session.access.ask('quarantine.list', { limit }), (found) => {
      if (json) session.printer.json(found);
      else session.printer.out(listText(found, session));
      return EXIT.done;
    }),
  );
}

function listText({ rows, more }: CommandResult<'quarantine.list'>, { printer, time }: Session): string {
  const { say, locale } = printer;
  if (rows.length === 0) return say('quarantine.empty');
  const headings = (['item', 'state', 'label', 'source', 'since', 'reason'] as const).map((column) =>
    say(`table.${column}`),
  );
  const cells = rows.map((row) => [
    `${row.id}@${row.version}`,
    say(row.held ? 'state.held' : 'state.quarantined'),
    row.label,
    row.at === '' ? row.source : `${row.source} [${placeText(row.at, locale)}]`,
    time.show(row.since),
    reasonOf(row.problem, locale),
  ]);
  const table = formatTable(headings, cells);
  const rest = more ? [say('quarantine.more', { count: rows.length })] : [];
  return [table, ...rest, say('quarantine.hint')].join('\n');
}

/** With the format that the record was read as. */
function reasonOf(problem: Problem, locale: Locale): string {
  const { what } = describe(problem, locale);
  const { readAs } = problem.values;
  return typeof readAs === 'string' && readAs !== '' && !what.includes(readAs) ? `${what} (${readAs})` : what;
}

function show(cli: Cli, item: string, command: Command): Promise<ExitCode> {
  const { json } = readOptions(command, jsonOption);
  return withSession(cli, command, (session) =>
    answered(session, session.access.ask('quarantine.show', { id: splitItem(item).id }), (found) => {
      if (json) session.printer.json(found);
      else session.printer.out(showItem(found, session));
      return EXIT.done;
    }),
  );
}

/** `s7@3` → s7 in its version 3; file ids may hold an `@` themselves, so the last one counts. */
function splitItem(item: string): { readonly id: string; readonly version: string | undefined } {
  const at = item.lastIndexOf('@');
  return at > 0 ? { id: item.slice(0, at), version: item.slice(at + 1) } : { id: item, version: undefined };
}

/** Acts on one item after the other; the first problem does not stop the rest. */
function actOn(cli: Cli, items: readonly string[], command: Command, act: Act): Promise<ExitCode> {
  const { reason } = readOptions(command, actionOptions);
  return withSession(cli, command, async (session) => {
    let code: ExitCode = EXIT.done;
    for (const item of items) {
      const known = await pin(item, session);
      const done = known.ok ? await act(known.value, session, reason) : known;
      if (done.ok) cli.printer.out(done.value);
      else {
        cli.printer.complain(done.error);
        code = exitCodeOf(done.error);
      }
    }
    return code;
  });
}

async function pin(item: string, { access }: Session): Promise<Result<Item, Problem>> {
  const { id, version } = splitItem(item);
  if (version !== undefined) return ok({ id, version });
  const found = await access.ask('quarantine.show', { id });
  return found.ok ? ok({ id, version: found.value.row.version }) : found;
}

const retry: Act = async (item, { access, printer }, reason) => {
  const done = await access.ask('quarantine.retry', { ...item, reason });
  if (!done.ok) return done;
  const { still } = done.value;
  if (!still) return ok(printer.say('retry.done', { id: item.id }));
  return ok([printer.say('retry.still', { id: item.id }), ...printer.explain(still, 'error')].join('\n'));
};

const discard: Act = async (item, { access, printer }, reason) => {
  const done = await access.ask('quarantine.discard', { ...item, reason });
  return done.ok ? ok(printer.say('discard.done', { id: item.id })) : done;
};
