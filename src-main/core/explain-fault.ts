/** Owns: what a thrown error of the disk or the database means to a person. */
import { freeBytes } from '../base/free-bytes.ts';
import { problem, type Problem } from '../base/problem.ts';
import { fail, type Result } from '../base/result.ts';
import type { DataFolderProblem } from '../outbox/data-folder.ts';
import { isDiskFault, isReadOnly } from '../outbox/sqlite.ts';
import type { CoreProblem } from './problem-codes.ts';

/** What the disk of `dataDir` refuses becomes a problem that says so. Never rejects. */
export async function safely<T>(
  dataDir: string,
  work: () => Promise<Result<T, Problem>>,
): Promise<Result<T, Problem>> {
  try {
    return await work();
  } catch (error) {
    return fail(explainFault(error, dataDir));
  }
}

function explainFault(thrown: unknown, dataDir: string): Problem<CoreProblem | DataFolderProblem> {
  const error = thrown instanceof Error ? thrown.message : String(thrown);
  if (isReadOnly(thrown)) return problem('data.readOnly', '', { path: dataDir, reason: error });
  if (!isDiskFault(thrown)) return problem('data.unusable', '', { error });
  return problem('data.diskFull', dataDir, { error, freeBytes: freeBytes(dataDir) ?? 0 });
}
