/** The sizes that a finger needs (widget-details B.4), by the style sheets themselves: jsdom lays nothing out. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';

const STYLES = join(import.meta.dirname, '..', '..', '..', 'src-renderer');

afterEach(() => {
  document.head.replaceChildren();
  document.body.replaceChildren();
});

/** `sheets`: in the worst order, the common button last: the build promises none. */
function styleOf(html: string, ...sheets: readonly string[]): CSSStyleDeclaration {
  for (const sheet of sheets) {
    const style = document.head.appendChild(document.createElement('style'));
    style.textContent = readFileSync(join(STYLES, sheet), 'utf8');
  }
  document.body.innerHTML = html;
  const target = document.querySelector('[data-target]');
  if (target === null) throw new Error('no target');
  return getComputedStyle(target);
}

it.each(['details', 'back', 'menu'])('the button .%s of the panel is 64 px high and wide', (name) => {
  const html = `<main class="panel"><footer class="foot"><button class="button ${name}" data-target></button>`;
  const style = styleOf(html, 'widget/panel.module.css', 'style/button.module.css');
  expect([style.minHeight, style.minWidth]).toEqual(['64px', '64px']);
});

it.each(['false', 'true'])('the line of these buttons is as high, tall panel: %s', (tall) => {
  const html = `<main class="panel" data-tall="${tall}"><footer class="foot" data-target></footer></main>`;
  expect(styleOf(html, 'widget/panel.module.css').height).toBe('64px');
});

it('the button of a message is 64 px high', () => {
  const html = '<main class="message"><button class="button" data-target></button></main>';
  const style = styleOf(html, 'widget/message.module.css', 'style/button.module.css');
  expect(style.minHeight).toBe('64px');
});

it('the items of the menu are 64 px high where they fit', () => {
  const html = '<main class="list"><button class="button item" data-target></button></main>';
  const style = styleOf(html, 'widget/menu.module.css', 'style/button.module.css');
  expect([style.flexBasis, style.minHeight]).toEqual(['64px', '56px']);
});
