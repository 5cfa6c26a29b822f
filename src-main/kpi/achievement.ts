/**
 * Owns: saying once that a plan is reached. Pure; what was said is remembered by the caller.
 * Promises: only by the server's own figure, and only of figures that a later receipt does not take back again:
 * an average can be above its plan at nine and below it at ten.
 */
import type { Figure } from '../contract/figures.ts';
import type { Achievement } from '../contract/snapshot.ts';

type Plain = Pick<Figure, 'id' | 'name' | 'role' | 'reached'>;

/** The first reached plan of the day whose id is not among those `said`; its id names day and metric. */
export function nextAchievement(
  day: { readonly from: string; readonly figures: readonly Plain[] },
  said: ReadonlySet<string>,
): Omit<Achievement, 'saidAtMs'> | null {
  for (const { id, name, role, reached } of day.figures) {
    const achievement = { id: `${day.from}/${id}`, name };
    const lasts = role === 'income' || role === 'count';
    if (reached && lasts && !said.has(achievement.id)) return achievement;
  }
  return null;
}
