import { appendFileSync, closeSync, ftruncateSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { openOutbox, type OpenOutbox } from '../../../src-main/outbox/open.ts';
import { waitFor } from '../../support/wait-for.ts';
import { failingFileSystem } from './failing-file-system.ts';
import { createFakeClock, type FakeClock } from '../../support/fake-clock.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { recordingOutbox, type RecordingOutbox } from './recording-outbox.ts';
import { layFolder, leaveFolders, sale, STALE_MS, startFolder } from './till-folder.ts';

const opened: OpenOutbox[] = [];
afterEach(() =>
  leaveFolders(() => {
    for (const each of opened.splice(0)) each.close();
  }),
);

function openReal(clock: FakeClock, dataDir = tempFolder()): OpenOutbox {
  const result = openOutbox({ dataDir, clock, note: () => undefined, ballastBytes: 0 });
  if (!result.ok) throw new Error(result.error.code);
  opened.push(result.value);
  return result.value;
}

/** The real outbox where the tests of this room expect their own. */
function wrap({ outbox }: OpenOutbox, clock: FakeClock): RecordingOutbox {
  return {
    ...recordingOutbox(clock),
    take: (files) => outbox.take(files),
    count: (counter, by) => outbox.count(counter, by),
    keptFiles: (folder, limit, before) => outbox.pruner.keptFiles(folder, limit, before),
    prunableFiles: (time, limit, after) => outbox.pruner.prunableFiles(time, limit, after),
    begin: outbox.readings.begin,
    end: outbox.readings.end,
    markGone: (ids) => outbox.pruner.markGone(ids),
  };
}

describe('the intake with the real outbox', () => {
  it('stores a backlog durably in the order of names', async () => {
    const clock = createFakeClock(Date.now());
    const store = openReal(clock);
    const folder = layFolder({ clock, outbox: wrap(store, clock) });
    for (let number = 0; number < 250; number += 1) folder.write(`${number}.json`, sale(number));
    folder.intake.start();
    await waitFor('all is stored', () => store.outbox.waitingCount('receipts') === 250);
    const batch = store.outbox.nextBatch({ lane: 'receipts', limit: 100, bytesMax: 10_000_000 });
    expect(batch?.entries.map(({ label }) => label)).toEqual(
      Array.from({ length: 100 }, (_, number) => `S1-K1-${number}`),
    );
  });

  it('reads the files of a crash between commit and move again as duplicates', async () => {
    const clock = createFakeClock(Date.now());
    const store = openReal(clock);
    const outbox = wrap(store, clock);
    const crashing = layFolder({
      clock,
      outbox,
      fs: failingFileSystem((call) => (call === 'renameSync' ? 'EIO' : undefined)),
    });
    for (const number of [1, 2, 3]) crashing.write(`${number}.json`, sale(number));
    crashing.intake.start();
    await waitFor('all is stored', () => store.outbox.waitingCount('receipts') === 3);
    await crashing.intake.stop();
    const folder = startFolder({ clock, outbox, path: crashing.path });
    await folder.whenArchived(3);
    expect(store.outbox.waitingCount('receipts')).toBe(3);
    expect(store.outbox.reading.counts().counters).toMatchObject({ duplicates: 3 });
  });

  it('finds a file that grew by what the outbox remembers, more than a page of them', async () => {
    const clock = createFakeClock(Date.now());
    const store = openReal(clock);
    const folder = layFolder({ clock, outbox: wrap(store, clock) });
    for (let number = 0; number < 1_200; number += 1) folder.write(`${number}.json`, `${sale(number)}\n`);
    folder.intake.start();
    await folder.whenArchived(1_200);
    const grown = folder.archived().filter((below) => /\/(?:3|777|1199)\.json$/.test(below));
    for (const below of grown) appendFileSync(join(folder.path, below), `${sale(`more-${below.length}`)}\n`);
    await waitFor('what grew is stored', () => {
      clock.advance(1_100);
      return store.outbox.waitingCount('receipts') === 1_203;
    });
    clock.advance(STALE_MS);
    await folder.lookAgain();
    expect(folder.tellings('file.takenAgain')).toHaveLength(3);
    expect(folder.tellings('intake.failed')).toEqual([]);
  });
});

describe('a file that its writer writes anew in place', () => {
  const handles: number[] = [];
  afterEach(() => handles.splice(0).forEach(closeSync));

  interface Rewritten {
    /** Writes the whole file anew. */
    readonly write: (content: string | Uint8Array) => void;
    /** Resolves when what was written was read as often as it may be: a cut line costs itself after a while. */
    readonly read: (...stored: readonly string[]) => Promise<void>;
    /** Places and text of what lies in quarantine. */
    readonly shelf: () => readonly (readonly [string, string])[];
  }

  async function start(content: string | Uint8Array): Promise<Rewritten> {
    const clock = createFakeClock(Date.now());
    const store = openReal(clock);
    const folder = layFolder({ clock, outbox: wrap(store, clock) });
    const handle = openSync(join(folder.path, 'day.ndjson'), 'w');
    handles.push(handle);
    const write: Rewritten['write'] = (written) => {
      ftruncateSync(handle);
      writeSync(handle, Buffer.from(written), 0, undefined, 0);
    };
    const { reading } = store.outbox;
    const isStored = (label: string): boolean => reading.byLabel(`S1-K1-${label}`).length === 1;
    write(content);
    folder.intake.start();
    return {
      write,
      async read(...stored) {
        await waitFor('it is stored', async () => {
          clock.advance(STALE_MS);
          await folder.lookAgain();
          return stored.every(isStored);
        });
        for (let look = 0; look < 4; look += 1) {
          clock.advance(STALE_MS);
          await folder.lookAgain();
        }
      },
      shelf: () => reading.shelf({ open: true, limit: 9 }).map(({ at, raw }) => [at, raw]),
    };
  }

  const lines = (...each: readonly string[]): string => each.map((line) => `${line}\n`).join('');
  /** No JSON: a quote within a text. */
  const broken = (number: string): string => sale(number).replace('Coffee', 'Bread "Dark"');

  it('keeps a record that cannot be read and names the one that stood in its place', async () => {
    const file = await start(lines(sale('1'), sale('2')));
    await file.read('1', '2');
    const back = broken('1').replace('"amount":100', '"kind":"return","amount":-100');
    file.write(lines(back, sale('3')));
    await file.read('3');
    expect(file.shelf()).toEqual([['line 1', back]]);
  });

  it('keeps what lay in quarantine though other records stand in its place', async () => {
    const cut = sale('cut').slice(0, 110);
    const file = await start(`${lines(broken('9'), sale('1'))}${cut}`);
    await file.read('1');
    const before = file.shelf();
    expect(before).toHaveLength(2);
    file.write(lines(sale('9', 50), sale('3'), sale('4')));
    await file.read('9', '3', '4');
    expect(file.shelf()).toEqual(before);
  });

  it('keeps a cut line behind which its writer went on in the same line', async () => {
    const cut = sale('cut').slice(0, 60);
    const file = await start(`${lines(sale('1'))}${cut}`);
    await file.read('1');
    file.write(lines(sale('1'), `${cut}${sale('2')}`));
    await file.read('2');
    expect(file.shelf()).toEqual([['line 2', cut]]);
  });

  it('keeps zeros that stay before what is written behind them', async () => {
    const file = await start(`${lines(sale('0'), sale('1'))}\0\0\0\0`);
    await file.read('1');
    expect(file.shelf()).toEqual([['line 3', '']]);
    file.write(lines(sale('0'), sale('1'), `\0\0\0\0${sale('2')}`));
    await file.read('2');
    expect(file.shelf()).toEqual([['line 3', '']]);
  });

  it.each(['utf-8', 'windows-1251'] as const)(
    'takes a cut line for the whole one in %s',
    async (encoding) => {
      const inRussian = (text: string): Uint8Array => {
        if (encoding === 'utf-8') return Buffer.from(text.replaceAll('Orlova', 'Орлова'));
        return Buffer.from(text.replaceAll('Orlova', '\xce\xf0\xeb\xee\xe2\xe0'), 'latin1');
      };
      const file = await start(inRussian(`${lines(sale('1'))}${sale('2').slice(0, 120)}`));
      await file.read('1');
      expect(file.shelf()).toHaveLength(1);
      file.write(inRussian(lines(sale('1'), sale('2'))));
      await file.read('2');
      expect(file.shelf()).toEqual([]);
    },
  );
});
