import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Command } from 'commander';
import { describe, expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { allEvents } from '../../src-main/core/all-events.ts';
import { commands } from '../../src-main/core/control/commands.ts';
import { EXIT } from '../../src-main/hosts/cli/exit-codes.ts';
import { createPrinter } from '../../src-main/hosts/cli/printer.ts';
import { buildProgram } from '../../src-main/hosts/cli/program.ts';
import type { CliHost } from '../../src-main/hosts/cli/host.ts';
import { settingsVariables } from '../../src-main/settings/environment.ts';
import { listKeys } from '../../src-main/settings/keys.ts';
import { loadSettings } from '../../src-main/settings/load.ts';
import { problemWords } from '../../src-main/text/problems.ts';
import {
  codeOf,
  codeRows,
  docsFile,
  problemsPage,
  settingsSchemaPage,
  statusSchemaPage,
} from './docs-pages.ts';

const sources = path.join(import.meta.dirname, '../../src-main');

/** All commands with their options, as `receipts list --json`. */
function commandLines(): readonly string[] {
  const refuse = (): never => {
    throw new Error('no command is run here');
  };
  const host: CliHost = {
    env: {},
    clock: { now: () => 0, monotonicMs: () => 0, after: () => () => undefined },
    version: '0',
    formats: [],
    out: refuse,
    err: refuse,
    terminal: false,
    columns: 80,
    readInput: refuse,
    readSecret: refuse,
    actAsOwner: refuse,
    probe: refuse,
    openLocal: refuse,
    openReadOnly: refuse,
    runAgent: refuse,
    untilStopped: refuse,
  };
  const { program } = buildProgram({ host, printer: createPrinter(host, 'en') });
  return [...leaves(program, [])];
}

function* leaves(command: Command, parents: readonly string[]): Generator<string> {
  for (const child of command.commands) {
    const line = [...parents, child.name()];
    if (child.commands.length > 0) yield* leaves(child, line);
    else {
      const names = child.registeredArguments.map(
        (argument) => `${argument.name()}${argument.variadic ? '…' : ''}`,
      );
      yield [...line, ...names.map((name) => name.toUpperCase())].join(' ');
      for (const option of child.options) yield `${line.join(' ')} ${option.long ?? ''}`;
    }
  }
}

/** What every file of the sources exports under a name that ends in `Events`. */
async function eventsOfRooms(): Promise<Readonly<Record<string, string>>> {
  const names = readdirSync(sources, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.ts'),
  );
  const files = names.map((name) => path.join(sources, name));
  const listing = files.filter((file) => /^export const \w+Events = \{/m.test(readFileSync(file, 'utf8')));
  const rooms: unknown[] = await Promise.all(listing.map((file) => import(file)));
  const lists = rooms
    .flatMap((room) => Object.entries(z.record(z.string(), z.unknown()).parse({ ...Object(room) })))
    .filter(([name]) => /^(?!all)\w+Events$/.test(name));
  return Object.fromEntries(
    lists.flatMap(([, events]) => Object.entries(z.record(z.string(), z.string()).parse(events))),
  );
}

describe('the documents list what the code has', () => {
  it('docs/settings.md: every key with its default and its meaning', () => {
    const rows = codeRows('settings.md').filter(([key]) => !codeOf(key).startsWith('HEADO_'));
    expect(rows.map(([key, value, meaning]) => [codeOf(key), codeOf(value) || value, meaning])).toEqual(
      listKeys().map((key) => [key.path, key.default ?? (key.required ? 'required' : '—'), key.meaning]),
    );
  });

  it('docs/settings.md: every environment variable with its key', () => {
    const rows = codeRows('settings.md').filter(([name]) => codeOf(name).startsWith('HEADO_TILL_'));
    expect(Object.fromEntries(rows.map(([name, key]) => [codeOf(name), codeOf(key)]))).toEqual(
      Object.fromEntries(
        Object.entries(settingsVariables).map(([name, keyPath]) => [name, keyPath.join('.')]),
      ),
    );
  });

  it('docs/settings.md: examples that are valid settings', () => {
    const text = readFileSync(docsFile('settings.md'), 'utf8');
    const examples = [...text.matchAll(/```json\n([\s\S]*?)```/g)].map((match) => String(match[1]));
    expect(examples.length).toBeGreaterThan(0);
    const folder = mkdtempSync(path.join(tmpdir(), 'docs-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    for (const example of examples) {
      const configFile = path.join(folder, 'config.json');
      writeFileSync(configFile, example);
      expect(loadSettings({ configFile, env: {}, formats: ['heado-json', 'ofd-json'] })).toMatchObject({
        ok: true,
      });
    }
  });

  it('docs/settings.schema.json: the schema itself', async () => {
    await expect(await settingsSchemaPage()).toMatchFileSnapshot(docsFile('settings.schema.json'));
  });

  it('docs/status.schema.json: the form of status --json', async () => {
    await expect(await statusSchemaPage()).toMatchFileSnapshot(docsFile('status.schema.json'));
  });

  it('docs/problems.md: every problem with its words', async () => {
    const page = await problemsPage();
    await expect(page).toMatchFileSnapshot(docsFile('problems.md'));
    const codes = [...page.matchAll(/^- `([^`]+)`$/gm)].map((match) => match[1]);
    expect([...codes].sort()).toEqual(Object.keys(problemWords).sort());
  });

  it('docs/journal.md: every event with its level', async () => {
    const rows = codeRows('journal.md');
    const listed = Object.fromEntries(rows.map(([event, level]) => [codeOf(event), level]));
    expect(listed).toEqual(allEvents);
    expect(rows.filter(([, , meaning]) => !meaning)).toEqual([]);
    expect(await eventsOfRooms()).toEqual(allEvents);
  });

  it('docs/cli.md: every command and option', () => {
    const listed = codeRows('cli.md').map(([line]) => codeOf(line));
    const lines = listed.filter((line) => !/^(?:\d|GET|POST)/.test(line));
    expect([...lines].sort()).toEqual([...commandLines()].sort());
  });

  it('docs/cli.md: every exit code', () => {
    const listed = codeRows('cli.md').map(([code]) => codeOf(code));
    expect(listed.filter((code) => /^\d$/.test(code))).toEqual(Object.values(EXIT).map(String));
  });

  it('docs/cli.md: every question that the control socket answers', () => {
    const listed = codeRows('cli.md').map(([line]) => codeOf(line));
    const asked = listed
      .filter((line) => line.startsWith('POST /'))
      .map((line) => line.slice('POST /'.length));
    expect(asked).toEqual(Object.keys(commands));
  });
});
