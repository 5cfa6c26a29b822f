/**
 * Owns: the one interface between the screens and the agent, whatever carries it: the loopback service now,
 * Electron's IPC on a till. `methods` is proved complete by the compiler, so a transport can be made of it.
 * Promises: every `on…` returns its off switch; an answer that could not be had is told, never thrown away.
 */
import type {
  ConnectionResult,
  LookChange,
  ServiceState,
  SessionRow,
  SetupInput,
  SetupResult,
  SetupState,
} from './service.ts';
import type { Snapshot } from './snapshot.ts';

export type ReportName = 'metrics' | 'bysellers' | 'bytradepoints';

/** What a screen shows now; `visible` false: nobody can see it (decisions 28). */
export interface Shown {
  readonly visible: boolean;
  readonly reports: readonly ReportName[];
}

/** Why a request was not carried out. */
export type Refusal =
  /** The agent cannot be reached. */
  | { readonly reason: 'unreachable' }
  /** The one-time address or its cookie is not valid (any more). */
  | { readonly reason: 'notAllowed' }
  /** The service view's PIN was wrong or has not been given; wait before the next attempt. */
  | { readonly reason: 'locked'; readonly retryInMs: number }
  /** What was asked for is not possible; in words of the screens' language. */
  | { readonly reason: 'refused'; readonly what: string; readonly todo: string };

export type Answer<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly refusal: Refusal };

/** Requests of the screens: the argument and the value of each. */
export interface Requests {
  /** Opens the service view; empty where no PIN is set. */
  unlock: { readonly in: { readonly pin: string }; readonly out: { readonly openForMs: number } };
  lock: { readonly in: Nothing; readonly out: Nothing };
  /** Who may look at the screens; empty where this window is the only one. */
  sessions: { readonly in: Nothing; readonly out: { readonly rows: readonly SessionRow[] } };
  /** Ends all but the one that asks. */
  endSessions: { readonly in: Nothing; readonly out: { readonly ended: number } };
  serviceState: { readonly in: Nothing; readonly out: ServiceState };
  retry: { readonly in: { readonly id: string; readonly version: string }; readonly out: Nothing };
  discard: { readonly in: { readonly id: string; readonly version: string }; readonly out: Nothing };
  /** A text file without key, names of customers or paths. */
  diagnostics: { readonly in: Nothing; readonly out: { readonly name: string; readonly text: string } };
  changeLook: { readonly in: LookChange; readonly out: Nothing };
  setupState: { readonly in: Nothing; readonly out: SetupState };
  testConnection: { readonly in: SetupInput; readonly out: ConnectionResult };
  saveSetup: { readonly in: SetupInput; readonly out: SetupResult };
  sendTestReceipt: { readonly in: Nothing; readonly out: { readonly label: string } };
  /** The shift's card was seen. */
  putAwayShiftCard: { readonly in: { readonly id: string }; readonly out: Nothing };
}

export type Nothing = Readonly<Record<string, never>>;
export type RequestName = keyof Requests;

export interface Bridge {
  request<N extends RequestName>(name: N, argument: Requests[N]['in']): Promise<Answer<Requests[N]['out']>>;
  /** Says what is shown from now on, again whenever it changes. */
  show(shown: Shown): void;
  /** Calls with the present snapshot and with every newer one. */
  onSnapshot(listener: (snapshot: Snapshot) => void): () => void;
  /** Calls when the agent is lost or found again. */
  onAgent(listener: (agent: 'here' | 'lost' | 'notAllowed') => void): () => void;
}

/**
 * Which requests need the service view to be open; `critical`: what cannot be taken back, or leads receipts elsewhere,
 * and wants a PIN that was given a short while ago. Complete by its type.
 */
export const requestAccess = {
  unlock: 'anyone',
  lock: 'anyone',
  sessions: 'service',
  endSessions: 'service',
  serviceState: 'service',
  retry: 'service',
  discard: 'critical',
  diagnostics: 'service',
  changeLook: 'service',
  setupState: 'service',
  testConnection: 'service',
  saveSetup: 'critical',
  sendTestReceipt: 'service',
  putAwayShiftCard: 'anyone',
} as const satisfies Record<RequestName, 'anyone' | 'service' | 'critical'>;
