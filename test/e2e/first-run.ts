/** Owns: an agent with screens that has neither settings nor a key yet, and nothing of this machine's environment. */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { waitFor } from '../support/wait-for.ts';

const PROGRAM = join(import.meta.dirname, '..', '..', 'dist', 'heado-till.js');

export interface FirstRun {
  /** Its path is short: a person types it. */
  readonly root: string;
  readonly configFile: string;
  readonly keyFile: string;
  /** The one-time address that it printed. */
  readonly address: string;
  /** Everything that it wrote so far. */
  output(): string;
  leave(): Promise<void>;
}

export async function startFirstRun(): Promise<FirstRun> {
  const root = mkdtempSync(join(tmpdir(), 'ht-'));
  const configFile = join(root, 'config.json');
  const child = spawn(process.execPath, [PROGRAM, 'run', '--config', configFile, '--ui', '0'], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { LC_ALL: 'C.UTF-8', HEADO_TILL_DATA_DIR: join(root, 'data') },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (output += chunk.toString('utf8')));
  const exited = new Promise((resolve) => child.once('close', resolve));
  await waitFor(`the agent's screens`, () => /^ui \S+$/m.test(output));
  return {
    ...{ root, configFile, keyFile: join(root, 'device.key'), output: () => output },
    address: /^ui (\S+)$/m.exec(output)?.[1] ?? '',
    async leave() {
      child.kill();
      await exited;
      rmSync(root, { recursive: true, force: true });
    },
  };
}

export function textIfThere(path: string): string {
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
}
