/** Damaged, lost and old files of the outbox: it opens, says so, and nothing is lost (quality, "damage"). */
import {
  appendFileSync,
  closeSync,
  cpSync,
  existsSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { databasePath, type OutboxHealth } from '../../src-main/outbox/open.ts';
import { closeFolder, closeOutboxes, imageOf, openFolder } from '../main/outbox/outbox-folder.ts';
import { seededRandom } from '../support/random.ts';
import { labelsInLedger, liveThrough, openAndAudit, type History } from './outbox-history.ts';

/** Damages of each kind in one run. */
const DAMAGES = process.env['FULL'] === undefined ? 25 : 400;
/** The places of flipped bits follow from it. */
const SEED = 1;
const FRAME_BYTES = 4096 + 24;
const WAL_HEADER_BYTES = 32;

let history: History;
let checkpointed: History;
beforeAll(() => {
  history = liveThrough(false);
  checkpointed = liveThrough(true);
});
afterAll(() => closeOutboxes());

type Damage = (dataDir: string) => void;

/** A copy of the end of a history, damaged, repaired and audited. */
function endAfter(past: History, damage: Damage): OutboxHealth {
  const dataDir = imageOf({ dataDir: past.images.at(-1) ?? '' });
  damage(dataDir);
  return openAndAudit(dataDir, past);
}

const walPath = (dataDir: string): string => `${databasePath(dataDir)}-wal`;
const spread = (count: number, end: number): number[] =>
  Array.from({ length: count }, (_, index) => Math.floor((index * end) / count));

function flipBit(path: string, offset: number, bit: number): void {
  const file = openSync(path, 'r+');
  const byte = Buffer.alloc(1);
  readSync(file, byte, 0, 1, offset);
  byte.writeUInt8(byte.readUInt8() ^ (1 << bit));
  writeSync(file, byte, 0, 1, offset);
  closeSync(file);
}

/** Runs one damage per place; a failure names the place. */
function everyPlace(
  past: History,
  places: readonly number[],
  damage: (place: number) => Damage,
): OutboxHealth[] {
  return places.map((place) => {
    try {
      return endAfter(past, damage(place));
    } catch (error) {
      throw new Error(`damage at ${place}`, { cause: error });
    }
  });
}

function flipAnywhere(pathIn: (dataDir: string) => string, count: number): OutboxHealth[] {
  const random = seededRandom(SEED);
  const { size } = statSync(pathIn(checkpointed.images.at(-1) ?? ''));
  const places = Array.from({ length: count }, () => random.below(size));
  return everyPlace(checkpointed, places, (place) => (dataDir) => flipBit(pathIn(dataDir), place, place % 8));
}

it('an undamaged folder is sound, and its history audits', () => {
  const settled = labelsInLedger(history.images.at(-1) ?? '');
  expect(new Set(settled.values())).toEqual(new Set(['accept', 'discard']));
  expect(settled.size).toBeGreaterThan(20);
  expect(endAfter(history, () => undefined)).toBe('sound');
  expect(endAfter(checkpointed, () => undefined)).toBe('sound');
  expect(statSync(databasePath(checkpointed.images.at(-1) ?? '')).size).toBeGreaterThan(50_000);
});

describe('the write-ahead log', () => {
  it('cut anywhere: what is missing is noticed', () => {
    const { size } = statSync(walPath(history.images.at(-1) ?? ''));
    const healths = everyPlace(history, spread(DAMAGES, size), (place) => (dataDir) => {
      truncateSync(walPath(dataDir), place);
    });
    expect(new Set(healths)).toEqual(new Set(['behind']));
  });

  it('cut between two of its pages, where nothing looks torn', () => {
    for (const past of [history, checkpointed]) {
      const { size } = statSync(walPath(past.images.at(-1) ?? ''));
      const frames = Math.floor((size - WAL_HEADER_BYTES) / FRAME_BYTES);
      const last = spread(DAMAGES, frames).map((frame) => WAL_HEADER_BYTES + frame * FRAME_BYTES);
      const healths = everyPlace(past, last, (place) => (dataDir) => truncateSync(walPath(dataDir), place));
      expect(new Set(healths)).toEqual(new Set(['behind']));
    }
  });

  it('with a flipped bit', () => {
    expect(flipAnywhere(walPath, DAMAGES)).toContain('behind');
  });

  it('deleted: alone, and with its index', () => {
    expect(endAfter(history, (dataDir) => rmSync(walPath(dataDir)))).toBe('behind');
    expect(endAfter(checkpointed, (dataDir) => rmSync(walPath(dataDir)))).toBe('behind');
  });

  it('an index of it that is foreign or missing costs nothing', () => {
    const shm: Damage = (dataDir) =>
      writeFileSync(`${databasePath(dataDir)}-shm`, Buffer.alloc(32_768, 0x5a));
    expect(endAfter(history, shm)).toBe('sound');
    expect(endAfter(history, (dataDir) => rmSync(`${databasePath(dataDir)}-shm`, { force: true }))).toBe(
      'sound',
    );
  });
});

describe('the database file', () => {
  it('with a flipped bit anywhere', () => {
    expect(flipAnywhere(databasePath, 2 * DAMAGES)).toContain('damaged');
  });

  it('with a flipped bit in its header', () => {
    const healths = everyPlace(checkpointed, spread(50, 100), (place) => (dataDir) => {
      rmSync(walPath(dataDir));
      flipBit(databasePath(dataDir), place, (place + SEED) % 8);
    });
    expect(new Set(healths)).toEqual(new Set(['damaged', 'behind']));
  });

  it.each<[string, OutboxHealth, Damage]>([
    ['text', 'damaged', (dataDir) => writeFileSync(databasePath(dataDir), 'чек №1\n'.repeat(1_000))],
    ['random bytes', 'damaged', (dataDir) => writeFileSync(databasePath(dataDir), randomBytes(20_000))],
    ['its own first half', 'damaged', (dataDir) => truncateSync(databasePath(dataDir), 40_960)],
    [
      'a database of another program',
      'behind',
      (dataDir) => cpSync(join(dataDir, 'lock.db'), databasePath(dataDir)),
    ],
  ])('replaced by %s is %s; what is damaged is set aside, not deleted', (_, expected, damage) => {
    let bytes = Buffer.alloc(0);
    let folder = '';
    const health = endAfter(checkpointed, (dataDir) => {
      rmSync(walPath(dataDir));
      damage(dataDir);
      bytes = readFileSync(databasePath(dataDir));
      folder = imageOf({ dataDir });
    });
    const opened = openFolder({ dataDir: folder });
    expect([health, opened.health]).toEqual([expected, expected]);
    if (expected === 'damaged') expect(readFileSync(opened.setAside)).toEqual(bytes);
  });

  it('empty or gone: begun anew and replayed', () => {
    for (const past of [history, checkpointed]) {
      const empty: Damage = (dataDir) => {
        rmSync(walPath(dataDir));
        truncateSync(databasePath(dataDir), 0);
      };
      expect(endAfter(past, empty)).toBe('behind');
      expect(endAfter(past, (dataDir) => truncateSync(databasePath(dataDir), 0))).not.toBe('sound');
      expect(endAfter(past, (dataDir) => rmSync(databasePath(dataDir)))).toBe('behind');
    }
  });

  it('damaged twice in the same instant: both files are kept', () => {
    const dataDir = imageOf({ dataDir: history.images.at(-1) ?? '' });
    for (const text of ['first', 'second']) {
      rmSync(walPath(dataDir), { force: true });
      writeFileSync(databasePath(dataDir), text.repeat(500));
      closeFolder(openFolder({ dataDir }));
    }
    const kept = readdirSync(dataDir).filter((name) => /^outbox\.db\.damaged-[^.]*$/.test(name));
    expect(kept).toHaveLength(2);
  });

  it('replaced by an older copy of itself: noticed, and nothing of the time between is lost', () => {
    for (const past of [history, checkpointed])
      past.images.slice(0, -1).forEach((older) => {
        const health = endAfter(past, (dataDir) => {
          for (const suffix of ['', '-wal']) {
            rmSync(databasePath(dataDir) + suffix, { force: true });
            if (existsSync(databasePath(older) + suffix))
              cpSync(databasePath(older) + suffix, databasePath(dataDir) + suffix);
          }
        });
        expect(health).toBe('behind');
      });
  });

  it('replaced by an older copy, with a witness as old: the ledger tells', () => {
    const healths = history.images.slice(0, -2).map((older) =>
      endAfter(history, (dataDir) => {
        for (const name of ['outbox.db', 'outbox.db-wal', 'outbox.head'])
          cpSync(join(older, name), join(dataDir, name));
      }),
    );
    expect(new Set(healths)).toEqual(new Set(['behind']));
  });
});

describe('what lies beside the database', () => {
  const month = (dataDir: string): string => join(dataDir, 'ledger', '2026-11.ndjson');

  it('a ledger that lost its tail, or is torn anywhere, costs nothing while the database is whole', () => {
    const { size } = statSync(month(history.images.at(-1) ?? ''));
    const cut =
      (place: number): Damage =>
      (dataDir) =>
        truncateSync(month(dataDir), place);
    const healths = everyPlace(history, spread(12, size), cut);
    expect(new Set(healths)).toEqual(new Set(['sound']));
    expect(endAfter(history, (dataDir) => appendFileSync(month(dataDir), '\0'.repeat(5_000)))).toBe('sound');
    expect(endAfter(history, (dataDir) => rmSync(month(dataDir)))).toBe('sound');
  });

  it('a database and the tail of its ledger lost together cost counted resends, never a receipt', () => {
    const { size } = statSync(month(history.images.at(-1) ?? ''));
    const healths = everyPlace(history, spread(12, size), (place) => (dataDir) => {
      truncateSync(month(dataDir), place);
      for (const suffix of ['', '-wal']) rmSync(databasePath(dataDir) + suffix);
    });
    expect(new Set(healths)).toEqual(new Set(['behind']));
  });

  it('a witness that is lost, torn or foreign', () => {
    const head = (dataDir: string): string => join(dataDir, 'outbox.head');
    expect(endAfter(history, (dataDir) => rmSync(head(dataDir)))).toBe('sound');
    expect(endAfter(history, (dataDir) => truncateSync(head(dataDir), 30))).toBe('sound');
    expect(endAfter(history, (dataDir) => writeFileSync(head(dataDir), 'words'))).toBe('sound');
    const older = history.images[0] ?? '';
    expect(endAfter(history, (dataDir) => cpSync(head(older), head(dataDir)))).toBe('sound');
  });
});

function randomBytes(count: number): Buffer {
  const random = seededRandom(SEED);
  return Buffer.from(Array.from({ length: count }, () => random.below(256)));
}
