/**
 * Owns: a page that shows one state at one size in one theme, at rest: the clock stands, nothing moves.
 */
import type { Page } from '@playwright/test';
import type { Snapshot } from '../../src-main/contract/snapshot.ts';
import { NOW_MS } from '../renderer/support/figures.ts';
import type { Size, Theme } from './sizes.ts';
import type { StateServer } from './state-server.ts';

/** Prepares the page once; `showState` may follow any number of times. */
export async function standStill(page: Page): Promise<void> {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.clock.setFixedTime(NOW_MS);
}

export async function showState(
  page: Page,
  server: StateServer,
  state: Snapshot,
  size: Size,
  theme: Theme,
): Promise<void> {
  server.play({ ...state, look: { ...state.look, theme, mode: size.view } });
  await page.setViewportSize(size);
  await page.goto(`${server.origin}/?view=${size.view}`);
  await page.locator(`html[data-theme="${theme}"] main`).first().waitFor();
  await page.waitForFunction(isDrawn);
}

/** Runs in the page: nothing is being loaded any more, charts included. */
function isDrawn(): boolean {
  const isBusy = document.querySelector('main[aria-busy="true"]') !== null;
  return (
    !isBusy && [...document.querySelectorAll('figure')].every((figure) => figure.querySelector('svg path'))
  );
}
