/**
 * Owns: whether an archive that was read into a rebuilt outbox had everything that lay in it: the mark says how much was
 * not at its end when it was written (decisions 18).
 * Promises: what was settled, and by age is gone from the archive, is not missed; what is missed stays so over restarts
 * until its files were read, or a person decides. Refuses to know: how an archive is read.
 */
import type { Clock } from '../../base/clock.ts';
import type { Whereabouts } from '../../outbox/progress.ts';
import { withStill } from '../drop-folders.ts';
import type { Census } from './mark.ts';
import { findMark } from './mark-files.ts';
import type { TwinBook } from './twin.ts';

export interface Shortage {
  /** Before the archive is read: what the mark of another database says of it is written down. */
  expect(path: string): void;
  /** After it was read: from here on files that were written later are new ones. */
  wasRead(path: string): void;
  /** Records that were not at their end when the mark was written, and that the outbox has not. */
  missing(path: string): number;
  forget(path: string): void;
  /**
   * For the mark: what is missed has not come to its end either. Where counting takes long it may be that of some seconds
   * ago, unless `anew`.
   */
  census(path: string, anew?: boolean): Census;
}

export interface ShortageOptions {
  readonly dataDir: string;
  readonly whereabouts: Pick<Whereabouts, 'progress' | 'knowsGeneration' | 'openIn' | 'foundIn'>;
  readonly twin: TwinBook;
  readonly clock: Clock;
}

/** Counting a backlog of 100,000 takes some 60 ms, and is asked for every second while receipts come. */
const LONG_MS = 50;
/** It takes a fiftieth of the time then. */
const REST_FACTOR = 50;

export function createShortage({ dataDir, whereabouts, twin, clock }: ShortageOptions): Shortage {
  const counted = new Map<string, { readonly census: Census; readonly untilMs: number }>();

  function count(path: string): Census {
    const startMs = clock.monotonicMs();
    const census = { open: whereabouts.openIn(path) + missing(path), atMs: clock.now() };
    const endMs = clock.monotonicMs();
    const tookMs = endMs - startMs;
    counted.set(path, { census, untilMs: tookMs < LONG_MS ? endMs : endMs + REST_FACTOR * tookMs });
    return census;
  }

  function missing(path: string): number {
    const expected = twin.folder(path)?.expected;
    return expected ? Math.max(0, expected.open - whereabouts.foundIn(path, expected)) : 0;
  }

  return {
    expect(path) {
      const found = withStill(path, dataDir, findMark);
      if (found?.kind !== 'mark') return;
      const { owner, census } = found.mark;
      const isOurs = owner.data === twin.data || whereabouts.knowsGeneration(owner.generation);
      if (!isOurs || owner.generation === whereabouts.progress().generation || census.open === 0) return;
      twin.change(path, { expected: { ...census, toSeq: null } });
    },
    wasRead(path) {
      const expected = twin.folder(path)?.expected;
      if (!expected) return;
      counted.delete(path);
      const toSeq = expected.toSeq ?? whereabouts.progress().seq;
      const isAll = whereabouts.foundIn(path, { ...expected, toSeq }) >= expected.open;
      twin.change(path, { expected: isAll ? null : { ...expected, toSeq } });
    },
    missing,
    forget(path) {
      counted.delete(path);
      if (twin.folder(path)?.expected) twin.change(path, { expected: null });
    },
    census(path, anew = false) {
      const known = counted.get(path);
      return known && !anew && clock.monotonicMs() < known.untilMs ? known.census : count(path);
    },
  };
}
