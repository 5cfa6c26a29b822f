/** Owns: drawing the whole app, or one view of it, in a window of a given size. */
import { render, type RenderResult } from '@testing-library/react';
import type { ReactNode } from 'react';
import { vi } from 'vitest';
import type { Snapshot } from '../../../src-main/contract/snapshot.ts';
import { App } from '../../../src-renderer/app.tsx';
import { MomentsProvider } from '../../../src-renderer/state/moments.tsx';
import { NavigationProvider } from '../../../src-renderer/state/navigation.tsx';
import { ScreenProvider, useScreen } from '../../../src-renderer/state/screen.tsx';
import { testBridge, type TestBridge } from './bridge.ts';

export const SIZES = {
  strip800: { width: 800, height: 64 },
  strip1024: { width: 1024, height: 64 },
  strip1280: { width: 1280, height: 64 },
  strip1366: { width: 1366, height: 64 },
  card: { width: 320, height: 240 },
  panelSmall: { width: 480, height: 272 },
  panelLarge: { width: 800, height: 480 },
} as const;

export type SizeName = keyof typeof SIZES;

export interface WindowOfTest {
  readonly width: number;
  readonly height: number;
}

/** jsdom has a window of one size and no desktop: both are given here. */
function setWindow({ width, height }: WindowOfTest, lightDesktop = false): void {
  vi.stubGlobal('innerWidth', width);
  vi.stubGlobal('innerHeight', height);
  vi.stubGlobal('matchMedia', (media: string) => {
    const query = new EventTarget();
    return Object.assign(query, { media, matches: lightDesktop && media.includes('light') });
  });
}

/** `first`: what the page had heard before it drew anything. */
export function renderApp(
  bridge: TestBridge,
  size: WindowOfTest,
  first: Snapshot | null = null,
): RenderResult {
  setWindow(size);
  return render(<App bridge={bridge} first={first} />);
}

export interface RenderedView extends RenderResult {
  readonly bridge: TestBridge;
}

/** One view with everything that it stands on. */
export function renderView(view: ReactNode, snapshot: Snapshot, bridge = testBridge(snapshot)): RenderedView {
  setWindow({ width: 1024, height: 600 });
  const rendered = render(
    <ScreenProvider bridge={bridge}>
      <NavigationProvider>
        <MomentsProvider>
          <OnceThere>{view}</OnceThere>
        </MomentsProvider>
      </NavigationProvider>
    </ScreenProvider>,
  );
  return { ...rendered, bridge };
}

function OnceThere({ children }: { readonly children: ReactNode }): ReactNode {
  return useScreen().snapshot === null ? null : children;
}
