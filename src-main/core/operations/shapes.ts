/** Owns: the small conversions between what the outbox keeps and what commands answer. */
import { problem, type Problem } from '../../base/problem.ts';
import type { CoreProblem } from '../problem-codes.ts';
import { problemSchema } from '../status-schema.ts';

export function isoOf(instantMs: number): string {
  return new Date(instantMs).toISOString();
}

export function isoOrNull(instantMs: number | null | undefined): string | null {
  return instantMs === null || instantMs === undefined ? null : isoOf(instantMs);
}

/** A problem as the outbox stored it. Unreadable text still says that there is one. */
export function parseProblem(text: string): Problem {
  try {
    const parsed = problemSchema.safeParse(JSON.parse(text));
    if (parsed.success) return parsed.data;
  } catch {
    // told below
  }
  return problem<CoreProblem>('quarantine.unexplained');
}
