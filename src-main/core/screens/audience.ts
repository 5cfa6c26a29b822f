/** Owns: who looks: which screens there are, which of them can be seen, and what all of them together show. */
import type { Shown } from '../../contract/bridge.ts';
import type { Snapshot } from '../../contract/snapshot.ts';

export type Listener = (snapshot: Snapshot) => void;

export interface Audience {
  readonly size: number;
  /** A screen that did not say yet what it shows counts as seen. */
  join(listener: Listener): void;
  /** True: it was hidden and can be seen now. */
  show(listener: Listener, shown: Shown): boolean;
  leave(listener: Listener): void;
  /** Those that can be seen. */
  seeing(): readonly Listener[];
  /** Over all screens. */
  shown(): Shown;
}

export function createAudience(): Audience {
  const all = new Map<Listener, Shown | undefined>();
  return {
    get size() {
      return all.size;
    },
    join: (listener) => void all.set(listener, undefined),
    show(listener, shown) {
      const wasHidden = all.get(listener)?.visible === false;
      if (all.has(listener)) all.set(listener, shown);
      return wasHidden && shown.visible;
    },
    leave: (listener) => void all.delete(listener),
    seeing: () => [...all].filter(([, shown]) => shown?.visible !== false).map(([listener]) => listener),
    shown() {
      const seen = [...all.values()].filter((shown) => shown?.visible === true);
      const reports = [...new Set(seen.flatMap((shown) => shown?.reports ?? []))];
      return { visible: seen.length > 0, reports };
    },
  };
}
