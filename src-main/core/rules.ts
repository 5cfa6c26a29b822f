/** Owns: what the settings mean for the judging of receipts and for reading files. */
import { openZone, type Zone } from '../base/zone.ts';
import type { ReceiptRules } from '../receipt/rules.ts';
import type { Settings } from '../settings/schema.ts';

export function receiptRules(
  settings: Settings,
  zone: Zone = openZone(settings.store.timeZone),
): ReceiptRules {
  const { store, receipts } = settings;
  return {
    zone,
    storeExtId: store.storeExtId,
    cashboxExtId: store.cashboxExtId,
    networkId: store.networkId,
    tills: store.tills,
    server: store.server,
    returnPositions: receipts.returnPositions,
    poskey: receipts.poskey,
    maxAgeDays: receipts.maxAgeDays,
    aheadMinutesMax: receipts.aheadMinutesMax,
  };
}
