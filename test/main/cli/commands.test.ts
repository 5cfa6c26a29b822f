import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { problem } from '../../../src-main/base/problem.ts';
import { fail, ok } from '../../../src-main/base/result.ts';
import { CHECK_IDS } from '../../../src-main/core/doctor/checks.ts';
import { statusSchema } from '../../../src-main/core/status-schema.ts';
import {
  doctorFacts,
  fakeOperations,
  quarantineRow,
  receiptRow,
  statusReport,
  story,
  type Asked,
} from '../control/fake-operations.ts';
import { makePlace, run, startAgent } from './cli-host.ts';

describe('status', () => {
  it('shows what the agent does on the clock of the store', async () => {
    const place = makePlace();
    await startAgent(place, fakeOperations());
    const { code, out, err } = await run(place, ['status']);
    expect(code).toBe(0);
    expect(err).toBe('');
    expect(out).toContain('runs since 2026-11-22 15:00:00, process 42, version 0.1.0');
    expect(out).toContain('api.heado.ru, key ab12: answers, last answer 2026-11-22 15:00:00');
    expect(out).toContain('Lane      receipts: idle');
    expect(out).toContain('waiting 0, delivered 12, quarantined 1');
    expect(out).toContain('✓ All is well.');
  });

  it('says in Russian what needs a person and what to do, and ends with 1 when it is an error', async () => {
    const place = makePlace();
    const problems = [
      {
        severity: 'error' as const,
        problem: problem('api.keyRefused', '', { code: -32802, message: 'нет' }),
      },
      { severity: 'warning' as const, problem: problem('status.quarantine', '', { count: 3 }) },
    ].map((each) => ({ ...each, problem: { ...each.problem, values: { ...each.problem.values } } }));
    await startAgent(
      place,
      fakeOperations([], { status: () => Promise.resolve(ok(statusReport({ problems }))) }),
    );
    const { code, out } = await run(place, ['status', '--lang', 'ru']);
    expect(code).toBe(1);
    expect(out).toContain('✗ HEADO не принимает ключ (-32802: нет).');
    expect(out).toContain('→ Проверьте ключ устройства');
    expect(out).toContain('! В карантине ждут решения: 3.');
    expect(out).toMatch(/Счётчики +Повторов узнано 2\n/);
  });

  it('shows the last lines of the journal on the clock of the store, too', async () => {
    const place = makePlace();
    const line = { level: 'error', event: 'lane.held', fields: { lane: 'receipts' } } as const;
    const journal = { lastErrors: [{ ...line, time: '2026-11-21T20:30:05.000Z' }], dropped: 0 };
    await startAgent(
      place,
      fakeOperations([], { status: () => Promise.resolve(ok(statusReport({ journal }))) }),
    );
    const { out } = await run(place, ['status']);
    expect(out).toMatch(/\n2026-11-22 01:30:05 \S.+ \(lane\.held\)$/);
  });

  it('prints as JSON the documented schema, with the problems in words', async () => {
    const place = makePlace();
    const problems = [
      { severity: 'warning' as const, problem: { code: 'status.held', at: '', values: { count: 2 } } },
    ];
    await startAgent(
      place,
      fakeOperations([], { status: () => Promise.resolve(ok(statusReport({ problems }))) }),
    );
    const { code, out } = await run(place, ['status', '--json']);
    const report = statusSchema.parse(JSON.parse(out));
    expect(code).toBe(0);
    expect(report.problems[0]?.text).toContain('Waiting for the clock or the settings: 2.');
    expect(report).toMatchObject({ ...statusReport(), problems });
  });

  it('reads the data folder where no agent runs, says so and ends with 1', async () => {
    const place = makePlace();
    const closed: string[] = [];
    const operations = { ...fakeOperations(), close: () => Promise.resolve(void closed.push('closed')) };
    const { code, out } = await run(place, ['status'], { openLocal: () => Promise.resolve(ok(operations)) });
    expect(code).toBe(1);
    expect(out).toContain('✗ No agent runs');
    expect(closed).toEqual(['closed']);
  });

  it('reads beside an agent that holds the folder and does not answer', async () => {
    const place = makePlace();
    const operations = { ...fakeOperations(), close: () => Promise.resolve() };
    const { code, out, err } = await run(place, ['status'], {
      openReadOnly: () => Promise.resolve(ok(operations)),
    });
    expect(code).toBe(1);
    expect(err).toContain('this is what is on the disk');
    expect(out).toContain('✗ Process 7 holds the data folder and cannot be asked');
  });

  it('says that no agent has run yet, and does not make its folder', async () => {
    const place = makePlace({ dataDir: '/nonexistent/heado-till' });
    const { code, err } = await run(place, ['status']);
    expect(code).toBe(1);
    expect(err).toContain('There are no data of an agent: /nonexistent/heado-till.');
  });
});

