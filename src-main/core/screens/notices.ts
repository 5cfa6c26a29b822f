/**
 * Owns: what the status lists as needing a person, as the cashier's screen tells it; and the sign of the link. Pure.
 */
import type { Link, Notice, NoticeKind } from '../../contract/snapshot.ts';
import type { Problem } from '../../base/problem.ts';
import type { Locale } from '../../text/words.ts';
import type { StatusReport } from '../status-schema.ts';
import { tell } from './tell.ts';

const KINDS: Readonly<Record<string, NoticeKind>> = {
  'api.keyRefused': 'keyRefused',
  'key.missing': 'keyMissing',
  'key.empty': 'keyMissing',
  'key.unreadable': 'keyMissing',
  'key.malformed': 'keyRefused',
  'key.sameAsAdmin': 'keyRefused',
  'api.keyMissing': 'keyMissing',
  'api.keyMalformed': 'keyRefused',
  'status.diskLow': 'diskFull',
  'status.ballastReleased': 'diskFull',
  'folder.diskFull': 'diskFull',
  'folder.missing': 'folderMissing',
  'folder.notAnswering': 'folderMissing',
  'folder.notAFolder': 'folderMissing',
  'folder.denied': 'folderMissing',
  'folder.unreadable': 'folderMissing',
  'status.clockDiffers': 'clockOff',
  'status.late': 'late',
  'status.quarantine': 'quarantine',
};

/** Two calls without an answer (widget, states): one alone is an ordinary hiccup. */
const FAILED_MIN = 2;

/** Worst first; each kind that has a place of its own once. */
export function listNotices(problems: StatusReport['problems'], locale: Locale): readonly Notice[] {
  const notices: Notice[] = [];
  for (const { severity, problem } of problems) {
    // A call that failed and will be repeated is the link's business.
    if (severity === 'warning' && problem.code.startsWith('api.')) continue;
    const kind = kindOf(problem);
    if (kind !== 'other' && notices.some((known) => known.kind === kind)) continue;
    notices.push({ kind, severity, ...tell(problem, locale) });
  }
  return notices;
}

/** A key that cannot be used is told by the code behind the one that holds the lane. */
function kindOf({ code, values }: Problem): NoticeKind {
  const behind = code === 'api.endpointUnusable' ? String(values['because'] ?? '') : code;
  return KINDS[behind] ?? 'other';
}

export interface LinkFacts {
  readonly notices: readonly Notice[];
  /** Calls in a row without an answer. */
  readonly failedInRow: number;
  /** The day's figures are old. */
  readonly stale: boolean;
}

/** A person first, then the network, then the age. What is late or in quarantine is no fault of the link. */
export function linkOf({ notices, failedInRow, stale }: LinkFacts): Link {
  if (notices.some(needsPerson)) return 'action';
  if (failedInRow >= FAILED_MIN) return 'offline';
  return stale ? 'stale' : 'ok';
}

function needsPerson({ kind, severity }: Notice): boolean {
  if (kind === 'late' || kind === 'quarantine') return false;
  return severity === 'error' || kind === 'clockOff';
}
