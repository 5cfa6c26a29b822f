import { appendFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import type { LedgerLine } from '../../../src-main/outbox/ledger-line.ts';
import { openLedger } from '../../../src-main/outbox/ledger.ts';
import { removeTempFolders, tempFolder } from '../../support/temp-folder.ts';

afterEach(removeTempFolders);

const NOVEMBER_MS = Date.parse('2026-11-22T09:00:00Z');
const DECEMBER_MS = Date.parse('2026-12-01T09:00:00Z');

function line(batch: number, at = NOVEMBER_MS): LedgerLine {
  return { did: 'accept', generation: 'g', batch, at, entries: [['aa', null, 'bb', `r${batch}`]] };
}

function monthsOf(dataDir: string): string[] {
  return readdirSync(join(dataDir, 'ledger')).sort();
}

it('an empty ledger has no lines', () => {
  const ledger = openLedger(tempFolder());
  expect([...ledger.lines()]).toEqual([]);
  expect(ledger.newest()).toEqual([]);
});

it('lines come back as they were written, oldest first, a file for each month', () => {
  const dataDir = tempFolder();
  const ledger = openLedger(dataDir);
  const lines = [line(1), line(2), line(3, DECEMBER_MS)];
  for (const each of lines) ledger.append(each);
  expect(monthsOf(dataDir)).toEqual(['2026-11.ndjson', '2026-12.ndjson']);
  expect([...openLedger(dataDir).lines()]).toEqual(lines);
  expect(openLedger(dataDir).newest()).toEqual(lines);
});

it('a line torn by a crash is passed over, and what follows is not glued to it', () => {
  const dataDir = tempFolder();
  openLedger(dataDir).append(line(1));
  appendFileSync(join(dataDir, 'ledger', '2026-11.ndjson'), '{"did":"accept","generation":"g","ba');
  const ledger = openLedger(dataDir);
  expect(ledger.newest()).toEqual([line(1)]);
  ledger.append(line(2));
  expect([...ledger.lines()]).toEqual([line(1), line(2)]);
});

it('zeros that a power cut leaves, rubbish and foreign lines are passed over', () => {
  const dataDir = tempFolder();
  openLedger(dataDir).append(line(1));
  const path = join(dataDir, 'ledger', '2026-11.ndjson');
  writeFileSync(path, `{"did":"dance"}\n[]\nnull\n${readFileSync(path, 'utf8')}${'\0'.repeat(4096)}`);
  const ledger = openLedger(dataDir);
  ledger.append(line(2));
  expect([...ledger.lines()]).toEqual([line(1), line(2)]);
  expect(ledger.newest()).toEqual([line(1), line(2)]);
});

it('a clock that was set back does not put new lines before old ones', () => {
  const dataDir = tempFolder();
  const ledger = openLedger(dataDir);
  ledger.append(line(1));
  ledger.append(line(2, 0));
  expect(monthsOf(dataDir)).toEqual(['2026-11.ndjson']);
  openLedger(dataDir).append(line(3, 0));
  expect(openLedger(dataDir).newest().at(-1)).toEqual(line(3, 0));
});

it('months that ended before the instant are removed, the newest never', () => {
  const dataDir = tempFolder();
  const ledger = openLedger(dataDir);
  ledger.append(line(1));
  ledger.append(line(2, DECEMBER_MS));
  ledger.prune(NOVEMBER_MS);
  expect(monthsOf(dataDir)).toHaveLength(2);
  ledger.prune(DECEMBER_MS);
  expect(monthsOf(dataDir)).toEqual(['2026-12.ndjson']);
  ledger.prune(Date.parse('2030-01-01'));
  expect(monthsOf(dataDir)).toEqual(['2026-12.ndjson']);
});

it('files that are no months of a ledger are left alone', () => {
  const dataDir = tempFolder();
  const ledger = openLedger(dataDir);
  writeFileSync(join(dataDir, 'ledger', 'notes.txt'), JSON.stringify(line(9)));
  ledger.append(line(1));
  ledger.prune(DECEMBER_MS);
  expect([...ledger.lines()]).toEqual([line(1)]);
  expect(monthsOf(dataDir)).toContain('notes.txt');
});

it('a database that the ledger does not know is looked for once, until a line about it is written', () => {
  const dataDir = tempFolder();
  const ledger = openLedger(dataDir);
  ledger.append(line(1));
  expect(ledger.lastBatchOf('unknown')).toBeUndefined();
  appendFileSync(
    join(dataDir, 'ledger', '2026-11.ndjson'),
    `${JSON.stringify({ ...line(7), generation: 'unknown' })}\n`,
  );
  expect(ledger.lastBatchOf('unknown')).toBeUndefined();
  ledger.append({ did: 'begin', generation: 'unknown', at: NOVEMBER_MS });
  expect(ledger.lastBatchOf('unknown')).toMatchObject({ batch: 7 });
});
