/** A thousand fiscal receipts of many vendors' shapes, over the running agent. */
import { afterEach, expect, it } from 'vitest';
import { z } from 'zod';
import { seededRandom } from '../support/random.ts';
import { leaveStreets, openStreet } from './agent-street.ts';
import { vendorDocument, type VendorDocument } from './fiscal-vendors.ts';
import { fileOf } from './fiscal-wrappers.ts';

afterEach(leaveStreets);

const COUNT = 1_000;
const receiptSchema = z.object({ extId: z.string(), amount: z.number(), ts: z.string() });

/** One in roubles speaks for its whole file: such a document has a file of its own. */
const isInRoubles = ({ body }: VendorDocument): boolean => String(body['totalSum']).includes('.');

/** The next documents that go into one file, `many` of them at most. */
function nextFile(rest: readonly VendorDocument[], many: number): readonly VendorDocument[] {
  const at = rest.findIndex(isInRoubles);
  return rest.slice(0, at === 0 ? 1 : at < 0 ? many : Math.min(many, at));
}

/** Kopecks by day. */
function byDay(parts: readonly { readonly day: string; readonly kopecks: number }[]): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const { day, kopecks } of parts) sums[day] = (sums[day] ?? 0) + kopecks;
  return sums;
}

it('are sent with their revenue, left out with a reason or refused; days come to the sums of their receipts', async () => {
  const random = seededRandom(20261128);
  const documents = Array.from({ length: COUNT }, (_, number) => vendorDocument(number, Date.now(), random));
  const street = await openStreet({ settings: { drop: { refusalsMax: 1_000 } } });
  await street.start();
  let files = 0;
  for (let rest: readonly VendorDocument[] = documents; rest.length > 0;) {
    const many = random.below(2) === 0 ? 1 : 1 + random.below(30);
    const part = nextFile(rest, many);
    const { name, text } = fileOf(part, random);
    street.put(`${files}-${name}`, text);
    rest = rest.slice(part.length);
    files += 1;
  }
  await street.settled();

  const wanted = documents.flatMap(({ must }) => (must.be === 'sent' ? [must] : []));
  const sent = street.registered().map((receipt) => receiptSchema.parse(receipt));
  const found = sent.map(({ extId, amount, ts }) => ({
    extId,
    kopecks: Math.round(amount * 100),
    day: ts.slice(0, 10),
  }));
  const plain = wanted.map(({ extId, kopecks, day }) => ({ extId, kopecks, day }));
  const order = (one: { extId: string }, other: { extId: string }): number =>
    one.extId.localeCompare(other.extId);
  expect(found.toSorted(order)).toEqual(plain.toSorted(order));
  expect(byDay(found)).toEqual(byDay(plain));

  const count = (be: string): number => documents.filter(({ must }) => must.be === be).length;
  const { counters, quarantine } = street.status();
  expect(quarantine.open).toBe(count('refused'));
  expect(counters['skipped']).toBe(count('skipped'));
  const reasons = Object.entries(counters).filter(([name]) => name.startsWith('skipped:'));
  expect(reasons.map(([name]) => name).sort()).toEqual([
    'skipped:ofd.creditPaid',
    'skipped:ofd.outlay',
    'skipped:ofd.prepayment',
  ]);
  expect(reasons.reduce((sum, [, value]) => sum + value, 0)).toBe(count('skipped'));
});
