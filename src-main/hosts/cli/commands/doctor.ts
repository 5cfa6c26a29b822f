/** Owns: `doctor`: every check with what to do. Exit code 1 when one failed. */
import type { Command } from 'commander';
import { z } from 'zod';
import type { CheckVerdict, Finding } from '../../../core/doctor/checks.ts';
import { sentence } from '../../../text/problems.ts';
import { readOptions, withSession, type Cli } from '../command.ts';
import { examine } from '../examine.ts';
import { EXIT, type ExitCode, type SetExit } from '../exit-codes.ts';
import type { Printer } from '../printer.ts';

const options = z.object({ json: z.boolean().default(false), deep: z.boolean().default(false) });

export function addDoctorCommand(program: Command, cli: Cli, setExit: SetExit): void {
  const { say } = cli.printer;
  program
    .command('doctor')
    .description(say('about.doctor'))
    .option('--deep', say('option.deep'))
    .option('--json', say('option.json'))
    .action(async (_, command: Command) => setExit(await doctor(cli, command)));
}

function doctor(cli: Cli, command: Command): Promise<ExitCode> {
  const { json, deep } = readOptions(command, options);
  const { printer } = cli;
  return withSession(cli, command, async (session) => {
    const found = await examine(session, deep);
    if (json) printer.json({ checks: found.map((each) => withText(each, printer)) });
    else printer.out(showFindings(found, printer));
    return found.some(({ verdict }) => verdict === 'error') ? EXIT.failed : EXIT.done;
  });
}

function withText(found: Finding, { locale }: Printer): unknown {
  return found.problem ? { ...found, text: sentence(found.problem, locale) } : found;
}

function showFindings(found: readonly Finding[], printer: Printer): string {
  const { say, mark } = printer;
  const lines = found.flatMap(({ check, verdict, problem, way }) => {
    const told = way && say(way.proxy === '' ? 'doctor.way' : 'doctor.wayByProxy', { ...way });
    const name = say(`check.${check}`) + (told ? ` (${told})` : '');
    if (!problem) return [`${mark(verdict)} ${name}`];
    const [first = '', ...rest] = printer.explain(problem, verdict);
    return [first.replace(mark(verdict), () => `${mark(verdict)} ${name}:`), ...rest];
  });
  const count = (kind: CheckVerdict): number => found.filter(({ verdict }) => verdict === kind).length;
  const values = { count: found.length, errors: count('error'), warnings: count('warning') };
  return [...lines, '', say('doctor.summary', values)].join('\n');
}
