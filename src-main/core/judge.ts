/**
 * Owns: the rules of the house in one function, as intake and rebuilding need them: drafts become entries of the
 * outbox, or shelf items with the reason.
 * Promises: changes nothing; the state of the shifts is read from the outbox, where every earlier file's signals
 * are by the time a file is judged.
 */
import type { Note } from '../base/note.ts';
import type { Problem } from '../base/problem.ts';
import type { JudgeFile, JudgedRecord, RecordSource, Verdict } from '../intake/judge.ts';
import type { NewShelfItem } from '../outbox/port.ts';
import { normalise } from '../receipt/normalise.ts';
import type { ReceiptRules } from '../receipt/rules.ts';
import { normaliseSignal } from '../receipt/signal.ts';
import { receiptEntry } from '../receipt/to-entry.ts';
import { decideSignal } from '../shift/decide.ts';
import type { ShiftRules, ShiftState } from '../shift/state.ts';
import type { CoreEvent } from './events.ts';

export interface JudgeOptions {
  readonly rules: ReceiptRules;
  readonly shift: ShiftRules;
  /** The clock to judge time stamps by, milliseconds since 1970 UTC. */
  readonly nowMs: () => number;
  /** The shifts as the outbox knows them from events at or after an instant. */
  readonly shiftState: (sinceMs: number) => ShiftState;
  readonly note: Note<CoreEvent>;
}

/** A shift lasts a day at most; the day before may still be open when this one begins. */
const SHIFT_MEMORY_MS = 48 * 3_600_000;

export function createJudge(options: JudgeOptions): JudgeFile {
  return (source) => {
    let shifts: ShiftState | undefined;
    return (record) => (record.type === 'receipt' ? judgeReceipt(record, source) : judgeSignal(record));

    function judgeSignal(record: Extract<JudgedRecord, { type: 'signal' }>): Verdict {
      const judged = normaliseSignal(record.draft, options.rules, options.nowMs(), record.at);
      if (judged.verdict !== 'ready')
        return shelve(record, judged.problem, judged.verdict === 'held', source);
      // From the signal's own time on: one that comes late, or out of the archive, meets the shifts of its day.
      shifts ??= options.shiftState(judged.signal.instantMs - SHIFT_MEMORY_MS);
      const decided = decideSignal(judged.signal, record, shifts, options.shift);
      shifts = decided.state;
      return { kind: 'entries', entries: decided.entries };
    }
  };

  function judgeReceipt(record: Extract<JudgedRecord, { type: 'receipt' }>, source: RecordSource): Verdict {
    const judged = normalise(record.draft, options.rules, options.nowMs(), record.at);
    if (judged.verdict !== 'ready') return shelve(record, judged.problem, judged.verdict === 'held', source);
    for (const each of [...judged.notes, ...(record.notes ?? [])]) {
      options.note('record.adjusted', { code: each.code, at: each.at, file: source.fileName });
    }
    return { kind: 'entries', entries: [receiptEntry(judged.receipt, record)] };
  }

  function shelve(record: JudgedRecord, found: Problem, held: boolean, source: RecordSource): Verdict {
    const event = held ? 'record.held' : 'record.refused';
    options.note(event, { code: found.code, at: found.at, file: source.fileName });
    const item: NewShelfItem = {
      at: record.at,
      label: labelOf(record),
      raw: record.raw,
      problem: found,
      held,
    };
    return { kind: 'shelf', item };
  }
}

/** What a person looks the record up by, as far as it is known before judging. */
function labelOf(record: JudgedRecord): string {
  if (record.type === 'signal') return record.draft.event;
  return (record.draft.extId ?? record.draft.docId ?? '').slice(0, 100);
}
