/**
 * Owns: which pictures are kept in docs/screens, what they are called, and whether this machine can draw the same
 * ones: with another font every letter differs and a comparison says nothing.
 */
import type { Page } from '@playwright/test';
import type { StateName } from '../renderer/support/snapshots.ts';
import type { Size, Theme } from './sizes.ts';

/** The states of the design's list (widget: states). */
export const picturedStates: ReadonlySet<StateName> = new Set<StateName>([
  'firstRun',
  'loading',
  'live',
  'approximate',
  'stale',
  'offline',
  'rateLimited',
  'keyRefused',
  'noPlan',
  'quarantine',
  'diskFull',
  'folderMissing',
  'clockOff',
  'achievement',
  'shiftClosed',
  'hideMoney',
]);

export function pictureName(state: StateName, size: Size, theme: Theme): string {
  return `${size.name}-${state}-${theme}.png`;
}

const PROBE = 'Выручка 24 672 ₽ — Ўў fiWМ';
/** Width of the probe in the font of the pictures (Noto Sans of Debian 12), px at 100 px. */
const PROBE_WIDTH = 1382.1;

export async function hasPictureFont(page: Page, origin: string): Promise<boolean> {
  await page.goto(origin);
  await page.locator('html[data-theme] main').first().waitFor();
  const width = await page.evaluate((text) => {
    const pen = document.createElement('canvas').getContext('2d');
    if (!pen) return 0;
    pen.font = `100px ${getComputedStyle(document.body).fontFamily}`;
    return pen.measureText(text).width;
  }, PROBE);
  return Math.abs(width - PROBE_WIDTH) < 1;
}
