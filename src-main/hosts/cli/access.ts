/**
 * Owns: whom a command asks: the running agent over its control socket; where none runs, the data folder itself;
 * where an agent holds the folder and does not answer, the folder read-only, as far as that goes.
 */
import { existsSync } from 'node:fs';
import { problem, type Problem } from '../../base/problem.ts';
import { fail, type Result } from '../../base/result.ts';
import { controlClient } from '../../core/control/client.ts';
import type { CommandInput, CommandName, CommandResult, Operations } from '../../core/control/commands.ts';
import { commandForms } from '../../core/control/commands.ts';
import type { DoctorProblemCode } from '../../core/doctor/problem-codes.ts';
import type { ReadOnlyOperations } from '../../core/local.ts';
import { safely } from '../../core/explain-fault.ts';
import type { CoreProblem } from '../../core/problem-codes.ts';
import type { Settings } from '../../settings/schema.ts';
import type { CliHost } from './host.ts';

/** Who answered. */
type Answerer = 'agent' | 'folder' | 'read-only';

export interface Access {
  ask<Name extends CommandName>(
    name: Name,
    args: CommandInput<Name>,
  ): Promise<Result<CommandResult<Name>, Problem>>;
  /** Who answered last. */
  readonly answerer: Answerer;
  /** Why the agent that holds the folder could not be asked; undefined while it answers, or where none runs. */
  readonly unheard: Problem | undefined;
}

/**
 * The agent is of no help, or broke off, as it does when its settings change: what only needs reading is read from the
 * disk. Anything else may be half done, and is not done again by itself.
 */
const NO_HELP: ReadonlySet<string> = new Set([
  'control.silent',
  'control.ended',
  'control.denied',
  'control.otherVersion',
]);
/** Nobody to ask; whether the folder is free tells its lock. */
const NOBODY: ReadonlySet<string> = new Set(['control.absent', 'control.deaf', 'control.folderTaken']);

export function openAccess(host: CliHost, settings: Settings): Access {
  const client = controlClient(settings.dataDir);
  const options = { settings, env: host.env, clock: host.clock };
  let answerer: Answerer = 'agent';
  let unheard: Problem | undefined;

  async function ask<Name extends CommandName>(
    name: Name,
    input: CommandInput<Name>,
  ): Promise<Result<CommandResult<Name>, Problem>> {
    // An agent that is silent once is not waited for again by the same command.
    const answer = unheard?.code === 'control.silent' ? fail(unheard) : await client.ask(name, input);
    if (answer.ok) return answer;
    if (NOBODY.has(answer.error.code)) return askFolder(name, input, answer.error);
    if (!NO_HELP.has(answer.error.code)) return answer;
    unheard = answer.error;
    return (await askReadOnly(name, input)) ?? answer;
  }

  async function askFolder<Name extends CommandName>(
    name: Name,
    input: CommandInput<Name>,
    nobody: Problem,
  ): Promise<Result<CommandResult<Name>, Problem>> {
    // A command must not make the folder: it would belong to the wrong user.
    if (!existsSync(settings.dataDir)) return fail(problem<CoreProblem>('outbox.missing', settings.dataDir));
    await host.actAsOwner(settings.dataDir);
    const opened = await safely(settings.dataDir, () => host.openLocal(options));
    if (!opened.ok) {
      if (opened.error.code !== 'data.locked') return opened;
      unheard = nobody.code === 'control.deaf' ? nobody : folderBusy(opened.error);
      return (await askReadOnly(name, input)) ?? opened;
    }
    answerer = 'folder';
    const answer = await safely(settings.dataDir, () => perform(opened.value, name, input));
    await opened.value.close();
    return answer;
  }

  async function askReadOnly<Name extends CommandName>(
    name: Name,
    input: CommandInput<Name>,
  ): Promise<Result<CommandResult<Name>, Problem> | undefined> {
    if (!isReading(name)) return undefined;
    await host.actAsOwner(settings.dataDir);
    const opened = await safely(settings.dataDir, () => host.openReadOnly(options));
    if (!opened.ok) return undefined;
    answerer = 'read-only';
    const answer = await safely(settings.dataDir, () => perform(opened.value, name, input));
    await opened.value.close();
    return answer;
  }

  return {
    ask,
    get answerer() {
      return answerer;
    },
    get unheard() {
      return unheard;
    },
  };
}

/** Another command changes it, or an agent is just ending. */
function folderBusy({ at, values }: Problem): Problem<DoctorProblemCode> {
  return problem('doctor.folderBusy', '', { pid: values['holder'] ?? 0, path: at });
}

type ReadingName = Exclude<keyof ReadOnlyOperations, 'close'>;

const READING: Readonly<Record<ReadingName, true>> = {
  status: true,
  'receipts.list': true,
  'receipts.show': true,
  'quarantine.list': true,
  'quarantine.show': true,
};

function isReading(name: CommandName): name is ReadingName {
  return Object.hasOwn(READING, name);
}

async function perform<Name extends CommandName>(
  operations: Partial<Operations>,
  name: Name,
  input: CommandInput<Name>,
): Promise<Result<CommandResult<Name>, Problem>> {
  const operation = operations[name];
  const args = commandForms[name].args.safeParse(input);
  if (!operation || !args.success) return fail(problem('control.wrongArguments', name, { reason: 'form' }));
  return operation(args.data);
}
