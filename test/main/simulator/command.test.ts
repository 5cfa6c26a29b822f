import { spawn } from 'node:child_process';
import type { ChildProcessByStdio } from 'node:child_process';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, test } from 'vitest';
import { readArguments } from '../../simulator/arguments.ts';
import { behaviours } from '../../simulator/behaviours.ts';
import { waitFor } from '../../support/wait-for.ts';
import { batch, envelope, sale, send } from './raw-client.ts';

const main = fileURLToPath(new URL('../../simulator/main.ts', import.meta.url));

interface Running {
  readonly child: ChildProcessByStdio<null, Readable, Readable>;
  readonly output: () => string;
  readonly exit: Promise<number | null>;
}

const running: Running[] = [];
afterEach(() => {
  for (const { child } of running.splice(0)) child.kill('SIGKILL');
});

function run(...args: string[]): Running {
  const child = spawn(process.execPath, [main, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let text = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
  const exit = new Promise<number | null>((resolve) => child.once('close', resolve));
  const started = { child, output: () => text, exit };
  running.push(started);
  return started;
}

describe('the command', () => {
  test.each(['SIGINT', 'SIGTERM'] as const)(
    'prints addresses and calls, and ends at %s with a summary',
    async (signal) => {
      const command = run('--key', 'devicekey', '--behave', 'resetAfterCommit:1', '--seed', '3');
      await waitFor('it is ready', () => command.output().includes('ready:'));
      const [url = ''] = /http:\S+devicekey/.exec(command.output()) ?? [];
      await expect(send(url, envelope('purchaseRegisterBatch', batch(sale())))).rejects.toThrow(
        /RESET|hang up/,
      );
      await waitFor('the call is printed', () => command.output().includes('#1'));
      expect(command.output()).toMatch(
        /#1 device [0-9a-f]{4} purchaseRegisterBatch: registered 1 of 1, no answer \[resetAfterCommit\]/,
      );
      command.child.kill(signal);
      expect(await command.exit).toBe(0);
      expect(command.output()).toContain(
        '1 calls, 1 different receipts registered, 0 of them more than once',
      );
    },
  );

  test('prints why a receipt was refused, and nothing of calls when it is quiet', async () => {
    const [loud, quiet] = [run('--store', 'Europe/Moscow', '--key', 'k'), run('--quiet', '--key', 'k')];
    for (const command of [loud, quiet]) {
      await waitFor('it is ready', () => command.output().includes('ready:'));
      const [url = ''] = /http:\S+\/device\/k/.exec(command.output()) ?? [];
      await send(url, envelope('purchaseRegisterBatch', batch(sale({ ts: '2026-11-21T18:42:11Z' }))));
    }
    await waitFor('the call is printed', () => loud.output().includes('#1'));
    expect(loud.output()).toContain('registered 0 of 1, refused -32602 guide 4.4.4: receipts[0].ts');
    quiet.child.kill('SIGTERM');
    expect(await quiet.exit).toBe(0);
    expect(quiet.output()).not.toContain('#1');
  });

  test('ends with 2 and a reason for wrong use, with 0 and every behaviour for help', async () => {
    const [wrong, help] = [run('--port', 'http'), run('--help')];
    expect(await wrong.exit).toBe(2);
    expect(wrong.output()).toContain('--port takes a whole number from 0 to 65535, got "http"');
    expect(await help.exit).toBe(0);
    expect(Object.keys(behaviours).filter((name) => !help.output().includes(`  ${name} `))).toEqual([]);
  });
});

describe('arguments', () => {
  test.each([
    [['--store', 'Moscow'], '--store takes a time zone such as Europe/Moscow, got "Moscow"'],
    [['--behave', 'noAnswer:2'], '--behave takes NAME or NAME:SHARE, got "noAnswer:2"'],
    [['--behave', 'explode'], 'no behaviour is called "explode"'],
    [['--key', 'a/b'], '--key takes letters, digits'],
    [['--seed', '-1'], 'seed'],
    [['extra'], 'extra'],
    [['--unknown'], '--unknown'],
  ])('%j are refused', (args, reason) => {
    const command = readArguments(args);
    expect(command.do === 'complain' ? command.about : '').toContain(reason);
  });

  test('that fit become options and rules', () => {
    const command = readArguments(['--port', '8080', '--seed', '9', '--behave', 'slow:0.25', '--partial']);
    expect(command).toEqual({
      do: 'serve',
      quiet: false,
      rules: [{ act: { name: 'slow' }, random: { seed: 9, share: 0.25 } }],
      options: { port: 8080, seed: 9, partial: true },
    });
  });
});
