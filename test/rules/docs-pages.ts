/**
 * Owns: the pages in docs/ that are made from the code, and reading lists out of those that are written by hand.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { format } from 'prettier';
import { z } from 'zod';
import { statusSchema } from '../../src-main/core/status-schema.ts';
import { settingsJsonSchema } from '../../src-main/settings/keys.ts';
import { problemWords } from '../../src-main/text/problems.ts';
import type { BothLanguages, Text, Words } from '../../src-main/text/words.ts';

const docsFolder = path.join(import.meta.dirname, '../../docs');

export function docsFile(name: string): string {
  return path.join(docsFolder, name);
}

/** The cells of every table row of a page whose first cell is code: ``| `a.b` | … |``. */
export function codeRows(name: string): readonly (readonly string[])[] {
  return readFileSync(docsFile(name), 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) =>
      line
        .split(/(?<!\\)\|/)
        .slice(1, -1)
        .map((cell) => cell.trim().replaceAll('\\|', '|')),
    );
}

/** The word between the first pair of backticks. */
export function codeOf(cell: string | undefined): string {
  return /`([^`]+)`/.exec(cell ?? '')?.[1] ?? '';
}

function pretty(text: string, parser: 'json' | 'markdown'): Promise<string> {
  return format(text, { parser, singleQuote: true, printWidth: 110 });
}

export function settingsSchemaPage(): Promise<string> {
  return pretty(JSON.stringify({ title: 'heado-till settings', ...settingsJsonSchema() }), 'json');
}

export function statusSchemaPage(): Promise<string> {
  const schema = z.toJSONSchema(statusSchema, { io: 'output' });
  return pretty(JSON.stringify({ title: 'heado-till status --json', ...schema }), 'json');
}

const PROBLEMS_HEAD = `# Problems

Every problem that heado-till can tell of: in \`status\`, \`doctor\`, the quarantine, the journal (field \`code\`)
and the \`.error.json\` beside a rejected file. Codes are stable. \`{name}\` stands for a value of the problem.

This page is made from \`src-main/text\`: \`npx vitest run test/rules/docs-lists.test.ts -u\` writes it anew.
`;

/** docs/problems.md: one entry per code, by area. */
export function problemsPage(): Promise<string> {
  const areas = new Map<string, string[]>();
  const all: readonly (readonly [string, BothLanguages])[] = Object.entries(problemWords);
  for (const [code, words] of all) {
    const area = code.slice(0, code.indexOf('.'));
    const entry = `- \`${code}\`\n  - ${paragraph(words.en)}\n  - ${paragraph(words.ru)}`;
    areas.set(area, [...(areas.get(area) ?? []), entry]);
  }
  const parts = [...areas].map(([area, entries]) => `## ${area}\n\n${entries.join('\n')}\n`);
  return pretty([PROBLEMS_HEAD, ...parts].join('\n'), 'markdown');
}

function paragraph({ what, why, todo }: Words): string {
  const said = [what, why, todo].map(plain).filter((text) => text !== '');
  return said.join(' ').replace(/[*_<>]/g, '\\$&');
}

/** A text that depends on its values, as it is without any. */
function plain(text: Text | undefined): string {
  return typeof text === 'function' ? text({}) : (text ?? '');
}
