import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import {
  createJournal,
  LAST_ERRORS_MAX,
  type Journal,
  type JournalOptions,
} from '../../../src-main/journal/journal.ts';
import { waitUntil } from '../../support/wait-for.ts';

const levels = {
  'file.taken': 'debug',
  'agent.started': 'info',
  'call.failed': 'warn',
  'disk.full': 'error',
} as const;
type Event = keyof typeof levels;

/** Half past two on a Sunday, and not a moment later unless a test says so. */
const START_MS = Date.UTC(2026, 10, 22, 14, 30);
const clock = { nowMs: START_MS, monotonic: 0 };

function tempFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'journal-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

function open(folder: string, options: Partial<JournalOptions<Event>> = {}): Journal<Event> {
  clock.monotonic = 0;
  const journal = createJournal<Event>({
    folder,
    level: 'info',
    maxFileBytes: 1_000_000,
    files: 3,
    levels,
    redact: (text) => text.replaceAll('SECRET', '***'),
    clock: { now: () => clock.nowMs, monotonicMs: () => clock.monotonic, after: () => () => undefined },
    ...options,
  });
  onTestFinished(() => journal.close());
  return journal;
}

const line = z.looseObject({ time: z.string(), level: z.string(), event: z.string() });

function linesOf(folder: string, name = 'journal.ndjson'): z.infer<typeof line>[] {
  const text = readFileSync(path.join(folder, name), 'utf8');
  return text
    .split('\n')
    .filter((row) => row !== '')
    .map((row) => line.parse(JSON.parse(row)));
}

describe('the journal', () => {
  it('writes no sign that a terminal obeys and no number of a card, and says the same', async () => {
    const folder = tempFolder();
    const journal = open(folder);
    journal.note('call.failed', {
      file: '\u202e\u009b31m\u001b[2J\u{e0041}.json',
      card: '4111/1111/1111/1111.json',
    });
    await journal.flush();
    expect(readFileSync(path.join(folder, 'journal.ndjson'), 'utf8')).not.toMatch(/[^\P{C}\n]/u);
    const fields = { file: '\u202e\u009b31m\u001b[2J\u{e0041}.json', card: '****/****/****/1111.json' };
    expect(linesOf(folder)).toMatchObject([fields]);
    expect(journal.lastErrors()).toMatchObject([{ fields }]);
  });

  it('writes one JSON line per event with time, level and fields', async () => {
    const folder = path.join(tempFolder(), 'deep', 'journal');
    const journal = open(folder);
    journal.note('agent.started', { version: '0.1.0', folders: 2, ui: false, proxy: null, none: undefined });
    journal.note('disk.full');
    await journal.flush();
    expect(linesOf(folder)).toEqual([
      {
        level: 'info',
        time: '2026-11-22T14:30:00.000Z',
        event: 'agent.started',
        version: '0.1.0',
        folders: 2,
        ui: false,
        proxy: null,
      },
      { level: 'error', time: '2026-11-22T14:30:00.000Z', event: 'disk.full' },
    ]);
  });

  it('leaves out events below its level', async () => {
    const folder = tempFolder();
    const journal = open(folder, { level: 'warn' });
    journal.note('file.taken');
    journal.note('agent.started');
    journal.note('call.failed');
    await journal.flush();
    expect(linesOf(folder).map(({ event }) => event)).toEqual(['call.failed']);
  });

  it('redacts every text, in files, in memory and in the terminal', async () => {
    const folder = tempFolder();
    const shown: string[] = [];
    const journal = open(folder, { mirror: (text) => shown.push(text) });
    journal.note('call.failed', { url: 'https://x/device/SECRET', error: 'SECRET is wrong' });
    await journal.flush();
    const everything = JSON.stringify([linesOf(folder), journal.lastErrors(), shown]);
    expect(everything).toContain('https://x/device/***');
    expect(everything).not.toContain('SECRET');
  });

  it('keeps a field from hiding the time, the level or the event of its line', async () => {
    const folder = tempFolder();
    const journal = open(folder);
    journal.note('call.failed', { time: 'x', level: 'y', event: 'z' });
    await journal.flush();
    expect(linesOf(folder)).toMatchObject([{ event: 'call.failed', level: 'warn', event_: 'z', time_: 'x' }]);
  });

  it('closes a file at its size and keeps no more than it was told', async () => {
    const folder = tempFolder();
    const journal = open(folder, { maxFileBytes: 2_000, files: 3 });
    for (let count = 0; count < 200; count += 1) journal.note('agent.started', { count });
    await journal.flush();
    const names = readdirSync(folder).sort();
    expect(names).toEqual(['journal.1.ndjson', 'journal.2.ndjson', 'journal.3.ndjson', 'journal.ndjson']);
    const kept = [...names.slice(0, 3).reverse(), 'journal.ndjson'].flatMap((name) => linesOf(folder, name));
    expect(kept.map((row) => row['count'])).toEqual(kept.map((_, index) => 200 - kept.length + index));
    for (const name of names) expect(readFileSync(path.join(folder, name)).length).toBeLessThan(2_200);
  });

  it('goes on in the file of an earlier run, on a new line after a torn one', async () => {
    const folder = tempFolder();
    writeFileSync(path.join(folder, 'journal.ndjson'), '{"level":"info","time":"x","ev');
    const journal = open(folder);
    journal.note('agent.started');
    await journal.flush();
    const [torn, whole] = readFileSync(path.join(folder, 'journal.ndjson'), 'utf8').trim().split('\n');
    expect(torn).toBe('{"level":"info","time":"x","ev');
    expect(line.parse(JSON.parse(whole ?? ''))).toMatchObject({ event: 'agent.started' });
  });

  it('remembers the last warnings and errors, oldest first', () => {
    const journal = open(tempFolder());
    journal.note('agent.started');
    for (let count = 0; count < LAST_ERRORS_MAX + 5; count += 1) journal.note('call.failed', { count });
    journal.note('disk.full');
    const errors = journal.lastErrors();
    expect(errors).toHaveLength(LAST_ERRORS_MAX);
    expect(errors[0]).toMatchObject({ event: 'call.failed', level: 'warn', fields: { count: 6 } });
    expect(errors.at(-1)).toMatchObject({ event: 'disk.full', level: 'error' });
  });

  it('shows a person one readable line per event, whatever its fields hold', () => {
    const shown: string[] = [];
    const journal = open(tempFolder(), { mirror: (text) => shown.push(text) });
    journal.note('call.failed', { host: 'api.heado.ru', error: 'a b\n\u001b[2J"' });
    expect(shown[0]).toMatch(
      /^\d\d:\d\d:\d\d warn {2}call\.failed host=api\.heado\.ru error="a b\\n\\u001b\[2J\\""$/,
    );
  });

  it('notes after its end are kept in memory and counted', async () => {
    const journal = open(tempFolder());
    await journal.close();
    journal.note('disk.full');
    await journal.flush();
    expect(journal.lastErrors()).toHaveLength(1);
    expect(journal.dropped()).toBe(1);
  });
});

