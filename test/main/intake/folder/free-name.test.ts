import { statSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { freeName, type FolderOfNames } from '../../../../src-main/intake/folder/free-name.ts';

const file = statSync(import.meta.filename);

/** A folder of which only the names matter; counts how often one is looked up. */
function folderOf(names: Iterable<string>): {
  readonly held: FolderOfNames;
  readonly names: Set<string>;
  readonly looks: () => number;
} {
  const there = new Set(names);
  let looks = 0;
  const held: FolderOfNames = {
    device: 1,
    inode: 1,
    disk: { lastNumbers: new Map() },
    stats(name) {
      looks += 1;
      return there.has(name) ? file : undefined;
    },
  };
  return { held, names: there, looks: () => looks };
}

const never = (): boolean => false;

function* numbered(count: number): Iterable<string> {
  yield 'x.json';
  for (let number = 2; number <= count; number += 1) yield `x~${number}.json`;
}

describe('a free name', () => {
  it('is the name itself, then the next number', () => {
    const { held, names } = folderOf([]);
    for (const expected of ['x.json', 'x~2.json', 'x~3.json', 'x~4.json', 'x~5.json', 'x~6.json']) {
      const name = freeName(held, 'x.json', never);
      expect(name).toBe(expected);
      names.add(name);
    }
  });

  it('is none that is promised', () => {
    const { held } = folderOf(['x.json']);
    expect(freeName(held, 'x.json', (candidate) => candidate === 'x~2.json')).toBe('x~3.json');
  });

  it.each([10_000, 100_000])('is found after %d of them with some looks, also after a restart', (count) => {
    const { held, names, looks } = folderOf(numbered(count));
    const first = freeName(held, 'x.json', never);
    expect(names.has(first)).toBe(false);
    expect(looks()).toBeLessThan(30);
    names.add(first);
    const before = looks();
    for (let more = 0; more < 1_000; more += 1) {
      const name = freeName(held, 'x.json', never);
      expect(names.has(name)).toBe(false);
      names.add(name);
    }
    expect(looks() - before).toBeLessThanOrEqual(2_000);
  });

  it('is found again when what had it is gone', () => {
    const { held, names } = folderOf(numbered(50));
    freeName(held, 'x.json', never);
    names.clear();
    expect(freeName(held, 'x.json', never)).toBe('x.json');
  });
});
