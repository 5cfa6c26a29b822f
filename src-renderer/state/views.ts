/** Owns: which view belongs to a window: the one that its address names, else by its size (widget: sizes). Pure. */
const VIEW_NAMES = ['strip', 'card', 'panel', 'full', 'service', 'setup'] as const;
export type ViewName = (typeof VIEW_NAMES)[number];

export interface WindowSize {
  readonly width: number;
  readonly height: number;
}

const STRIP_HEIGHT_MAX = 100;
const CARD: WindowSize = { width: 360, height: 280 };
const PANEL: WindowSize = { width: 800, height: 480 };

/** `?view=…` of the address; null where it names none. */
export function viewOfAddress(search: string): ViewName | null {
  const wanted = new URLSearchParams(search).get('view');
  return VIEW_NAMES.find((name) => name === wanted) ?? null;
}

export function viewOfSize(size: WindowSize): ViewName {
  if (size.height <= STRIP_HEIGHT_MAX) return 'strip';
  if (fits(size, CARD)) return 'card';
  return fits(size, PANEL) ? 'panel' : 'full';
}

function fits(size: WindowSize, most: WindowSize): boolean {
  return size.width <= most.width && size.height <= most.height;
}
