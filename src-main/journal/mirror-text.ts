/** Owns: how an event looks to a person, in a terminal that watches `run` and in `status`. Pure. */
import type { Level } from '../base/note.ts';

/**
 * `12:00:01 warn  call.failed host=api.heado.ru attempt=2`, on one line whatever the fields hold. `time` is shown
 * as it is: whose clock it is knows the caller.
 */
export function mirrorText(
  time: string,
  level: Level,
  event: string,
  fields: Readonly<Record<string, string | number | boolean | null>>,
): string {
  const shown = Object.entries(fields).map(([name, value]) => `${name}=${fieldText(value)}`);
  return [time, level.padEnd(5), event, ...shown].join(' ');
}

/** Quoted where it holds anything that could be mistaken for the next field or move the cursor. */
function fieldText(value: string | number | boolean | null): string {
  const text = String(value);
  return /^[^\s"=\p{C}]+$/u.test(text) ? text : JSON.stringify(text).replace(/\p{C}/gu, '?');
}
