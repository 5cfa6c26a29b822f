/**
 * Owns: records as a POS writes them, judged by the rules of the receipt room under settings that may change, and
 * brought to a real outbox as files. Every call of `bring` is a file of its own; `again` is one that is read again.
 */
import { openZone } from '../../../src-main/base/zone.ts';
import type { NewEntry, Taken, TakenFile } from '../../../src-main/outbox/port.ts';
import { normalise } from '../../../src-main/receipt/normalise.ts';
import type { ReceiptDraft, SignalDraft } from '../../../src-main/receipt/draft.ts';
import type { ReceiptRules } from '../../../src-main/receipt/rules.ts';
import { normaliseSignal } from '../../../src-main/receipt/signal.ts';
import { receiptEntry, signalEntry } from '../../../src-main/receipt/to-entry.ts';
import { codeOf, file } from './entries.ts';
import type { OutboxFolder } from './outbox-folder.ts';

const NOW_MS = Date.parse('2026-11-22T12:00:00Z');

const usual: ReceiptRules = {
  ...{ zone: openZone('Europe/Moscow'), storeExtId: '111', cashboxExtId: '22', tills: {}, server: false },
  ...{ returnPositions: 'abs', poskey: true, maxAgeDays: 400, aheadMinutesMax: 10 },
};

export type Settings = Partial<ReceiptRules>;

/** A sale of 10.00, unless something else is said. */
export function receipt(changes: Partial<ReceiptDraft> = {}, settings: Settings = {}): NewEntry {
  const amount = changes.amount ?? 10;
  const draft: ReceiptDraft = {
    kind: undefined,
    amount,
    time: '2026-11-21T18:42:11+03:00',
    extId: 'A-1',
    positions: [{ name: 'Хлеб', count: 1, total: Math.abs(Number(amount)) }],
    attributes: [],
    ...changes,
  };
  const judged = normalise(draft, { ...usual, ...settings }, NOW_MS);
  if (judged.verdict !== 'ready') throw new Error(JSON.stringify(judged));
  return receiptEntry(judged.receipt, { at: '', raw: JSON.stringify(draft) });
}

export function refund(changes: Partial<ReceiptDraft> = {}, settings: Settings = {}): NewEntry {
  return receipt({ amount: -10, kind: 'return', ...changes }, settings);
}

/** An opening at nine, Moscow's time, unless something else is said. */
export function shift(changes: Partial<SignalDraft> = {}, settings: Settings = {}): NewEntry {
  const draft: SignalDraft = { event: 'shift/start', time: '2026-11-21T09:00:00', ...changes };
  const judged = normaliseSignal(draft, { ...usual, ...settings }, NOW_MS);
  if (judged.verdict !== 'ready') throw new Error(JSON.stringify(judged));
  return signalEntry(judged.signal, { at: '', raw: JSON.stringify(draft) }, 'till', 'waiting');
}

let inode = 1_000;

/** A file of its own, whatever its name. */
export function arrival(name: string, ...entries: readonly NewEntry[]): TakenFile {
  return file(
    entries.map((each, index) => ({ ...each, at: `[${index}]` })),
    { name, inode: (inode += 1) },
  );
}

/**
 * What became of the one record of a file: `new`, `duplicate`, `differing`, `broughtAgain`, or the code of what a
 * person is asked.
 */
export function bring({ outbox }: OutboxFolder, entry: NewEntry, name = 'x.json'): string {
  return fateOf(outbox.take([arrival(name, entry)])[0], outbox);
}

function fateOf(taken: Taken | undefined, outbox: OutboxFolder['outbox']): string {
  if (!taken) return 'nothing';
  if (taken.stored > 0) return 'new';
  if (taken.differing > 0) return 'differing';
  if (taken.duplicates > 0) return 'duplicate';
  if (taken.conflicts === 0) return 'broughtAgain';
  const [newest] = outbox.reading.shelf({ open: true, limit: 1 });
  return codeOf(newest?.problem ?? '{"code":"none"}');
}
