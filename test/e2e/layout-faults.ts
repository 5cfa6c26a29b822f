/**
 * Owns: what can be wrong with a drawn page, measured inside the browser: text too small or cut off without a sign,
 * targets too small, things outside the window, words that only a program would say.
 */
export interface Limits {
  readonly targetPx: number;
  readonly textPx: number;
}

/** Runs in the page; answers one line per fault. Must not use anything outside of itself. */
export function findFaults({ targetPx, textPx }: Limits): string[] {
  const faults: string[] = [];
  const nameOf = (element: Element): string =>
    `${element.tagName.toLowerCase()}.${element.getAttribute('class') ?? ''} "${element.textContent.slice(0, 40)}"`;
  const isHidden = (element: Element): boolean => {
    const { width, height } = element.getBoundingClientRect();
    const style = getComputedStyle(element);
    return width <= 1 || height <= 1 || style.visibility === 'hidden' || style.opacity === '0';
  };
  /** Cut off by a box that means to: its text ends in an ellipsis, or it scrolls. */
  const isClipped = (element: Element): boolean => {
    for (let box = element.parentElement; box && box !== document.body; box = box.parentElement) {
      const { overflowX, textOverflow } = getComputedStyle(box);
      if (overflowX === 'auto' || overflowX === 'scroll' || textOverflow === 'ellipsis') return true;
    }
    return false;
  };
  const { clientWidth, scrollWidth } = document.documentElement;
  if (scrollWidth > clientWidth) faults.push(`the page is ${scrollWidth} px wide in ${clientWidth}`);
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const text = (node.textContent ?? '').trim();
    const parent = node.parentElement;
    if (text === '' || !parent || isHidden(parent)) continue;
    if (/NaN|undefined|Infinity|\bnull\b|\[object/.test(text)) faults.push(`says ${text}`);
    if (parseFloat(getComputedStyle(parent).fontSize) < textPx) faults.push(`small text: ${nameOf(parent)}`);
  }
  for (const target of document.querySelectorAll('button, a[href], input, select, [role="tab"]')) {
    if (isHidden(target)) continue;
    const { width, height } = target.getBoundingClientRect();
    const hit = target.matches('input[type="checkbox"], input[type="radio"]')
      ? target.closest('label')
      : target;
    const box = hit?.getBoundingClientRect();
    if (
      Math.max(width, box?.width ?? 0) < targetPx - 0.5 ||
      Math.max(height, box?.height ?? 0) < targetPx - 0.5
    )
      faults.push(`small target ${Math.round(width)}×${Math.round(height)}: ${nameOf(target)}`);
  }
  for (const element of document.body.querySelectorAll('main *')) {
    if (isHidden(element) || element.closest('svg, [data-scrolls]')) continue;
    if (isClipped(element)) continue;
    const { left, right } = element.getBoundingClientRect();
    if (left < -1 || right > clientWidth + 1) faults.push(`leaves the window: ${nameOf(element)}`);
  }
  return [...new Set(faults)];
}
