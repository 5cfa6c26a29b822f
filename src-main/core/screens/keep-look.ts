/**
 * Owns: writing a changed look into the one section of the settings that the screens may change (decisions 32).
 * Promises: every other key and section stays; the file is the old or the new one at any moment.
 */
import { mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import { problem, type Problem } from '../../base/problem.ts';
import { replaceFile } from '../../base/replace-file.ts';
import type { LookChange } from '../../contract/service.ts';
import { errorCode, readLayer } from '../../settings/layers.ts';
import type { ScreensProblem } from './problem-codes.ts';

const section = z.record(z.string(), z.unknown());
const FILE_MODE = 0o600;
const FOLDER_MODE = 0o700;

/** What is wrong when it could not be written. */
export function keepLook(file: string | undefined, change: LookChange): Problem<ScreensProblem> | undefined {
  if (file === undefined) return notKept('no home folder');
  const read = readLayer(file);
  if (!read.ok) return notKept(read.error.code);
  const settings = section.safeParse(read.value?.source.value ?? {});
  const widget = section.safeParse(settings.data?.['widget'] ?? {});
  if (!settings.success || !widget.success) return notKept('settings.wrongValue');
  const changed = { ...settings.data, widget: { ...widget.data, ...change } };
  try {
    mkdirSync(dirname(file), { recursive: true, mode: FOLDER_MODE });
    const mode = statSync(file, { throwIfNoEntry: false })?.mode ?? FILE_MODE;
    replaceFile(file, `${JSON.stringify(changed, null, 2)}\n`, mode & 0o777);
    return undefined;
  } catch (error) {
    return notKept(errorCode(error));
  }
}

function notKept(reason: string): Problem<ScreensProblem> {
  return problem('screens.lookNotKept', '', { reason });
}
