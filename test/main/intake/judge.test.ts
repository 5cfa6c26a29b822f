import { describe, expect, it } from 'vitest';
import { problem } from '../../../src-main/base/problem.ts';
import {
  judgeRecords,
  type JudgeRecord,
  type SourceRecord,
  type Verdict,
} from '../../../src-main/intake/judge.ts';
import { judgeForTests, readForTests, sale, shiftEvent } from './till-folder.ts';

const SOURCE = { folder: '/drop', fileName: 'x.ndjson', format: 'heado-json' };
const judge = (): JudgeRecord => judgeForTests(SOURCE);

function recordsOf(text: string): Iterable<SourceRecord> {
  const reading = readForTests(Buffer.from(text), {
    fileName: SOURCE.fileName,
    mtimeMs: 0,
    format: 'auto',
    encoding: 'auto',
  });
  if (reading.state !== 'complete' || !(Symbol.iterator in reading.records)) throw new Error('unreadable');
  return reading.records;
}

describe('judging the records of a file', () => {
  it('keeps the order and the places', async () => {
    const { first } = await judgeRecords(
      { records: recordsOf(`${sale(2)}\nrubbish\n${sale(1)}\n`), format: 'heado-json' },
      judge,
    );
    const { entries, shelf, holdsSignal } = first;
    expect(entries.map(({ label, at }) => [label, at])).toEqual([
      ['S1-K1-2', 'line 1'],
      ['S1-K1-1', 'line 3'],
    ]);
    expect(shelf.map(({ at, raw, held }) => [at, raw, held])).toEqual([['line 2', 'rubbish', false]]);
    expect(holdsSignal).toBe(false);
  });

  it('leaves repetitions in one file to the outbox', async () => {
    const {
      first: { entries },
    } = await judgeRecords({ records: recordsOf(`${sale(1)}\n${sale(1)}\n`), format: 'heado-json' }, judge);
    expect(entries).toHaveLength(2);
    expect(new Set(entries.map(({ identity }) => identity)).size).toBe(1);
  });

  it('says that a file holds a signal, even one that was refused', async () => {
    const good = await judgeRecords(
      { records: recordsOf(`${sale(1)}\n${shiftEvent('shift/start')}\n`), format: 'heado-json' },
      judge,
    );
    expect(good.first.holdsSignal).toBe(true);
    const bad = await judgeRecords(
      { records: recordsOf(shiftEvent('shift/start', 'yesterday')), format: 'heado-json' },
      judge,
    );
    expect(bad.first).toMatchObject({ holdsSignal: true, entries: [] });
    expect(bad.first.shelf).toHaveLength(1);
  });

  it('counts records that are rightly not sent', async () => {
    const skip: SourceRecord = { type: 'skipped', at: 'line 1', problem: problem('ofd.report') };
    const judged = await judgeRecords({ records: [skip, skip], format: 'heado-json' }, judge);
    expect(judged.first).toMatchObject({ skipped: new Map([['ofd.report', 2]]), entries: [], shelf: [] });
  });

  it('puts a record that breaks the rules themselves on the shelf, and goes on', async () => {
    let calls = 0;
    const breaking = (): Verdict => {
      calls += 1;
      throw new RangeError('of a customer');
    };
    const {
      first: { shelf },
    } = await judgeRecords(
      { records: recordsOf(`${sale(1)}\n${sale(2)}\n`), format: 'heado-json' },
      () => breaking,
    );
    expect(calls).toBe(2);
    expect(shelf.map(({ problem: { code, values } }) => [code, values])).toEqual([
      ['record.judgingFailed', { error: 'RangeError', readAs: 'heado-json' }],
      ['record.judgingFailed', { error: 'RangeError', readAs: 'heado-json' }],
    ]);
  });

  it('walks records that are still being read', async () => {
    async function* later(): AsyncGenerator<SourceRecord> {
      for (const record of recordsOf(`${sale(1)}\n${sale(2)}\n`)) {
        await Promise.resolve();
        yield record;
      }
    }
    const judged = judgeRecords({ records: later(), format: 'heado-json' }, judge);
    expect(judged).toBeInstanceOf(Promise);
    expect((await judged).first.entries.map(({ label }) => label)).toEqual(['S1-K1-1', 'S1-K1-2']);
  });
});
