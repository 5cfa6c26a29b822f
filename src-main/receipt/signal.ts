/**
 * Owns: what a signal is: the opening or closing of a shift, ready to be sent (guide 13), and its judgement.
 * Promises: pure; held and refused for the same reasons as a receipt's time and till.
 */
import type { Problem } from '../base/problem.ts';
import { localText, type Zone } from '../base/zone.ts';
import { placeDevice } from './device.ts';
import type { SignalDraft } from './draft.ts';
import { judge, type Findings, type ReceiptNote, type Verdict } from './findings.ts';
import { signalWords, type OwnWords } from './own-words.ts';
import type { ReceiptRules } from './rules.ts';
import { DOC_ID_MAX, fitId, fitText, TEXT_MAX } from './text.ts';
import { judgeTime } from './time.ts';
import type { WireSignal } from './wire.ts';

export interface Signal {
  readonly event: 'shift/start' | 'shift/stop';
  /** `@store/till`: the same text as a receipt's of that till. */
  readonly device: string;
  /** The POS's number of the shift; part of the identity (decisions 25). */
  readonly shift: string | undefined;
  /** The fiscal drive that numbers the shifts, where it is known. */
  readonly drive: string | undefined;
  /** What it says itself, whatever the settings; undefined: nothing of its identity comes from them. */
  readonly own: OwnWords | undefined;
  /** Whole seconds, milliseconds since 1970 UTC. */
  readonly instantMs: number;
  readonly wire: WireSignal;
}

export type SignalVerdict =
  | { readonly verdict: 'ready'; readonly signal: Signal; readonly notes: readonly Problem<ReceiptNote>[] }
  | Exclude<Verdict<never>, { readonly verdict: 'ready' }>;

/** Signed hours from UTC: `+3`, `+5.5`, `-3.5`, `+0` (guide 13.1, decisions 6). */
function hoursText(minutes: number): string {
  return `${minutes < 0 ? '' : '+'}${minutes / 60}`;
}

/** What `registerEvent` gets (guide 13.1) for an event at `instantMs` in the store's zone. */
export function wireSignal(
  event: Signal['event'],
  instantMs: number,
  seller: string | undefined,
  zone: Zone,
): WireSignal {
  const localtimezone = hoursText(zone.offsetMinutesAt(instantMs));
  const params = seller === undefined ? { localtimezone } : { seller, localtimezone };
  return { name: event, ts: localText(instantMs, zone), params };
}

function assemble(draft: SignalDraft, rules: ReceiptRules, nowMs: number, findings: Findings): Signal {
  const { device } = placeDevice(draft, rules, findings);
  const instantMs = judgeTime(draft.time, rules, nowMs, findings);
  const seller = fitText(draft.seller, TEXT_MAX, 'seller', findings);
  const shift = fitId(draft.shift, DOC_ID_MAX, 'shift', findings);
  const drive = fitId(draft.drive, DOC_ID_MAX, 'drive', findings);
  const wire = wireSignal(draft.event, instantMs, seller, rules.zone);
  return { event: draft.event, device, shift, drive, instantMs, own: signalWords(draft, instantMs), wire };
}

/** Judges a signal's draft at `nowMs`; `at` is its place in the file. */
export function normaliseSignal(
  draft: SignalDraft,
  rules: ReceiptRules,
  nowMs: number,
  at = '',
): SignalVerdict {
  const judged = judge(at, (findings) => assemble(draft, rules, nowMs, findings));
  if (judged.verdict !== 'ready') return judged;
  return { verdict: 'ready', signal: judged.value, notes: judged.notes };
}