describe('receipts', () => {
  it('lists them as an aligned table', async () => {
    const place = makePlace();
    const asked: Asked[] = [];
    await startAgent(place, fakeOperations(asked));
    const { code, out } = await run(place, [
      'receipts',
      'list',
      '--state',
      'delivered',
      '--since',
      '2026-11-22',
      '--limit',
      '5',
    ]);
    expect(code).toBe(0);
    expect(out.split('\n')).toEqual([
      'Id     Lane      State      What                  Time                 Taken                Delivered',
      'A-100  receipts  delivered  sale 836.67, lines 2  2026-11-22 15:00:00  2026-11-22 15:00:01  2026-11-22 15:00:02',
    ]);
    expect(asked[0]?.args).toEqual({ state: 'delivered', since: '2026-11-21T19:00:00.000Z', limit: 5 });
  });

  it('says that there are more', async () => {
    const place = makePlace();
    const rows = { rows: [receiptRow], more: true };
    await startAgent(place, fakeOperations([], { 'receipts.list': () => Promise.resolve(ok(rows)) }));
    expect((await run(place, ['receipts', 'list'])).out).toContain('1 shown; there are more');
  });

  it('tells the story of one from file to server', async () => {
    const place = makePlace();
    await startAgent(place, fakeOperations());
    const { code, out } = await run(place, ['receipts', 'show', 'A-100']);
    expect(code).toBe(0);
    const lines = out.split('\n');
    expect(lines[0]).toBe('receipts A-100: delivered  sale 836.67, lines 2');
    expect(out).toContain('15:00:01  read from the file r1.json, at receipts[0], format heado-json');
    expect(out).toContain(
      'posting 1, batch b1: HEADO did not answer in time. (the server may have taken it)',
    );
    expect(out).toContain('posting 2, batch b1: accepted');
    expect(out).toContain('/var/spool/heado-till/archive/2026-11-22/r1.json (SHA-256 abab');
    const times = lines.slice(1, -1).map((line) => line.slice(0, 19));
    expect([...times].sort()).toEqual(times);
  });

  it('ends with 1 when there is none', async () => {
    const place = makePlace();
    await startAgent(
      place,
      fakeOperations([], { 'receipts.show': () => Promise.resolve(ok({ stories: [], shelved: [] })) }),
    );
    const { code, err } = await run(place, ['receipts', 'show', 'B-1']);
    expect(code).toBe(1);
    expect(err).toContain('There is no receipt B-1');
  });

  it('prints as JSON what the agent answered', async () => {
    const place = makePlace();
    await startAgent(place, fakeOperations());
    expect(JSON.parse((await run(place, ['receipts', 'list', '--json'])).out)).toEqual({
      rows: [receiptRow],
      more: false,
    });
    expect(JSON.parse((await run(place, ['receipts', 'show', 'A-100', '--json'])).out)).toEqual({
      stories: [story],
      shelved: [],
    });
  });

  it('puts unconfirmed ones back in line, one or all', async () => {
    const place = makePlace();
    const asked: Asked[] = [];
    await startAgent(place, fakeOperations(asked));
    const done = { code: 0, out: 'Back in line: 1.' };
    expect(await run(place, ['receipts', 'resend', 'A-100'])).toMatchObject(done);
    expect(await run(place, ['receipts', 'resend', '--all'])).toMatchObject(done);
    expect(asked.map(({ args }) => args)).toEqual([{ label: 'A-100' }, {}]);
  });

  it('says so when nothing is unconfirmed', async () => {
    const place = makePlace();
    const none = () => Promise.resolve(ok({ resent: 0 }));
    await startAgent(place, fakeOperations([], { 'receipts.resend': none }));
    const said = { code: 1, err: 'There is no unconfirmed receipt.' };
    expect(await run(place, ['receipts', 'resend', '--all'])).toMatchObject(said);
  });
});

