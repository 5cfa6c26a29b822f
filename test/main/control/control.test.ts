import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { checkAddress, controlAddress } from '../../../src-main/core/control/address.ts';
import { controlClient, type ControlClient } from '../../../src-main/core/control/client.ts';
import type { Operations } from '../../../src-main/core/control/commands.ts';
import {
  REQUEST_BYTES_MAX,
  startControlServer,
  type ControlServer,
} from '../../../src-main/core/control/server.ts';
import { ok } from '../../../src-main/base/result.ts';
import { waitUntil } from '../../support/wait-for.ts';
import { fakeOperations, receiptRow, statusReport, story, type Asked } from './fake-operations.ts';

function tempFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'control-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

async function start(dataDir: string, operations: Operations = fakeOperations()): Promise<ControlServer> {
  const started = await startControlServer({ dataDir, operations, note: () => undefined });
  if (!started.ok) throw new Error(started.error.code);
  onTestFinished(() => started.value.close());
  return started.value;
}

async function codeOf(client: ControlClient): Promise<string> {
  const answer = await client.ask('status', {});
  return answer.ok ? 'ok' : answer.error.code;
}

/** Sends raw bytes and answers what came back until the server hung up. */
async function talk(socketPath: string, bytes: string): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>();
  const socket = net.connect(socketPath);
  let text = '';
  socket.on('data', (chunk) => (text += chunk.toString()));
  socket.on('close', () => resolve(text));
  socket.on('error', () => undefined);
  socket.end(bytes);
  return promise;
}

describe('the control socket', () => {
  it('answers every command in the form of the table', async () => {
    const dataDir = tempFolder();
    const asked: Asked[] = [];
    await start(dataDir, fakeOperations(asked));
    const client = controlClient(dataDir);
    expect(await client.ask('status', {})).toEqual({ ok: true, value: statusReport() });
    expect(await client.ask('receipts.list', { state: 'waiting' })).toEqual({
      ok: true,
      value: { rows: [receiptRow], more: false },
    });
    expect(await client.ask('receipts.show', { label: 'A-100' })).toEqual({
      ok: true,
      value: { stories: [story], shelved: [] },
    });
    expect(await client.ask('quarantine.retry', { id: 'e-9', version: '3' })).toEqual({
      ok: true,
      value: { still: null },
    });
    expect(asked).toEqual([
      { name: 'status', args: {} },
      { name: 'receipts.list', args: { state: 'waiting', limit: 50 } },
      { name: 'receipts.show', args: { label: 'A-100' } },
      { name: 'quarantine.retry', args: { id: 'e-9', version: '3', reason: '' } },
    ]);
  });

  it('passes a refusal of the agent on as it is', async () => {
    const dataDir = tempFolder();
    await start(dataDir);
    const answer = await controlClient(dataDir).ask('quarantine.discard', { id: 'e-9', version: '2' });
    expect(answer).toEqual({ ok: false, error: { code: 'quarantine.stale', at: '', values: { id: 'e-9' } } });
  });

  it('lies in the data folder, for its owner alone, and leaves nothing else there', async () => {
    const dataDir = tempFolder();
    const server = await start(dataDir);
    expect(server.path).toBe(path.join(dataDir, 'control.sock'));
    expect(lstatSync(server.path).isSocket()).toBe(true);
    expect(statSync(server.path).mode & 0o777).toBe(0o600);
    expect(readdirSync(dataDir)).toEqual(['control.sock']);
    await server.close();
    expect(readdirSync(dataDir)).toEqual([]);
  });

  it('answers what curl asks with --unix-socket', async () => {
    const dataDir = tempFolder();
    const server = await start(dataDir);
    const head = 'GET /status HTTP/1.1\r\nHost: agent\r\nUser-Agent: curl/7.88.1\r\nAccept: */*\r\n\r\n';
    const answer = await talk(server.path, head);
    expect(answer).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
    expect(answer).toContain(JSON.stringify({ ok: true, value: statusReport() }));
  });

  it('lies in a folder of its own where the path of the data folder is too long', async () => {
    const dataDir = path.join(tempFolder(), 'd'.repeat(100));
    mkdirSync(dataDir);
    const address = controlAddress(dataDir);
    if (address.kind !== 'far-socket') throw new Error(address.kind);
    onTestFinished(() => rmSync(address.folder, { recursive: true, force: true }));
    const server = await start(dataDir);
    expect(server.path).toBe(address.path);
    expect(statSync(address.folder).mode & 0o777).toBe(0o700);
    expect(await codeOf(controlClient(dataDir))).toBe('ok');
  });

  it('refuses a folder for it that others may enter', async () => {
    const dataDir = path.join(tempFolder(), 'e'.repeat(100));
    mkdirSync(dataDir);
    const address = controlAddress(dataDir);
    if (address.kind !== 'far-socket') throw new Error(address.kind);
    mkdirSync(address.folder);
    onTestFinished(() => rmSync(address.folder, { recursive: true, force: true }));
    chmodSync(address.folder, 0o755);
    const started = await startControlServer({
      dataDir,
      operations: fakeOperations(),
      note: () => undefined,
    });
    expect(started).toMatchObject({ ok: false, error: { code: 'control.folderTaken' } });
    expect(checkAddress(address, dataDir)).toMatchObject({
      ok: false,
      error: { code: 'control.folderTaken' },
    });
    expect(await codeOf(controlClient(dataDir))).toBe('control.folderTaken');
  });

  it('is a named pipe on Windows, another one for each data folder', () => {
    const options = { platform: 'win32', temporary: 'C:\\Temp' } as const;
    const first = controlAddress('/data/1', options);
    expect(first.kind).toBe('pipe');
    expect(first.path).toMatch(/^\\\\\.\\pipe\\heado-till-[0-9a-f]{16}$/);
    expect(controlAddress('/data/2', options).path).not.toBe(first.path);
  });

  it('replaces the one that a killed agent left behind', async () => {
    const dataDir = tempFolder();
    const left = net.createServer();
    await new Promise<void>((resolve) => left.listen(path.join(dataDir, 'other.sock'), resolve));
    execFileSync('ln', [path.join(dataDir, 'other.sock'), path.join(dataDir, 'control.sock')]);
    await new Promise((resolve) => left.close(resolve));
    expect(existsSync(path.join(dataDir, 'control.sock'))).toBe(true);
    expect(await codeOf(controlClient(dataDir))).toBe('control.absent');
    await start(dataDir);
    expect(await codeOf(controlClient(dataDir))).toBe('ok');
  });
});

