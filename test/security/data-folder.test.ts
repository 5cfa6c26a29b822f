/** Whose the data folder is (decisions 33): nobody else looks into it, nobody else writes, and nobody stands in for the agent. */
import { execFileSync, spawn } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  lchownSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { createSeenFiles } from '../../src-main/core/marks/seen-files.ts';
import { nodeFileSystem } from '../../src-main/intake/file-system.ts';
import { createDisk } from '../../src-main/intake/folder/disk.ts';
import { openDropHandle } from '../../src-main/intake/folder/drop-handle.ts';
import { judgeContents, listOwn } from '../../src-main/outbox/own-contents.ts';
import { startSimulator, type Simulator } from '../simulator/simulator.ts';
import {
  layTill,
  PROGRAM,
  readStatus,
  runCommand,
  startAgentProcess,
  type AgentProcess,
  type TillFiles,
} from '../support/agent-process.ts';
import { onlyAsRoot, onlyWhere } from '../support/only-where.ts';
import { mayRunAsAgent } from '../support/other-user.ts';
import { removeTempFolders, tempFolder } from '../support/temp-folder.ts';
import { waitFor } from '../support/wait-for.ts';
import { sale } from '../street/agent-goods.ts';
import { putFile, readJournal } from '../street/agent-street.ts';

const asTwo = onlyAsRoot('to give files to another user');
/** Any user that is not this one. */
const STRANGER = 2003;
const FOR_OTHERS = 0o077;
const DATA_FILES = ['outbox.db', 'outbox.db-wal', 'lock.db', 'agent.pid', 'journal/journal.ndjson'];

const running: AgentProcess[] = [];
const servers: Server[] = [];
let heado: Simulator | undefined;
afterEach(async () => {
  for (const agent of running.splice(0)) await agent.kill();
  for (const server of servers.splice(0)) server.close();
  await heado?.close();
  heado = undefined;
  process.umask(0o022);
  removeTempFolders();
});

async function till(): Promise<TillFiles> {
  heado = await startSimulator({ seed: 5, timeZone: 'Europe/Moscow', storeExtId: 'S1' });
  return layTill(tempFolder(), { baseUrl: heado.url, key: heado.deviceKey });
}

async function start(files: TillFiles): Promise<AgentProcess> {
  const agent = await startAgentProcess(files);
  running.push(agent);
  return agent;
}

async function deliver(files: TillFiles, ...names: readonly string[]): Promise<void> {
  for (const name of names) putFile(files.drop, `${name}.json`, sale(name).body);
  await waitFor('it is delivered', async () => (await readStatus(files)).outbox.delivered >= names.length);
}

/** Lines of the journal are written a moment later. */
function toldOf(files: TillFiles, event: string): unknown[] {
  return readJournal(files.dataDir).filter((line) => line.event === event);
}

/** Everything below that others may touch. */
function openToOthers(folder: string): string[] {
  const all = ['', ...readdirSync(folder, { recursive: true, encoding: 'utf8' })].map((name) =>
    join(folder, name),
  );
  return all.filter((path) => (lstatSync(path).mode & FOR_OTHERS) !== 0);
}

it.each([0o000, 0o022, 0o077])(
  'an agent under umask %o leaves nothing in it that others may read',
  async (umask) => {
    const files = await till();
    process.umask(umask);
    const agent = await start(files);
    await deliver(files, 'R-1', 'R-2');
    expect(openToOthers(files.dataDir)).toEqual([]);
    expect(DATA_FILES.filter((name) => !lstatSync(join(files.dataDir, name)).isFile())).toEqual([]);
    expect(await agent.stop()).toBe(0);
    expect(openToOthers(files.dataDir)).toEqual([]);
  },
);

it('one that others could read is narrowed at the next start, and that is told', async () => {
  const files = await till();
  const agent = await start(files);
  await deliver(files, 'R-1');
  await agent.stop();
  chmodSync(files.dataDir, 0o755);
  for (const name of readdirSync(files.dataDir)) {
    const path = join(files.dataDir, name);
    chmodSync(path, lstatSync(path).isDirectory() ? 0o755 : 0o644);
  }
  await start(files);
  expect(openToOthers(files.dataDir)).toEqual([]);
  await waitFor('it is told', () => toldOf(files, 'data.narrowed').length === 1);
  expect((await runCommand(files, ['doctor'])).stdout).not.toContain('chmod');
});

