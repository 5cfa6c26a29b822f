/**
 * Owns: the agent's side of the control socket (decisions 26): HTTP/1.1, `POST /<command>` with the arguments
 * as JSON; a command without arguments also answers `GET`, so that
 * `curl --unix-socket <dataDir>/control.sock http://agent/status` works.
 * Promises: the socket has mode 0600 from its first moment; a stale one of an earlier agent is replaced in one
 * step; no request can hold the agent up or fill its memory.
 * Only the holder of the data folder's lock may start it. Refuses to know: what the commands do.
 */
import { chmodSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import path from 'node:path';
import { problem, type Problem } from '../../base/problem.ts';
import { fail, ok, type Result } from '../../base/result.ts';
import type { EventLevels, Note } from '../../base/note.ts';
import { controlAddress, prepareAddress, type ControlAddress } from './address.ts';
import {
  commandForms,
  isCommand,
  type CommandName,
  type CommandResult,
  type Operations,
} from './commands.ts';
import type { ControlProblemCode } from './problem-codes.ts';
import { readBody } from './read-body.ts';

/** `send-one` carries a receipt of at most a million characters; JSON may double them. */
export const REQUEST_BYTES_MAX = 2_500_000;
/** A command's request is sent at once; a slower one is no command. */
const REQUEST_MS_MAX = 10_000;
const CONNECTIONS_MAX = 16;
/** Whoever asked before the end is still answered; a command that waits for HEADO is not. */
const LAST_ANSWERS_MS_MAX = 500;
const SOCKET_MODE = 0o600;

export const controlEvents = {
  'control.opened': 'info',
  'control.notOpened': 'error',
  'command.answered': 'debug',
  'command.failed': 'error',
} as const satisfies EventLevels<string>;

export type ControlEvent = keyof typeof controlEvents;

export interface ControlServerOptions {
  readonly dataDir: string;
  readonly operations: Operations;
  readonly note: Note<ControlEvent>;
}

export interface ControlServer {
  /** Where it listens. */
  readonly path: string;
  /** Resolves when no connection is left and the socket is gone. */
  close(): Promise<void>;
}

/** Starts to listen. The agent does its work without it: then only nobody can ask. Never rejects. */
export async function startControlServer(
  options: ControlServerOptions,
): Promise<Result<ControlServer, Problem<ControlProblemCode>>> {
  const address = controlAddress(options.dataDir);
  const opened = await openServer(address, options).catch((error: unknown) => {
    const reason = reasonOf(error);
    return fail(problem<ControlProblemCode>('control.notOpened', '', { path: address.path, reason }));
  });
  if (opened.ok) options.note('control.opened', { path: address.path });
  else options.note('control.notOpened', { ...opened.error.values, code: opened.error.code });
  return opened;
}

/** `EISDIR: illegal operation on a directory`, without the system call and its passing names. */
function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return /^[^,]*/.exec(message)?.[0] ?? message;
}

async function openServer(
  address: ControlAddress,
  options: ControlServerOptions,
): Promise<Result<ControlServer, Problem<ControlProblemCode>>> {
  const prepared = prepareAddress(address, options.dataDir);
  if (!prepared.ok) return prepared;
  const server = createServer((request, response) => void answer(request, response, options));
  server.headersTimeout = REQUEST_MS_MAX;
  server.requestTimeout = REQUEST_MS_MAX;
  server.maxConnections = CONNECTIONS_MAX;
  try {
    if (address.kind === 'pipe') await listen(server, address.path);
    else await listenPrivately(server, address.path);
  } catch (error) {
    server.close();
    throw error;
  }
  return ok({ path: address.path, close: () => close(server, address.kind, address.path) });
}

async function listen(server: Server, at: string): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<undefined>();
  server.once('error', reject);
  server.listen(at, () => resolve(undefined));
  await promise;
  server.off('error', reject);
}

/** Bound in a folder that only we may enter, then moved: no moment with open rights, no gap without a socket. */
async function listenPrivately(server: Server, at: string): Promise<void> {
  const nursery = mkdtempSync(path.join(path.dirname(at), '.c'));
  try {
    const born = path.join(nursery, 's');
    await listen(server, born);
    chmodSync(born, SOCKET_MODE);
    renameSync(born, at);
  } finally {
    rmSync(nursery, { recursive: true, force: true });
  }
}

async function close(server: Server, kind: string, at: string): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  server.close(() => resolve(undefined));
  server.closeIdleConnections();
  const end = setTimeout(() => server.closeAllConnections(), LAST_ANSWERS_MS_MAX);
  await promise;
  clearTimeout(end);
  if (kind !== 'pipe') rmSync(at, { force: true });
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  options: ControlServerOptions,
): Promise<void> {
  const name = (request.url ?? '').slice(1);
  const result = await runCommand(name, request, options).catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    options.note('command.failed', { command: name.slice(0, 40), reason });
    return fail(problem<ControlProblemCode>('control.failed', name, { reason }));
  });
  options.note('command.answered', { command: name.slice(0, 40), ok: result.ok });
  const body = JSON.stringify(result);
  response.writeHead(200, { 'content-type': 'application/json; charset=utf-8' });
  response.end(`${body}\n`);
}

async function runCommand(
  name: string,
  request: IncomingMessage,
  options: ControlServerOptions,
): Promise<Result<unknown, Problem>> {
  const known = Object.keys(commandForms).join(', ');
  if (!isCommand(name)) {
    request.resume();
    return fail(problem<ControlProblemCode>('control.unknownCommand', name.slice(0, 40), { known }));
  }
  const body = await readBody(request, REQUEST_BYTES_MAX);
  if (body === undefined) {
    return fail(problem<ControlProblemCode>('control.tooLarge', name, { limitBytes: REQUEST_BYTES_MAX }));
  }
  return perform(name, body, options.operations);
}

async function perform<Name extends CommandName>(
  name: Name,
  body: string,
  operations: Operations,
): Promise<Result<CommandResult<Name>, Problem>> {
  const args = commandForms[name].args.safeParse(parseJson(body === '' ? '{}' : body));
  if (args.success) return operations[name](args.data);
  const issue = args.error.issues[0];
  const at = issue?.path.map(String).join('.') ?? '';
  return fail(problem<ControlProblemCode>('control.wrongArguments', at, { reason: issue?.message ?? '' }));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
