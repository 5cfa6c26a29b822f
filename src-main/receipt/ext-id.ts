/**
 * Owns: a receipt's external id: the given one, or one built as guide 4.4.5 advises (decisions 4).
 * Promises: at most 40 characters; the same parts give the same id for ever.
 */
import { hash } from 'node:crypto';
import type { Device } from './device.ts';
import type { ReceiptDraft } from './draft.ts';
import { note, refuse, type Findings } from './findings.ts';
import { fitId, ID_MAX, isId } from './text.ts';

/** Network, store, the POS's own till code, shift, number; too long together, they are hashed, never cut. */
function build(
  draft: ReceiptDraft,
  device: Pick<Device, 'storeId' | 'tillCode'>,
  networkId: string | undefined,
  findings: Findings,
): string {
  const { storeId, tillCode } = device;
  const { shift, number } = draft;
  const needed = { store: storeId, till: tillCode, shift, number };
  const missing = Object.entries(needed).flatMap(([name, part]) => (part ? [] : [name]));
  if (missing.length > 0) {
    refuse(findings, 'receipt.extIdMissing', 'extId', { missing: missing.join(', ') });
  }
  const built = [networkId, storeId, tillCode, shift, number].filter(Boolean).join('-');
  if (!isId(built)) refuse(findings, 'receipt.idInvalid', 'extId');
  if (built.length <= ID_MAX) return built;
  const hashed = hash('sha256', built, 'hex').slice(0, ID_MAX);
  note(findings, 'receipt.extIdHashed', 'extId', { from: built.slice(0, 200), to: hashed });
  return hashed;
}

/** The external id; refused when given and longer than 40, or when neither given nor to be built. */
export function chooseExtId(
  draft: ReceiptDraft,
  device: Pick<Device, 'storeId' | 'tillCode'>,
  networkId: string | undefined,
  findings: Findings,
): string {
  const given = fitId(draft.extId, ID_MAX, 'extId', findings);
  return given ?? build(draft, device, networkId, findings);
}
