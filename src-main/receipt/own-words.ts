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
  /** All that a return says, where it says no number of its own. */
  readonly body?: string | undefined;
}

type Whose = Pick<SignalDraft, 'store' | 'till' | 'poskey' | 'time'>;

const trimmed = (text: string | undefined): string => text?.trim() ?? '';

/** Words of whose it is and when; the instant where the offset is named, however it is written. */
function commonWords({ store, till, poskey, time }: Whose, instantMs: number): OwnWords {
  const wallMs = readWallClock(time);
  const when = wallMs === undefined ? String(instantMs) : `local ${wallMs}`;
  return { words: [trimmed(store), trimmed(till), trimmed(poskey), when], wallMs };
}

/** A `poskey` goes before every code and needs no mapping. */
function saysAll({ poskey }: Whose, { wallMs }: OwnWords): boolean {
  return trimmed(poskey) !== '' && wallMs === undefined;
}

export function receiptWords(
  draft: ReceiptDraft,
  kind: ReceiptKind,
  instantMs: number,
): OwnWords | undefined {
  const common = commonWords(draft, instantMs);
  const given = trimmed(draft.extId);
  if (given !== '' && saysAll(draft, common)) return undefined;
  const id = given === '' ? ['built', trimmed(draft.shift), trimmed(draft.number)] : ['given', given];
  const { positions, attributes, discount, cashier } = draft;
  const body = kind === 'sale' ? '' : JSON.stringify([positions, attributes, discount, cashier]);
  return { ...common, words: [...common.words, ...id], body };
}

export function signalWords(draft: SignalDraft, instantMs: number): OwnWords | undefined {
  const common = commonWords(draft, instantMs);
  return saysAll(draft, common) ? undefined : common;
}
