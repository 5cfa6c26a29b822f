import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { openZone } from '../../../src-main/base/zone.ts';
import { normalise } from '../../../src-main/receipt/normalise.ts';
import type { ReceiptRules } from '../../../src-main/receipt/rules.ts';
import { normaliseSignal } from '../../../src-main/receipt/signal.ts';
import { fixtures, records } from './reads.ts';

const expectedSchema = z.object({
  config: z.object({ storeExtId: z.string(), cashboxExtId: z.string(), timeZone: z.string() }),
  receipts: z.array(z.unknown()),
  events: z.array(z.unknown()),
  skipped: z.array(z.object({ source: z.string(), reason: z.string() })),
});

const nowMs = Date.parse('2026-11-21T23:00:00Z');

interface Results {
  readonly receipts: unknown[];
  readonly events: unknown[];
  readonly skipped: { readonly source: string; readonly code: string }[];
}

/** What the product makes of every sample file of a folder. */
function results(folder: string, rules: ReceiptRules, timeZone: string): Results {
  const found: Results = { receipts: [], events: [], skipped: [] };
  for (const name of readdirSync(new URL(folder, fixtures)).filter((file) => !file.startsWith('expected'))) {
    const bytes = readFileSync(new URL(`${folder}/${name}`, fixtures));
    for (const record of records(bytes, {}, { fileName: name, timeZone })) {
      if (record.type === 'refused') throw new Error(`${name}: ${JSON.stringify(record.problem)}`);
      if (record.type === 'skipped') found.skipped.push({ source: name, code: record.problem.code });
      if (record.type === 'receipt') {
        const verdict = normalise(record.draft, rules, nowMs);
        found.receipts.push(verdict.verdict === 'ready' ? verdict.receipt.wire : verdict);
      }
      if (record.type === 'signal') {
        const verdict = normaliseSignal(record.draft, rules, nowMs);
        found.events.push(verdict.verdict === 'ready' ? verdict.signal.wire : verdict);
      }
    }
  }
  return found;
}

/** Receipts are a set: the order of files says nothing. The order of keys does: it makes the text canonical. */
function sorted(receipts: readonly unknown[]): string[] {
  return receipts.map((receipt) => JSON.stringify(receipt)).sort();
}

describe.each(['heado-native', 'fns-ofd-json'])('the samples of %s', (folder) => {
  it.each([
    ['expected.json', 'signed'],
    ['expected.abs-positions.json', 'abs'],
  ] as const)('give what %s says', (file, returnPositions) => {
    const text = readFileSync(new URL(`${folder}/${file}`, fixtures), 'utf8');
    const expected = expectedSchema.parse(JSON.parse(text));
    const { storeExtId, cashboxExtId, timeZone } = expected.config;
    const rules = {
      ...{ zone: openZone(timeZone), storeExtId, cashboxExtId, returnPositions, tills: {} },
      ...{ server: false, poskey: true, maxAgeDays: 400, aheadMinutesMax: 10 },
    };
    const found = results(folder, rules, timeZone);
    expect(found.receipts).toHaveLength(expected.receipts.length);
    expect(sorted(found.receipts)).toEqual(sorted(expected.receipts));
    expect(found.events).toEqual(expected.events);
    expect(found.skipped.map(({ source }) => source)).toEqual(expected.skipped.map(({ source }) => source));
    for (const { code } of found.skipped) expect(code).toBe('ofd.outlay');
  });
});
