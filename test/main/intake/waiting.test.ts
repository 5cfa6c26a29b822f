import { appendFileSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { waitFor } from '../../support/wait-for.ts';
import { createFakeClock, type FakeClock } from '../../support/fake-clock.ts';
import {
  layFolder,
  leaveFolders,
  RESCAN_MS,
  sale,
  SETTLE_MS,
  STALE_MS,
  startFolder,
  startOnFakeClock,
  type TillFolder,
  type TillFolderOptions,
} from './till-folder.ts';

let folder: TillFolder;
let clock: FakeClock;

function start(options: TillFolderOptions = {}): void {
  ({ folder, clock } = startOnFakeClock(options));
}

afterEach(() => leaveFolders());

const waits = (name: string, code: string): Promise<void> =>
  waitFor(`${name} waits as ${code}`, () =>
    folder.tellings('file.waiting').some((fields) => fields['file'] === name && fields['code'] === code),
  );
const rejected = (name: string): Promise<void> =>
  waitFor(`${name} is rejected`, () => folder.names('rejected').includes(name));

describe('a half-written file', () => {
  it('is taken as soon as it is finished', async () => {
    start();
    const content = sale(1);
    folder.write('1.json', content.slice(0, 40));
    await waits('1.json', 'file.unfinished');
    appendFileSync(join(folder.path, '1.json'), content.slice(40));
    await folder.whenArchived(1);
    expect(folder.outbox.labels()).toEqual(['S1-K1-1']);
    expect(folder.names('rejected')).toEqual([]);
  });

  it.each([0, 50, 500, 5_000])('may be written in pieces with pauses of %i ms', async (pauseMs) => {
    start();
    const content = sale(1);
    folder.write('1.json', '');
    for (let at = 0; at < content.length; at += 30) {
      appendFileSync(join(folder.path, '1.json'), content.slice(at, at + 30));
      clock.advance(pauseMs);
      await new Promise<void>((resolve) => setImmediate(resolve));
    }
    await waitFor('the pieces are noticed', () => {
      clock.advance(300);
      return folder.archived().length === 1;
    });
    expect(folder.outbox.labels()).toEqual(['S1-K1-1']);
    expect(folder.outbox.files()).toHaveLength(1);
  });

  it('that is never finished is rejected after the stale time, with the reason', async () => {
    start();
    folder.write('1.json', sale(1).slice(0, -5));
    await waits('1.json', 'file.unfinished');
    clock.advance(STALE_MS - 1);
    await folder.lookAgain();
    expect(folder.names('rejected')).toEqual([]);
    clock.advance(RESCAN_MS);
    await rejected('1.json');
    const reason: unknown = JSON.parse(folder.text('rejected/1.json.error.json'));
    expect(reason).toMatchObject({
      code: 'file.stale',
      what: 'what file.stale',
      why: 'why file.stale',
      todo: 'todo file.stale',
      file: '1.json',
      sizeBytes: sale(1).length - 5,
      values: { staleMs: STALE_MS, because: 'format.incomplete' },
    });
    expect(reason).toHaveProperty('sha256', expect.stringMatching(/^[0-9a-f]{64}$/));
    expect(folder.text('rejected/1.json')).toBe(sale(1).slice(0, -5));
    expect(folder.outbox.files()).toEqual([]);
  });

  it('that is truncated and rewritten is taken as it is in the end', async () => {
    start();
    folder.write('1.json', sale('old').slice(0, -20));
    await waits('1.json', 'file.unfinished');
    truncateSync(join(folder.path, '1.json'));
    await folder.lookAgain();
    appendFileSync(join(folder.path, '1.json'), sale('new'));
    await folder.whenArchived(1);
    expect(folder.outbox.labels()).toEqual(['S1-K1-new']);
  });

  it('that keeps changing is not rejected however long it takes', async () => {
    start();
    folder.write('1.json', '[');
    await waits('1.json', 'file.unfinished');
    for (let piece = 0; piece < 8; piece += 1) {
      appendFileSync(join(folder.path, '1.json'), `${sale(piece)},`);
      clock.advance(STALE_MS - RESCAN_MS);
      await folder.lookAgain();
    }
    expect(folder.names('rejected')).toEqual([]);
    appendFileSync(join(folder.path, '1.json'), `${sale('last')}]`);
    await waitFor('it is taken', () => {
      clock.advance(300);
      return folder.outbox.stored().length === 9;
    });
  });

  it('of no length waits and is rejected like any other', async () => {
    start();
    folder.write('empty.json', '');
    await waits('empty.json', 'file.unfinished');
    clock.advance(STALE_MS + RESCAN_MS);
    await rejected('empty.json');
    expect(JSON.parse(folder.text('rejected/empty.json.error.json'))).toMatchObject({
      code: 'file.stale',
      sizeBytes: 0,
      values: { because: 'format.empty' },
    });
  });

  it('does not hold up files that are ready', async () => {
    start();
    folder.write('1.json', '{');
    for (const number of [2, 3]) folder.write(`${number}.json`, sale(number));
    await folder.whenArchived(2);
    expect(folder.outbox.labels()).toEqual(['S1-K1-2', 'S1-K1-3']);
  });

  it('is rejected at once when its writer renamed it into place or marked it done', async () => {
    start();
    await folder.dropSeen('renamed.json', '{"amount": 1');
    await rejected('renamed.json');
    folder.write('marked.json', '{"amount": 1');
    await folder.markDone('marked.json');
    await rejected('marked.json');
    await waitFor('the marker is gone', () => !folder.names().includes('marked.json.done'));
    expect(JSON.parse(folder.text('rejected/renamed.json.error.json'))).toMatchObject({
      code: 'file.incomplete',
    });
  });

  it('does not become stale when the clock is set a day ahead', async () => {
    start();
    folder.write('1.json', '{');
    await waits('1.json', 'file.unfinished');
    clock.setWall(Date.now() + 86_400_000);
    await folder.lookAgain();
    expect(folder.names('rejected')).toEqual([]);
    expect(folder.names()).toContain('1.json');
  });
});

describe('a file of lines', () => {
  const lines = `${sale(1)}\n${sale(2)}\n`;

  it('rests for the settle time, and no longer when it goes on growing', async () => {
    start();
    clock.setWall(Date.now() - 3_600_000);
    folder.write('1.ndjson', lines);
    await waits('1.ndjson', 'file.resting');
    clock.advance(SETTLE_MS - 100);
    appendFileSync(join(folder.path, '1.ndjson'), `${sale(3)}\n`);
    await folder.lookAgain();
    expect(folder.outbox.files()).toEqual([]);
    clock.advance(100);
    await folder.whenArchived(1);
    expect(folder.outbox.labels()).toEqual(['S1-K1-1', 'S1-K1-2', 'S1-K1-3']);
    expect(folder.outbox.files().map(({ file }) => file.closed)).toEqual([false]);
  });

  it('with an end mark is taken at once', async () => {
    start({ settleMs: 60_000 });
    folder.write('1.ndjson', `${lines}___EOF___\n`);
    await folder.whenArchived(1);
    expect(folder.outbox.labels()).toEqual(['S1-K1-1', 'S1-K1-2']);
    expect(folder.outbox.files().map(({ file }) => file.closed)).toEqual([true]);
  });

  it('with a done marker is taken at once, also when the marker comes later', async () => {
    start({ settleMs: 60_000 });
    folder.write('1.ndjson', lines);
    await waits('1.ndjson', 'file.resting');
    await folder.markDone('1.ndjson');
    await folder.whenArchived(1);
    expect(folder.outbox.files().map(({ file }) => file.closed)).toEqual([true]);
  });

  it('of a backlog older than the settle time is taken at start', async () => {
    clock = createFakeClock(Date.now() + 10_000);
    folder = layFolder({ clock });
    folder.write('1.ndjson', lines);
    folder.intake.start();
    await folder.whenArchived(1);
    expect(folder.outbox.stored()).toHaveLength(2);
  });

  it('is taken although the clock stands at 1970', async () => {
    start();
    clock.setWall(0);
    folder.write('1.ndjson', lines);
    await waits('1.ndjson', 'file.resting');
    clock.advance(SETTLE_MS);
    await folder.whenArchived(1);
    expect(folder.archived()).toEqual(['archive/1970-01-01/1.ndjson']);
  });

  it('of which the temporary name still lies there is not taken as renamed', async () => {
    start({ settleMs: 60_000 });
    folder.write('1.ndjson.tmp', lines);
    folder.write('1.ndjson', lines);
    await waits('1.ndjson', 'file.resting');
    expect(folder.outbox.files()).toEqual([]);
  });
});

describe('many small changes', () => {
  it('do not make an unfinished file be read at each of them', async () => {
    let reads = 0;
    clock = createFakeClock(Date.now());
    folder = startFolder({
      clock,
      readFile: () => {
        reads += 1;
        return {
          state: 'incomplete',
          closing: 'self',
          format: '',
          problem: { code: 'x', at: '', values: {} },
        };
      },
    });
    for (let piece = 0; piece < 100; piece += 1) {
      appendFileSync(join(folder.path, '1.json'), 'x');
      await new Promise<void>((resolve) => setImmediate(resolve));
    }
    await waitFor('the changes are seen', () => reads > 2);
    expect(reads).toBeLessThan(10);
    expect(clock.pending).toBeLessThanOrEqual(4);
  });
});
