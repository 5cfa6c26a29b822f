/** Owns: problems and events as the screens tell them: in their language, without key and without places of this machine. */
import type { Answer } from '../../contract/bridge.ts';
import type { ErrorLine, Told } from '../../contract/service.ts';
import type { Problem } from '../../base/problem.ts';
import { describeEvent, sayable } from '../../text/events.ts';
import { describe } from '../../text/problems.ts';
import type { Locale } from '../../text/words.ts';
import type { Redaction } from '../redaction.ts';
import type { StatusReport } from '../status-schema.ts';
import { hideInValues, withoutPaths } from './hide-paths.ts';

export function tell(found: Problem, locale: Locale): Told {
  const { what, todo } = describe(withoutPaths(found), locale);
  return { code: found.code, what, todo };
}

type Fields = StatusReport['journal']['lastErrors'][number]['fields'];

export function tellEvent(event: string, fields: Fields, locale: Locale): Pick<ErrorLine, 'text' | 'code'> {
  return describeEvent(event, hideInValues(sayable(fields)), locale);
}

/** A server may repeat any key that it was ever sent. */
export function withoutKeys<T extends Pick<Told, 'what' | 'todo'>>(
  told: T,
  { redact }: Pick<Redaction, 'redact'>,
): T & Pick<Told, 'what' | 'todo'> {
  return { ...told, what: redact(told.what), todo: redact(told.todo) };
}

/** The answer to what cannot be done. */
export function refusal(found: Problem, locale: Locale): Extract<Answer<never>, { ok: false }> {
  const { what, todo } = tell(found, locale);
  return { ok: false, refusal: { reason: 'refused', what, todo } };
}

export function value<T>(of: T): Extract<Answer<T>, { ok: true }> {
  return { ok: true, value: of };
}
