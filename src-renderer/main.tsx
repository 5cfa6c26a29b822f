/** Owns: the start of the screens in a browser. */
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { loadAhead } from './app-views.ts';
import { createLoopbackBridge } from './bridge/loopback.ts';
import { homeView } from './state/navigation.tsx';
import './style/tokens.css';
import './style/base.css';

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no place for the screens');

loadAhead(homeView());

/** The page lives as long as its window; nothing ends the bridge before. */
const signal = new AbortController().signal;
createRoot(root).render(
  <StrictMode>
    <App bridge={createLoopbackBridge({ origin: window.location.origin, signal })} />
  </StrictMode>,
);
