/**
 * Owns: I10, the status equals the truth: its numbers are those of the outbox and the folders, and what a person has to
 * see is among its problems, and nothing else of that kind.
 */
import type { StatusReport } from '../../src-main/core/status-schema.ts';
import type { Book, Broken, Evidence, Places } from './evidence.ts';
import { OVER } from './lost.ts';

export function findUntrue(evidence: Evidence): Broken[] {
  const { status, book, places } = evidence;
  if (!status) return [];
  const untrue = [
    ...wrongNumbers(status, book, places),
    ...wrongLateness(status, book, places),
    ...wrongProblems(status),
  ];
  return untrue.map((says) => ({ invariant: 'I10', says, story: [] }));
}

function wrongNumbers(status: StatusReport, book: Book, places: Places): string[] {
  const { outbox, quarantine, folders } = status;
  const inState = (state: string): number => book.entries.filter((entry) => entry.state === state).length;
  const open = book.shelf.filter(({ isOpen }) => isOpen);
  const onShelf = open.filter(({ isHeld }) => !isHeld).length;
  const truths: readonly (readonly [what: string, said: number, truth: number])[] = [
    ['waiting or in flight', outbox.waiting + outbox.inFlight, inState('waiting')],
    ['slow', outbox.slow, inState('slow')],
    ['ejected', outbox.ejected, inState('ejected')],
    ['unconfirmed', outbox.unconfirmed, inState('unconfirmed')],
    ['in doubt', outbox.doubtful, inState('doubtful')],
    ['held', outbox.held, open.length - onShelf],
    ['quarantined', outbox.quarantined, inState('quarantined') + onShelf],
    ['in quarantine', quarantine.open, inState('quarantined') + onShelf + places.rejected.size],
    [
      'files in the folders',
      folders.reduce((sum, folder) => sum + folder.pendingFiles, 0),
      places.waiting.size,
    ],
  ];
  return truths
    .filter(([, said, truth]) => said !== truth)
    .map(([what, said, truth]) => `the status says ${said} ${what}, it is ${truth}`);
}

/** Guide 4.4.1, decisions 31. */
const LATE_MS = 15 * 60_000;

/** A receipt that HEADO does not have for longer is late, wherever it lies; where none lies nothing is. */
function wrongLateness({ at, outbox, problems }: StatusReport, book: Book, places: Places): string[] {
  const receipts = book.entries.filter(({ lane, state }) => lane === 'receipts' && !OVER.has(state));
  const late = receipts.find(({ takenAtMs }) => Date.parse(at) - takenAtMs > LATE_MS);
  const isNowhere =
    receipts.length + places.rejected.size + places.waiting.size === 0 &&
    !book.shelf.some(({ isOpen }) => isOpen);
  if (late && !outbox.late) return [`the status is not late, though ${late.label} is ${late.state}`];
  if (isNowhere && outbox.late) return ['the status is late, though HEADO has everything'];
  const told = problems.find(({ problem }) => problem.code === 'status.late');
  return told && told.severity !== 'error' ? ['being late is told as a mere warning'] : [];
}

/** Each stands among the problems exactly when there is one. */
function wrongProblems({ outbox, quarantine, problems }: StatusReport): string[] {
  const told = new Set(problems.map(({ problem }) => problem.code));
  const due: readonly (readonly [code: string, isDue: boolean])[] = [
    ['status.quarantine', quarantine.open > 0],
    ['status.held', outbox.held > 0],
    ['status.slow', outbox.slow > 0],
    ['status.ejected', outbox.ejected > 0],
    ['status.unconfirmed', outbox.unconfirmed > 0],
    ['status.late', outbox.late],
  ];
  return due
    .filter(([code, isDue]) => told.has(code) !== isDue)
    .map(([code, isDue]) => `${code} is ${isDue ? 'not told though it is so' : 'told though it is not so'}`);
}
