import { spawn, type ChildProcess } from 'node:child_process';
import {
  chownSync,
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { statusSchema } from '../../src-main/core/status-schema.ts';
import { say } from '../main/core/command-line.ts';
import { listReceipts } from '../simulator/audit.ts';
import { startSimulator, type Simulator } from '../simulator/simulator.ts';
import { onlyAsRoot } from '../support/only-where.ts';
import { POS_GID, POS_UID } from '../support/other-user.ts';
import { removeTempFolders, tempFolder } from '../support/temp-folder.ts';
import { waitFor } from '../support/wait-for.ts';
import { sale } from './agent-goods.ts';
import { putFile } from './agent-street.ts';

const MAIN = join(import.meta.dirname, '../../src-main/hosts/cli/main.ts');
const children = new Set<ChildProcess>();
let heado: Simulator | undefined;

afterEach(async () => {
  for (const child of children) await kill(child);
  await heado?.close();
  removeTempFolders();
});

async function kill(child: ChildProcess): Promise<void> {
  children.delete(child);
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('close', resolve));
  child.kill('SIGKILL');
  await gone;
}

interface Till {
  readonly config: string;
  readonly dataDir: string;
  start(): Promise<ChildProcess>;
  errors(): Promise<string[]>;
}

/** A till of its own data folder that takes from `drop`. */
function layTill(root: string, name: string, drop: string, more: { rescanMs?: number } = {}): Till {
  const folder = join(root, name);
  mkdirSync(folder);
  const config = join(folder, 'config.json');
  const dataDir = join(folder, 'data');
  const keyFile = join(root, 'device.key');
  writeFileSync(keyFile, `${heado?.deviceKey}\n`, { mode: 0o600 });
  writeFileSync(
    config,
    JSON.stringify({
      api: { baseUrl: heado?.url, keyFile },
      store: { timeZone: 'Europe/Moscow', storeExtId: 'S1', cashboxExtId: 'K1' },
      drop: { folders: [{ path: drop }], rescanMs: 1_000, settleMs: 50, ...more },
      dataDir,
      outbox: { ballastMb: 0 },
    }),
  );
  return {
    config,
    dataDir,
    async start() {
      const child = spawn(process.execPath, [MAIN, 'run', '--config', config], {
        stdio: ['ignore', 'pipe', 'inherit'],
        env: { ...process.env, LC_ALL: 'C', HEADO_AUTH_KEY: undefined },
      });
      children.add(child);
      let out = '';
      child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
      await waitFor(`${name} is ready`, () => /^ready /m.test(out));
      return child;
    },
    async errors() {
      const { out } = await say(config, ['status', '--json']);
      const { problems } = statusSchema.parse(JSON.parse(out));
      return problems.filter(({ severity }) => severity === 'error').map(({ problem }) => problem.code);
    },
  };
}

const timesOf = (): Map<string, number> => {
  const times = new Map<string, number>();
  for (const { extId, committed } of listReceipts(heado?.calls ?? []))
    if (committed) times.set(extId, (times.get(extId) ?? 0) + 1);
  return times;
};

async function oneTakesTheOtherTakesOver(owner?: number): Promise<void> {
  heado = await startSimulator({ seed: 5, timeZone: 'Europe/Moscow', storeExtId: 'S1' });
  const root = tempFolder();
  const drop = join(root, 'drop');
  mkdirSync(drop);
  if (owner !== undefined) chownSync(drop, owner, POS_GID);
  const one = layTill(root, 'one', drop);
  const other = layTill(root, 'other', drop);
  const holder = await one.start();
  await waitFor('the first has the folder', () => readdirSync(drop).includes('archive'));
  const second = await other.start();
  const numbers = Array.from({ length: 60 }, (_, index) => `N-${index}`);
  for (const number of numbers) putFile(drop, `${number}.json`, sale(number).body);
  await waitFor('all are at HEADO', () => timesOf().size === numbers.length);
  const told = await say(other.config, ['status']);
  expect(told.code).toBe(1);
  expect(told.out).toContain(`process ${holder.pid}`);
  expect(told.out).toContain(one.dataDir);
  expect(await one.errors()).toEqual([]);
  expect([...timesOf().values()].every((times) => times === 1)).toBe(true);

  await kill(holder);
  putFile(drop, 'AFTER.json', sale('AFTER').body);
  await waitFor('the second took over', () => timesOf().has('AFTER'));
  expect(await other.errors()).toEqual(['recover.lost']);
  expect([...timesOf().values()].every((times) => times === 1)).toBe(true);
  await kill(second);
}

it('of two agents on one drop folder one takes, the other says who, and takes over when that one is killed', () =>
  oneTakesTheOtherTakesOver());

onlyAsRoot('to give the folder to another user').it('so it is in a drop folder that the POS owns', () =>
  oneTakesTheOtherTakesOver(POS_UID),
);

