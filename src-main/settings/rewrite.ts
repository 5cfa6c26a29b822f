/**
 * Owns: changing a settings file that a person may have written: section by section, everything else as it was.
 * Promises: the old file or the new one at any moment; its mode and, where this process may, its owner stay;
 * where it lies behind a link, the link stays.
 */
import { statSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import { makeFolder } from '../base/make-folder.ts';
import { replaceFile } from '../base/replace-file.ts';
import { fail, ok, type Result } from '../base/result.ts';
import { errorCode, readLayer } from './layers.ts';
import { realFile } from './real-file.ts';

type Section = Readonly<Record<string, unknown>>;

const section = z.record(z.string(), z.unknown());
const FILE_MODE = 0o600;
const FOLDER_MODE = 0o700;

/** `change` gets the section `widget` as it is and gives it as it shall be. Fails with the reason. */
export function rewriteWidget(file: string, change: (widget: Section) => Section): Result<undefined, string> {
  const read = readLayer(file);
  if (!read.ok) return fail(String(read.error.values['reason'] ?? read.error.code));
  const settings = section.safeParse(read.value?.source.value ?? {});
  const widget = section.safeParse(settings.data?.['widget'] ?? {});
  if (!settings.success || !widget.success) return fail('settings.wrongValue');
  const changed = { ...settings.data, widget: change(widget.data) };
  try {
    const real = realFile(file);
    makeFolder(dirname(real), FOLDER_MODE);
    const was = statSync(real, { throwIfNoEntry: false });
    replaceFile(real, `${JSON.stringify(changed, null, 2)}\n`, (was?.mode ?? FILE_MODE) & 0o777, was);
    return ok(undefined);
  } catch (error) {
    return fail(errorCode(error));
  }
}
