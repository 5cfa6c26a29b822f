/**
 * Owns: a page that shows one state at one size in one theme, at rest: the clock stands, nothing moves.
 */
import type { Page } from '@playwright/test';
import type { Snapshot } from '../../src-main/contract/snapshot.ts';
import { NOW_MS } from '../renderer/support/figures.ts';
import type { Size, Theme } from './sizes.ts';
import type { StateServer } from './state-server.ts';

export interface Drawn {
  readonly state: Snapshot;
  readonly size: Size;
  readonly theme: Theme;
}

/** Prepares the page once; `open` and `turn` may follow any number of times. */
export async function standStill(page: Page): Promise<void> {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.clock.setFixedTime(NOW_MS);
}

/** Opens the page in this state: nothing of what was shown before is left. */
export async function open(page: Page, server: StateServer, drawn: Drawn): Promise<void> {
  play(server, drawn);
  await page.setViewportSize(drawn.size);
  await page.goto(`${server.origin}/?view=${drawn.size.view}`);
  await untilDrawn(page, drawn.theme);
}

/** Gives the open page another size or theme, not another state. */
export async function turn(page: Page, server: StateServer, drawn: Drawn): Promise<void> {
  play(server, drawn);
  await page.setViewportSize(drawn.size);
  await untilDrawn(page, drawn.theme);
}

function play(server: StateServer, { state, size, theme }: Drawn): void {
  server.play({ ...state, look: { ...state.look, theme, mode: size.view } });
}

async function untilDrawn(page: Page, theme: Theme): Promise<void> {
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