describe('a journal whose folder cannot be written', () => {
  it('counts what was lost, keeps the errors, and says so once writing works again', async () => {
    const folder = path.join(tempFolder(), 'journal');
    writeFileSync(folder, 'a file where the folder should be');
    const journal = open(folder);
    journal.note('disk.full');
    await waitUntil(() => expect(journal.dropped()).toBe(1));
    journal.note('call.failed');
    expect(journal.dropped()).toBe(2);
    expect(journal.lastErrors()).toHaveLength(2);

    rmSync(folder);
    journal.note('agent.started');
    expect(journal.dropped()).toBe(3);
    clock.monotonic = 31_000;
    journal.note('agent.started');
    await journal.flush();
    expect(linesOf(folder)).toMatchObject([
      { event: 'journal.resumed', level: 'warn', lost: 3 },
      { event: 'agent.started' },
    ]);
    expect(journal.dropped()).toBe(3);
  });

  it('survives that its open file becomes impossible to rotate', async () => {
    const folder = tempFolder();
    mkdirSync(path.join(folder, 'journal.1.ndjson', 'in-the-way'), { recursive: true });
    const journal = open(folder, { maxFileBytes: 200, files: 1 });
    for (let count = 0; count < 20; count += 1) journal.note('call.failed', { count });
    await waitUntil(() => expect(journal.dropped()).toBeGreaterThan(0));
    await journal.flush();
    expect(journal.lastErrors()).toHaveLength(20);
  });

  it('loses no line without counting it', async () => {
    const folder = tempFolder();
    const journal = open(folder, { maxFileBytes: 2_000, files: 100 });
    for (let count = 0; count < 500; count += 1) journal.note('call.failed', { count });
    await journal.flush();
    const written = readdirSync(folder).flatMap((name) => linesOf(folder, name)).length;
    expect(written + journal.dropped()).toBe(500);
  });
});
