/**
 * Owns: whether the service view is open for somebody.
 * Promises: with a PIN it opens by the PIN alone; without one for whoever has just come with a one-time address, not for a
 * cookie that is kept for weeks (decisions 26); a change of PIN closes all; what cannot be taken back wants a PIN that was
 * given a short while ago; nothing stays open that nobody uses.
 */
import type { Clock } from '../../base/clock.ts';
import type { Pin } from './pin.ts';
import type { PinRecord } from './source.ts';
import type { Visitor } from './visitor.ts';
import { createWrongPins } from './wrong-pins.ts';

/** The service view closes itself so long after its last use (widget: "closes after 60 s idle"). */
export const OPEN_MS = 60_000;
/** Without a PIN: nobody could open it again, and the wizard takes its time. */
export const OPEN_WITHOUT_PIN_MS = 3_600_000;
/** However much it is used: after so long the PIN is asked for again before what cannot be taken back. */
export const FRESH_PIN_MS = 5 * 60_000;
/** Sessions that are open at once; the oldest gives its place. */
const OPEN_MAX = 32;

/** `closed`: how long to wait before the next attempt; `strange`: there is no PIN, and a one-time address is needed. */
export type Answered = { readonly openForMs: number } | { readonly retryInMs: number } | 'strange';

export interface Gate {
  unlock(visitor: Visitor, given: string, pin: Pin | undefined): Promise<Answered>;
  lock(session: string): void;
  /** Goes on from what the record has, and keeps it there from now on. */
  remember(record: PinRecord | undefined): void;
  /** `openForMs`: it is open, and stays so for its whole time again. */
  use(visitor: Visitor, pin: Pin | undefined, isCritical: boolean): Answered;
}

interface Open {
  /** On the clock that only grows. */
  readonly untilMs: number;
  readonly pinGivenMs: number;
  readonly pin: string | undefined;
}

export function createGate(clock: Clock): Gate {
  const open = new Map<string, Open>();
  const wrongPins = createWrongPins(clock);
  /** One PIN is judged at a time: many at once would all be tried before the first is found wrong. */
  let turn: Promise<unknown> = Promise.resolve();

  function admit(session: string, pin: Pin | undefined, pinGivenMs: number): { openForMs: number } {
    const openForMs = pin ? OPEN_MS : OPEN_WITHOUT_PIN_MS;
    open.delete(session);
    open.set(session, { untilMs: clock.monotonicMs() + openForMs, pinGivenMs, pin: pin?.id });
    for (const oldest of open.keys()) {
      if (open.size <= OPEN_MAX) break;
      open.delete(oldest);
    }
    return { openForMs };
  }

  function findOpen(session: string, pin: Pin | undefined): Open | undefined {
    const found = open.get(session);
    return found?.pin === pin?.id && found && found.untilMs > clock.monotonicMs() ? found : undefined;
  }

  function enter(visitor: Visitor): Answered {
    const isIn = visitor.isFresh || findOpen(visitor.session, undefined) !== undefined;
    return isIn ? admit(visitor.session, undefined, 0) : 'strange';
  }

  async function judge({ session }: Visitor, given: string, pin: Pin): Promise<Answered> {
    const retryInMs = wrongPins.waitMs(session);
    if (retryInMs > 0) return { retryInMs };
    // No PIN at all is the question whether there is one.
    const isRight = given !== '' && (await pin.matches(given));
    if (isRight) {
      wrongPins.forgive(session);
      return admit(session, pin, clock.monotonicMs());
    }
    open.delete(session);
    return { retryInMs: given === '' ? 0 : wrongPins.refuse(session) };
  }

  return {
    unlock(visitor, given, pin) {
      if (!pin) return Promise.resolve(enter(visitor));
      const judged = turn.then(() => judge(visitor, given, pin));
      turn = judged.catch(() => undefined);
      return judged;
    },
    lock: (session) => void open.delete(session),
    remember: (record) => wrongPins.remember(record),
    use(visitor, pin, isCritical) {
      if (!pin) return enter(visitor);
      const found = findOpen(visitor.session, pin);
      const isStale = isCritical && found && clock.monotonicMs() - found.pinGivenMs > FRESH_PIN_MS;
      if (!found || isStale) return { retryInMs: wrongPins.waitMs(visitor.session) };
      return admit(visitor.session, pin, found.pinGivenMs);
    },
  };
}
