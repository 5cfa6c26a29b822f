/**
 * Owns: what of folders and data waits for a person, for the status and `doctor`.
 */
import { problem, type Problem } from '../base/problem.ts';
import type { OwnerProblem } from '../intake/problems.ts';
import { withStill } from './drop-folders.ts';
import type { Store } from './open-store.ts';

export type UnsettledProblem =
  /** The data folder was removed or replaced under the agent. Values: `path`. */
  | 'data.vanished'
  /** `dataDir` was changed while entries were open. Values: `path, wanted, count`. */
  | 'data.keptInForce'
  /** The archive holds what this data folder does not know: it was lost or is another. Values: `path`. */
  | 'recover.lost'
  /** The data folder is an older copy. Values: `path`. */
  | 'recover.ahead'
  /** The mark cannot be read. Values: `path`. */
  | 'recover.torn'
  /** The archive is due and could not be read. Values: `path`. */
  | 'recover.unread'
  /** Values: `count`. */
  | 'recover.doubtful';

const CODES: ReadonlySet<string> = new Set<UnsettledProblem | OwnerProblem>([
  ...(['data.vanished', 'data.keptInForce', 'recover.lost', 'recover.ahead'] as const),
  ...(['recover.torn', 'recover.unread', 'recover.doubtful'] as const),
  ...(['folder.heldByOther', 'folder.markMissing', 'folder.markForeign'] as const),
  ...(['folder.markCopied', 'folder.markOfOther', 'folder.markTampered'] as const),
]);

/** Whether a problem of the status is of this kind. */
export function isUnsettled(code: string): boolean {
  return CODES.has(code);
}

const TOLD = { lost: 'recover.lost', ahead: 'recover.ahead', torn: 'recover.torn' } as const;

export function unsettledOf({ settings, opened, marks }: Store): readonly Problem<UnsettledProblem>[] {
  const { doubt } = opened.outbox;
  const found: Problem<UnsettledProblem>[] = [];
  if (!opened.isThere()) found.push(problem('data.vanished', '', { path: settings.dataDir }));
  const asked = new Set<string>();
  for (const { path, question } of marks.twin.folders()) {
    if (!question) continue;
    asked.add(path);
    found.push(problem(TOLD[question], '', { path }));
  }
  for (const path of marks.archives.due())
    if (!asked.has(path)) found.push(problem('recover.unread', '', { path }));
  const count = doubt.count();
  if (count > 0) found.push(problem('recover.doubtful', '', { count }));
  return found;
}

/** The same where no agent looks at the folders: those that it would refuse are named too. */
export function unsettledStill(store: Store): readonly Problem[] {
  const { settings, marks } = store;
  const refused = settings.drop.folders.flatMap(
    ({ path }) => withStill(path, settings.dataDir, (folder) => marks.gate.refuses(folder)) ?? [],
  );
  return [...refused, ...unsettledOf(store)];
}
