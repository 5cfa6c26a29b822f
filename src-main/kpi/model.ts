/**
 * Owns: what figures are made of beside the reports: own receipts, thresholds, opening hours. Types and defaults.
 */
import type { MetricRole } from '../contract/figures.ts';

/** A receipt of this till as the overlay sees it (decisions 29). */
export interface OwnReceipt {
  readonly id: string;
  /** Milliseconds since 1970 UTC. */
  readonly occurredAtMs: number;
  /** Roubles; below 0 for a return. */
  readonly amount: number;
  /** Pieces over all positions, with the sign of `amount`. */
  readonly items: number;
  /** What HEADO will count as sales: 0 for an amount below 0, else 1 (a correction goes like a sale). */
  readonly receipts: 0 | 1;
  /**
   * When the POST that may have brought it to the server began first, by `Reports.moment` or earlier (the freezing
   * of its batch). Null: no byte of it can be at the server: never posted, every attempt unsent, or definitely
   * refused with nothing perhaps stored.
   */
  readonly firstPostAtMs: number | null;
  /** When HEADO said that it has it; null: it did not yet. */
  readonly acknowledgedAtMs: number | null;
  /** In quarantine or discarded: it counts nowhere. */
  readonly refused: boolean;
}

/** Names or ids of the metrics that play a role, where the known names do not do (decisions 28). */
export type RoleNames = Partial<Record<Exclude<MetricRole, 'other'>, string | undefined>>;

/** Thresholds of the colours, as shares: 0.02 is 2 %. */
export interface PaceRules {
  readonly ahead: number;
  readonly behind: number;
  readonly hysteresis: number;
  /** Neutral below so many receipts, and so long after opening. */
  readonly receiptsMin: number;
  readonly openMsMin: number;
}

export const PACE_RULES: PaceRules = {
  ahead: 0.02,
  behind: -0.05,
  hysteresis: 0.01,
  receiptsMin: 5,
  openMsMin: 30 * 60_000,
};

/** Open from–to, milliseconds since 1970 UTC. */
export interface OpenSpan {
  readonly fromMs: number;
  readonly toMs: number;
}

export type Weekday = 'mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat' | 'sun';

/** `09:00-21:00`, past midnight `10:00-02:00`; a day left out is closed. */
export type OpeningHours = Partial<Record<Weekday, string | undefined>>;
