/** Owns: the start of the screens in a browser. */
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import type { Snapshot } from '../src-main/contract/snapshot.ts';
import { App } from './app.tsx';
import { loadAhead } from './app-views.ts';
import { createLoopbackBridge } from './bridge/loopback.ts';
import { homeView } from './state/navigation.tsx';
import './style/tokens.css';
import './style/base.css';

/** Grey bars that give way at once are only flicker, and drawing them holds up what they stand for. */
const BARS_AFTER_MS = 300;

/** No `await` outside of a function: what is loaded later could not share this script's code then. */
async function start(root: HTMLElement): Promise<void> {
  // The page lives as long as its window; nothing ends the bridge before.
  const { signal } = new AbortController();
  const bridge = createLoopbackBridge({ origin: window.location.origin, signal });
  let first: Snapshot | null = null;
  const heard = new Promise<void>((resolve) => {
    bridge.onSnapshot((snapshot) => {
      first = snapshot;
      resolve();
    });
  });
  const patience = new Promise<void>((resolve) => setTimeout(resolve, BARS_AFTER_MS));
  await Promise.race([Promise.all([heard, loadAhead(homeView())]), patience]);
  createRoot(root).render(
    <StrictMode>
      <App bridge={bridge} first={first} />
    </StrictMode>,
  );
}

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no place for the screens');
void start(root);
