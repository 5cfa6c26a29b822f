/**
 * Owns: everything that the cashier's screens show, as one value. Main makes it, the renderer draws it.
 * Promises: complete in itself and small; no key, no path, no text of a customer.
 */
import type { Period } from './figures.ts';

/** ● ok · ◐ figures are old · ○ no connection · ▲ a person is needed. */
export type Link = 'ok' | 'stale' | 'offline' | 'action';

/** What a screen has a place and short words of its own for; the rest is `other`. */
export type NoticeKind =
  'keyMissing' | 'keyRefused' | 'diskFull' | 'folderMissing' | 'clockOff' | 'late' | 'quarantine' | 'other';

export interface Notice {
  readonly kind: NoticeKind;
  readonly severity: 'warning' | 'error';
  /** Stable code of the problem (docs/problems.md). */
  readonly code: string;
  /** What is wrong, in the language of the screens. */
  readonly what: string;
  /** What to do about it. */
  readonly todo: string;
}

/**
 * What keeps receipts from HEADO: in line · HEADO refused them · records and files that a person decides on · perhaps
 * there, nobody knows · put off until a clock or a setting is right.
 */
export type MissingWhy = 'waiting' | 'refused' | 'aside' | 'file' | 'unconfirmed' | 'held';

export interface Missing {
  readonly why: MissingWhy;
  /** Receipts; `file`: files. */
  readonly count: number;
  /** Roubles; null: not known. */
  readonly amount: number | null;
}

export interface Queue {
  /** Receipts that are stored and not at HEADO yet. */
  readonly waiting: number;
  /** When the oldest of them was taken; null when none waits. Milliseconds since 1970 UTC. */
  readonly oldestAtMs: number | null;
  /** The oldest waits longer than 15 minutes (guide 4.4.1). */
  readonly late: boolean;
  readonly quarantined: number;
  /** All that HEADO lacks or perhaps lacks, those that wait left out; what needs a person first. */
  readonly missing: readonly Missing[];
}

/** The last receipt that this till took. */
export interface LastReceipt {
  readonly atMs: number;
  readonly amount: number;
  /** The largest of the day, by this till's own receipts; said once. */
  readonly bestOfDay: boolean;
}

/** What a closed shift came to, by this till's own receipts (widget: shift-end card). */
export interface ShiftCard {
  readonly id: string;
  readonly closedAtMs: number;
  readonly income: number;
  readonly receipts: number;
  /** Null without receipts. */
  readonly average: number | null;
  readonly itemsPerReceipt: number | null;
  /** The day's plan of the store; null: none. */
  readonly plan: number | null;
  readonly storeIncome: number | null;
  /** The store's income on the same weekday of last week; null: unknown. */
  readonly weekAgoIncome: number | null;
  /** Income of the hour that sold most, and its first moment; null without receipts. */
  readonly bestHour: { readonly fromMs: number; readonly income: number } | null;
  /** What HEADO lacks or perhaps lacks of the shift; empty: it has all of it. */
  readonly missing: readonly Missing[];
}

/** A plan that the server itself says is reached; said once per metric and day. */
export interface Achievement {
  readonly id: string;
  readonly name: string;
  /** When it was said first: a page that is loaded later keeps silent. Milliseconds since 1970 UTC. */
  readonly saidAtMs: number;
}

export interface Look {
  readonly mode: 'strip' | 'card' | 'panel' | 'full';
  readonly theme: 'auto' | 'light' | 'dark';
  readonly locale: 'ru' | 'en';
  readonly idleFadeMs: number;
  readonly hideMoney: boolean;
  readonly hideOthersMoney: boolean;
}

export interface Snapshot {
  /** The agent's clock when this was made, milliseconds since 1970 UTC. */
  readonly atMs: number;
  /** IANA zone of the store: every time on a screen is told in it. */
  readonly timeZone: string;
  readonly storeName: string | null;
  /** `setup`: no key or no settings yet; only the wizard makes sense. */
  readonly stage: 'setup' | 'working';
  readonly link: Link;
  /** Worst first. */
  readonly notices: readonly Notice[];
  readonly queue: Queue;
  /** HEADO says no to figures while it takes receipts; null: it does not. */
  readonly figuresRefused: 'key' | 'tooOften' | 'other' | null;
  readonly day: Period;
  readonly month: Period;
  /** Seller of this till's last receipt; null before the first. */
  readonly seller: string | null;
  readonly lastReceipt: LastReceipt | null;
  /** Null unless a shift was closed and its card not put away. */
  readonly shiftCard: ShiftCard | null;
  readonly achievement: Achievement | null;
  readonly look: Look;
}
