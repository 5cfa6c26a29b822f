/**
 * Owns: the state of the agent as the open service view shows it, asked for again and again while it is open.
 * Promises: what was shown stays when the agent does not answer, beside its refusal.
 */
import { useCallback, useEffect, useState } from 'react';
import type { Refusal } from '../../src-main/contract/bridge.ts';
import type { ServiceState } from '../../src-main/contract/service.ts';
import { useAsk } from './gate.tsx';

/** Often enough to watch a file being taken, seldom enough to cost nothing. */
export const SERVICE_REFRESH_MS = 3_000;

export interface ServiceReading {
  readonly state: ServiceState | null;
  readonly refusal: Refusal | null;
  readonly refresh: () => Promise<void>;
}

export function useServiceState(): ServiceReading {
  const ask = useAsk();
  const [state, setState] = useState<ServiceState | null>(null);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const refresh = useCallback(async () => {
    const answer = await ask('serviceState', {});
    if (answer.ok) setState(answer.value);
    setRefusal(answer.ok ? null : answer.refusal);
  }, [ask]);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isOver = false;
    const again = async (): Promise<void> => {
      await refresh();
      if (!isOver) timer = setTimeout(() => void again(), SERVICE_REFRESH_MS);
    };
    void again();
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [refresh]);
  return { state, refusal, refresh };
}
