/**
 * Owns: what a report says once it was read, and what is known of a day and a month. Types only; `kpi` builds on
 * them.
 * Promises: a number that the server did not give, or gave as 0 where 0 means "not given" (plan, planhour,
 * predict), is null.
 */
import type { ReportName } from '../contract/bridge.ts';
import type { ReportState } from '../contract/figures.ts';

/** Client type of a metric (device API, reports: 1 number, 2 money, 3 percent); the samples show others. */
export type MetricKind = 'number' | 'money' | 'percent' | 'unknown';

export interface Metric {
  /** Unique within its report. */
  readonly id: string;
  readonly name: string;
  readonly kind: MetricKind;
  readonly fact: number | null;
  /** For the end of the period; null: no plan. */
  readonly plan: number | null;
  /** Up to the present hour; null: not given. */
  readonly planHour: number | null;
  /** For the end of the period; null: not given. */
  readonly forecast: number | null;
  /** Sales that the metric is made of; null: not given. */
  readonly qty: number | null;
}

/** `metrics`, in the order that the account recommends. */
export interface MetricsReport {
  readonly storeId: string | null;
  readonly storeExtId: string | null;
  readonly storeName: string | null;
  readonly metrics: readonly Metric[];
}

export interface SellerCell {
  readonly fact: number | null;
  readonly plan: number | null;
}

export interface SellersColumn {
  /** Unique within its report: the `idx` that joins the sellers' figures to it. */
  readonly id: string;
  /** As in `Metric`; null where the report does not say. */
  readonly metricId: string | null;
  readonly name: string;
  readonly kind: MetricKind;
}

/** `bysellers`; every seller's cells stand in the order of the columns. */
export interface SellersReport {
  readonly columns: readonly SellersColumn[];
  readonly sellers: readonly {
    readonly id: string;
    readonly name: string;
    readonly cells: readonly (SellerCell | null)[];
  }[];
}

/** `bytradepoints`, first place first. */
export interface RatingReport {
  readonly kind: MetricKind;
  readonly rows: readonly {
    readonly id: string;
    readonly storeExtId: string | null;
    readonly name: string;
    /** From 1; null: the server gives places, and none to this one. */
    readonly place: number | null;
    readonly fact: number | null;
  }[];
  /** The server gives no places at all: they go by `fact`, equal ones share theirs. */
  readonly byFact: boolean;
}

/** What is asked for in one call: a report for today and this month, or the metrics of a week ago. */
export type Question = ReportName | 'weekAgo';

/** A period of the store's calendar (guide 11.2: exact days and months). */
export interface PeriodRange {
  readonly type: 'day' | 'month';
  /** First and last day `YYYY-MM-DD`. */
  readonly from: string;
  readonly to: string;
  /** Its first moment, and the first one after it; milliseconds since 1970 UTC. */
  readonly fromMs: number;
  readonly toMs: number;
}

export interface Answered<T> {
  /** Wall clock right before the request left, milliseconds since 1970 UTC; the age that people are told. */
  readonly askedAtMs: number;
  /** When its answer was here, by `Reports.moment`: what posts of receipts are compared with. */
  readonly answeredAtMs: number;
  readonly report: T;
}

/** `answer` may be there while newer ones fail; it is always one of the slot's own period. */
export interface Slot<T> {
  readonly state: ReportState;
  readonly answer: Answered<T> | null;
}

/** One sample of the income, taken from a report. Null: not given. */
export interface Sample {
  /** Milliseconds since 1970 UTC. */
  readonly atMs: number;
  readonly fact: number | null;
  readonly planHour: number | null;
}

/** What a metric is made of. */
export type Made = Pick<Metric, 'id' | 'fact' | 'qty'>;

/**
 * The last change of what the metrics are made of. Reports that are made of the same contain the same receipts, so
 * none of them has one that was posted after the first of them was here (decisions 29). By `Reports.moment`.
 */
export interface Moved {
  /** When the first report that says what the latest does was here. */
  readonly atMs: number;
  /** The same of the report before it, and what that one was made of; null: it was the period's first. */
  readonly before: { readonly atMs: number; readonly made: readonly Made[] } | null;
}

export interface PeriodReports {
  readonly range: PeriodRange;
  readonly metrics: Slot<MetricsReport>;
  /** Null without an answer in `metrics`. */
  readonly moved: Moved | null;
  readonly sellers: Slot<SellersReport>;
  readonly rating: Slot<RatingReport>;
  /** Oldest first. */
  readonly samples: readonly Sample[];
  /** Places in the first rating that was seen today, by the row's id. */
  readonly firstPlaces: Readonly<Record<string, number>>;
}

/** The same day of last week as a whole, to compare with where there is no plan (widget B.5). */
export interface WeekAgoReport {
  readonly range: PeriodRange;
  readonly metrics: Slot<MetricsReport>;
}

export interface ReportsState {
  readonly day: PeriodReports;
  readonly month: PeriodReports;
  readonly weekAgo: WeekAgoReport;
}
