/** Owns: how what lies in quarantine looks to a person. Pure. */
import { visibleLine } from '../../base/plain-text.ts';
import type { QuarantineItem, QuarantineRow } from '../../core/control/commands.ts';
import { BEGINNING_BYTES_MAX } from '../../core/operations/file-beginning.ts';
import { incidentWord } from '../../text/cli/story.ts';
import { describe } from '../../text/problems.ts';
import type { Printer } from './printer.ts';
import type { StoreTime } from './store-time.ts';

interface View {
  readonly printer: Printer;
  readonly time: StoreTime;
}

/** What it is and why it lies there. */
export function showRow(row: QuarantineRow, printer: Printer): string {
  const state = printer.say(row.held ? 'state.held' : 'state.quarantined');
  return [
    visibleLine(`${row.id}@${row.version}  ${row.label}: ${state}  ${row.source}`.trimEnd()),
    ...printer.explain(row.problem, row.held ? 'warning' : 'error'),
  ].join('\n');
}

/** The same with its history and its own text. */
export function showItem({ row, raw, history }: QuarantineItem, { printer, time }: View): string {
  const { say, locale } = printer;
  const events = history.map(({ at, event, problem }) => {
    const why = problem ? `: ${describe(problem, locale).what}` : '';
    return `${time.show(at)}  ${incidentWord(event, locale)}${why}`;
  });
  const title = row.kind === 'file' ? 'quarantine.beginning' : 'quarantine.raw';
  return [
    showRow(row, printer),
    ...(events.length > 0 ? [say('quarantine.history'), ...events] : []),
    ...(raw === '' ? [] : [say(title, { limitBytes: BEGINNING_BYTES_MAX }), raw]),
  ].join('\n');
}
