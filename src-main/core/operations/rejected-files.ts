/** Owns: rejected files as quarantine lists them, from the intake's list of them. */
import { problem, type Problem } from '../../base/problem.ts';
import { fail, ok, type Result } from '../../base/result.ts';
import type { Intake } from '../../intake/intake.ts';
import type { ActionFault } from '../../intake/rejected-actions.ts';
import type { RejectedItem } from '../../intake/rejected-list.ts';
import type { CommandArgs } from '../control/commands.ts';
import { BEGINNING_BYTES_MAX, legible } from './file-beginning.ts';
import type { RejectedFiles, RejectedRow } from './quarantine.ts';

type Desk = Pick<
  Intake,
  'listRejected' | 'findRejected' | 'rejectedBeginning' | 'retryRejected' | 'discardRejected'
>;
type Action = CommandArgs<'quarantine.retry'>;

export function rejectedFiles(intake: Desk): RejectedFiles {
  return {
    ...rejectedList(intake),
    async retry(action) {
      const done = await intake.retryRejected(action);
      if (done.ok) return ok({ still: null });
      if (done.error.kind !== 'refused') return fail(explain(done.error, action));
      const { code, at, values } = done.error.problem;
      return ok({ still: { code, at, values: { ...values } } });
    },
    async discard(action): Promise<Result<undefined, Problem>> {
      const done = await intake.discardRejected(action);
      return done.ok ? done : fail(explain(done.error, action));
    },
  };
}

/** For who may only read. */
export function rejectedList(
  desk: Pick<Desk, 'listRejected' | 'findRejected' | 'rejectedBeginning'>,
): Pick<RejectedFiles, 'list' | 'find' | 'beginning'> {
  return {
    list: (limit) => desk.listRejected(limit).slice(0, limit).map(toRow),
    find(id) {
      const item = desk.findRejected(id);
      return item && toRow(item);
    },
    beginning: ({ id }) => legible(desk.rejectedBeginning(id, BEGINNING_BYTES_MAX)),
  };
}

function toRow({ id, version, path, storedName, problem: found, sinceMs }: RejectedItem): RejectedRow {
  return { id, version, path, file: storedName, problem: found, sinceMs };
}

function explain(fault: ActionFault, action: Action): Problem {
  if (fault.kind === 'refused') return fault.problem;
  if (fault.kind === 'unknown') return problem('quarantine.unknown', '', { id: action.id });
  return problem('quarantine.stale', '', { id: action.id, given: action.version, current: '' });
}
