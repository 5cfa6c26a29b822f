/**
 * Owns: what the service view, the settings and the first-run wizard show and ask for.
 * Promises: nothing here carries a key: the key's field goes one way (decisions 33).
 */
import type { Look } from './snapshot.ts';

/** A problem in the words of the screens' language. */
export interface Told {
  readonly code: string;
  readonly what: string;
  readonly todo: string;
}

export interface QuarantineItem {
  /** Also its version: an action on what changed meanwhile is refused (decisions 14). */
  readonly id: string;
  readonly version: string;
  readonly kind: 'receipt' | 'record' | 'file';
  /** What people look it up by. */
  readonly label: string;
  /** Milliseconds since 1970 UTC. */
  readonly atMs: number;
  readonly problem: Told;
  /** The beginning of its text; empty: none is kept. */
  readonly excerpt: string;
  readonly canRetry: boolean;
}

export interface QueueRow {
  readonly label: string;
  /** Roubles; null: not known. */
  readonly amount: number | null;
  readonly takenAtMs: number;
  readonly state: 'waiting' | 'in_flight' | 'unconfirmed' | 'slow' | 'ejected';
}

export interface ErrorLine {
  readonly atMs: number;
  readonly level: 'warn' | 'error';
  /** What happened, as a sentence. */
  readonly text: string;
  /** Its name in the journal (docs/journal.md): what the support looks for. */
  readonly event: string;
  /** The problem behind it (docs/problems.md); null: none is named. */
  readonly code: string | null;
}

export interface FolderRow {
  /** The last part of its path. */
  readonly name: string;
  readonly state: 'ready' | 'waiting' | 'unreachable';
  readonly pendingFiles: number;
  readonly lastTakenAtMs: number | null;
  readonly problem: Told | null;
}

export interface ServiceState {
  /** False: whoever has a one-time address may do everything that the service view can. */
  readonly hasPin: boolean;
  readonly versions: { readonly program: string; readonly node: string };
  /** Four characters of the key's SHA-256; null without a key. */
  readonly keyFingerprint: string | null;
  readonly host: string;
  readonly startedAtMs: number | null;
  readonly lastSuccessAtMs: number | null;
  /** Our clock minus the server's, ms; null before the first answer. */
  readonly clockSkewMs: number | null;
  readonly queue: readonly QueueRow[];
  readonly queueTotal: number;
  readonly quarantine: readonly QuarantineItem[];
  readonly quarantineTotal: number;
  readonly errors: readonly ErrorLine[];
  readonly folders: readonly FolderRow[];
  /** Formats that were recognised, with the files taken of each. */
  readonly formats: readonly { readonly id: string; readonly files: number }[];
  /** Items that POS formats name by code only; comes with those formats. */
  readonly unnamedItems: readonly { readonly code: string; readonly times: number }[];
  /** `name`: as in the status (docs/status.md); `label`: what it is called. */
  readonly counters: readonly { readonly name: string; readonly label: string; readonly value: number }[];
}

/** A browser that may look at the screens. */
export interface SessionRow {
  /** Milliseconds since 1970 UTC; null: not known. */
  readonly sinceMs: number | null;
  readonly seenMs: number | null;
  /** `Chrome 140`; empty: not known. */
  readonly browser: string;
  /** It looks on right now. */
  readonly isOpen: boolean;
  /** The one that asks. */
  readonly isOwn: boolean;
}

/** Settings that the screens may change; the machine's file keeps the rest (decisions 32). */
export type LookChange = Partial<Look>;

export interface SetupState {
  readonly hasKey: boolean;
  readonly hasPin: boolean;
  readonly baseUrl: string;
  readonly timeZone: string;
  readonly timeZones: readonly string[];
  readonly folder: string;
  readonly storeExtId: string;
  readonly cashboxExtId: string;
  /** False where the settings are given by files that this program may not write. */
  readonly canSave: boolean;
  /** A test receipt is offered only against a loopback address (decisions 35). */
  readonly canSendTest: boolean;
}

export interface SetupInput {
  readonly baseUrl: string;
  /** Empty: keep the one that is there. */
  readonly key: string;
  readonly timeZone: string;
  readonly folder: string;
  readonly storeExtId: string;
  readonly cashboxExtId: string;
  /** 4 to 12 digits; empty or left out: keep the one that is there. */
  readonly pin?: string;
}

/** The name of a field, for its message to stand beside it. */
export type SetupField = keyof SetupInput;

export type SetupResult =
  | { readonly ok: true }
  | { readonly ok: false; readonly problems: readonly (Told & { readonly field: SetupField | null })[] };

/** One `reports` call with what was typed in. */
export type ConnectionResult =
  { readonly ok: true; readonly storeName: string | null } | { readonly ok: false; readonly problem: Told };
