/**
 * Owns: the browser that the screens are tested in: an installed Chromium or Chrome, else Playwright's own, else
 * Debian's package where we are root, else one clear sentence.
 * Promises: what is answered has been started once (`--version`), so libraries are not missing.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium } from '@playwright/test';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'chrome'];
/** A download of 200 MB over a slow line. */
const INSTALL_MS_MAX = 300_000;
/** The first start of a browser from a cold disk. */
const START_MS_MAX = 30_000;
/** Handed to the runner's workers, which ask again. */
const FOUND = 'HEADO_TEST_BROWSER';

const NO_BROWSER =
  'The screens are tested in a real browser, and none was found. Install Chromium (Debian: `apt-get install chromium`) ' +
  'or run `npx playwright install --with-deps chromium`, then try again.';

/** The path of a browser that starts; installs one where that is possible. Throws the sentence when it is not. */
export function findBrowser(): string {
  const found = process.env[FOUND] ?? installedBrowser() ?? playwrights() ?? debians();
  if (found === undefined) throw new Error(NO_BROWSER);
  process.env[FOUND] = found;
  return found;
}

/** A Chromium or Chrome that is installed and starts; undefined: none is. */
export function installedBrowser(): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  const paths = NAMES.flatMap((name) => folders.map((folder) => join(folder, name)));
  return paths.find((path) => existsSync(path) && starts(path));
}

function playwrights(): string | undefined {
  const path = chromium.executablePath();
  if (!existsSync(path)) run('playwright', ['install', 'chromium']);
  return existsSync(path) && starts(path) ? path : undefined;
}

/** With a font that has Cyrillic letters: a bare Debian has none. */
function debians(): string | undefined {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return undefined;
  run('apt-get', ['update', '-qq']);
  run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium', 'fonts-noto-core']);
  return installedBrowser();
}

function starts(path: string): boolean {
  const { status } = spawnSync(path, ['--version'], { timeout: START_MS_MAX, stdio: 'ignore' });
  return status === 0;
}

function run(command: string, parameters: readonly string[]): void {
  spawnSync(command, parameters, { timeout: INSTALL_MS_MAX, stdio: 'ignore' });
}

/** Switches without which Chromium does not start as root, or asks the network for things nobody wants. */
export const BROWSER_SWITCHES: readonly string[] = [
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
