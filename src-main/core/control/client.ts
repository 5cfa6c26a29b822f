/**
 * Owns: the command's side of the control socket: the same `Operations`, answered by the running agent.
 * Promises: never throws; every answer has the form of the table; no wait without an end.
 */
import { request } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { problem, type Problem } from '../../base/problem.ts';
import { fail, ok, type Result } from '../../base/result.ts';
import { isHeldByAgent, readHolder } from '../../outbox/lock.ts';
import type { DataFolderProblem } from '../../outbox/data-folder.ts';
import { problemSchema } from '../status-schema.ts';
import { checkAddress, controlAddress } from './address.ts';
import { commandForms, type CommandInput, type CommandName, type CommandResult } from './commands.ts';
import type { ControlProblemCode } from './problem-codes.ts';
import { readBody } from './read-body.ts';

/** Whether the agent answers at all, before anything is asked that may take its time: a person waits. */
const KNOCK_MS_MAX = 3_000;
const KNOCK_AGAIN_MS = 100;
/** What the next knock may hear otherwise. */
const PASSING: ReadonlySet<string> = new Set(['control.deaf', 'control.ended']);
/** A question without a name: an agent of any version says at once that it does not know it. */
const KNOCK = '';
/** A thousand stories with their attempts; more is no answer of ours. */
const ANSWER_BYTES_MAX = 32_000_000;
/** An agent in the middle of a full-disk flush still answers within this. */
const ANSWER_MS_MAX = 15_000;
/** These wait for HEADO (deadline 90 s), or read the whole chain or an archive. */
const SLOW_ANSWER_MS_MAX = 200_000;
const SLOW: ReadonlySet<CommandName> = new Set(['send-one', 'doctor.facts', 'quarantine.retry', 'recover']);

const envelope = z.union([
  z.object({ ok: z.literal(true), value: z.unknown() }),
  z.object({ ok: z.literal(false), error: problemSchema }),
]);

export interface ControlClient {
  /** Where the agent would listen. */
  readonly path: string;
  /** Asks the agent. `control.absent` means that none runs, `control.deaf` that one runs and does not listen. */
  ask<Name extends CommandName>(
    name: Name,
    args: CommandInput<Name>,
  ): Promise<Result<CommandResult<Name>, Problem>>;
}

/** A client for the agent of `dataDir`; connects anew for every question. */
export function controlClient(
  dataDir: string,
  limits: { readonly answerMsMax?: number } = {},
): ControlClient {
  const address = controlAddress(dataDir);
  const { path } = address;
  return {
    path,
    async ask(name, args) {
      const safe = checkAddress(address, dataDir);
      if (!safe.ok) return fail(orDeaf(safe.error, dataDir, path));
      const knockMs = limits.answerMsMax ?? KNOCK_MS_MAX;
      const heard = await knock({ dataDir, path, name: KNOCK, body: '', limitMs: knockMs });
      if (!heard.ok) return heard;
      const limitMs = limits.answerMsMax ?? (SLOW.has(name) ? SLOW_ANSWER_MS_MAX : ANSWER_MS_MAX);
      const answered = await post({ dataDir, path, name, body: JSON.stringify(args), limitMs });
      return answered.ok ? readAnswer(name, answered.value) : answered;
    },
  };
}

/** An agent that takes up new settings closes its socket for a moment, and is there again: not ended. */
async function knock(question: Question): Promise<Result<string, Problem>> {
  const { dataDir, path, limitMs } = question;
  for (let leftMs = limitMs; ; leftMs -= KNOCK_AGAIN_MS) {
    const heard = await post(question);
    if (heard.ok) return heard;
    const found = orDeaf(heard.error, dataDir, path);
    if (!PASSING.has(found.code) || leftMs <= 0) return fail(found);
    await pause(KNOCK_AGAIN_MS);
  }
}

/** Nobody listens. Where an agent has the folder it is starting, or could not open its socket. */
const NOBODY: ReadonlySet<string> = new Set(['control.absent', 'control.folderTaken']);

function orDeaf(
  found: Problem<ControlProblemCode | DataFolderProblem>,
  dataDir: string,
  path: string,
): Problem<ControlProblemCode | DataFolderProblem> {
  if (!NOBODY.has(found.code) || !isHeldByAgent(dataDir)) return found;
  return problem('control.deaf', '', { path, pid: readHolder(dataDir) });
}

function readAnswer<Name extends CommandName>(
  name: Name,
  text: string,
): Result<CommandResult<Name>, Problem> {
  const answer = envelope.safeParse(parseJson(text));
  if (!answer.success) return fail(otherVersion(name));
  if (!answer.data.ok) return fail(answer.data.error);
  const value = commandForms[name].result.safeParse(answer.data.value);
  return value.success ? ok(value.data) : fail(otherVersion(name));
}

function otherVersion(name: string): Problem<ControlProblemCode> {
  return problem('control.otherVersion', name);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

interface Question {
  readonly dataDir: string;
  /** Of the socket. */
  readonly path: string;
  readonly name: string;
  readonly body: string;
  readonly limitMs: number;
}

async function post(question: Question): Promise<Result<string, Problem<ControlProblemCode>>> {
  const { path: socketPath, name, body, limitMs } = question;
  const { promise, resolve } = Promise.withResolvers<Result<string, Problem<ControlProblemCode>>>();
  const signal = AbortSignal.timeout(limitMs);
  const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
  const call = request({ socketPath, path: `/${name}`, method: 'POST', headers, signal, agent: false });
  call.on('error', (error) => resolve(fail(explainFailure(error, question))));
  call.on('response', (response) => {
    readBody(response, ANSWER_BYTES_MAX).then(
      (text) => resolve(text === undefined ? fail(otherVersion(name)) : ok(text)),
      (error: unknown) => resolve(fail(explainFailure(error, question))),
    );
  });
  call.end(body);
  return promise;
}

/** Nobody listens: no socket, or one that its agent left behind. */
const ABSENT: ReadonlySet<string> = new Set(['ENOENT', 'ECONNREFUSED', 'ENOTDIR', 'ENOTSOCK']);
const DENIED: ReadonlySet<string> = new Set(['EACCES', 'EPERM']);
/** No silence: whoever would have answered is gone. */
const ENDED: ReadonlySet<string> = new Set(['ECONNRESET', 'EPIPE']);

function explainFailure(error: unknown, { dataDir, path, limitMs }: Question): Problem<ControlProblemCode> {
  const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
  if (ABSENT.has(code)) return problem('control.absent', '', { path });
  if (DENIED.has(code)) return problem('control.denied', '', { path });
  if (ENDED.has(code)) return problem('control.ended');
  return problem('control.silent', '', { path, pid: readHolder(dataDir), reason: code, limitMs });
}