describe('quarantine', () => {
  it('lists items with their version, their source and the reason in words', async () => {
    const place = makePlace();
    await startAgent(place, fakeOperations());
    const { out } = await run(place, ['quarantine', 'list']);
    expect(out).toMatch(
      /^e-9@3 {2}quarantined {2}A-101 {2}\/var\/spool\/heado-till\/r2\.json \[receipts\[1\]\]/m,
    );
    expect(out).toContain('the amount is 12');
  });

  it('shows one with what to do and its own text', async () => {
    const place = makePlace();
    await startAgent(place, fakeOperations());
    const { code, out } = await run(place, ['quarantine', 'show', 'e-9@3']);
    expect(code).toBe(0);
    expect(out).toContain('→ Check that position totals are after all discounts.');
    expect(out).toContain('{"amount": 12}');
  });

  it('acts on the version that was given, else on the newest', async () => {
    const place = makePlace();
    const asked: Asked[] = [];
    await startAgent(place, fakeOperations(asked));
    const { code, out } = await run(place, ['quarantine', 'retry', 'e-9@2', 'e-9', '--reason', 'mended']);
    expect(code).toBe(0);
    expect(out).toBe('e-9: taken again.\ne-9: taken again.');
    expect(asked.filter(({ name }) => name === 'quarantine.retry').map(({ args }) => args)).toEqual([
      { id: 'e-9', version: '2', reason: 'mended' },
      { id: 'e-9', version: '3', reason: 'mended' },
    ]);
  });

  it('says why an item stays', async () => {
    const place = makePlace();
    const still = { still: { ...quarantineRow.problem } };
    await startAgent(place, fakeOperations([], { 'quarantine.retry': () => Promise.resolve(ok(still)) }));
    const { out } = await run(place, ['quarantine', 'retry', 'e-9']);
    expect(out).toContain('e-9: stays in quarantine.\n✗ The positions add up to');
  });

  it('ends with 1 when an item changed meanwhile', async () => {
    const place = makePlace();
    await startAgent(place, fakeOperations());
    const { code, err } = await run(place, ['quarantine', 'discard', 'e-9@2', '--reason', 'wrong']);
    expect(code).toBe(1);
    expect(err).toContain('e-9 has changed meanwhile.');
  });

  it('discards nothing without a reason', async () => {
    const asked: Asked[] = [];
    const place = makePlace();
    await startAgent(place, fakeOperations(asked));
    const { code, err } = await run(place, ['quarantine', 'discard', 'e-9']);
    expect(code).toBe(2);
    expect(err).toContain('The option --reason <text> is required.');
    expect(asked).toEqual([]);
  });
});

describe('send-one', () => {
  it('sends the text of a file or of the standard input', async () => {
    const place = makePlace();
    const asked: Asked[] = [];
    await startAgent(place, fakeOperations(asked));
    const file = path.join(place.folder, 'one.json');
    writeFileSync(file, '{"amount": 5}');
    expect(await run(place, ['send-one', file])).toMatchObject({
      code: 0,
      out: 'The receipt A-1 was delivered.',
    });
    expect((await run(place, ['send-one', '-'])).code).toBe(0);
    expect(asked.map(({ args }) => args)).toEqual([
      { name: 'one.json', text: '{"amount": 5}' },
      { name: '-', text: '{"amount": 1}' },
    ]);
  });

  it('ends with 1 and the reason when it has to wait', async () => {
    const place = makePlace();
    const because = { code: 'api.noAnswer', at: '', values: {} };
    const waiting = { label: 'A-1', outcome: 'waiting' as const, registered: null, because };
    await startAgent(place, fakeOperations([], { 'send-one': () => Promise.resolve(ok(waiting)) }));
    const { code, out, err } = await run(place, ['send-one', '-']);
    expect(code).toBe(1);
    expect(out).toContain('is stored and goes later');
    expect(err).toContain('HEADO did not answer in time.');
  });

  it.each([
    ['missing.json', 'ENOENT'],
    ['.', 'not a regular file'],
  ])('says that %s cannot be read', async (name, reason) => {
    const place = makePlace();
    const { code, err } = await run(place, ['send-one', path.join(place.folder, name)]);
    expect(code).toBe(1);
    expect(err).toContain(reason);
  });
});

