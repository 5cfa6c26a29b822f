/**
 * Owns: what is said once and then passes: a plan reached, the best receipt, the card of a closed shift. It stands
 * above the views, so that opening another view does not say it again. Promises: a plan is not praised within three
 * seconds of a receipt, nor again by a page that is loaded anew; a shift's card goes after a tap or a minute.
 */
import { createContext, useContext, useEffect, useMemo, useState, type ReactNode } from 'react';
import type { Achievement, ShiftCard, Snapshot } from '../../src-main/contract/snapshot.ts';
import { useScreen } from './screen.tsx';

const QUIET_AFTER_RECEIPT_MS = 3_000;
const ACHIEVEMENT_MS = 10_000;
/** No page is loaded anew within so little of a badge that a person could have read. */
const JUST_SAID_MS = 1_000;
const BEST_RECEIPT_MS = 8_000;
const SHIFT_CARD_MS = 60_000;

export interface Moments {
  readonly achievement: Achievement | null;
  /** Roubles. */
  readonly bestReceipt: number | null;
  readonly shiftCard: ShiftCard | null;
  readonly putAwayShiftCard: () => void;
}

const MomentsContext = createContext<Moments | null>(null);

export function MomentsProvider({ children }: { readonly children: ReactNode }): ReactNode {
  const { snapshot } = useScreen();
  const achievement = useAchievement(snapshot);
  const bestReceipt = useBestReceipt(snapshot);
  const { shiftCard, putAwayShiftCard } = useShiftCard(snapshot);
  const moments = useMemo(
    () => ({ achievement, bestReceipt, shiftCard, putAwayShiftCard }),
    [achievement, bestReceipt, shiftCard, putAwayShiftCard],
  );
  return <MomentsContext value={moments}>{children}</MomentsContext>;
}

export function useMoments(): Moments {
  const moments = useContext(MomentsContext);
  if (moments === null) throw new Error('a screen stands inside its MomentsProvider');
  return moments;
}

function useAchievement(snapshot: Snapshot | null): Achievement | null {
  const achievement = snapshot?.achievement ?? null;
  const receiptAtMs = snapshot?.lastReceipt?.atMs ?? 0;
  const delayMs = Math.max(receiptAtMs + QUIET_AFTER_RECEIPT_MS - (snapshot?.atMs ?? 0), 0);
  const saidBefore = useSaidBefore(snapshot);
  const id = achievement === null || achievement.id === saidBefore ? null : achievement.id;
  const shown = usePassing(id, delayMs, ACHIEVEMENT_MS, receiptAtMs);
  return shown ? achievement : null;
}

/** The plan that was praised before this page was there: the agent tells it for a while to whoever looks. */
function useSaidBefore(snapshot: Snapshot | null): string | null {
  const [first, setFirst] = useState<{ readonly saidBefore: string | null } | null>(null);
  if (first === null && snapshot !== null) {
    const { achievement, atMs } = snapshot;
    const isOld = achievement !== null && atMs - achievement.saidAtMs > JUST_SAID_MS;
    setFirst({ saidBefore: isOld ? achievement.id : null });
  }
  return first?.saidBefore ?? null;
}

function useBestReceipt(snapshot: Snapshot | null): number | null {
  const last = snapshot?.lastReceipt ?? null;
  const fresh =
    snapshot !== null && last !== null && last.bestOfDay && snapshot.atMs - last.atMs < BEST_RECEIPT_MS;
  const shown = usePassing(fresh ? String(last.atMs) : null, 0, BEST_RECEIPT_MS, 0);
  return shown && last !== null ? last.amount : null;
}

function useShiftCard(snapshot: Snapshot | null): Pick<Moments, 'shiftCard' | 'putAwayShiftCard'> {
  const { bridge } = useScreen();
  const [putAway, setPutAway] = useState<string | null>(null);
  const card = snapshot?.shiftCard ?? null;
  const id = card?.id ?? null;
  const shiftCard = id === putAway ? null : card;
  const putAwayShiftCard = useMemo(
    () => (): void => {
      if (id === null) return;
      setPutAway(id);
      void bridge.request('putAwayShiftCard', { id });
    },
    [bridge, id],
  );
  const waiting = shiftCard !== null;
  useEffect(() => {
    if (!waiting) return;
    const timer = setTimeout(putAwayShiftCard, SHIFT_CARD_MS);
    return () => clearTimeout(timer);
  }, [waiting, putAwayShiftCard]);
  return { shiftCard, putAwayShiftCard };
}

/** True from `delayMs` after a key appeared until `forMs` later; once per key. `restart`: the delay begins anew. */
function usePassing(key: string | null, delayMs: number, forMs: number, restart: number): boolean {
  const [begun, setBegun] = useState<string | null>(null);
  const [over, setOver] = useState<string | null>(null);
  const [delays, setDelays] = useState({ restart, delayMs });
  if (delays.restart !== restart) setDelays({ restart, delayMs });
  useEffect(() => {
    if (key === null) return;
    const begin = setTimeout(() => setBegun(key), delays.delayMs);
    const end = setTimeout(() => setOver(key), delays.delayMs + forMs);
    return () => {
      clearTimeout(begin);
      clearTimeout(end);
    };
  }, [key, delays, forMs]);
  return key !== null && begun === key && over !== key;
}
