import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { controlClient } from '../../../src-main/core/control/client.ts';
import { statusSchema } from '../../../src-main/core/status-schema.ts';
import { PROGRAM } from '../../support/agent-process.ts';
import { onlyWhere } from '../../support/only-where.ts';
import { waitFor, waitUntil } from '../../support/wait-for.ts';
import { makePlace, type Place } from './cli-host.ts';

interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<{ readonly code: number | null; readonly out: string; readonly err: string }>;
  out(): string;
}

/** Starts the command line as a process, in English, with the settings of `place`. */
function start(place: Place, args: readonly string[]): Running {
  const child = spawn(process.execPath, [PROGRAM, ...args, '--config', place.config], {
    env: { ...process.env, LC_ALL: 'C', HEADO_AUTH_KEY: undefined },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
  const { promise, resolve } = Promise.withResolvers<Awaited<Running['ended']>>();
  child.on('close', (code) => resolve({ code, out, err }));
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await promise;
  });
  return { child, ended: promise, out: () => out };
}

async function startAgent(place: Place): Promise<Running> {
  const agent = start(place, ['run']);
  await waitUntil(() => expect(agent.out()).toMatch(/^ready /m));
  return agent;
}

function drop(place: Place, name: string, content: string): void {
  const hidden = path.join(place.folder, name);
  writeFileSync(hidden, content);
  renameSync(hidden, path.join(place.folder, 'drop', name));
}

const receipt = (extId: string): string =>
  JSON.stringify({
    amount: 100,
    discount: 0,
    ts: new Date(Date.now() - 60_000).toISOString(),
    cashier: 'Анна',
    extId,
    positions: [{ name: 'Чай', count: 1, total: 100 }],
  });

describe('the program as a process', () => {
  it('lives on and takes what comes where its socket cannot be opened', async () => {
    const place = makePlace();
    mkdirSync(path.join(place.folder, 'data', 'control.sock', 'in-its-place'), {
      recursive: true,
      mode: 0o700,
    });
    const agent = await startAgent(place);
    drop(place, 'a.json', receipt('A-1'));
    await waitFor('it is taken', () => !existsSync(path.join(place.folder, 'drop', 'a.json')));
    agent.child.kill('SIGTERM');
    expect(await agent.ended).toMatchObject({ code: 0 });
  });

  onlyWhere(process.platform !== 'win32', 'POSIX signals').it(
    'opens no debugger when it is asked to by a signal',
    async () => {
      const place = makePlace();
      const agent = await startAgent(place);
      agent.child.kill('SIGUSR1');
      expect((await start(place, ['status']).ended).out).toContain(`process ${String(agent.child.pid)}`);
      agent.child.kill('SIGTERM');
      const { code, err } = await agent.ended;
      expect(code).toBe(0);
      expect(err).not.toContain('Debugger');
    },
  );

  it('runs until it is asked to end, answers commands meanwhile, and lets no second agent in', async () => {
    const place = makePlace();
    const agent = await startAgent(place);
    expect(statSync(path.join(place.dataDir, 'control.sock')).mode & 0o777).toBe(0o600);

    drop(place, 'r1.json', receipt('A-1'));
    await waitFor('it is taken', async () => {
      const taken = await controlClient(place.dataDir).ask('receipts.list', {});
      return taken.ok && taken.value.rows.length === 1;
    });
    expect((await start(place, ['receipts', 'list', '--json']).ended).out).toContain('"label": "A-1"');
    const status = await start(place, ['status', '--json']).ended;
    expect(statusSchema.parse(JSON.parse(status.out))).toMatchObject({
      agent: { pid: agent.child.pid },
      folders: [{ path: path.join(place.folder, 'drop'), state: 'ready' }],
    });

    const second = await start(place, ['run']).ended;
    expect(second).toMatchObject({ code: 4, out: '' });
    expect(second.err).toContain(
      `Another agent holds the data folder ${place.dataDir} (process ${String(agent.child.pid)})`,
    );

    agent.child.kill('SIGTERM');
    expect(await agent.ended).toMatchObject({ code: 0, err: '' });
    expect(existsSync(path.join(place.dataDir, 'control.sock'))).toBe(false);
  });

  onlyWhere(process.platform !== 'win32', 'POSIX signals').it(
    'ends in order when its terminal is closed, however often',
    async () => {
      const place = makePlace();
      const agent = await startAgent(place);
      agent.child.kill('SIGHUP');
      agent.child.kill('SIGHUP');
      expect((await agent.ended).code).toBe(0);
      expect(existsSync(path.join(place.dataDir, 'control.sock'))).toBe(false);
    },
  );

  it('answers commands when the agent was killed, with everything that it had taken', async () => {
    const place = makePlace();
    const agent = await startAgent(place);
    drop(place, 'r1.json', receipt('A-1'));
    drop(place, 'r2.json', receipt('A-2').replace('"total":100', '"total":99'));
    await waitUntil(() => {
      for (const name of ['r1.json', 'r2.json'])
        expect(existsSync(path.join(place.folder, 'drop', name))).toBe(false);
    });
    agent.child.kill('SIGKILL');
    await agent.ended;

    const story = await start(place, ['receipts', 'show', 'A-1']).ended;
    expect(story).toMatchObject({ code: 0 });
    expect(story.out).toContain('r1.json');
    const quarantine = await start(place, ['quarantine', 'list']).ended;
    expect(quarantine.out).toContain('A-2');
    expect(quarantine.out).toContain('The positions add up to 99, the amount is 100');
    const status = await start(place, ['status']).ended;
    expect(status.code).toBe(1);
    expect(status.out).toContain('No agent runs');
    expect((await startAgent(place)).child.exitCode).toBeNull();
  });

  it('tells settings that cannot be used, and ends with 3', async () => {
    const place = makePlace({ journal: { level: 'loud' } });
    const ended = await start(place, ['run']).ended;
    expect(ended).toMatchObject({ code: 3, out: '' });
    expect(ended.err).toContain('Wrong value of journal.level: "loud"');
  });
});
