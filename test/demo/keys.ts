/** Owns: the keys of the demo's reader. */
import type { Shop } from './shop.ts';

/** Listens for single keys until the returned switch is used. */
export function readKeys(shop: Shop, quit: AbortController): () => void {
  const actions: Readonly<Record<string, () => void>> = {
    n: () => void shop.toggleNetwork(),
    k: () => void shop.toggleAgent(),
    q: () => quit.abort(),
    '\u0003': () => quit.abort(),
  };
  const onKey = (key: Buffer): void => actions[key.toString('utf8')]?.();
  process.stdin.setRawMode(true);
  process.stdin.on('data', onKey);
  return () => {
    process.stdin.off('data', onKey);
    process.stdin.setRawMode(false);
    process.stdin.pause();
  };
}
