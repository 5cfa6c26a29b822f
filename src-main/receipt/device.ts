/**
 * Owns: whose a record is: the store and the till that HEADO books it on (decisions 1 and 8).
 * Promises: `device` is the same for every record of a till, whether `poskey` is sent or not.
 */
import { hold, refuse, type Findings } from './findings.ts';
import type { ReceiptRules } from './rules.ts';
import { fitId } from './text.ts';

/** What a draft says about its till. */
export interface DeviceDraft {
  readonly store?: string | undefined;
  /** The POS's own code of the till. */
  readonly till?: string | undefined;
  /** `@store/till` in HEADO's own words; goes before the POS's codes and needs no mapping. */
  readonly poskey?: string | undefined;
}

export interface Device {
  /** `@store/till`; parts that nobody knows are empty. Names the party in the outbox. */
  readonly device: string;
  /** Undefined unless both ids are known and the settings want it sent: HEADO registers whatever it is told. */
  readonly poskey: string | undefined;
  /** Parts of a built external id: the till by the POS's own code (decisions 4). */
  readonly storeId: string | undefined;
  readonly tillCode: string | undefined;
}

/** Guide 4.2: Latin letters and digits, a store up to 40 of them, a device up to 100. */
const POSKEY = /^@([A-Za-z0-9]{1,40})\/([A-Za-z0-9]{1,100})$/;

/** Characters of a POS's own code of a store or till. */
const CODE_MAX = 100;

/** The `extid` of a POS's own code; undefined when the settings do not name it. */
function knownTill(code: string, rules: ReceiptRules): string | undefined {
  if (Object.hasOwn(rules.tills, code)) return rules.tills[code];
  const named = code === rules.cashboxExtId || Object.values(rules.tills).includes(code);
  return named ? code : undefined;
}

/** The till's `extid`; a code that the settings do not name is the configured till's, on a server it waits. */
function mapTill(code: string | undefined, rules: ReceiptRules, findings: Findings): string | undefined {
  if (code === undefined) return rules.cashboxExtId;
  const known = knownTill(code, rules);
  if (known !== undefined) return known;
  if (!rules.server) return rules.cashboxExtId;
  hold(findings, 'receipt.unknownTill', 'till', { till: code });
  return undefined;
}

/** The device of a record; refused when its ids are not of letters and digits (guide 4.2). */
export function placeDevice(draft: DeviceDraft, rules: ReceiptRules, findings: Findings): Device {
  const own = draft.poskey === undefined || draft.poskey === '' ? undefined : POSKEY.exec(draft.poskey);
  if (own === null) refuse(findings, 'receipt.poskeyInvalid', 'poskey');
  const store = own?.[1] ?? fitId(draft.store, CODE_MAX, 'store', findings) ?? rules.storeExtId;
  const code = fitId(draft.till, CODE_MAX, 'till', findings);
  const till = own?.[2] ?? mapTill(code, rules, findings);
  const poskey = store === undefined || till === undefined ? undefined : `@${store}/${till}`;
  if (poskey !== undefined && !POSKEY.test(poskey)) refuse(findings, 'receipt.poskeyInvalid', 'till');
  return {
    // A till that HEADO does not know by name still is a party of its own here.
    device: poskey ?? `@${store ?? ''}/${code ?? ''}`,
    poskey: rules.poskey ? poskey : undefined,
    storeId: store,
    tillCode: own?.[2] ?? code ?? rules.cashboxExtId,
  };
}
