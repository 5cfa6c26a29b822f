/**
 * Owns: the sums of a fiscal receipt in roubles: its lines, how each is paid for, its means of payment, its total.
 * Promises: kopecks become roubles exactly; what is not in kopecks, has the wrong sign or says something unknown is
 * refused with its field; a return that is written with minus signs reads like one without.
 */
import { fromHundredths, negate, sum, toText, ZERO, type Decimal } from '../../base/decimal.ts';
import { problem, type Problem } from '../../base/problem.ts';
import { joinPlace } from '../../receipt/findings.ts';
import type { RecordProblem } from '../problems.ts';
import { readKopecks, trimmed, Unreadable } from './fields.ts';
import type { FiscalLine, FiscalSums } from './prepayment.ts';
import type { FiscalReceipt } from './schema.ts';
import { PAYMENTS, readMethod, type Method } from './vocabulary.ts';

type Fields = Readonly<Record<string, unknown>>;

export interface ReadSums {
  readonly sums: FiscalSums;
  readonly notes: readonly Problem<RecordProblem>[];
}

/** Full settlement: what a line is when it does not say. */
const SETTLED: Method = 4;
/** The total may be rounded down to whole roubles. */
const ROUNDED_MAX = fromHundredths(100) ?? ZERO;

/** Throws `Unreadable`. */
export function readSums(fiscal: FiscalReceipt, body: Fields, at: string): ReadSums {
  const notes: Problem<RecordProblem>[] = [];
  const lines = (fiscal.items ?? []).map((item, index) => readLine(item, joinPlace(at, `items[${index}]`)));
  const unsaid = (fiscal.items ?? []).filter((item) => readMethod(item) === 'unsaid').length;
  if (unsaid > 0) notes.push(problem('ofd.methodUnsaid', joinPlace(at, 'items'), { count: unsaid }));
  const total = readKopecks(fiscal.totalSum, joinPlace(at, 'totalSum'));
  const read = { total, lines, payments: readPayments(body, at, notes) };
  const sums = total < ZERO && Number(fiscal.operationType) === 2 ? turn(read) : read;
  if (sums.total < ZERO) {
    throw new Unreadable(problem('ofd.negative', joinPlace(at, 'totalSum'), { value: toText(sums.total) }));
  }
  return { sums: withStorno(sums, fiscal, at), notes };
}

type Item = NonNullable<FiscalReceipt['items']>[number];

function readLine(item: Item, at: string): FiscalLine {
  const method = readMethod(item);
  if (typeof method === 'object') {
    const { name, unknown } = method;
    throw new Unreadable(problem('ofd.methodUnknown', joinPlace(at, name), { value: unknown }));
  }
  const { quantity } = item;
  return {
    name: trimmed(item.name) ?? '',
    quantity: typeof quantity === 'string' ? quantity.trim().replace(',', '.') : quantity,
    total: readKopecks(item.sum, joinPlace(at, 'sum')),
    method: method === 'unsaid' ? SETTLED : method,
  };
}

/** What was paid, by attribute; a sum that cannot be read costs its attribute. */
function readPayments(
  body: Fields,
  at: string,
  notes: Problem<RecordProblem>[],
): ReadonlyMap<string, Decimal> {
  const payments = new Map<string, Decimal>();
  for (const [attribute, names] of PAYMENTS) {
    for (const name of names) {
      const paid = readPaid(body[name], name);
      if (paid === undefined) notes.push(problem('format.partLeftOut', at, { fields: name, count: 1 }));
      else if (paid !== ZERO) payments.set(attribute, paid);
    }
  }
  return payments;
}

function readPaid(value: unknown, name: string): Decimal | undefined {
  if (value === undefined || value === null) return ZERO;
  if (typeof value !== 'number' && typeof value !== 'string') return undefined;
  try {
    return readKopecks(value, name);
  } catch {
    return undefined;
  }
}

function turn({ total, lines, payments }: FiscalSums): FiscalSums {
  const positive = (value: Decimal): Decimal => (value < ZERO ? negate(value) : value);
  return {
    total: negate(total),
    lines: lines.map((line) => ({ ...line, total: positive(line.total) })),
    payments: new Map(Array.from(payments, ([name, paid]) => [name, positive(paid)])),
  };
}

/** What was struck out stands apart from the lines; only where it mends the sum does it count. */
function withStorno(sums: FiscalSums, { stornoItems }: FiscalReceipt, at: string): FiscalSums {
  const struck = (stornoItems ?? []).map((item, index) =>
    readLine(item, joinPlace(at, `stornoItems[${index}]`)),
  );
  const over = excessOf(sums);
  if (struck.length === 0 || (over >= ZERO && over < ROUNDED_MAX)) return sums;
  const lines = [...sums.lines, ...struck.map((line) => ({ ...line, total: negate(line.total) }))];
  const left = excessOf({ ...sums, lines });
  if (left >= ZERO && left < ROUNDED_MAX) return { ...sums, lines };
  const values = {
    lines: toText(sum(sums.lines.map(({ total }) => total))),
    storno: toText(sum(struck.map(({ total }) => total))),
    total: toText(sums.total),
  };
  throw new Unreadable(problem('ofd.storno', joinPlace(at, 'stornoItems'), values));
}

/** Lines minus total. */
function excessOf({ lines, total }: FiscalSums): Decimal {
  return sum([...lines.map((line) => line.total), negate(total)]);
}

/** By how much the total was rounded down, which the law allows below a rouble; zero where it is another difference. */
export function roundedDown(sums: FiscalSums): Decimal {
  const over = excessOf(sums);
  return over > ZERO && over < ROUNDED_MAX ? over : ZERO;
}
