/**
 * Owns: the words of the widget and of what all screens share, as one type: a language that misses one does not
 * compile. Amounts and times arrive written (`format.ts`); numbers that choose a plural arrive as numbers.
 */
import type { Link, MissingWhy, NoticeKind, Snapshot } from '../../src-main/contract/snapshot.ts';

export interface Words {
  readonly noData: string;
  /** `Нет данных. HEADO ещё не ответил.` */
  readonly noDataYet: (reason: string) => string;
  readonly noAnswer: string;
  /** Why HEADO gives no figures while it takes receipts. */
  readonly figuresRefused: Readonly<Record<NonNullable<Snapshot['figuresRefused']>, string>>;
  /** Said after it. */
  readonly receiptsGo: string;
  readonly noPlan: string;
  /** Stands for money without a plan where money is hidden. */
  readonly hidden: string;
  readonly dash: string;
  readonly back: string;
  readonly close: string;
  readonly details: string;
  readonly loading: string;

  /** `данные 18:42` */
  readonly dataOf: (moment: string) => string;
  readonly data: string;
  readonly receipts: (count: number) => string;

  readonly pace: {
    /** Visible word; ahead and behind have their sign and percentage. */
    readonly onTrack: string;
    readonly ahead: (percent: string) => string;
    readonly behind: (percent: string) => string;
    /** By more than all of it: returns exceed sales. */
    readonly farBehind: string;
  };

  readonly bar: {
    readonly ofPlan: (percent: string) => string;
    readonly planNow: (percent: string) => string;
    readonly forecast: (percent: string) => string;
    readonly pending: string;
  };

  readonly figure: {
    readonly approximate: string;
    /** The plan of a mean, its amount behind it. */
    readonly plan: string;
    readonly planOf: Readonly<Record<'day' | 'month', string>>;
    /** `план к 18:42 —` */
    readonly planBy: (moment: string) => string;
    readonly forecast: (amount: string) => string;
    /** The whole same day of last week. */
    readonly weekAgo: (amount: string) => string;
    readonly toDayPlan: string;
    readonly more: (amount: string) => string;
    /** Label and value: `План дня` · `выполнен`. */
    readonly reached: readonly [string, string];
    /** After a percentage in the place of hidden money. */
    readonly ofPlan: Readonly<Record<'day' | 'month', string>>;
  };

  readonly hint: {
    readonly averageReceipt: (amount: string) => readonly [strong: string, rest: string];
    readonly itemsInReceipt: (items: number) => readonly [strong: string, rest: string];
    readonly bestReceipt: string;
  };

  readonly rating: {
    readonly name: string;
    readonly of: (stores: string) => string;
    readonly place: (place: string, stores: string) => string;
  };

  readonly seller: (name: string) => string;

  /** What the mark stands for; drawn marks have no letters. */
  readonly link: Readonly<Record<Link, string>>;
  readonly queue: {
    readonly offline: (waiting: number) => string;
    readonly offlineNone: string;
    readonly waiting: (waiting: number) => string;
  };

  /** A few words for places without room for the sentence. */
  readonly noticeShort: Readonly<Record<NoticeKind, string>>;
  /** Key refused: nothing is lost meanwhile. */
  readonly receiptsKept: string;
  /** The agent is gone: the POS's files stay where they are until it is back. */
  readonly receiptsWaitInFolder: string;

  readonly agent: {
    readonly lost: string;
    /** It is there, and nothing came of it yet. */
    readonly silent: string;
    readonly notAllowed: string;
    readonly notAllowedTodo: string;
  };

  /** A view that could not be drawn. */
  readonly failed: { readonly title: string; readonly todo: string };

  readonly setup: { readonly title: string; readonly todo: string; readonly open: string };

  readonly achievement: { readonly income: string; readonly other: (name: string) => string };

  readonly shift: {
    readonly title: (time: string) => string;
    readonly income: string;
    readonly receipts: string;
    readonly average: string;
    readonly items: string;
    readonly store: string;
    /** `95 % плана дня` */
    readonly ofPlan: (percent: string) => string;
    /** The same day of last week, from Sunday on: `К прошлой субботе`. */
    readonly againstWeekAgo: readonly string[];
    readonly bestHour: string;
    /** Said only when HEADO has all of the shift. */
    readonly allSent: string;
    readonly hour: (from: string, to: string) => string;
  };

  /** What keeps receipts from HEADO. */
  readonly missing: Readonly<Record<MissingWhy, string>>;

  readonly menu: {
    readonly title: string;
    readonly quarantined: (count: number) => string;
    readonly figures: string;
    readonly service: string;
    readonly themes: Readonly<Record<'light' | 'dark', string>>;
  };

  readonly card: {
    readonly previous: string;
    readonly next: string;
  };

  /** Headings for screen readers. */
  readonly heading: Readonly<Record<'strip' | 'card' | 'panel', string>>;
  readonly openDetails: string;
}
