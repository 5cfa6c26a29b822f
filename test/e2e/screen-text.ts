/** Owns: what a person reads of a page. */
import type { Page } from '@playwright/test';

/** All that is written on the page or told by names of buttons and pictures, as one line with plain blanks. */
export async function readScreen(page: Page): Promise<string> {
  const said = await page.evaluate(() => {
    const told = [...document.querySelectorAll('[aria-label], [title]')].flatMap((each) => [
      each.getAttribute('aria-label') ?? '',
      each.getAttribute('title') ?? '',
    ]);
    return [document.title, document.body.textContent, ...told].join(' | ');
  });
  return said.replace(/\s+/g, ' ');
}

const MOMENTS = /\d\d:\d\d|\d{1,2}\s(?:янв|фев|мар|апр|ма[йя]|июн|июл|авг|сен|окт|ноя|дек)/g;

/**
 * Numbers as they are written, on the page and in names for screen readers, without times, dates,
 * axes of charts, and `names`, which may have digits.
 */
export async function numbersOn(page: Page, names: readonly string[]): Promise<string[]> {
  const texts = await page.evaluate(() => {
    const all: string[] = [...document.querySelectorAll('[aria-label]')].map(
      (each) => each.getAttribute('aria-label') ?? '',
    );
    // Beside it the chart measures the words of its axes.
    const root = document.getElementById('root') ?? document.body;
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode())
      if (!node.parentElement?.closest('svg')) all.push(node.textContent ?? '');
    return all;
  });
  return texts.flatMap((text) => {
    const bare = names.reduce((rest, name) => rest.replaceAll(name, ''), text);
    return bare.replace(MOMENTS, '').match(/[−-]?\d+(?:\u00a0\d{3})*(?:,\d+)?(?:\u00a0[₽%])?/g) ?? [];
  });
}
