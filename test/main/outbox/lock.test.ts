import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterEach, expect, it } from 'vitest';
import { systemClock } from '../../../src-main/base/clock.ts';
import type { Problem } from '../../../src-main/base/problem.ts';
import { isHeldByAgent, lockDataFolder, readHolder } from '../../../src-main/outbox/lock.ts';
import { openOutbox } from '../../../src-main/outbox/open.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { files } from './entries.ts';
import { closeFolder, closeOutboxes, openFolder } from './outbox-folder.ts';

const children = new Set<ChildProcess>();
afterEach(() => {
  for (const child of children) child.kill('SIGKILL');
  children.clear();
  closeOutboxes();
});

function tryOpen(dataDir: string): Problem | 'open' {
  const result = openOutbox({ dataDir, clock: systemClock, note: () => undefined, ballastBytes: 0 });
  if (!result.ok) return result.error;
  result.value.close();
  return 'open';
}

/** Starts another process on the folder; resolves with what it says. */
async function otherProcess(dataDir: string): Promise<{ child: ChildProcess; says: string }> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'lock-holder.ts'), dataDir], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  children.add(child);
  const says = String(await once(child.stdout, 'data')).trim();
  return { child, says };
}

it('a second opening in the same process is refused and does not loosen the first', async () => {
  const folder = openFolder();
  const refused = { code: 'data.locked', at: folder.dataDir, values: { holder: process.pid } };
  expect(tryOpen(folder.dataDir)).toEqual(refused);
  expect(tryOpen(folder.dataDir)).toEqual(refused);
  expect((await otherProcess(folder.dataDir)).says).toBe(`held by ${process.pid}`);
  expect(folder.outbox.take(files('r1'))).toMatchObject([{ stored: 1 }]);
});

it('a second process is refused and told who holds the folder', async () => {
  const dataDir = tempFolder();
  const { child, says } = await otherProcess(dataDir);
  expect(says).toBe('open');
  expect(tryOpen(dataDir)).toMatchObject({ code: 'data.locked', values: { holder: child.pid } });
  expect(readHolder(dataDir)).toBe(child.pid);
});

it('a lock that nothing refers to any more still holds', async () => {
  const dataDir = tempFolder();
  expect(lockDataFolder(dataDir, 'visitor').ok).toBe(true);
  collectGarbage();
  expect((await otherProcess(dataDir)).says).toBe(`held by ${process.pid}`);
});

/** All of it: a database that nobody refers to is closed by this. */
function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc()');
}

it('the folder is free as soon as its holder was killed', async () => {
  const dataDir = tempFolder();
  const { child } = await otherProcess(dataDir);
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(tryOpen(dataDir)).toBe('open');
});

it('the folder is free after an orderly end', () => {
  const folder = openFolder();
  closeFolder(folder);
  expect(tryOpen(folder.dataDir)).toBe('open');
});

it('the folder is free after an opening that failed', () => {
  const dataDir = tempFolder();
  const note = (): never => {
    throw new Error('the journal broke');
  };
  expect(() => openOutbox({ dataDir, clock: systemClock, note, ballastBytes: 0 })).toThrow(
    'the journal broke',
  );
  expect(tryOpen(dataDir)).toBe('open');
});

it('nobody is named when no process ever held the folder', () => {
  const dataDir = tempFolder();
  expect(readHolder(dataDir)).toBe(0);
  expect(isHeldByAgent(dataDir)).toBe(false);
});

it('an agent is told from a command and from an agent that is ending, which give the folder back soon', () => {
  const dataDir = tempFolder();
  const agent = lockDataFolder(dataDir, 'agent');
  if (!agent.ok) throw new Error(agent.error.code);
  expect(readHolder(dataDir)).toBe(process.pid);
  expect(isHeldByAgent(dataDir)).toBe(true);
  agent.value.leave();
  expect(isHeldByAgent(dataDir)).toBe(false);
  agent.value.release();
  expect(lockDataFolder(dataDir, 'visitor').ok).toBe(true);
  expect(isHeldByAgent(dataDir)).toBe(false);
});

it('an agent that was killed holds the folder no more, whatever it left written', async () => {
  const dataDir = tempFolder();
  const { child } = await otherProcess(dataDir);
  writeFileSync(join(dataDir, 'agent.pid'), `${child.pid} agent\n`);
  expect(isHeldByAgent(dataDir)).toBe(true);
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(isHeldByAgent(dataDir)).toBe(false);
});
