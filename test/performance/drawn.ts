/// <reference lib="dom" />
/**
 * Owns: what is on the screen and since when, as the page itself knows it: after every change of the document the
 * text of the view with the moment of the frame after it. Runs in the page, so it knows nothing outside itself.
 */
import type { Page } from '@playwright/test';
import { z } from 'zod';

const drawnSchema = z.array(
  z.object({
    /** What the view said, spaces as they are. */
    text: z.string(),
    /** The frame was on the screen by then, milliseconds since 1970 UTC. */
    atMs: z.number(),
    /** The same, since the navigation. */
    sinceMs: z.number(),
  }),
);
export type Drawn = z.infer<typeof drawnSchema>[number];

/** Before the page is opened. */
export async function watchDrawing(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const tell = (): void => {
      const text = document.querySelector('main')?.textContent ?? '';
      // The second frame begins when the first one has been handed over.
      requestAnimationFrame(() =>
        requestAnimationFrame(() => performance.mark('drawn', { detail: { text, atMs: Date.now() } })),
      );
    };
    new MutationObserver(tell).observe(document, { childList: true, subtree: true, characterData: true });
  });
}

/** Every change that was drawn so far, in order. */
export async function readDrawing(page: Page): Promise<Drawn[]> {
  return drawnSchema.parse(
    await page.evaluate(() =>
      performance.getEntriesByName('drawn').map((entry) => ({
        ...('detail' in entry && typeof entry.detail === 'object' ? entry.detail : {}),
        sinceMs: entry.startTime,
      })),
    ),
  );
}
