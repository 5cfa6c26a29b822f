/** Owns: the small conversions between what the outbox keeps and what commands answer. */
import { maskNumbers } from '../../base/mask-numbers.ts';
import { problem, type Problem } from '../../base/problem.ts';
import type { CoreProblem } from '../problem-codes.ts';
import { problemSchema } from '../status-schema.ts';

export function isoOf(instantMs: number): string {
  return new Date(instantMs).toISOString();
}

export function isoOrNull(instantMs: number | null | undefined): string | null {
  return instantMs === null || instantMs === undefined ? null : isoOf(instantMs);
}

/** As people are shown it: its values come from a file, and could be a card's number. */
export function shownProblem({
  code,
  at,
  values,
}: Problem): Problem & { values: Record<string, string | number> } {
  const shown: Record<string, string | number> = {};
  for (const [name, value] of Object.entries(values))
    shown[name] = typeof value === 'string' ? maskNumbers(value) : value;
  return { code, at: maskNumbers(at), values: shown };
}

/** A problem as the outbox stored it, for people. Unreadable text still says that there is one. */
export function parseProblem(text: string): Problem {
  try {
    const parsed = problemSchema.safeParse(JSON.parse(text));
    if (parsed.success) return shownProblem(parsed.data);
  } catch {
    // told below
  }
  return problem<CoreProblem>('quarantine.unexplained');
}
