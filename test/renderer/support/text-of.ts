/** Owns: what a person reads and hears of a screen as one line: its text, and the names of its pictures and buttons. */
export function textOf(root: Element): string {
  const names = [...root.querySelectorAll('[aria-label]')].map(
    (each) => each.getAttribute('aria-label') ?? '',
  );
  return [root.textContent, ...names].join(' | ').replace(/[\u00a0\u202f]/gu, ' ');
}