describe('doctor', () => {
  it('ticks every check of a sound installation and ends with 0', async () => {
    const place = makePlace();
    await startAgent(place, fakeOperations());
    const { code, out } = await run(place, ['doctor']);
    expect(code).toBe(0);
    expect(out).not.toMatch(/^[!✗]/m);
    expect(out).toContain('✓ way to HEADO');
    expect(out).toContain('Checks: 13, errors: 0, warnings: 0.');
  });

  it('ends with 1 when a check fails and says what to do', async () => {
    const place = makePlace();
    const facts = doctorFacts({
      probe: {
        host: 'x',
        proxy: '',
        problem: { code: 'api.nameNotFound', at: '', values: { words: 'ENOTFOUND' } },
        clockSkewMs: null,
      },
    });
    await startAgent(place, fakeOperations([], { 'doctor.facts': () => Promise.resolve(ok(facts)) }));
    const { code, out } = await run(place, ['doctor']);
    expect(code).toBe(1);
    expect(out).toContain(
      '✗ way to HEADO (x): The name of the HEADO server is not found (ENOTFOUND).\n  → Check network',
    );
  });

  it('asks for the whole chain with --deep and prints JSON with --json', async () => {
    const place = makePlace();
    const asked: Asked[] = [];
    await startAgent(place, fakeOperations(asked));
    const { out } = await run(place, ['doctor', '--deep', '--json']);
    expect(asked[0]?.args).toEqual({ deep: true });
    const checks = z
      .object({ checks: z.array(z.looseObject({ check: z.string() })) })
      .parse(JSON.parse(out)).checks;
    expect(checks[0]).toEqual({ check: 'settings', verdict: 'ok', problem: null });
    expect(checks.map(({ check }) => check)).toEqual(CHECK_IDS.filter((id) => id !== 'chain'));
  });

  it('checks the machine and the way to HEADO before an agent ever ran', async () => {
    const place = makePlace({ dataDir: '/nonexistent/heado-till' });
    const { out } = await run(place, ['doctor']);
    expect(out).toContain('✓ way to HEADO');
    expect(out).toContain('✗ data folder: The folder /nonexistent/heado-till does not exist.');
    expect(out).toContain('! agent: No agent runs');
  });

  it('names the way to HEADO, host and port, and the proxy', async () => {
    const place = makePlace();
    const way = { host: 'api.heado.ru:443', proxy: '10.0.0.1:3128' };
    const refused = { ...problem('api.proxyFailed', '', { words: 'ECONNREFUSED' }), values: {} };
    const fact = { ...way, problem: refused, clockSkewMs: null };
    const probe = (): Promise<typeof fact> => Promise.resolve(fact);
    const { code, out } = await run(place, ['doctor'], { probe });
    expect(code).toBe(1);
    expect(out).toContain(
      '✗ way to HEADO (api.heado.ru:443 through the proxy 10.0.0.1:3128): The proxy does',
    );
    const russian = await run(place, ['doctor', '--lang', 'ru']);
    expect(russian.out).toMatch(/✓ .*HEADO \(127\.0\.0\.1:9\)/);
  });

  it('checks what it can beside an agent that hangs', async () => {
    const place = makePlace();
    const { code, out } = await run(place, ['doctor']);
    expect(code).toBe(1);
    expect(out).toContain('✓ drop folders');
    expect(out).toContain('✗ agent: Process 7 holds the data folder and cannot be asked');
  });
});

