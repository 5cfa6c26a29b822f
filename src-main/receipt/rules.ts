/**
 * Owns: what a store has settled about its receipts and signals, as far as judging them needs it.
 * Refuses to know: the settings file; core fills this in.
 */
import type { Zone } from '../base/zone.ts';

export interface ReceiptRules {
  readonly zone: Zone;
  /** `store_ext_id` and `extid` of the configured store and till (guide 4.2). */
  readonly storeExtId?: string | undefined;
  readonly cashboxExtId?: string | undefined;
  /** First part of a built external id (guide 4.4.5). */
  readonly networkId?: string | undefined;
  /** From the POS's own code of a till to its `extid`. */
  readonly tills: Readonly<Record<string, string>>;
  /** A server of a store: a till code that `tills` does not name holds the receipt (decisions 8). */
  readonly server: boolean;
  readonly returnPositions: 'abs' | 'signed';
  /** Whether `poskey` is sent at all. */
  readonly poskey: boolean;
  /** Older things are held, days. */
  readonly maxAgeDays: number;
  /** Things further ahead of the clock are held, minutes. */
  readonly aheadMinutesMax: number;
}
