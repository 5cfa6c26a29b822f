import { renameSync, rmSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { lookAt, watchFiles } from '../../../src-main/core/watch-files.ts';
import { createFakeClock } from '../../support/fake-clock.ts';
import { removeTempFolders, tempFolder } from '../../support/temp-folder.ts';

afterEach(removeTempFolders);

const LOOK_MS = 5_000;

/** Two files in a folder of their own, and what was told of them. */
function watch() {
  const folder = tempFolder();
  const [one, two] = [join(folder, 'one'), join(folder, 'two')];
  writeFileSync(one, '1');
  writeFileSync(two, '2');
  const clock = createFakeClock();
  const told: string[][] = [];
  const seen = lookAt([one, two]);
  const stop = watchFiles(seen, clock, (changed) =>
    told.push(changed.map((path) => path.slice(folder.length + 1))),
  );
  return { folder, one, two, clock, told, seen, stop };
}

describe('watched files', () => {
  it('are told when they changed, once, and nothing while they did not', () => {
    const { one, two, clock, told } = watch();
    clock.advance(3 * LOOK_MS);
    expect(told).toEqual([]);
    writeFileSync(two, 'more');
    clock.advance(3 * LOOK_MS);
    expect(told).toEqual([['two']]);
    writeFileSync(one, 'more');
    writeFileSync(two, 'yet more');
    clock.advance(LOOK_MS);
    expect(told).toEqual([['two'], ['one', 'two']]);
  });

  it('are told when another file takes their place, whatever its size and name were', () => {
    const { folder, one, clock, told } = watch();
    writeFileSync(join(folder, 'new'), '1');
    renameSync(join(folder, 'new'), one);
    clock.advance(LOOK_MS);
    expect(told).toEqual([['one']]);
  });

  it('are told when they go, come back, or when a link turns to another file', () => {
    const { one, two, clock, told } = watch();
    rmSync(one);
    clock.advance(LOOK_MS);
    symlinkSync(two, one);
    clock.advance(LOOK_MS);
    unlinkSync(one);
    writeFileSync(one, 'back');
    clock.advance(LOOK_MS);
    expect(told).toEqual([['one'], ['one'], ['one']]);
  });

  it('are left alone after the off switch', () => {
    const { one, clock, told, stop } = watch();
    stop();
    writeFileSync(one, 'more');
    clock.advance(3 * LOOK_MS);
    expect(told).toEqual([]);
  });

  it('that changed between two watches are noticed by the second', () => {
    const { one, two, clock, told, seen, stop } = watch();
    writeFileSync(one, 'more');
    clock.advance(LOOK_MS);
    stop();
    // What the agent does meanwhile takes its time: the settings change once more.
    writeFileSync(one, 'yet more');
    const again: (readonly string[])[] = [];
    watchFiles(lookAt([one, two], seen), clock, (changed) => again.push(changed));
    clock.advance(LOOK_MS);
    expect(told).toEqual([['one']]);
    expect(again).toEqual([[one]]);
  });
});