describe('config', () => {
  it('check says that settings and key are good', async () => {
    const place = makePlace();
    const { code, out } = await run(place, ['config', 'check']);
    expect(code).toBe(0);
    expect(out).toContain(`✓ The settings are good: ${place.config}`);
    expect(out).toContain('✓ The key was found');
  });

  it('check names every mistake and ends with 3', async () => {
    const place = makePlace({ drop: { folders: [] }, journal: { leve: 'info' } });
    const { code, err } = await run(place, ['config', 'check']);
    expect(code).toBe(3);
    expect(err).toContain('Unknown key journal.leve');
    expect(err).toContain('Did you mean journal.level?');
    expect(err).toContain('Wrong value of drop.folders: list');
  });

  it('check ends with 3 without a key', async () => {
    const place = makePlace({ api: { keyFile: '/nonexistent/device.key' } });
    const { code, err } = await run(place, ['config', 'check', '--lang', 'ru']);
    expect(code).toBe(3);
    expect(err).toContain('Файла ключа нет: /nonexistent/device.key.');
  });

  it('show prints every setting with where it comes from, and no secret', async () => {
    const place = makePlace({ api: { proxy: 'http://me:word@proxy.local:3128' }, widget: { pin: '4711' } });
    const { code, out } = await run(place, ['config', 'show']);
    expect(code).toBe(0);
    expect(out).toMatch(/^api\.proxy +"http:\/\/\*\*\*@proxy\.local:3128" +.*config\.json:3$/m);
    expect(out).toMatch(/^journal\.level +"info" +default$/m);
    expect(out).toMatch(/^drop\.folders\[0\]\.path /m);
    expect(out).toMatch(/^retry\.delaysMs +\[0,3000,30000,60000\] /m);
    expect(out).not.toMatch(/word|4711/);
  });

  it.each([
    ['http://user:p@ssw0rd@proxy.local:3128', 'http://***@proxy.local:3128'],
    ['http://ssw0rd@proxy.local:3128', 'http://***@proxy.local:3128'],
    ['https://:ssw0rd@proxy.local', 'https://***@proxy.local'],
    ['http://user:ssw0rd%40%2F@[::1]:3128/', 'http://***@[::1]:3128'],
    ['http://user:12/ssw0rd@proxy.local:3128', '***'],
    ['http://proxy.local:3128', 'http://proxy.local:3128'],
    ['system', 'system'],
  ])('show hides the credentials of the proxy %s', async (proxy, shown) => {
    const place = makePlace({ api: { proxy } });
    for (const more of [[], ['--json']]) {
      const { code, out } = await run(place, ['config', 'show', ...more]);
      expect(code).toBe(0);
      expect(out).toContain(JSON.stringify(shown));
      expect(out).not.toMatch(/ssw0rd|user/);
    }
  });
});

describe('run', () => {
  it('ends with 0 when it was asked to end', async () => {
    expect((await run(makePlace(), ['run'])).code).toBe(0);
  });

  it.each([
    ['data.locked', 4, 'Another agent holds the data folder'],
    ['settings.notFound', 3, 'There are no settings'],
    ['data.unusable', 1, 'The data folder cannot be opened'],
  ])('ends after %s with %i', async (code, exit, words) => {
    const refused = fail([problem(code, '/data', { file: 'x', error: 'EACCES', holder: 1 })]);
    const ran = await run(makePlace(), ['run'], { runAgent: () => Promise.resolve(refused) });
    expect(ran.code).toBe(exit);
    expect(ran.err).toContain(words);
  });

  it('warns of doubtful settings once, however often they are read', async () => {
    const place = makePlace({ store: { timeZone: 'Europe/Moscow', storeExtId: '1' } });
    const { err } = await run(place, ['run'], {
      runAgent: ({ load }) => {
        load();
        const again = load();
        return Promise.resolve(again.ok ? ok(undefined) : again);
      },
    });
    expect(err.match(/no poskey is sent/g)).toHaveLength(1);
  });

  it('shows the journal to a person at a terminal alone', async () => {
    const mirrors: boolean[] = [];
    const runAgent: Parameters<typeof run>[2] = {
      runAgent: ({ mirror }) => {
        mirrors.push(mirror !== undefined);
        return Promise.resolve(ok(undefined));
      },
    };
    await run(makePlace(), ['run'], runAgent);
    await run(makePlace(), ['run'], { ...runAgent, terminal: true });
    await run(makePlace(), ['run', '--quiet'], { ...runAgent, terminal: true });
    expect(mirrors).toEqual([false, true, false]);
  });
});
