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
import type { ReadOnlyOperations } from '../../core/local.ts';
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
}

/** The agent is there and of no help: what only needs reading is read from the disk. */
const NO_HELP: ReadonlySet<string> = new Set(['control.silent', 'control.denied', 'control.otherVersion']);

export function openAccess(host: CliHost, settings: Settings): Access {
  const client = controlClient(settings.dataDir);
  const options = { settings, env: host.env, clock: host.clock };
  let answerer: Answerer = 'agent';

  async function ask<Name extends CommandName>(
    name: Name,
    input: CommandInput<Name>,
  ): Promise<Result<CommandResult<Name>, Problem>> {
    const answer = await client.ask(name, input);
    if (answer.ok) return answer;
    if (NO_HELP.has(answer.error.code)) return (await askReadOnly(name, input)) ?? answer;
    return answer.error.code === 'control.absent' ? askFolder(name, input) : answer;
  }

  async function askFolder<Name extends CommandName>(
    name: Name,
    input: CommandInput<Name>,
  ): Promise<Result<CommandResult<Name>, Problem>> {
    // A command must not make the folder: it would belong to the wrong user.
    if (!existsSync(settings.dataDir)) return fail(problem('outbox.missing', settings.dataDir));
    await host.actAsOwner(settings.dataDir);
    const opened = await safely(() => host.openLocal(options));
    if (!opened.ok) {
      return opened.error.code === 'data.locked' ? ((await askReadOnly(name, input)) ?? opened) : opened;
    }
    answerer = 'folder';
    return perform(opened.value, name, input).finally(() => opened.value.close());
  }

  async function askReadOnly<Name extends CommandName>(
    name: Name,
    input: CommandInput<Name>,
  ): Promise<Result<CommandResult<Name>, Problem> | undefined> {
    if (!isReading(name)) return undefined;
    await host.actAsOwner(settings.dataDir);
    const opened = await safely(() => host.openReadOnly(options));
    if (!opened.ok) return undefined;
    answerer = 'read-only';
    return perform(opened.value, name, input).finally(() => opened.value.close());
  }

  return {
    ask,
    get answerer() {
      return answerer;
    },
  };
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
  return safely(() => operation(args.data));
}

/** What the disk refuses becomes a problem that says so. */
async function safely<T>(work: () => Promise<Result<T, Problem>>): Promise<Result<T, Problem>> {
  try {
    return await work();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return fail(problem('data.unusable', '', { error: reason }));
  }
}
