import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

const ROOT = join(import.meta.dirname, '..', '..');
/** Beyond this a file wants to be two (the house's style). */
const LINES_MAX = 250;

function sources(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.tsx?$/.test(path))
    .map((path) => join(folder, path));
}

describe('the sources', () => {
  test('all of src-main outside hosts/electron loads in plain Node where electron cannot be resolved', () => {
    const output = execFileSync(process.execPath, [join(ROOT, 'test/rules/load-all.ts')], {
      encoding: 'utf8',
    });
    expect(Number(output.trim())).toBeGreaterThan(100);
  });

  test('no file of src-main is longer than 250 lines', () => {
    const long = sources('src-main')
      .map((path) => ({ path, lines: readFileSync(join(ROOT, path), 'utf8').split('\n').length - 1 }))
      .filter(({ lines }) => lines > LINES_MAX);
    expect(long).toEqual([]);
  });

  test('every file of src-main opens with what it owns', () => {
    const silent = sources('src-main').filter(
      (path) => !/^\/\*\*[\s\S]{0,20}Owns/.test(readFileSync(join(ROOT, path), 'utf8')),
    );
    expect(silent).toEqual([]);
  });

  test('every room has its line in the map', () => {
    const map = readFileSync(join(ROOT, 'src-main/README.md'), 'utf8');
    const rooms = readdirSync(join(ROOT, 'src-main'), { withFileTypes: true }).filter((each) =>
      each.isDirectory(),
    );
    expect(
      rooms.map((room) => room.name).filter((name) => !new RegExp(`^\\| \`${name}/\` +\\|`, 'm').test(map)),
    ).toEqual([]);
  });
});