describe('a command', () => {
  it('learns that no agent listens', async () => {
    expect(await codeOf(controlClient(tempFolder()))).toBe('control.absent');
    expect(await codeOf(controlClient(path.join(tempFolder(), 'missing')))).toBe('control.absent');
  });

  it('does not wait for ever for an agent that hangs', async () => {
    const dataDir = tempFolder();
    const hanging = { status: () => new Promise<never>(() => undefined) };
    await start(dataDir, fakeOperations([], hanging));
    expect(await codeOf(controlClient(dataDir, { answerMsMax: 50 }))).toBe('control.silent');
  });

  it('waits for an agent that closes its socket for a moment, as one that takes up new settings does', async () => {
    const dataDir = tempFolder();
    writeFileSync(path.join(dataDir, 'agent.pid'), `${process.pid} agent\n`);
    const answer = codeOf(controlClient(dataDir));
    setImmediate(() => void start(dataDir));
    expect(await answer).toBe('ok');
    expect(await codeOf(controlClient(path.join(dataDir, 'missing')))).toBe('control.absent');
  });

  it('is answered by an agent that was asked before it ended', async () => {
    const dataDir = tempFolder();
    const asked = Promise.withResolvers<undefined>();
    const go = Promise.withResolvers<undefined>();
    const slow = {
      status: async () => {
        asked.resolve(undefined);
        await go.promise;
        return ok(statusReport());
      },
    };
    const server = await start(dataDir, fakeOperations([], slow));
    const answer = codeOf(controlClient(dataDir));
    await asked.promise;
    const closed = server.close();
    go.resolve(undefined);
    expect(await answer).toBe('ok');
    await closed;
  });

  it('learns that the agent ended before it answered', async () => {
    const dataDir = tempFolder();
    const server = net.createServer((socket) => {
      socket.once('data', (asked) => {
        const isKnock = asked.toString().startsWith('POST / ');
        if (isKnock) socket.end('HTTP/1.1 404 Not Found\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}');
        else socket.destroy();
      });
    });
    onTestFinished(() => void server.close());
    await new Promise<void>((resolve) => server.listen(controlAddress(dataDir).path, resolve));
    chmodSync(controlAddress(dataDir).path, 0o600);
    expect(await codeOf(controlClient(dataDir))).toBe('control.ended');
  });

  it('learns that the agent is of another version when the answer has another form', async () => {
    const dataDir = tempFolder();
    const other: unknown = { ok: true, value: { schema: 2 } };
    const foreign = { status: () => Promise.resolve(other) };
    // A later version's answer cannot be written in this version's types.
    await start(dataDir, Object.assign({}, fakeOperations(), foreign));
    expect(await codeOf(controlClient(dataDir))).toBe('control.otherVersion');
  });

  it('learns that something else listens there', async () => {
    const dataDir = tempFolder();
    const other = net.createServer((socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nhi'));
    await new Promise<void>((resolve) => other.listen(path.join(dataDir, 'control.sock'), resolve));
    onTestFinished(() => void other.close());
    expect(await codeOf(controlClient(dataDir))).toBe('control.otherVersion');
  });

  it('learns why the agent could not do it', async () => {
    const dataDir = tempFolder();
    const noted: string[] = [];
    const broken = { status: () => Promise.reject(new Error('disk I/O error')) };
    const started = await startControlServer({
      dataDir,
      operations: fakeOperations([], broken),
      note: (event) => noted.push(event),
    });
    if (started.ok) onTestFinished(() => started.value.close());
    const answer = await controlClient(dataDir).ask('status', {});
    expect(answer).toMatchObject({
      ok: false,
      error: { code: 'control.failed', values: { reason: 'disk I/O error' } },
    });
    expect(noted).toContain('command.failed');
  });
});

describe('the agent at its socket', () => {
  const json = (text: string): unknown => JSON.parse(text.slice(text.indexOf('\r\n\r\n') + 4));

  it('refuses a command that it does not know and names those that it does', async () => {
    const server = await start(tempFolder());
    const answer = await talk(server.path, 'GET /reboot HTTP/1.0\r\n\r\n');
    expect(json(answer)).toMatchObject({
      ok: false,
      error: { code: 'control.unknownCommand', at: 'reboot' },
    });
    expect(answer).toContain('status, receipts.list');
  });

  it.each(['{"limit": 0}', '{"limit": "5"}', '{"stat": "waiting"}', '[]', '{', 'null'])(
    'refuses the arguments %s',
    async (body) => {
      const asked: Asked[] = [];
      const server = await start(tempFolder(), fakeOperations(asked));
      const head = `POST /receipts.list HTTP/1.0\r\ncontent-length: ${body.length}\r\n\r\n`;
      expect(json(await talk(server.path, head + body))).toMatchObject({
        ok: false,
        error: { code: 'control.wrongArguments' },
      });
      expect(asked).toEqual([]);
    },
  );

  it('refuses a request that is too large', async () => {
    const server = await start(tempFolder());
    const body = ' '.repeat(REQUEST_BYTES_MAX + 1);
    const answer = await talk(
      server.path,
      `POST /status HTTP/1.0\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
    );
    expect(json(answer)).toMatchObject({ ok: false, error: { code: 'control.tooLarge' } });
  });

  it('goes on after rubbish and after callers who hang up', async () => {
    const dataDir = tempFolder();
    const server = await start(dataDir);
    expect(await talk(server.path, '\u0000\u0001rubbish\r\n\r\n')).toContain('400 Bad Request');
    for (let round = 0; round < 20; round += 1) {
      const socket = net.connect(server.path);
      socket.on('error', () => undefined);
      socket.write('POST /status HTTP/1.1\r\nhost: x\r\ncontent-length: 10\r\n\r\n{');
      socket.destroy();
    }
    await waitUntil(async () => expect(await codeOf(controlClient(dataDir))).toBe('ok'));
  });

  it('answers many callers at once', async () => {
    const dataDir = tempFolder();
    await start(dataDir);
    const answers = await Promise.all(Array.from({ length: 12 }, () => codeOf(controlClient(dataDir))));
    expect(new Set(answers)).toEqual(new Set(['ok']));
  });
});