describe.each([0o777, 0o1777, 0o775, 0o770, 0o702])('one of mode %o', (mode) => {
  it('is refused by run, status and doctor with the command that mends it, and left as it is', async () => {
    const files = await till();
    mkdirSync(files.dataDir);
    chmodSync(files.dataDir, mode);
    for (const [command, code] of [
      ['run', 3],
      ['status', 3],
      ['doctor', 1],
    ] as const) {
      const { stdout, stderr, code: ended } = await runCommand(files, [command]);
      expect([command, ended]).toEqual([command, code]);
      expect(stdout + stderr).toContain(`chmod 700 ${files.dataDir}`);
    }
    expect(readdirSync(files.dataDir)).toEqual([]);
    expect(statSync(files.dataDir).mode & 0o7777).toBe(mode);
  });
});

asTwo.it('one of another owner is refused', async () => {
  const files = await till();
  mkdirSync(files.dataDir, { mode: 0o700 });
  chownSync(files.dataDir, STRANGER, STRANGER);
  const { code, stderr } = await runCommand(files, ['run']);
  expect(code).toBe(3);
  expect(stderr).toContain(`chown -R 0 ${files.dataDir}`);
  expect(readdirSync(files.dataDir)).toEqual([]);
});

describe('a socket that somebody else put there', () => {
  /** Answers every command with an address of its own. */
  async function plant(path: string): Promise<void> {
    const value = { address: 'http://127.0.0.1:6666/?token=phish' };
    const server = createServer((_, response) => response.end(JSON.stringify({ ok: true, value })));
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(path, () => resolve()));
  }

  it('is not asked in a folder that others may write', async () => {
    const files = await till();
    mkdirSync(files.dataDir);
    chmodSync(files.dataDir, 0o777);
    await plant(join(files.dataDir, 'control.sock'));
    const { code, stdout, stderr } = await runCommand(files, ['ui-url']);
    expect([code, stdout]).toEqual([3, '']);
    expect(stderr).toContain('chmod 700');
  });

  asTwo.it('is not asked where it is not the folder owner’s', async () => {
    const files = await till();
    mkdirSync(files.dataDir, { mode: 0o700 });
    const socket = join(files.dataDir, 'control.sock');
    await plant(socket);
    chownSync(socket, STRANGER, STRANGER);
    const { code, stdout } = await runCommand(files, ['ui-url']);
    expect([code, stdout]).toEqual([1, '']);
  });
});

describe('what lies in the place of a file of ours', () => {
  it.each([
    'lock.db',
    'outbox.db',
    'outbox.head',
    'ballast.bin',
    'agent.pid',
    'sessions.json',
    'outbox.suspect',
  ])('a folder in place of %s is put aside, told, and nothing is lost', async (name) => {
    const files = await till();
    const agent = await start(files);
    await deliver(files, 'R-1');
    await agent.stop();
    const path = join(files.dataDir, name);
    if (lstatSync(path, { throwIfNoEntry: false })) renameSync(path, `${path}.gone`);
    mkdirSync(join(path, 'inside'), { recursive: true });
    await start(files);
    putFile(files.drop, 'R-2.json', sale('R-2').body);
    await waitFor('the next is delivered', () => heado?.registered() === 2);
    await waitFor('it is told', () => toldOf(files, 'data.setAside').length === 1);
    expect(readdirSync(files.dataDir).filter((each) => each.startsWith(`${name}.misplaced`))).toHaveLength(1);
  });

  it.each(['garbage', `SQLite format 3\0${'x'.repeat(5_000)}`])(
    'a lock file that is no database is made anew',
    async (text) => {
      const files = await till();
      mkdirSync(files.dataDir, { mode: 0o700 });
      writeFileSync(join(files.dataDir, 'lock.db'), text, { mode: 0o600 });
      const agent = await start(files);
      await deliver(files, 'R-1');
      // It still keeps a second one out.
      expect((await runCommand(files, ['run'])).code).toBe(4);
      expect(await agent.stop()).toBe(0);
    },
  );
});

