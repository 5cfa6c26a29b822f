/** Every command, with texts of a POS or a server that would write on the terminal themselves. */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { problem } from '../../../src-main/base/problem.ts';
import { ok } from '../../../src-main/base/result.ts';
import type { Operations } from '../../../src-main/core/control/commands.ts';
import {
  doctorFacts,
  fakeOperations,
  quarantineRow,
  receiptRow,
  statusReport,
  story,
} from '../control/fake-operations.ts';
import { makePlace, run, startAgent, type Place } from './cli-host.ts';

const BAD = '\u001b]0;OWNED\u0007\u001b[2J\u202e\u009b31m\u2066\u200f\u0000\r\u2028\ufeff';
const OBEYED = /[^\P{C}\n\t]|[\u2028\u2029]/u;
/** What the program itself colours. */
const OWN_COLOURS = /\u001b\[(?:3[123]|0)m/g;

const bad = problem('receipt.idInvalid', `[${BAD}]`, { value: BAD, name: BAD, words: BAD });
const badProblem = { ...bad, values: { ...bad.values } };

function hostileOperations(): Operations {
  const row = { ...quarantineRow, label: BAD, source: `/drop/${BAD}.json`, at: BAD, problem: badProblem };
  const receipt = { ...receiptRow, label: BAD, facts: { kind: BAD, [BAD]: BAD } };
  const file = story.file && {
    ...story.file,
    name: BAD,
    folder: `/${BAD}`,
    storedAs: BAD,
    at: BAD,
    format: BAD,
  };
  const attempts = story.attempts.map((each) => ({ ...each, batchId: BAD, outcome: BAD }));
  const told = { ...story, entry: receipt, file, attempts };
  const problems = [{ severity: 'warning' as const, problem: badProblem }];
  const line = { level: 'error', event: BAD, fields: { [BAD]: BAD }, time: receiptRow.takenAt } as const;
  const history = [{ at: row.since, event: BAD, problem: badProblem }];
  const folder = { path: `/${BAD}`, state: 'ready', problem: badProblem, watch: 'events' } as const;
  return fakeOperations([], {
    status: () =>
      Promise.resolve(
        ok(
          statusReport({
            problems,
            journal: { lastErrors: [line], dropped: 0 },
            folders: [{ ...folder, pendingFiles: 0, lastTakenAt: null }],
            counters: { [BAD]: 3 },
          }),
        ),
      ),
    'doctor.facts': () =>
      Promise.resolve(
        ok(doctorFacts({ probe: { host: BAD, proxy: BAD, problem: badProblem, clockSkewMs: 0 } })),
      ),
    'receipts.list': () => Promise.resolve(ok({ rows: [receipt], more: true })),
    'receipts.show': () => Promise.resolve(ok({ stories: [told], shelved: [row] })),
    'quarantine.list': () => Promise.resolve(ok({ rows: [row], more: false })),
    'quarantine.show': () => Promise.resolve(ok({ row, raw: `${BAD}\n${BAD}`, history })),
    'quarantine.retry': () => Promise.resolve(ok({ still: badProblem })),
    'send-one': () =>
      Promise.resolve(ok({ label: BAD, outcome: 'waiting', registered: null, because: badProblem })),
  });
}

function hostilePlace(): Place {
  const place = makePlace();
  const dropped = path.join(place.folder, 'dr\u202e\u001bop');
  mkdirSync(dropped);
  const settings = {
    store: { timeZone: 'Asia/Yekaterinburg' },
    drop: { folders: [{ path: dropped }] },
    dataDir: place.dataDir,
  };
  writeFileSync(place.config, JSON.stringify(settings));
  return place;
}

const COMMANDS = [
  ['status'],
  ['doctor'],
  ['receipts', 'list'],
  ['receipts', 'show', `x${BAD}`],
  ['receipts', 'resend', `x${BAD}`],
  ['quarantine', 'list'],
  ['quarantine', 'show', `f${BAD}`],
  ['quarantine', 'retry', `f${BAD}`],
  ['quarantine', 'discard', `f${BAD}`, '--reason', BAD],
  ['config', 'show'],
  ['config', 'check'],
  ['send-one', '-'],
  ['send-one', `no${BAD}`],
  ['run'],
  [`no${BAD}`],
  ['status', `--no${BAD}`],
];

describe.each([true, false])('no text from outside is obeyed (a terminal: %j)', (terminal) => {
  it.each(COMMANDS)('by %j', async (...args) => {
    const place = hostilePlace();
    await startAgent(place, hostileOperations());
    const { out, err } = await run(place, args, {
      terminal,
      runAgent(options) {
        options.print(`ready ${BAD}`);
        options.mirror?.(`12:00:00 warn ${BAD}`);
        return Promise.resolve(ok(undefined));
      },
    });
    const shown = (out + err).replace(OWN_COLOURS, '');
    expect(shown).not.toBe('');
    expect(OBEYED.exec(shown)?.[0]).toBeUndefined();
  });
});

it('JSON says the same to a script with nothing in it that a terminal obeys', async () => {
  const place = hostilePlace();
  await startAgent(place, hostileOperations());
  const { out } = await run(place, ['quarantine', 'list', '--json']);
  expect(OBEYED.exec(out)).toBeNull();
  expect(JSON.parse(out)).toMatchObject({ rows: [{ label: BAD }] });
});

it('colours stand at the marks of a terminal and nowhere else', async () => {
  const place = makePlace();
  await startAgent(place, fakeOperations());
  const { out } = await run(place, ['doctor'], { terminal: true });
  expect(out).toContain('\u001b[32m✓\u001b[0m ');
  expect(out.replace(OWN_COLOURS, '')).toBe((await run(place, ['doctor'])).out);
});
