/**
 * Owns: what every command is made of: its context, its settings, the checking of its options.
 */
import type { Command } from 'commander';
import { z } from 'zod';
import type { Problem } from '../../base/problem.ts';
import type { Result } from '../../base/result.ts';
import { settingsOfAgent } from '../../core/marks/in-force.ts';
import type { DataFolderProblem } from '../../outbox/data-folder.ts';
import { loadSettings, type LoadedSettings, type LoadOptions } from '../../settings/load.ts';
import { openAccess, type Access } from './access.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import type { CliHost } from './host.ts';
import type { Printer } from './printer.ts';
import { storeTime, type StoreTime } from './store-time.ts';

export interface Cli {
  readonly host: CliHost;
  readonly printer: Printer;
}

/** What most commands work with: settings that were loaded, and somebody to ask. */
export interface Session extends Cli {
  readonly loaded: LoadedSettings;
  readonly access: Access;
  readonly time: StoreTime;
}

/** Thrown by a command's options; says which of them cannot be. Never leaves the command line. */
export class BadOption extends Error {
  readonly option: string;
  constructor(option: string) {
    super(option);
    this.option = option;
  }
}

/** Options that every command takes. */
const commonOptions = z.object({ config: z.string().optional(), lang: z.string().optional() });

/** The command's options in the form `schema`; throws BadOption naming the first that does not fit. */
export function readOptions<T>(command: Command, schema: z.ZodType<T>): T {
  const parsed = schema.safeParse(command.optsWithGlobals());
  if (parsed.success) return parsed.data;
  throw new BadOption(String(parsed.error.issues[0]?.path[0] ?? ''));
}

export function loadOptions(host: CliHost, command: Command): LoadOptions {
  const { config } = readOptions(command, commonOptions);
  const { env, formats, machineFile, userFile } = host;
  return { configFile: config, env, formats, machineFile, userFile };
}

/** A command that asks the agent or the data folder. */
export async function withSession(
  cli: Cli,
  command: Command,
  work: (session: Session) => Promise<ExitCode>,
): Promise<ExitCode> {
  const loaded = loadSettings(loadOptions(cli.host, command));
  if (!loaded.ok) return complainAll(cli, loaded.error);
  // The agent may serve another data folder than the one that the settings name by now.
  const settings = settingsOfAgent(loaded.value.settings);
  const access = openAccess(cli.host, settings);
  return work({
    ...cli,
    loaded: { ...loaded.value, settings },
    access,
    time: storeTime(settings.store.timeZone),
  });
}

/** Settings that cannot be used: every problem, then the exit code. */
export function complainAll({ printer }: Cli, problems: readonly Problem[]): ExitCode {
  for (const problem of problems) printer.complain(problem);
  return EXIT.configuration;
}

/** The answer of a command, or its problem told and the exit code that goes with it. */
export async function answered<Value>(
  { printer, access }: Session,
  answer: Promise<Result<Value, Problem>>,
  use: (value: Value) => ExitCode,
): Promise<ExitCode> {
  const result = await answer;
  if (!result.ok) {
    printer.complain(result.error);
    return exitCodeOf(result.error);
  }
  if (access.answerer === 'read-only') printer.note(printer.say('note.readOnly'));
  return use(result.value);
}

/** The data folder as it lies there cannot be used: only a change of rights, disk or settings helps. */
const CONFIGURATION: ReadonlySet<string> = new Set([
  'data.writableByOthers',
  'data.foreignOwner',
  'data.foreignFile',
  'data.linkedFile',
  'data.readOnly',
  'data.misplaced',
] satisfies DataFolderProblem[]);

export function exitCodeOf({ code }: Problem): ExitCode {
  if (code === 'data.locked') return EXIT.locked;
  return CONFIGURATION.has(code) ? EXIT.configuration : EXIT.failed;
}
