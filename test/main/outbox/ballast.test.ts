import { existsSync, readFileSync, rmSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { openBallast } from '../../../src-main/outbox/ballast.ts';
import { removeTempFolders, tempFolder } from '../../support/temp-folder.ts';

afterEach(removeTempFolders);

const BYTES = 256 * 1024;

it('the ballast is real bytes on the disk, not a hole', () => {
  const dataDir = tempFolder();
  expect(openBallast(dataDir, BYTES).state()).toBe('present');
  const { size, blocks } = statSync(join(dataDir, 'ballast.bin'));
  expect(size).toBe(BYTES);
  expect(blocks * 512).toBeGreaterThanOrEqual(BYTES);
  expect(readFileSync(join(dataDir, 'ballast.bin')).every((byte) => byte !== 0)).toBe(true);
});

it('it is released once and restored once', () => {
  const dataDir = tempFolder();
  const ballast = openBallast(dataDir, BYTES);
  expect(ballast.release()).toBe(true);
  expect(ballast.state()).toBe('released');
  expect(ballast.release()).toBe(false);
  expect(ballast.restore()).toBe(true);
  expect(ballast.state()).toBe('present');
  expect(statSync(join(dataDir, 'ballast.bin')).size).toBe(BYTES);
  expect(ballast.restore()).toBe(true);
});

it('the reserve is laid down again by what was not used of it', () => {
  const dataDir = tempFolder();
  const ballast = openBallast(dataDir, BYTES);
  const reserve = join(dataDir, 'reserve.bin');
  expect(ballast.releaseReserve()).toBe(true);
  expect(ballast.releaseReserve()).toBe(false);
  ballast.takeBack();
  expect(statSync(reserve).size).toBe(256 * 1024);
  truncateSync(reserve, 20_000);
  ballast.takeBack();
  expect(statSync(reserve).size).toBe(20_000);
  expect(ballast.restore()).toBe(true);
  expect(statSync(reserve).size).toBe(256 * 1024);
});

it('none is laid where none is wanted', () => {
  const dataDir = tempFolder();
  openBallast(dataDir, 0).takeBack();
  expect(existsSync(join(dataDir, 'reserve.bin'))).toBe(false);
});

it('one that is there already is kept as it is', () => {
  const dataDir = tempFolder();
  openBallast(dataDir, BYTES);
  const { ino } = statSync(join(dataDir, 'ballast.bin'));
  expect(openBallast(dataDir, BYTES).state()).toBe('present');
  expect(statSync(join(dataDir, 'ballast.bin')).ino).toBe(ino);
});

it('an empty file is no ballast and is laid down anew', () => {
  const dataDir = tempFolder();
  openBallast(dataDir, BYTES);
  truncateSync(join(dataDir, 'ballast.bin'), 0);
  expect(openBallast(dataDir, BYTES).state()).toBe('present');
  expect(statSync(join(dataDir, 'ballast.bin')).size).toBe(BYTES);
});

it('too small a wish gives none, and a folder that is gone does not throw while releasing', () => {
  const dataDir = tempFolder();
  expect(openBallast(dataDir, 1_000).state()).toBe('released');
  const ballast = openBallast(dataDir, BYTES);
  rmSync(dataDir, { recursive: true });
  expect(ballast.release()).toBe(false);
  expect(ballast.state()).toBe('released');
});
