/** A file of which the process died again and again is set aside, wherever it lies, and is left alone over restarts. */
import { appendFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { FakeClock } from '../../support/fake-clock.ts';
import { waitFor } from '../../support/wait-for.ts';
import {
  leaveFolders,
  sale,
  STALE_MS,
  startFolder,
  startOnFakeClock,
  type TillFolder,
} from './till-folder.ts';

afterEach(() => leaveFolders());

/** More than what is read without a note of it. */
const MUCH = `${sale(2)}\n`.repeat(2_000);
const DEATHS = 3;

let folder: TillFolder;
let clock: FakeClock;
let begun: string[];

beforeEach(() => {
  ({ folder, clock } = startOnFakeClock());
  begun = [];
});

async function restart(): Promise<void> {
  await folder.intake.stop();
  const { path, dataDir, outbox } = folder;
  folder = startFolder({ clock, path, dataDir, outbox });
  await folder.lookAgain();
  clock.advance(STALE_MS);
  await folder.lookAgain();
}

/** The process began to read the file as it is, and ended before it had, three times. */
function dieOf(below: string): void {
  const path = join(folder.path, below);
  const { dev, ino, size, mtimeMs } = statSync(path);
  for (let death = 0; death < DEATHS; death += 1)
    folder.outbox.begin(path, JSON.stringify([dev, ino, size, mtimeMs]));
  const { begin } = folder.outbox;
  Object.assign(folder.outbox, {
    begin: (key: string, facts: string) => {
      begun.push(key);
      return begin(key, facts);
    },
  });
}

it('in the archive: a copy is told, and the file is not read again until it changes', async () => {
  folder.write('1.json', `${sale(1)}\n`);
  clock.advance(STALE_MS);
  await folder.whenArchived(1);
  const [below = ''] = folder.archived();
  await folder.intake.stop();
  appendFileSync(join(folder.path, below), MUCH);
  dieOf(below);
  await restart();
  await waitFor('it is told', () => folder.intake.listRejected().length === 1);
  expect(folder.intake.listRejected()).toMatchObject([{ file: '1.json', problem: { code: 'file.crashes' } }]);
  expect(folder.text('rejected/1.json')).toBe(folder.text(below));
  expect(begun).toEqual([join(folder.path, below)]);
  await restart();
  await restart();
  expect(begun).toHaveLength(1);
  expect(folder.names('rejected')).toHaveLength(2);
  appendFileSync(join(folder.path, below), `${sale(3)}\n`);
  await restart();
  await waitFor('what came is taken', () => folder.outbox.labels().includes('S1-K1-3'));
});

it('among the rejected: the file that grew there is not read again until it changes', async () => {
  const whole = `[${Array.from({ length: 2_000 }, (_, number) => sale(number)).join(',')}]`;
  const fragment = whole.slice(0, 1_000);
  folder.write('1.json', fragment);
  await folder.lookAgain();
  clock.advance(STALE_MS);
  await waitFor('the fragment is rejected', () => folder.intake.listRejected().length === 1);
  await folder.intake.stop();
  appendFileSync(join(folder.path, 'rejected', '1.json'), whole.slice(fragment.length));
  dieOf('rejected/1.json');
  await restart();
  expect(folder.intake.listRejected()).toMatchObject([{ problem: { code: 'file.crashes' } }]);
  await restart();
  await restart();
  expect(begun).toHaveLength(1);
});
