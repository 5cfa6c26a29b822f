/**
 * Owns: what stands behind the screens: the running agent, or the first-run wizard while there is none.
 */
import type { Answer, RequestName, Requests, Shown } from '../../contract/bridge.ts';
import type { Snapshot } from '../../contract/snapshot.ts';
import type { Locale } from '../../text/words.ts';
import type { Pin } from './pin.ts';

/** One screen that looks on. */
export interface Viewer {
  /** What it shows from now on; nothing before the first call. */
  show(shown: Shown): void;
  close(): void;
}

/** What is about who asks, whatever stands behind the screens. */
export type HostRequest = 'unlock' | 'lock' | 'sessions' | 'endSessions';

/** What every request comes to. Never rejects for a reason that a person could mend. */
export type Handlers = {
  readonly [N in Exclude<RequestName, HostRequest>]: (
    argument: Requests[N]['in'],
  ) => Promise<Answer<Requests[N]['out']>>;
};

/** The setup window's part of them: there with an agent and without. */
export type SetupHandlers = Pick<Handlers, 'setupState' | 'testConnection' | 'saveSetup' | 'sendTestReceipt'>;

/** Wrong PINs since the last right one. */
export interface WrongPins {
  /** Of all sessions. */
  readonly inRow: number;
  /** When anybody may try again, milliseconds since 1970 UTC. */
  readonly untilMs: number;
  /** When each of those that gave wrong ones may. */
  readonly sessions: { readonly name: string; readonly inRow: number; readonly untilMs: number }[];
}

/** What is remembered of wrong PINs when the agent ends. */
export interface PinRecord {
  /** Null: what was kept could not be read. */
  kept(): WrongPins | null;
  /** A PIN was judged: wrong, and the next attempt is `waitMs` away; or right after wrong ones (`inRow` 0). */
  keep(wrong: WrongPins, waitMs: number): void;
}

export interface ScreensSource {
  /** Calls with the present snapshot at once and with every newer one. */
  watch(listener: (snapshot: Snapshot) => void): Viewer;
  readonly handlers: Handlers;
  /** What opens the service view; undefined: none is set. */
  readonly pin: Pin | undefined;
  /** Undefined: there is no data folder yet. */
  readonly pinRecord: PinRecord | undefined;
  /** Of what the counter itself has to say. */
  readonly locale: () => Locale;
  /** Sessions were ended by a person. */
  readonly onEnded?: ((count: number) => void) | undefined;
}
