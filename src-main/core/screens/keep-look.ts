/**
 * Owns: writing a changed look into the one section of the settings that the screens may change (decisions 32): the
 * user's file, but what guards the screens only where it counts, in the machine's file or that of `--config`.
 * Promises: every other key and section stays; a file is the old or the new one at any moment; a PIN in plain text that
 * stands there becomes its hash.
 */
import { problem, type Problem } from '../../base/problem.ts';
import type { LookChange } from '../../contract/service.ts';
import { keepPin } from '../../settings/keep-pin.ts';
import { isGuard } from '../../settings/layers.ts';
import { rewriteWidget } from '../../settings/rewrite.ts';
import type { ScreensProblem } from './problem-codes.ts';

export interface LookFiles {
  /** Undefined: there is no home folder. */
  readonly user: string | undefined;
  /** What `--config` names, else the machine's file. */
  readonly machine: string;
}

/** What is wrong when it could not be written. */
export function keepLook(files: LookFiles, change: LookChange): Problem<ScreensProblem> | undefined {
  const guards = Object.entries(change).filter(([key]) => isGuard(key));
  const free = Object.entries(change).filter(([key]) => !isGuard(key));
  if (files.user === files.machine) return keep(files.machine, change, 'screens.lookNotKept');
  return (
    (guards.length > 0
      ? keep(files.machine, Object.fromEntries(guards), 'screens.guardNotKept')
      : undefined) ??
    (free.length > 0 ? keep(files.user, Object.fromEntries(free), 'screens.lookNotKept') : undefined)
  );
}

function keep(
  file: string | undefined,
  change: LookChange,
  code: ScreensProblem,
): Problem<ScreensProblem> | undefined {
  if (file === undefined) return problem(code, '', { reason: 'no home folder' });
  const kept = rewriteWidget(file, (widget) => ({ ...keepPin(widget), ...change }));
  return kept.ok ? undefined : problem(code, '', { reason: kept.error });
}
