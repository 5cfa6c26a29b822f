import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, onTestFinished } from 'vitest';
import { controlAddress } from '../../../src-main/core/control/address.ts';
import { runAgent } from '../../../src-main/hosts/service/run-agent.ts';
import { sale } from '../../street/agent-goods.ts';
import {
  leaveStreets,
  openStreet,
  readJournal,
  readSettings,
  type Street,
} from '../../street/agent-street.ts';
import { waitFor } from '../../support/wait-for.ts';
import { say } from './command-line.ts';

afterEach(leaveStreets);

interface Run {
  readonly lines: readonly string[];
  /** Ends the run; answers how it ended. */
  end(): ReturnType<typeof runAgent>;
}

/** The agent as `run` runs it, in this process. */
function run(configFile: string): Run {
  const lines: string[] = [];
  const stop = new AbortController();
  const ended = runAgent({
    load: () => ({ ok: true, value: { settings: readSettings(configFile), files: [configFile] } }),
    env: {},
    print: (line) => lines.push(line),
    stop: stop.signal,
  });
  return {
    lines,
    end() {
      stop.abort();
      return ended;
    },
  };
}

/** A folder of that name with something in it: no rename can take its place. */
function occupy(path: string, mode: number): void {
  mkdirSync(join(path, 'something'), { recursive: true });
  rmSync(path, { recursive: true });
  mkdirSync(path, { mode });
  mkdirSync(join(path, 'something'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
}

describe('an agent whose control socket cannot be opened', () => {
  const long = 'a-long-name-'.repeat(9);
  it.each([
    ['a folder lies in its place', 'data', 'control.notOpened'],
    ['the path is too long and its other folder is open to all', join(long, 'data'), 'control.folderTaken'],
  ])(
    'takes and sends all the same, and the status says why nobody can ask it: %s',
    async (_, below, code) => {
      const street = await openStreet();
      const dataDir = join(street.root, below);
      mkdirSync(dataDir, { recursive: true, mode: 0o700 });
      street.configure({ dataDir });
      const address = controlAddress(dataDir);
      if (address.kind === 'far-socket') occupy(address.folder, 0o755);
      else occupy(address.path, 0o700);
      const config = join(street.root, 'config.json');
      const agent = run(config);
      await waitFor('it is ready', () => agent.lines.some((line) => line.startsWith('ready ')));
      street.put('1.json', sale('A-1').body);
      await waitFor('HEADO has it', () => street.registered().length === 1);
      let status = await say(config, ['status']);
      await waitFor('it is settled', async () => {
        status = await say(config, ['status']);
        return /Entries +waiting 0, delivered 1/.test(status.out);
      });
      expect(status.code).toBe(1);
      expect(status.out).toContain(`Process ${process.pid} holds the data folder and cannot be asked`);
      expect(status.out).toContain('control.notOpened in its journal');
      expect(await agent.end()).toEqual({ ok: true, value: undefined });
      const noted = readJournal(dataDir).find(({ event }) => event === 'control.notOpened');
      expect(noted).toMatchObject({ level: 'error', code });
      expect(readdirSync(dataDir).filter((name) => name.startsWith('.c'))).toEqual([]);
    },
  );
});

describe('the status of an agent that no command can reach', () => {
  it('has the reason first among its problems', async () => {
    const street: Street = await openStreet();
    const agent = await street.open();
    agent.unheard({ code: 'control.notOpened', at: '', values: { path: '/data/control.sock', reason: 'x' } });
    const [first] = agent.status().problems;
    expect(first).toMatchObject({ severity: 'error', problem: { code: 'control.notOpened' } });
  });
});
