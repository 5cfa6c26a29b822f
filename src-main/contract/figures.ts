/**
 * Owns: the figures of a screen as numbers: what a metric is, how far it stands from its plan, what is missing.
 * Words, separators and signs are the renderer's; which number of decimals a metric has is decided here.
 * Promises: a number that nobody gave is null, never 0; every figure belongs to a period with an age.
 */

/** What a metric means to the shop, found by its name or by settings (decisions 28). */
export type MetricRole = 'income' | 'average' | 'items' | 'count' | 'other';

/** How a number of this metric is written. */
export interface NumberForm {
  /** `unsure`: written as a number, hidden as money: HEADO's types are missing or wrong too often to tell them apart. */
  readonly kind: 'money' | 'number' | 'percent' | 'unsure';
  /** Decimals shown, 0–2. */
  readonly decimals: number;
}

/** Standing against the plan of this hour: grey, blue ▲, orange ▼, or nothing to compare with. */
export type Pace = 'ahead' | 'onTrack' | 'behind' | 'none';

export interface Figure {
  /** Unique within its period; stable from report to report. */
  readonly id: string;
  readonly role: MetricRole;
  readonly name: string;
  readonly form: NumberForm;
  /** What is shown: the server's figure with our own receipts that it cannot contain yet. Null: no data. */
  readonly fact: number | null;
  /** The server's own figure. */
  readonly confirmed: number | null;
  /** Marked «≈»: own receipts are in `fact` that the server's figure lacks, or one just left it that may be missing. */
  readonly approximate: boolean;
  /** A sum that grows to its plan; false: a mean, which stands around it, or nobody says which of the two. */
  readonly adds: boolean;
  /** Null: no plan. */
  readonly plan: number | null;
  /** What `paceRatio` is measured by: of a sum the plan by `Period.planAtMs`, of a mean its plan. Null: not given. */
  readonly planNow: number | null;
  /** `planNow` while it is of the present hour; null: no tick. */
  readonly tick: number | null;
  /** Forecast of a sum for the end of the period. Null: not given, or less than there is already. */
  readonly forecast: number | null;
  /** The same metric on the same weekday of last week, the whole day (days only). Null: unknown. */
  readonly weekAgo: number | null;
  readonly pace: Pace;
  /** fact / planNow − 1; null when `pace` is none. */
  readonly paceRatio: number | null;
  /** plan − fact of a sum while it is above 0; null without plan or once it is reached. */
  readonly left: number | null;
  /** Receipts that `left` takes at today's average (income only, up to 30); null: do not say. */
  readonly leftReceipts: number | null;
  /** A sum's fact ≥ plan by the server's own figure. */
  readonly reached: boolean;
}

/** What the next receipt needs; only when within reach. */
export type Hint =
  | { readonly kind: 'averageReceipt'; readonly amount: number }
  | { readonly kind: 'itemsInReceipt'; readonly items: number };

export interface SellerFigure {
  readonly id: string;
  readonly fact: number | null;
  readonly plan: number | null;
}

export interface SellerRow {
  readonly id: string;
  readonly name: string;
  /** 1 for the largest income. */
  readonly place: number;
  /** The seller of this till's last receipt; nobody where two have that name. */
  readonly own: boolean;
  /** In the order of `SellersTable.columns`; null: the report has no such figure for this seller. */
  readonly cells: readonly (SellerFigure | null)[];
  /** Share of the sellers' income, 0–1; what is shown where money is hidden. Null: unknown. */
  readonly share: number | null;
}

export interface SellersTable {
  readonly columns: readonly { readonly id: string; readonly name: string; readonly form: NumberForm }[];
  /** Largest income first. */
  readonly rows: readonly SellerRow[];
}

export interface RatingRow {
  readonly id: string;
  readonly name: string;
  /** Null: the report gives none. */
  readonly place: number | null;
  /** Places won (above 0) or lost since the first report of the day; null: no earlier place. */
  readonly moved: number | null;
  readonly own: boolean;
  readonly fact: number | null;
}

export interface Rating {
  /** Null: the report does not say which store is ours, or gives it no place. */
  readonly ownPlace: number | null;
  readonly form: NumberForm;
  /** First place first. */
  readonly rows: readonly RatingRow[];
  /** HEADO gives no places: these go by `fact`. */
  readonly byFact: boolean;
}

/** One sample of the income curve. Money in roubles; null: not given. */
export interface CurvePoint {
  /** Milliseconds since 1970 UTC. */
  readonly atMs: number;
  readonly fact: number | null;
  readonly planNow: number | null;
}

export interface Curve {
  /** Bounds of the period, milliseconds since 1970 UTC. */
  readonly fromMs: number;
  readonly toMs: number;
  /** Oldest first; made of the reports that this agent saw (decisions 28). */
  readonly points: readonly CurvePoint[];
}

/** A report's life: never asked, being asked for the first time, here, or not given by this server. */
export type ReportState = 'none' | 'loading' | 'ready' | 'unavailable';

export interface Period {
  readonly type: 'day' | 'month';
  /** Dates of the store, `YYYY-MM-DD`; both belong to the period. */
  readonly from: string;
  readonly to: string;
  readonly state: ReportState;
  /** When the server was asked for what is shown; null without data. Milliseconds since 1970 UTC. */
  readonly askedAtMs: number | null;
  /** Older than twice the polling interval. */
  readonly stale: boolean;
  /**
   * The moment that every `planNow` is of: now, or that of the report where it is stale or of an earlier hour. Then no
   * figure has a pace: a fact of now says nothing beside a plan of then. Null without data.
   */
  readonly planAtMs: number | null;
  /** In the server's order; the income first where it is known. */
  readonly figures: readonly Figure[];
  readonly hints: readonly Hint[];
  readonly curve: Curve;
  readonly sellersState: ReportState;
  readonly sellers: SellersTable | null;
  readonly ratingState: ReportState;
  readonly rating: Rating | null;
}
