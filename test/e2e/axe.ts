/** Owns: asking axe-core about the page as it is. It is put in beside the page's own scripts, whatever its policy. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from '@playwright/test';
import type axe from 'axe-core';

declare const window: Window & { readonly axe: typeof axe };

const SOURCE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** To be called once, before the page is opened. */
export async function prepareAxe(page: Page): Promise<void> {
  await page.addInitScript(SOURCE);
}

/** One line per violation; `rules`: only these. */
export function violations(page: Page, rules?: readonly string[]): Promise<string[]> {
  return page.evaluate(async (only) => {
    const options = only ? { runOnly: { type: 'rule' as const, values: [...only] } } : {};
    const { violations: found } = await window.axe.run(document, { ...options, resultTypes: ['violations'] });
    return found.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 200)}`));
  }, rules);
}
