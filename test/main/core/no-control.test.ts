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
  readonly ended: ReturnType<typeof runAgent>;
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
    ...{ lines, ended },
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
      expect(status.out).toContain(`The agent (process ${process.pid}) runs but hears no command`);
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
    agent.unheard(undefined);
    expect(agent.status().problems).toEqual([]);
  });
});

describe('a second run beside it', () => {
  it('says at once who holds the folder, and waits for one that is ending', async () => {
    const street = await openStreet();
    const config = join(street.root, 'config.json');
    await street.start();
    const second = run(config);
    // Without being asked to end: it would wait for as long as a command may take.
    expect(await second.ended).toEqual({
      ok: false,
      error: [{ code: 'data.locked', at: street.dataDir, values: { holder: process.pid } }],
    });
    expect(second.lines).toEqual([]);
    const third = run(config);
    const ending = street.stop();
    await waitFor('it has taken over', () => third.lines.some((line) => line.startsWith('ready ')));
    await ending;
    expect(await third.end()).toEqual({ ok: true, value: undefined });
  });
});
