/**
 * Owns: which receipt HEADO lacks longest, wherever it lies, and since when (decisions 31; guide 4.4.1): in the
 * outbox, on the shelf, in a drop folder that cannot be read, among the rejected files.
 * Promises: what lay there for a quarter of an hour before our eyes is that old, whatever the clocks did meanwhile.
 */
import type { Clock } from '../base/clock.ts';
import type { FolderState } from '../intake/folder-state.ts';
import { momentOf } from '../outbox/forgetting.ts';
import type { Missing, MissingPlace } from '../outbox/missing.ts';

/** Where it lies; the words are in `text/words/status.ts`. */
export type Place = MissingPlace | 'rejectedFile' | 'unreadFile';

export interface OldestMissing {
  readonly place: Place;
  readonly sinceMs: number;
}

export interface OldestOf {
  readonly receipt: OldestMissing | undefined;
  readonly signal: OldestMissing | undefined;
}

/** One thing that HEADO lacks, of one place. */
interface Lack {
  readonly what: Missing['what'];
  readonly place: Place;
  /** Tells it from the next one in its place. */
  readonly key: string;
  readonly sinceMs: number;
}

export interface MissingFacts {
  readonly missing: readonly Missing[];
  readonly folders: readonly Pick<FolderState, 'path' | 'oldestUntakenSinceMs'>[];
  /** When the oldest of the rejected files was rejected. */
  readonly rejectedSinceMs: number | undefined;
}

/** Undefined where there is none. */
export function earliestOf(moments: readonly (number | undefined)[]): number | undefined {
  let earliest: number | undefined;
  for (const moment of moments) {
    if (moment !== undefined && !(earliest !== undefined && earliest <= moment)) earliest = moment;
  }
  return earliest;
}

/** Remembers between two looks what it saw. */
export function createOldestMissing(
  clock: Pick<Clock, 'monotonicMs'>,
): (facts: MissingFacts, nowMs: number) => OldestOf {
  let seen: ReadonlyMap<string, number> = new Map();
  return (facts, nowMs) => {
    const lacks = listLacks(facts, nowMs);
    const now = clock.monotonicMs();
    seen = new Map(lacks.map(({ key }) => [key, seen.get(key) ?? now]));
    const aged = lacks.map((lack) => {
      const watchedMs = now - (seen.get(lack.key) ?? now);
      return { ...lack, sinceMs: Math.min(lack.sinceMs, nowMs - watchedMs) };
    });
    const oldest = (what: Missing['what']): OldestMissing | undefined => {
      const [first] = aged.filter((each) => each.what === what).sort((a, b) => a.sinceMs - b.sinceMs);
      return first && { place: first.place, sinceMs: first.sinceMs };
    };
    return { receipt: oldest('receipt'), signal: oldest('signal') };
  };
}

function listLacks({ missing, folders, rejectedSinceMs }: MissingFacts, nowMs: number): Lack[] {
  const file = (place: Place, key: string, sinceMs: number | undefined): Lack[] =>
    sinceMs === undefined
      ? []
      : [{ what: 'receipt', place, key: `${place} ${key} ${sinceMs}`, sinceMs: momentOf([sinceMs], nowMs) }];
  return [
    ...missing.map(({ what, place, id, takenAtMs, occurredAtMs }) => ({
      ...{ what, place, key: `${place} ${id}` },
      sinceMs: momentOf(occurredAtMs === null ? [takenAtMs] : [takenAtMs, occurredAtMs], nowMs),
    })),
    ...folders.flatMap(({ path, oldestUntakenSinceMs }) => file('unreadFile', path, oldestUntakenSinceMs)),
    ...file('rejectedFile', '', rejectedSinceMs),
  ];
}
