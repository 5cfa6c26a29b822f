/**
 * Owns: whether the service view is open: asks for the PIN, closes after a while without a hand on it.
 * Promises: closes when it is left, too; without a PIN nothing is asked; what was typed inside stays when the agent closes it in between; what is
 * inside is not drawn before it was opened.
 */
import {
  createContext,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useState,
  type ReactNode,
} from 'react';
import type { Answer, Bridge, Refusal, RequestName, Requests } from '../../src-main/contract/bridge.ts';
import { useBridge, useWordsOf } from '../state/screen.tsx';
import { serviceWords } from '../text/words-service.ts';
import { askAgain } from './ask-again.ts';
import css from './gate.module.css';
import { PinPad } from './pin-pad.tsx';
import { RefusalNote } from './refusal-note.tsx';
import { useIdleEnd } from './use-idle-end.ts';

/** A request of the open service view; `locked` shows the PIN pad again. */
export type Ask = <N extends RequestName>(
  name: N,
  argument: Requests[N]['in'],
) => Promise<Answer<Requests[N]['out']>>;

/** Nobody stands before it any more (widget-details B.6). */
export const SERVICE_IDLE_MS = 60_000;

/** What is asked behind a closed door is not worth a call. */
const LOCKED = { ok: false, refusal: { reason: 'locked', retryInMs: 0 } } as const;

const AskContext = createContext<Ask | null>(null);

export function useAsk(): Ask {
  const ask = useContext(AskContext);
  if (ask === null) throw new Error('what asks for service stands inside its Gate');
  return ask;
}

export type GateState =
  | { readonly kind: 'asking' }
  | { readonly kind: 'closed'; readonly wrong: boolean; readonly waitMs: number }
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  | { readonly kind: 'open'; readonly withPin: boolean };

export interface GateProps {
  /** Null: never closes by itself (nothing is set up yet, and nothing can be seen). */
  readonly idleMs: number | null;
  readonly onLeave: () => void;
  readonly children: ReactNode;
}

export function Gate({ idleMs, onLeave, children }: GateProps): ReactNode {
  const bridge = useBridge();
  const [state, setState] = useState<GateState>({ kind: 'asking' });
  const [wasOpen, setWasOpen] = useState(false);
  const isOpen = state.kind === 'open';
  // What requests ask between two drawings.
  const doorRef = useRef<GateState>(state);
  const change = useCallback((next: GateState): void => {
    doorRef.current = next;
    if (next.kind === 'open') setWasOpen(true);
    setState(next);
  }, []);

  const unlock = async (pin: string): Promise<void> => change(await knock(bridge, pin));
  useEffect(() => {
    void knock(bridge, '').then(change);
    return () => {
      void bridge.request('lock', {});
    };
  }, [bridge, change]);
  useIdleEnd(isOpen ? idleMs : null, () => {
    void bridge.request('lock', {});
    change({ kind: 'closed', wrong: false, waitMs: 0 });
    onLeave();
  });

  const ask = useMemo(
    (): Ask => async (name, argument) => {
      const door = doorRef.current;
      if (door.kind !== 'open') return LOCKED;
      const answer = await askAgain(bridge, name, argument, !door.withPin);
      if (!answer.ok && answer.refusal.reason === 'locked') {
        change({ kind: 'closed', wrong: false, waitMs: answer.refusal.retryInMs });
      }
      return answer;
    },
    [bridge, change],
  );

  return (
    <>
      {!isOpen && <Closed state={state} onPin={unlock} onLeave={onLeave} />}
      {wasOpen && (
        <div className={css['inside']} hidden={!isOpen}>
          <AskContext value={ask}>{children}</AskContext>
        </div>
      )}
    </>
  );
}

async function knock(bridge: Bridge, pin: string): Promise<GateState> {
  const answer = await bridge.request('unlock', { pin });
  if (answer.ok) return { kind: 'open', withPin: pin !== '' };
  if (answer.refusal.reason !== 'locked') return { kind: 'refused', refusal: answer.refusal };
  return { kind: 'closed', wrong: pin !== '', waitMs: answer.refusal.retryInMs };
}

interface ClosedProps {
  readonly state: GateState;
  readonly onPin: (pin: string) => Promise<void>;
  readonly onLeave: () => void;
}

function Closed({ state, onPin, onLeave }: ClosedProps): ReactNode {
  const words = useWordsOf(serviceWords);
  switch (state.kind) {
    case 'open':
    case 'asking':
      return <Waiting>{words.loading}</Waiting>;
    case 'closed':
      return <PinPad closed={state} onEnter={onPin} onLeave={onLeave} />;
    case 'refused':
      return (
        <Waiting>
          <RefusalNote refusal={state.refusal} onAgain={() => void onPin('')} onLeave={onLeave} />
        </Waiting>
      );
  }
}

function Waiting({ children }: { readonly children: ReactNode }): ReactNode {
  const words = useWordsOf(serviceWords);
  return (
    <main className={css['waiting']}>
      <h1 className={css['title']}>{words.title}</h1>
      {children}
    </main>
  );
}
