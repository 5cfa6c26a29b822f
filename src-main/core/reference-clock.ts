/**
 * Owns: what time it really is, as far as HEADO's own answers tell. A till's clock may start in 1970, run ahead by
 * years for a minute, or be set back; what is judged, dated and forgotten must not follow it.
 * Promises: `confirmedMs` speaks only while an answer of this process vouches for the wall clock, and falls silent
 * when the wall clock jumps afterwards. Pure but for the clock it is given. Refuses to know: calls, answers.
 */
import type { Clock } from '../base/clock.ts';

/** Guide 4.4.4: more than a minute spoils HEADO's analysis. */
export const CLOCK_SKEW_MS_MAX = 60_000;
/** A `Date` header has whole seconds and travels; smaller changes of the difference mean nothing. */
const SKEW_CHANGE_MS = 5_000;
/** What is kept is counted in days: a clock that is minutes off is no reason to keep everything for ever. */
const CONFIRMED_SKEW_MS_MAX = 3_600_000;
/** Beyond it a date is no date: nothing is written down by such a clock where a better one is known. */
const ABSURD_MS = 86_400_000;

/** HEADO's clock in one of its answers, between two readings of the wall clock; milliseconds since 1970 UTC. */
export interface ServerTime {
  readonly dateMs: number;
  readonly startedAtMs: number;
  readonly receivedAtMs: number;
}

export interface ReferenceClock {
  /** True when the known difference changed. */
  learn(time: ServerTime): boolean;
  /** No moment before this one can be now: the last that was confirmed, kept over restarts. */
  isAfter(ms: number): void;
  /** Our clock minus HEADO's, milliseconds; undefined before the first answer, and after a jump of our clock. */
  readonly skewMs: number | undefined;
  /** The time to judge time stamps by: HEADO's where our clock is off by more than a minute. */
  nowMs(): number;
  /** The time to date things by: the wall clock, unless it is absurd and a better one is known. */
  datingMs(): number;
  /** Now, vouched for by HEADO; undefined: nobody knows, or our clock is wrong. */
  confirmedMs(): number | undefined;
}

export function createReferenceClock(clock: Clock): ReferenceClock {
  let known: { readonly skewMs: number; readonly wallMs: number; readonly atMs: number } | undefined;
  let least: { readonly ms: number; readonly atMs: number } | undefined;

  /** How far the wall clock moved since the last answer without time passing. */
  function jumpMs(since: { readonly wallMs: number; readonly atMs: number }): number {
    return clock.now() - since.wallMs - (clock.monotonicMs() - since.atMs);
  }

  /** A jump that leads to HEADO's time is a mended clock; any other makes the answer worthless. */
  function skewNow(): number | undefined {
    if (!known) return undefined;
    const jump = jumpMs(known);
    if (Math.abs(jump) < CLOCK_SKEW_MS_MAX) return known.skewMs;
    const skew = known.skewMs + jump;
    return Math.abs(skew) <= CLOCK_SKEW_MS_MAX ? skew : undefined;
  }

  function nowMs(): number {
    const skew = skewNow();
    if (skew === undefined) return notBefore(clock.now());
    return Math.abs(skew) <= CLOCK_SKEW_MS_MAX ? clock.now() : clock.now() - skew;
  }

  function notBefore(wallMs: number): number {
    if (!least || wallMs >= least.ms - ABSURD_MS) return wallMs;
    return least.ms + clock.monotonicMs() - least.atMs;
  }

  return {
    learn(time) {
      const before = skewNow();
      const found = findSkew(time);
      const isNews = before === undefined || Math.abs(found - before) >= SKEW_CHANGE_MS;
      const skewMs = isNews ? found : before;
      known = { skewMs, wallMs: clock.now(), atMs: clock.monotonicMs() };
      return isNews;
    },
    isAfter(ms) {
      least = { ms, atMs: clock.monotonicMs() };
    },
    get skewMs() {
      return skewNow();
    },
    nowMs,
    datingMs() {
      const wallMs = clock.now();
      return Math.abs(nowMs() - wallMs) < ABSURD_MS ? wallMs : nowMs();
    },
    confirmedMs() {
      const skew = skewNow();
      return skew === undefined || Math.abs(skew) > CONFIRMED_SKEW_MS_MAX ? undefined : nowMs();
    },
  };
}

/**
 * HEADO's clock was read somewhere between the first byte of the question and the last of the answer: of the
 * differences that this allows the smallest is taken, so that a slow answer accuses no clock.
 */
function findSkew({ dateMs, startedAtMs, receivedAtMs }: ServerTime): number {
  const most = receivedAtMs - dateMs;
  const least = Math.min(startedAtMs - dateMs, most);
  if (least <= 0 && most >= 0) return 0;
  return least > 0 ? least : most;
}
