import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it, onTestFinished } from 'vitest';
import { ok } from '../../../src-main/base/result.ts';
import { runAgent, type RunOptions } from '../../../src-main/hosts/service/run-agent.ts';
import { waitFor } from '../../support/wait-for.ts';
import { ask, cookieOf, layScreens } from '../service/browser.ts';
import { fakeOperations } from '../control/fake-operations.ts';
import { makePlace, run, startAgent, type Place, type Ran } from './cli-host.ts';

interface Started {
  readonly lines: readonly string[];
  /** What the command came to; asks it to end first. */
  end(): Promise<Ran>;
  readonly ended: Promise<Ran>;
}

/** `run` with its options, and screens made for tests. */
async function startRun(place: Place, args: readonly string[], awaited: string): Promise<Started> {
  const stopper = new AbortController();
  const lines: string[] = [];
  const assets = layScreens();
  const ended = run(place, ['run', ...args], {
    out: (line) => lines.push(line),
    untilStopped: () => stopper.signal,
    runAgent: ({ ui, ...options }) => runAgent({ ...options, ui: ui && { ...ui, assets } }),
  });
  const end = (): typeof ended => {
    stopper.abort();
    return ended;
  };
  onTestFinished(async () => {
    await end();
  });
  await waitFor(awaited, () => lines.some((line) => line.startsWith(awaited)));
  return { lines, end, ended };
}

describe('run --ui', () => {
  it('prints its one-time address and then that it is ready; ui-url gives another one', async () => {
    const place = makePlace();
    const started = await startRun(place, ['--ui'], 'ready');
    expect(started.lines).toEqual([
      expect.stringMatching(/^ui http:\/\/127\.0\.0\.1:\d+\/\?token=[\w-]{43}$/),
      expect.stringMatching(/^ready heado-till /),
    ]);
    const given = await run(place, ['ui-url', '--view', 'panel']);
    expect(given).toMatchObject({ code: 0, err: '' });
    const { port, pathname, search } = new URL(given.out);
    expect(search).toMatch(/^\?token=[\w-]{43}&view=panel$/);
    const entered = await ask(Number(port), pathname + search);
    expect(entered.headers.location).toBe('/?view=panel');
    const page = await ask(Number(port), '/', { headers: { cookie: cookieOf(entered) } });
    expect(page.status).toBe(200);
    expect((await run(place, ['ui-url'])).out).toMatch(/\?token=[\w-]{43}$/);
    expect(await started.end()).toMatchObject({ code: 0 });
    expect(readFileSync(`${place.dataDir}/sessions.json`, 'utf8')).toContain('sha256');
  });

  it('takes a port; a second run on it is told who holds the data folder, another one that the port is taken', async () => {
    const place = makePlace();
    const first = await startRun(place, ['--ui', '0'], 'ready');
    const { port } = new URL(first.lines[0]?.slice(3) ?? '');
    const real: (options: RunOptions) => ReturnType<typeof runAgent> = ({ ui, ...options }) =>
      runAgent({ ...options, ui: ui && { ...ui, assets: layScreens() } });
    const second = await run(place, ['run', '--ui', port], { runAgent: real });
    expect(second).toMatchObject({ code: 4, out: '' });
    const other = await run(makePlace(), ['run', '--ui', port], { runAgent: real });
    expect(other).toMatchObject({ code: 1, out: '' });
    expect(other.err).toContain(`The port ${port} on 127.0.0.1 is taken`);
  });

  it('without settings prints the address alone and waits', async () => {
    const place = makePlace();
    const settings = readFileSync(place.config, 'utf8');
    writeFileSync(`${place.folder}/other.json`, settings);
    const lost = { ...place, config: `${place.folder}/not-there.json` };
    const started = await startRun(lost, ['--ui'], 'ui');
    expect(started.lines).toHaveLength(1);
    expect(await started.end()).toMatchObject({ code: 0 });
  });

  it.each(['x', '-1', '65536', '1.5'])('refuses the port %s', async (port) => {
    const refused = await run(makePlace(), ['run', `--ui=${port}`]);
    expect(refused.code).toBe(2);
    expect(refused.err).toContain('--ui');
  });

  it('is not asked for: then there are no screens', async () => {
    const asked: RunOptions[] = [];
    const record = (options: RunOptions): ReturnType<typeof runAgent> => {
      asked.push(options);
      return Promise.resolve(ok(undefined));
    };
    await run(makePlace(), ['run'], { runAgent: record });
    await run(makePlace(), ['run', '--ui', '8377'], { runAgent: record });
    expect(asked.map(({ ui }) => ui?.port)).toEqual([undefined, 8377]);
  });
});

describe('ui-url', () => {
  it('says that no agent runs, or that it runs without screens', async () => {
    const place = makePlace();
    const nobody = await run(place, ['ui-url']);
    expect(nobody).toMatchObject({ code: 1, out: '' });
    expect(nobody.err).toContain('No agent runs');
    const started = await startRun(place, [], 'ready');
    const off = await run(place, ['ui-url']);
    expect(off).toMatchObject({ code: 1, out: '' });
    expect(off.err).toContain('The agent runs without screens.');
    expect((await run(place, ['ui-url', '--lang', 'ru'])).err).toContain('Агент работает без экранов.');
    await started.end();
  });

  it('refuses a view that there is not', async () => {
    const place = makePlace();
    await startAgent(place, fakeOperations());
    expect(await run(place, ['ui-url', '--view', 'wide'])).toMatchObject({ code: 2, out: '' });
  });
});
