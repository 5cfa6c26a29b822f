/** A POS that keeps its file open: what it adds after the file was taken, whenever it does. */
import {
  appendFileSync,
  closeSync,
  fstatSync,
  ftruncateSync,
  openSync,
  readdirSync,
  renameSync,
  statSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { createFakeClock, type FakeClock } from '../support/fake-clock.ts';
import { waitFor, waitUntil } from '../support/wait-for.ts';
import { sale } from './agent-goods.ts';
import { timesRegistered } from './agent-loss.ts';
import { leaveStreets, openStreet, readJournal, type Street } from './agent-street.ts';

const writers: number[] = [];
afterEach(async () => {
  for (const writer of writers.splice(0)) closeSync(writer);
  await leaveStreets();
});

const line = (id: string): string => `${JSON.stringify(sale(id).body)}\n`;
const HOUR_MS = 3_600_000;
/** A busy machine looks late; this many are eighty seconds of the clock. */
const LINES_MAX = 400;

/** Opens a file in the drop folder and keeps it open; `append` writes at its end, wherever it lies by then. */
function openWriter(street: Street, name: string): { append(text: string): void; handle: number } {
  const handle = openSync(join(street.drop, name), 'a');
  writers.push(handle);
  return { handle, append: (text) => void writeSync(handle, text) };
}

/** Renames a file into place once the agent has seen it under its temporary name: it tells what it had to wait for. */
async function putSeen(street: Street, name: string, text: string): Promise<void> {
  writeFileSync(join(street.drop, `${name}.tmp`), text);
  writeFileSync(join(street.drop, 'look.json'), '{');
  await waitFor('the folder is looked through', () => street.status().folders[0]?.pendingFiles === 1);
  renameSync(join(street.drop, `${name}.tmp`), join(street.drop, name));
  unlinkSync(join(street.drop, 'look.json'));
}

async function registered(street: Street, count: number, clock?: FakeClock): Promise<void> {
  await waitFor(`HEADO has ${count}`, () => {
    clock?.advance(250);
    return street.registered().length >= count;
  });
}

function idsOf(street: Street): string[] {
  return street.registered().map((receipt) => String(Reflect.get(Object(receipt), 'extId')));
}

async function itemsOf(street: Street): Promise<string[]> {
  const listed = await street.agent().operations['quarantine.list']({ limit: 100 });
  return listed.ok ? listed.value.rows.map(({ at, problem }) => `${problem.code} ${at}`).sort() : ['?'];
}

describe('lines that are added to a file after it was taken', () => {
  it('are sent however long after, though every wait of the settings is over', async () => {
    const clock = createFakeClock(Date.now());
    const street = await openStreet({ clock });
    await street.start();
    const log = openWriter(street, 'day.ndjson');
    for (let number = 1; number <= 4; number += 1) {
      log.append(line(`L-${number}`));
      await registered(street, number, clock);
      await street.settled();
      clock.advance(2 * HOUR_MS);
      await clock.walk(5_000);
    }
    expect(idsOf(street)).toEqual(['L-1', 'L-2', 'L-3', 'L-4']);
  });

  it('are sent when the file looked old enough to be finished at the start', async () => {
    const street = await openStreet();
    const log = openWriter(street, 'day.ndjson');
    log.append(line('L-1'));
    const longAgo = new Date(Date.now() - 24 * HOUR_MS);
    utimesSync(join(street.drop, 'day.ndjson'), longAgo, longAgo);
    await street.start();
    await registered(street, 1);
    await street.stop();
    log.append(line('L-2'));
    await street.start();
    await registered(street, 2);
    log.append(line('L-3'));
    await registered(street, 3);
    expect(idsOf(street)).toEqual(['L-1', 'L-2', 'L-3']);
  });

  it('are sent when the clock of the share is behind, or jumps while the writer writes', async () => {
    const clock = createFakeClock(Date.now());
    const street = await openStreet({ clock });
    await street.start();
    const log = openWriter(street, 'day.ndjson');
    const wallMs = Date.now();
    for (const [index, jumpMs] of [0, -48 * HOUR_MS, 800 * 24 * HOUR_MS, 0].entries()) {
      clock.setWall(wallMs);
      log.append(line(`L-${index}`));
      await registered(street, index + 1, clock);
      await street.settled();
      clock.setWall(wallMs + jumpMs);
      await clock.walk(5_000);
    }
    expect(street.registered()).toHaveLength(4);
  });

  it('are sent from a file that a person would not call lines: its first one closed itself', async () => {
    const street = await openStreet();
    await street.start();
    const log = openWriter(street, 'export.json');
    log.append(line('L-1'));
    await registered(street, 1);
    await street.stop();
    log.append(line('L-2'));
    await street.start();
    await registered(street, 2);
  });

  it('are sent from a file that is emptied and written anew through its handle', async () => {
    const street = await openStreet();
    await street.start();
    const log = openWriter(street, 'day.ndjson');
    for (let number = 1; number <= 3; number += 1) {
      ftruncateSync(log.handle);
      log.append(line(`T-${number}`));
      await registered(street, number);
    }
    expect(idsOf(street)).toEqual(['T-1', 'T-2', 'T-3']);
  });

  it('are sent as they come when they never rest, in blocks or line by line', async () => {
    const clock = createFakeClock(Date.now());
    const street = await openStreet({ clock, settings: { drop: { settleMs: 500, staleMs: 2_000 } } });
    await street.start();
    const lines = openWriter(street, 'lines.ndjson');
    const blocks = openWriter(street, 'blocks.ndjson');
    const has = (id: string): boolean => idsOf(street).some((each) => each.startsWith(id));
    let pending = '';
    for (let number = 1; number <= LINES_MAX && !(has('L-') && has('B-')); number += 1) {
      lines.append(line(`L-${number}`));
      const text = pending + line(`B-${number}`);
      blocks.append(text.slice(0, -40));
      pending = text.slice(-40);
      await clock.walk(200);
    }
    expect([has('L-'), has('B-')]).toEqual([true, true]);
  });

  it('are sent from one JSON value that is replaced through its handle', async () => {
    const street = await openStreet();
    await street.start();
    const handle = openSync(join(street.drop, 'last.json'), 'w');
    writers.push(handle);
    for (let number = 1; number <= 3; number += 1) {
      ftruncateSync(handle);
      writeSync(handle, JSON.stringify([sale(`J-${number}`).body]), 0);
      await registered(street, number);
    }
    expect(idsOf(street)).toEqual(['J-1', 'J-2', 'J-3']);
  });

  it('are sent before the original is pruned', async () => {
    const clock = createFakeClock(Date.now());
    const street = await openStreet({ clock, settings: { drop: { rescanMs: 600_000, archiveDays: 1 } } });
    await street.start();
    const log = openWriter(street, 'day.ndjson');
    log.append(line('L-1'));
    await registered(street, 1, clock);
    await street.settled();
    await street.stop();
    // Not long before its time is up, and just before it is looked at for that.
    clock.advance((14 * 24 + 2) * HOUR_MS);
    await street.start();
    await clock.walk(2_000);
    log.append(line('L-2'));
    clock.advance(HOUR_MS);
    await registered(street, 2, clock);
  });

  it('find a file that was closed by its writer closed', async () => {
    const street = await openStreet();
    await street.start();
    await putSeen(street, 'closed.ndjson', line('L-1'));
    writeFileSync(join(street.drop, 'marked.ndjson'), `${line('L-2')}___EOF___\n`);
    await registered(street, 2);
    const rows = street.agent().store.opened.outbox.pruner.keptFiles(street.drop, 10);
    expect(rows.map(({ closed }) => closed)).toEqual([true, true]);
  });

  it('are sent from the file after the one that a late marker was about', async () => {
    const street = await openStreet();
    writeFileSync(join(street.drop, 'day.ndjson.done'), '');
    const next = openWriter(street, 'day.ndjson');
    await waitFor('the clock of the disk goes on', () => {
      ftruncateSync(next.handle);
      return fstatSync(next.handle).ctimeMs > statSync(join(street.drop, 'day.ndjson.done')).ctimeMs;
    });
    next.append(line('B-1'));
    await street.start();
    await registered(street, 1);
    for (const number of [2, 3]) {
      next.append(line(`B-${number}`));
      await registered(street, number);
    }
  });

  it('and stand after an end mark are told as they are when they were there at the first reading', async () => {
    const street = await openStreet();
    await street.start();
    const one = openWriter(street, 'one.ndjson');
    one.append(`${line('L-1')}___EOF___\n`);
    await registered(street, 1);
    one.append(`${line('L-2')}___EOF___\n`);
    await waitUntil(async () => expect(await itemsOf(street)).toEqual(['format.afterEnd line 3']));
    const found = await itemsOf(street);
    writeFileSync(join(street.drop, 'other.ndjson'), `${line('L-3')}___EOF___\n${line('L-4')}___EOF___\n`);
    await registered(street, 2);
    expect(await itemsOf(street)).toEqual([...found, ...found]);
    expect(idsOf(street)).toEqual(['L-1', 'L-3']);
  });

  it('cost one row of the file, and are no repetitions of the POS', async () => {
    const street = await openStreet();
    await street.start();
    const log = openWriter(street, 'day.ndjson');
    for (let number = 1; number <= 5; number += 1) {
      log.append(line(`L-${number}`));
      await registered(street, number);
    }
    const { outbox } = street.agent().store.opened;
    expect(outbox.pruner.keptFiles(street.drop, 10)).toHaveLength(1);
    expect(outbox.reading.counts().counters['duplicates'] ?? 0).toBe(0);
  });
});

describe('a last line that is cut', () => {
  const cutAt = (id: string): [string, string] => {
    const text = line(id);
    return [text.slice(0, 60), text.slice(60)];
  };

  it('costs itself alone when nothing more comes, and is sent when it is completed after all', async () => {
    const street = await openStreet();
    await street.start();
    const [begun, rest] = cutAt('C-3');
    const log = openWriter(street, 'day.ndjson');
    log.append(line('C-1') + line('C-2') + begun);
    await registered(street, 2);
    await waitFor('the cut line is told', async () => (await itemsOf(street)).length === 1);
    expect(await itemsOf(street)).toEqual(['format.lineCut line 3']);
    log.append(rest);
    await registered(street, 3);
    await waitFor('it is told no more', async () => (await itemsOf(street)).length === 0);
    expect(idsOf(street)).toEqual(['C-1', 'C-2', 'C-3']);
  });

  it('that came into the archive is waited for, told once, and replaced by what it became', async () => {
    const street = await openStreet();
    await street.start();
    const log = openWriter(street, 'day.ndjson');
    log.append(line('C-1'));
    await registered(street, 1);
    const [begun, rest] = cutAt('C-3');
    log.append(line('C-2') + begun);
    await registered(street, 2);
    await waitFor('the cut line is told', async () => (await itemsOf(street)).length === 1);
    await street.stop();
    log.append(rest + line('C-4'));
    await street.start();
    await registered(street, 4);
    await waitFor('it is told no more', async () => (await itemsOf(street)).length === 0);
  });

  it('whose file was renamed into place is told at once', async () => {
    const street = await openStreet({ settings: { drop: { staleMs: 3_600_000 } } });
    await street.start();
    await putSeen(street, 'day.ndjson', line('C-1') + line('C-2').slice(0, 50));
    await registered(street, 1);
    await waitFor('the cut line is told', async () => (await itemsOf(street)).length === 1);
  });

  it('does not keep the others waiting for ever when lines come in blocks', async () => {
    const clock = createFakeClock(Date.now());
    const street = await openStreet({ clock });
    await street.start();
    const log = openWriter(street, 'day.ndjson');
    let pending = '';
    for (let number = 1; number <= 12; number += 1) {
      const text = pending + line(`B-${number}`);
      log.append(text.slice(0, -40));
      pending = text.slice(-40);
      clock.advance(400);
      await clock.walk(400);
    }
    await registered(street, 8, clock);
  });
});

describe('one wrong line', () => {
  it.each<[string, (good: string[]) => string | Buffer, string[]]>([
    ['first, of another kind', ([a, b]) => `POS export v2;22.11\n${a}${b}`, ['format.broken line 1']],
    ['first, and JSON of no kind', ([a, b]) => `{"till": 4}\n${a}${b}`, ['format.recordUnknown line 1']],
    ['first, the end of a cut one', ([a, b]) => `unt":1,"total":1}]}\n${a}${b}`, ['format.broken line 1']],
    [
      'after which the POS went on in the same line',
      ([a, b]) => `${a?.slice(0, 50)}${a}${b}`,
      ['format.broken line 1'],
    ],
    ['of zeros between two', ([a, b]) => `${a}${'\0'.repeat(4_096)}${b}`, ['format.nulBytes line 2']],
    [
      'of zeros within one',
      ([a, b]) => `${a?.slice(0, 40)}${'\0'.repeat(99)}${a}${b}`,
      ['format.broken line 1', 'format.nulBytes line 1'],
    ],
    ['of zeros at the end', ([a, b]) => `${a}${b}${'\0'.repeat(4_096)}`, ['format.nulTail line 3']],
    ['of blanks at the end', ([a, b]) => `${a}${b}   \r\n\r\n `, []],
    [
      'with a damaged character',
      ([a, b]) =>
        Buffer.concat([
          Buffer.from(String(a)),
          Buffer.from([0x7b, 0xd0, 0x20, 0x7d, 0x0a]),
          Buffer.from(`${b}`),
        ]),
      ['format.utf8Damaged line 2'],
    ],
  ])('%s costs itself', async (_what, make, items) => {
    const street = await openStreet();
    await street.start();
    const good = ['W-1', 'W-2'].map((id) => `${JSON.stringify({ ...sale(id).body, cashier: 'Орлова' })}\n`);
    writeFileSync(join(street.drop, 'day.txt'), make(good));
    await registered(street, 2);
    await waitFor('what is wrong is told', async () => (await itemsOf(street)).length === items.length);
    expect(await itemsOf(street)).toEqual(items);
    expect(idsOf(street)).toEqual(['W-1', 'W-2']);
  });
});

describe('a file without a receipt', () => {
  it.each(['[]', '{"receipts": []}', '{"method": "purchaseRegisterBatch", "params": {"receipts": []}}'])(
    '%s is told',
    async (text) => {
      const street = await openStreet();
      await street.start();
      street.put('empty.json', text);
      await waitFor('it is counted', () => street.status().counters['skipped'] === 1);
      const told = { event: 'records.skipped', code: 'file.noRecords', file: 'empty.json' };
      await waitUntil(() =>
        expect(readJournal(street.dataDir)).toContainEqual(expect.objectContaining(told)),
      );
    },
  );

  it('whose list stands twice gives the receipts of both, and says so', async () => {
    const street = await openStreet();
    await street.start();
    const list = (id: string): string => `"receipts": [${JSON.stringify(sale(id).body)}]`;
    street.put('twice.json', `{${list('D-1')}, ${list('D-2')}}`);
    await registered(street, 2);
    await waitFor('it is told', () =>
      readJournal(street.dataDir).some(({ event, ...more }) =>
        JSON.stringify([event, more]).includes('format.listRepeated'),
      ),
    );
  });
});

it('a file that grows beyond the limit is told as long as it is so, is late in the end, and taken when the limit is raised', async () => {
  const clock = createFakeClock(Date.now());
  const street = await openStreet({ clock, settings: { drop: { maxFileMb: 1 } } });
  await street.start();
  const log = openWriter(street, 'day.ndjson');
  log.append(line('G-1'));
  await registered(street, 1, clock);
  await street.settled();
  log.append(' '.repeat(1_100_000) + '\n' + line('G-2'));
  const codes = (): string[] => street.status().problems.map(({ problem }) => problem.code);
  await waitFor('it is told', () => {
    clock.advance(250);
    return codes().includes('file.grewTooLarge');
  });
  expect(street.status().outbox).toMatchObject({ late: false, oldestMissing: { place: 'unreadFile' } });
  clock.advance(15 * 60_000 + 1_000);
  expect(street.status().outbox.late).toBe(true);
  expect(codes()).toContain('status.late');
  expect(readdirSync(join(street.drop, 'rejected'))).toEqual([]);
  await street.stop();
  street.configure({ drop: { maxFileMb: 3 } });
  await street.start();
  await registered(street, 2, clock);
  await waitFor('nothing is missing', () => street.status().outbox.oldestMissing === null);
});

it('a file that is put back after it was moved away by its writer is a file of its own', async () => {
  const street = await openStreet();
  await street.start();
  writeFileSync(join(street.drop, 'x.ndjson'), line('M-1'));
  await registered(street, 1);
  appendFileSync(join(street.drop, 'x.ndjson'), line('M-2'));
  await registered(street, 2);
  renameSync(join(street.drop, 'archive'), join(street.root, 'elsewhere'));
  writeFileSync(join(street.drop, 'y.ndjson'), line('M-3'));
  await registered(street, 3);
});

it('a line in another encoding, read in one way and then not in the other, is sent once and shown once', async () => {
  const street = await openStreet();
  await street.start();
  const open = openWriter(street, 'day.ndjson');
  const at = (id: string): boolean => timesRegistered(street).has(id);
  open.append(line('U-1'));
  await waitFor('the first is at HEADO', () => at('U-1'));
  // Windows-1251: each Cyrillic letter one byte, by which alone the whole file is no UTF-8.
  writeSync(open.handle, Buffer.from(line('U-2').replace(/[а-яё]/giu, 'Ö'), 'latin1'));
  await waitFor('the second is at HEADO', () => at('U-2'));
  open.append(line('U-3'));
  await waitFor('the third is at HEADO', () => at('U-3'));
  await street.settled();
  expect([...timesRegistered(street).values()]).toEqual([1, 1, 1]);
  expect(street.status().quarantine.open).toBe(1);
});
