/** jsdom lays nothing out: what the chart and the scrolling ask of a browser is answered here. */
import { vi } from 'vitest';

const BOX = new DOMRect(0, 0, 400, 200);

export function stubLayout(): void {
  vi.stubGlobal(
    'ResizeObserver',
    class {
      observe = vi.fn();
      unobserve = vi.fn();
      disconnect = vi.fn();
    },
  );
  Element.prototype.getBoundingClientRect = () => BOX;
  Element.prototype.scrollIntoView = vi.fn();
}
