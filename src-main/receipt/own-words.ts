/**
 * Owns: what a record itself says about whose it is, which it is and when: the parts of its identity that no
 * setting of today has a say in. Store, till, zone and network come from the settings where a record is silent, and
 * settings are corrected: what was known before must be known after.
 * Promises: pure; undefined where the record says everything, so that its identity depends on no setting.
 */
import type { ReceiptDraft, ReceiptKind, SignalDraft } from './draft.ts';
import { readWallClock } from './time.ts';

export interface OwnWords {
  readonly words: readonly string[];
  /** The wall clock read as if it were UTC; undefined where the record names its offset, and so an instant. */
  readonly wallMs: number | undefined;
  /** Of a wall clock: the words of the same record had it named its offset, by the zone of today. */
  readonly dated?: readonly string[] | undefined;
  /** All that a return says, where it says no number of its own. */
  readonly body?: string | undefined;
}

type Whose = Pick<SignalDraft, 'store' | 'till' | 'poskey' | 'time'>;

const trimmed = (text: string | undefined): string => text?.trim() ?? '';

/**
 * Words of whose it is, when, and which; the instant where the offset is named, however it is written. Undefined where
 * they are no more than settings-free keys say: with an offset, a `poskey` (it goes before every code and needs no
 * mapping) and an id of its own (`isNamed`).
 */
function wordsOf(
  { store, till, poskey, time }: Whose,
  instantMs: number,
  { isNamed, id }: { readonly isNamed: boolean; readonly id: readonly string[] },
): OwnWords | undefined {
  const said = (when: string): string[] => [trimmed(store), trimmed(till), trimmed(poskey), when, ...id];
  const saysAll = isNamed && trimmed(poskey) !== '';
  const dated = saysAll ? undefined : said(String(instantMs));
  const wallMs = readWallClock(time);
  if (wallMs !== undefined) return { words: said(`local ${wallMs}`), wallMs, dated };
  return dated && { words: dated, wallMs };
}

export function receiptWords(
  draft: ReceiptDraft,
  kind: ReceiptKind,
  instantMs: number,
): OwnWords | undefined {
  const given = trimmed(draft.extId);
  const id = given === '' ? ['built', trimmed(draft.shift), trimmed(draft.number)] : ['given', given];
  const { positions, attributes, discount, cashier } = draft;
  const body = kind === 'sale' ? '' : JSON.stringify([positions, attributes, discount, cashier]);
  const words = wordsOf(draft, instantMs, { isNamed: given !== '', id });
  return words && { ...words, body };
}

export function signalWords(draft: SignalDraft, instantMs: number): OwnWords | undefined {
  return wordsOf(draft, instantMs, { isNamed: true, id: [] });
}
