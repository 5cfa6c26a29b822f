/** Owns: `status`: what the agent does, and what needs a person. Exit code 1 when something is wrong. */
import type { Command } from 'commander';
import { z } from 'zod';
import { problem } from '../../../base/problem.ts';
import type { DoctorProblemCode } from '../../../core/doctor/problem-codes.ts';
import { sentence } from '../../../text/problems.ts';
import type { StatusReport } from '../../../core/status-schema.ts';
import { answered, readOptions, withSession, type Cli, type Session } from '../command.ts';
import { EXIT, type ExitCode, type SetExit } from '../exit-codes.ts';
import { showStatus } from '../show-status.ts';

const options = z.object({ json: z.boolean().default(false) });

export function addStatusCommand(program: Command, cli: Cli, setExit: SetExit): void {
  const { say } = cli.printer;
  program
    .command('status')
    .description(say('about.status'))
    .option('--json', say('option.json'))
    .action(async (_, command: Command) => setExit(await status(cli, command)));
}

function status(cli: Cli, command: Command): Promise<ExitCode> {
  const { json } = readOptions(command, options);
  return withSession(cli, command, (session) =>
    answered(session, session.access.ask('status', {}), (report) => show(report, json, session)),
  );
}

function show(given: StatusReport, json: boolean, session: Session): ExitCode {
  const { printer } = session;
  const report = withAbsence(given, session);
  if (json) {
    const problems = report.problems.map((each) => ({
      ...each,
      text: sentence(each.problem, printer.locale),
    }));
    printer.json({ ...report, problems });
  } else {
    printer.out(showStatus(report, session));
  }
  return report.problems.some(({ severity }) => severity === 'error') ? EXIT.failed : EXIT.done;
}

/** That no agent runs, or that it does not answer, is the first thing to know. */
function withAbsence(report: StatusReport, { access }: Session): StatusReport {
  if (access.answerer === 'agent') return report;
  const found = access.unheard ?? problem<DoctorProblemCode>('doctor.agentAbsent');
  const absence = { severity: 'error', problem: { ...found, values: { ...found.values } } } as const;
  return { ...report, problems: [absence, ...report.problems] };
}