it('a drop folder that is away for a moment is not taken over from the agent that waits for it', async () => {
  heado = await startSimulator({ seed: 5, timeZone: 'Europe/Moscow', storeExtId: 'S1' });
  const root = tempFolder();
  const drop = join(root, 'drop');
  mkdirSync(drop);
  // Looks so seldom that the other one always comes first.
  const one = layTill(root, 'one', drop, { rescanMs: 600_000 });
  const other = layTill(root, 'other', drop);
  await one.start();
  await waitFor('the first has the folder', () => readdirSync(drop).includes('archive'));
  await other.start();
  renameSync(drop, `${drop}.away`);
  await waitFor('the first has lost the folder', async () => (await one.errors()).includes('folder.missing'));
  renameSync(`${drop}.away`, drop);
  putFile(drop, 'A.json', sale('A').body);
  await waitFor('the second says whose it is', async () =>
    (await other.errors()).includes('folder.markForeign'),
  );
  expect(timesOf().size).toBe(0);
});

it('an agent whose dataDir was changed while receipts wait goes on with the old one, at start and live', async () => {
  heado = await startSimulator({ seed: 5, timeZone: 'Europe/Moscow', storeExtId: 'S1' });
  const root = tempFolder();
  const drop = join(root, 'drop');
  mkdirSync(drop);
  const till = layTill(root, 'one', drop);
  const running = await till.start();
  await heado.close();
  for (const number of ['W-1', 'W-2', 'W-3']) putFile(drop, `${number}.json`, sale(number).body);
  await waitFor('they are taken', () => !readdirSync(drop).some((name) => name.endsWith('.json')));
  const settings = readFileSync(till.config, 'utf8');
  writeFileSync(
    till.config,
    settings.replace(till.dataDir, () => join(root, 'elsewhere')),
  );
  await waitFor('the change is told', async () => (await till.errors()).includes('data.keptInForce'));
  await kill(running);
  const again = await till.start();
  expect(await till.errors()).toContain('data.keptInForce');
  await heado.reopen();
  await waitFor('they are at HEADO', () => timesOf().size === 3);
  await kill(again);
  rmSync(join(root, 'elsewhere'), { recursive: true, force: true });
});

/** Two agents, the second on a copy of the first one's data folder, with as many waiting as there are `names`. */
async function copiedWhileWaiting(
  names: readonly string[],
): Promise<{ drop: string; one: Till; copy: Till }> {
  heado = await startSimulator({ seed: 5, timeZone: 'Europe/Moscow', storeExtId: 'S1' });
  const root = tempFolder();
  const drop = join(root, 'drop');
  mkdirSync(drop);
  const one = layTill(root, 'one', drop);
  const copy = layTill(root, 'copy', drop);
  const first = await one.start();
  await heado.close();
  for (const name of names) putFile(drop, `${name}.json`, sale(name).body);
  await waitFor('they are taken', () => !readdirSync(drop).some((name) => name.endsWith('.json')));
  await end(first);
  cpSync(one.dataDir, copy.dataDir, { recursive: true });
  return { drop, one, copy };
}

/** Ends an agent as a service does, so that its mark says all of it. */
async function end(child: ChildProcess): Promise<void> {
  const gone = new Promise((resolve) => child.once('close', resolve));
  child.kill('SIGTERM');
  await gone;
  children.delete(child);
}

describe('an agent on a copy of the data folder of one that runs', () => {
  const names = ['W-1', 'W-2', 'W-3', 'W-4', 'W-5'];

  it.each(['after it', 'beside it'] as const)(
    '(started %s) sends nothing of what both have waiting, also when it takes over',
    async (when) => {
      const { drop, one, copy } = await copiedWhileWaiting(names);
      const starting = one.start();
      if (when === 'after it') await starting;
      const [first, second] = await Promise.all([starting, copy.start()]);
      await heado?.reopen();
      await waitFor('they are at HEADO', () => timesOf().size === names.length);
      const tills = [one, copy];
      const told = await Promise.all(tills.map((till) => till.errors()));
      const isFirst = told[0]?.length === 0;
      expect(told[isFirst ? 0 : 1]).toEqual([]);
      expect(told[isFirst ? 1 : 0]?.sort()).toEqual(['folder.heldByOther', 'recover.doubtful']);
      await end(isFirst ? first : second);
      putFile(drop, 'AFTER.json', sale('AFTER').body);
      await waitFor('the other took over', () => timesOf().has('AFTER'));
      expect([...timesOf().values()].every((times) => times === 1)).toBe(true);
    },
  );

  it('sends what it holds when the other one ended without having sent any of it', async () => {
    const { one, copy } = await copiedWhileWaiting(names);
    const first = await one.start();
    await copy.start();
    expect((await copy.errors()).sort()).toEqual(['folder.heldByOther', 'recover.doubtful']);
    await end(first);
    await waitFor('it is its own', async () => (await copy.errors()).length === 0);
    await heado?.reopen();
    await waitFor('they are at HEADO', () => timesOf().size === names.length);
    expect([...timesOf().values()].every((times) => times === 1)).toBe(true);
  });
});
