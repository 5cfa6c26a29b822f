/**
 * Owns: what stands behind the screens: the running agent, or the first-run wizard while there is none.
 */
import type { Answer, RequestName, Requests, Shown } from '../../contract/bridge.ts';
import type { Snapshot } from '../../contract/snapshot.ts';

/** One screen that looks on. */
export interface Viewer {
  /** What it shows from now on; nothing before the first call. */
  show(shown: Shown): void;
  close(): void;
}

/** What every request comes to. Never rejects for a reason that a person could mend. */
export type Handlers = {
  readonly [N in Exclude<RequestName, 'unlock' | 'lock'>]: (
    argument: Requests[N]['in'],
  ) => Promise<Answer<Requests[N]['out']>>;
};

/** The setup window's part of them: there with an agent and without. */
export type SetupHandlers = Pick<Handlers, 'setupState' | 'testConnection' | 'saveSetup' | 'sendTestReceipt'>;

/** Wrong PINs since the last right one. */
export interface WrongPins {
  readonly inRow: number;
  /** When the next attempt is allowed, milliseconds since 1970 UTC. */
  readonly untilMs: number;
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
  /** What opens the service view; undefined: it is open. */
  readonly pin: string | undefined;
  /** Undefined: no agent, which alone may write into the data folder. */
  readonly pinRecord: PinRecord | undefined;
}