asTwo.describe('what another user left while the folder was open to all', () => {
  /** Delivered, stopped, and closed again: what `plant` puts there is the other user's. */
  async function opened(plant: (path: (name: string) => string) => string): Promise<[TillFiles, string]> {
    const files = await till();
    const agent = await start(files);
    await deliver(files, 'R-1');
    expect(await agent.stop()).toBe(0);
    const planted = plant((name) => join(files.dataDir, name));
    lchownSync(planted, STRANGER, STRANGER);
    return [files, planted];
  }

  async function isRefused(
    files: TillFiles,
    path: string,
    commands: typeof EVERY_COMMAND = EVERY_COMMAND.slice(0, 1),
  ): Promise<void> {
    const before = readdirSync(files.dataDir).map((name) => [name, statsOf(join(files.dataDir, name))]);
    for (const [command, ended] of commands) {
      const { stdout, stderr, code } = await runCommand(files, command.split(' '));
      expect([command, code]).toEqual([command, ended]);
      expect(stdout + stderr).toContain(`mv -T ${path} ${path}.foreign`);
    }
    expect(readdirSync(files.dataDir).map((name) => [name, statsOf(join(files.dataDir, name))])).toEqual(
      before,
    );
  }

  /** With the exit code; the others open the folder as the first one does. */
  const EVERY_COMMAND: readonly (readonly [string, number])[] = [
    ['run', 3],
    ['status', 3],
    ['receipts list', 3],
    ['doctor', 1],
  ];

  const statsOf = (path: string): string => {
    const { mode, uid, size } = lstatSync(path);
    return `${mode} ${uid} ${size}`;
  };

  it('a file in place of the database is refused by every command that would open it', async () => {
    const [files, planted] = await opened((at) => {
      rmSync(at('outbox.db'), { force: true });
      writeFileSync(at('outbox.db'), '', { mode: 0o666 });
      return at('outbox.db');
    });
    await isRefused(files, planted, EVERY_COMMAND);
  });

  it.each(['outbox.db', 'outbox.head', 'lock.db', 'folders.json', 'reserve.bin'])(
    'a file in place of %s is refused with the command that puts it away, and nothing is changed',
    async (name) => {
      const [files, planted] = await opened((at) => {
        rmSync(at(name), { force: true });
        writeFileSync(at(name), '', { mode: 0o666 });
        return at(name);
      });
      await isRefused(files, planted);
      renameSync(planted, `${planted}.foreign`);
      await start(files);
      await deliver(files, 'R-2');
    },
  );

  it.each(['outbox.db-journal', 'outbox.db-mj00000000', 'ledger/2026-01.ndjson', 'journal/journal.9.ndjson'])(
    'a file %s, which nobody had put there, is refused',
    async (name) => {
      const [files, planted] = await opened((at) => {
        writeFileSync(at(name), '', { mode: 0o666 });
        return at(name);
      });
      await isRefused(files, planted);
      renameSync(planted, `${planted}.foreign`);
      await start(files);
    },
  );

  it.each(['ledger', 'journal', 'folders', 'folders/drop-1', 'folders/drop-1/rejections'])(
    'a folder %s of theirs is refused',
    async (name) => {
      const [files, planted] = await opened((at) => {
        rmSync(at(name), { recursive: true, force: true });
        mkdirSync(at(name), { recursive: true, mode: 0o777 });
        return at(name);
      });
      await isRefused(files, planted);
    },
  );

  it('a name that is none of ours tells nothing', async () => {
    const [files, planted] = await opened((at) => {
      mkdirSync(at('lost+found'));
      return at('lost+found');
    });
    await start(files);
    await deliver(files, 'R-2');
    expect(statSync(planted).uid).toBe(STRANGER);
  });

  it('what root put back is given to the agent by one command', () => {
    const dataDir = join(tempFolder(), 'data');
    mkdirSync(dataDir, { mode: 0o700 });
    chownSync(dataDir, STRANGER, STRANGER);
    writeFileSync(join(dataDir, 'outbox.db'), '', { mode: 0o600 });
    const command = `chown -R ${STRANGER} ${dataDir}`;
    expect(judgeContents(dataDir, STRANGER)?.values).toMatchObject({ uid: 0, command });
    execFileSync('/bin/sh', ['-c', command]);
    expect(judgeContents(dataDir, STRANGER)).toBeUndefined();
  });
});

