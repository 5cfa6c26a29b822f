/**
 * Owns: the demo's window: the widget in an app window of its exact size, where a display and a browser are.
 * Promises: installs nothing; the browser gets a profile of its own that is gone afterwards.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BROWSER_SWITCHES, installedBrowser } from '../e2e/find-browser.ts';

const SIZES = { strip: '1024,64', card: '320,240', panel: '800,480', full: '1024,600' } as const;
export type View = keyof typeof SIZES;

export const VIEWS: readonly string[] = Object.keys(SIZES);

export function isView(name: string): name is View {
  return VIEWS.includes(name);
}

/** Opens the address; undefined where there is no display or no browser. */
export function openWindow(address: string, view: View): { close(): Promise<void> } | undefined {
  const display = process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY'] ?? '';
  const browser = display === '' ? undefined : installedBrowser();
  if (browser === undefined) return undefined;
  const profile = mkdtempSync(join(tmpdir(), 'heado-till-demo-browser-'));
  const child = spawn(
    browser,
    [
      `--app=${address}`,
      `--window-size=${SIZES[view]}`,
      '--window-position=0,0',
      `--user-data-dir=${profile}`,
      '--test-type',
      ...BROWSER_SWITCHES,
    ],
    { stdio: 'ignore' },
  );
  return {
    async close() {
      if (child.exitCode === null && child.signalCode === null) {
        const ended = once(child, 'exit');
        child.kill();
        await ended;
      }
      rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    },
  };
}
