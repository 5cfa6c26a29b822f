import { describe, expect, it } from 'vitest';
import { openZone } from '../../src-main/base/zone.ts';
import { readFile, type FileReading } from '../../src-main/formats/detect.ts';
import type { FormatRecord } from '../../src-main/formats/adapter.ts';
import { normalise } from '../../src-main/receipt/normalise.ts';
import type { ReceiptRules } from '../../src-main/receipt/rules.ts';
import { normaliseSignal } from '../../src-main/receipt/signal.ts';
import { receiptEntry } from '../../src-main/receipt/to-entry.ts';
import type { WireReceipt } from '../../src-main/receipt/wire.ts';
import { decimalSum } from '../main/receipt/sums.ts';
import { mutate } from './fuzz-files.ts';

const FILES = 10_000;
const nowMs = Date.parse('2026-11-22T00:00:00Z');
const rules: ReceiptRules = {
  ...{ zone: openZone('Europe/Moscow'), storeExtId: 'S015', cashboxExtId: 'K1', tills: {}, server: false },
  ...{ returnPositions: 'abs', poskey: true, maxAgeDays: 400, aheadMinutesMax: 10 },
};

/** A place within a file: a path, a line, a byte; the whole file where it has no parts. */
const PLACE = /^(?:byte \d+|character \d+|line \d+(?:, column \d+)?(?:: .+)?|[[\w].*)$/;
/** Problems of a whole file or of its only record, which have no narrower place. */
const WHOLE = new Set([
  ...['format.empty', 'format.unknown', 'format.encodingUnknown', 'format.utf8Damaged', 'format.notARecord'],
  ...['ofd.shapeUnknown', 'ofd.codeMismatch', 'ofd.report', 'ofd.prepayment'],
]);

function checkProblem(problem: { readonly code: string; readonly at: string }): string {
  if (!(PLACE.test(problem.at) || (problem.at === '' && WHOLE.has(problem.code)))) {
    throw new Error(`${problem.code} names no place: ${JSON.stringify(problem.at)}`);
  }
  return problem.code;
}

/** What any server may rely on, whatever the file was. */
function checkWire(wire: WireReceipt): void {
  expect(wire.ts).toMatch(/^2\d{3}-\d\d-\d\dT\d\d:\d\d:\d\d\+03:00$/);
  expect(Math.abs(wire.amount)).toBeLessThan(1e8);
  expect(Array.from(wire.extId).length).toBeLessThanOrEqual(40);
  const amount = decimalSum([Math.abs(wire.amount)]);
  if (wire.positions.length > 0) expect(decimalSum(wire.positions.map(({ total }) => total))).toBe(amount);
  for (const { value } of wire.attributes) expect(value).toMatch(/^(?=.{1,10}$)-?\d+(\.\d{1,4})?$/);
  for (const { name } of wire.positions) expect(Array.from(name).length).toBeLessThanOrEqual(200);
}

function judge(record: FormatRecord): string {
  if (record.type === 'refused' || record.type === 'skipped') return checkProblem(record.problem);
  if (record.type === 'signal') {
    const verdict = normaliseSignal(record.draft, rules, nowMs, record.at);
    return verdict.verdict === 'ready' ? 'signal' : checkProblem(verdict.problem);
  }
  const verdict = normalise(record.draft, rules, nowMs, record.at);
  if (verdict.verdict !== 'ready') return checkProblem(verdict.problem);
  checkWire(verdict.receipt.wire);
  expect(JSON.parse(receiptEntry(verdict.receipt, record).payload)).toEqual(verdict.receipt.wire);
  return 'receipt';
}

function judgeFile(reading: FileReading): string[] {
  if (reading.state !== 'complete') return [checkProblem(reading.problem)];
  if (Symbol.asyncIterator in reading.records) throw new Error('these formats are read at once');
  return Array.from(reading.records, judge);
}

describe('ten thousand damaged files', () => {
  it('are each taken or refused with a problem that names the place, and none throws', () => {
    const seen = new Map<string, number>();
    for (let seed = 0; seed < FILES; seed += 1) {
      const { name, bytes, how } = mutate(seed);
      try {
        const context = {
          fileName: name,
          mtimeMs: 0,
          timeZone: 'Europe/Moscow',
          prepayment: 'settlement',
        } as const;
        const outcomes = judgeFile(readFile(bytes, { format: 'auto' }, context));
        for (const outcome of outcomes) seen.set(outcome, (seen.get(outcome) ?? 0) + 1);
      } catch (error) {
        throw new Error(`seed ${seed}: ${how.join(', ')}`, { cause: error });
      }
    }
    const kinds = [
      'receipt',
      'signal',
      'format.incomplete',
      'format.broken',
      'format.tooDeep',
      'format.nulTail',
    ];
    kinds.push('format.utf8Damaged', 'format.fieldMissing', 'format.fieldWrongType', 'receipt.sumMismatch');
    kinds.push(
      'receipt.timeInvalid',
      'receipt.idTooLong',
      'receipt.numberInvalid',
      'ofd.outlay',
      'ofd.notKopecks',
    );
    for (const kind of kinds) expect(seen.get(kind) ?? 0, kind).toBeGreaterThan(0);
  });
});

describe('a mutated file', () => {
  it('follows from its seed alone', () => {
    for (const seed of [0, 1, 999]) expect(mutate(seed)).toEqual(mutate(seed));
    expect(mutate(1).bytes).not.toEqual(mutate(2).bytes);
  });
});