describe('a link in place of a file of ours', () => {
  it.each(['outbox.db', 'lock.db', 'agent.pid', 'ledger', 'journal', 'folders', 'sessions.json'])(
    '%s is refused, and nothing is made where it leads to',
    async (name) => {
      const files = await till();
      mkdirSync(files.dataDir, { mode: 0o700 });
      const target = join(files.root, 'elsewhere');
      symlinkSync(target, join(files.dataDir, name));
      const { code, stderr } = await runCommand(files, ['run']);
      expect(code).toBe(3);
      expect(stderr).toContain(`mv -T ${join(files.dataDir, name)} `);
      expect(readdirSync(files.dataDir)).toEqual([name]);
      expect(lstatSync(target, { throwIfNoEntry: false })).toBeUndefined();
    },
  );

  it('a link in place of the file that is written to try the disk is not followed', async () => {
    const files = await till();
    mkdirSync(files.dataDir, { mode: 0o700 });
    symlinkSync(files.keyFile, join(files.dataDir, '.write-probe'));
    const key = readFileSync(files.keyFile, 'utf8');
    await start(files);
    expect(readFileSync(files.keyFile, 'utf8')).toBe(key);
  });
});

it('every name that an agent gives in its folder is known as its own', async () => {
  const files = await till();
  await start(files);
  await deliver(files, 'R-1');
  const own = new Set([...listOwn(files.dataDir)]);
  const unknown = readdirSync(files.dataDir).filter((name) => !own.has(join(files.dataDir, name)));
  expect(unknown).toEqual(['control.sock']);
});

it('what is remembered of a lost archive is known as the agent’s own', () => {
  const [path, dataDir] = [tempFolder(), tempFolder()];
  const opened = openDropHandle({ disk: createDisk(nodeFileSystem), path, dataDir, create: true });
  if (!opened.ok) throw new Error(opened.error.code);
  createSeenFiles(dataDir).remember(opened.value);
  opened.value.close();
  const written = readdirSync(dataDir).map((name) => join(dataDir, name));
  expect(written.filter((each) => each.endsWith('.json'))).toHaveLength(1);
  expect([...listOwn(dataDir)]).toEqual(expect.arrayContaining(written));
});

onlyWhere(mayRunAsAgent(PROGRAM), 'root, and sources that other users can read').describe(
  'one that may not be written',
  () => {
    /** The agent as another user, who owns the data folder; resolves with what it said and its exit code. */
    function runAs(files: TillFiles, uid: number): Promise<{ code: number | null; says: string }> {
      const program = join(import.meta.dirname, '../../dist/heado-till.js');
      const child = spawn(process.execPath, [program, 'run', '--config', files.configFile], {
        uid,
        gid: uid,
      });
      let says = '';
      child.stderr.on('data', (chunk: Buffer) => (says += chunk.toString()));
      return new Promise((resolve) => child.once('close', (code) => resolve({ code, says })));
    }

    it('is not called damaged: nothing is renamed, exit code 3, and the right advice', async () => {
      const files = await till();
      const agent = await start(files);
      await deliver(files, 'R-1');
      await agent.stop();
      execFileSync('chown', ['-R', `${STRANGER}:${STRANGER}`, files.dataDir]);
      for (const path of [files.keyFile, files.configFile]) chownSync(path, STRANGER, STRANGER);
      chmodSync(files.root, 0o755);
      chmodSync(files.dataDir, 0o500);
      const before = readdirSync(files.dataDir).map((name) => [
        name,
        statSync(join(files.dataDir, name)).size,
      ]);
      const { code, says } = await runAs(files, STRANGER);
      expect(code).toBe(3);
      expect(says).toContain(`chmod -R u+rwX ${files.dataDir}`);
      const after = readdirSync(files.dataDir).map((name) => [
        name,
        statSync(join(files.dataDir, name)).size,
      ]);
      expect(after).toEqual(before);
      expect(readFileSync(join(files.dataDir, 'journal/journal.ndjson'), 'utf8')).not.toContain(
        'outbox.damaged',
      );
    });
  },
);
