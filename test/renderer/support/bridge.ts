/** Owns: a bridge in the hands of a test: it gives the snapshots, and hears what is asked for and shown. */
import type { Answer, Bridge, RequestName, Requests, Shown } from '../../../src-main/contract/bridge.ts';
import type { Snapshot } from '../../../src-main/contract/snapshot.ts';
import { createTeller } from '../../../src-renderer/bridge/teller.ts';

type Handlers = {
  readonly [N in RequestName]?: (argument: Requests[N]['in']) => Answer<Requests[N]['out']>;
};

export interface TestBridge extends Bridge {
  readonly give: (snapshot: Snapshot) => void;
  readonly agent: (state: 'here' | 'lost' | 'notAllowed') => void;
  /** Requests in order. */
  readonly asked: { readonly name: RequestName; readonly argument: unknown }[];
  readonly shown: Shown[];
}

/** Requests without a handler are answered as unreachable. */
export function testBridge(first?: Snapshot, handlers: Handlers = {}): TestBridge {
  const snapshots = createTeller<Snapshot>();
  const agent = createTeller<'here' | 'lost' | 'notAllowed'>();
  const asked: TestBridge['asked'] = [];
  const shown: Shown[] = [];
  if (first !== undefined) snapshots.tell(first);
  return {
    give: snapshots.tell,
    agent: agent.tell,
    asked,
    shown,
    request: async <N extends RequestName>(name: N, argument: Requests[N]['in']) => {
      asked.push({ name, argument });
      const handler: Handlers[N] = handlers[name];
      return handler === undefined ? { ok: false, refusal: { reason: 'unreachable' } } : handler(argument);
    },
    show: (next) => shown.push(next),
    onSnapshot: snapshots.on,
    onAgent: agent.on,
  };
}
