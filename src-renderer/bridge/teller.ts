/** Owns: telling a value to whoever listens, the present one first. Promises: a value that stays the same is told once. */
export interface Teller<T> {
  readonly tell: (value: T) => void;
  readonly last: () => T | undefined;
  readonly on: (listener: (value: T) => void) => () => void;
}

export function createTeller<T>(): Teller<T> {
  const listeners = new Set<(value: T) => void>();
  let last: T | undefined;
  return {
    tell: (value) => {
      if (value === last) return;
      last = value;
      for (const listener of listeners) listener(value);
    },
    last: () => last,
    on: (listener) => {
      listeners.add(listener);
      if (last !== undefined) listener(last);
      return () => listeners.delete(listener);
    },
  };
}
