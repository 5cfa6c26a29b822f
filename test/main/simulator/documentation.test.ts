import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { behaviours, outsideBehaviours } from '../../simulator/behaviours.ts';

const page = readFileSync(new URL('../../../docs/simulator.md', import.meta.url), 'utf8');
const folder = new URL('../../simulator/', import.meta.url);

/** The rows of the table under a heading, each as its trimmed cells. */
function rowsUnder(heading: string): string[][] {
  const [, rest = ''] = page.split(`## ${heading}\n`);
  const [section = ''] = rest.split('\n## ');
  const lines = section.split('\n').filter((line) => line.startsWith('|'));
  return lines.slice(2).map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

/** The numbers of the quality page: there is no 19, 23, 24 and 29. */
const numbers = [...Array(33).keys()]
  .map((index) => index + 1)
  .filter((number) => ![19, 23, 24, 29].includes(number));

describe('docs/simulator.md and the code', () => {
  test('list the same behaviours in the same words', () => {
    const listed = Object.entries(behaviours).map(([name, { number, says, commits }]) => [
      number,
      `\`${name}\``,
      says,
      commits,
    ]);
    expect(rowsUnder('Behaviours')).toEqual(listed);
  });

  test('list the same behaviours that a listening server cannot play', () => {
    const listed = Object.values(outsideBehaviours).map(({ number, playedBy, says }) => [
      number,
      playedBy,
      says,
      'no',
    ]);
    expect(rowsUnder('Before a request')).toEqual(listed);
  });

  test('cover every number of the quality page', () => {
    const all = [...Object.values(behaviours), ...Object.values(outsideBehaviours)];
    const covered = new Set(all.flatMap(({ number }) => number.split(', ')).map(Number));
    expect(numbers.filter((number) => !covered.has(number))).toEqual([]);
  });
});

describe('the simulator', () => {
  const files = readdirSync(folder).filter((name) => name.endsWith('.ts'));

  test.each(files)('%s imports its own folder and node alone', (name) => {
    const text = readFileSync(new URL(name, folder), 'utf8');
    const paths = text.matchAll(
      /^(?:import|export)\b[^;]*?\bfrom '([^']+)'|\b(?:import|require)\(?\s*'([^']+)'/gm,
    );
    const imported = [...paths].map(([, from, bare]) => from ?? bare ?? '');
    expect(imported.filter((path) => !/^(\.\/[\w-]+\.ts|node:[\w/]+|zod)$/.test(path))).toEqual([]);
  });

  test('has files to look at', () => {
    expect(files).toContain('simulator.ts');
    expect(files.length).toBeGreaterThan(20);
  });
});
