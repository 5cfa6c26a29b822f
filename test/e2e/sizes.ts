/** Owns: the sizes that the screens are drawn in (widget: sizes), and the states that each size shows. */
import { allStates, type StateName } from '../renderer/support/snapshots.ts';

export type View = 'strip' | 'card' | 'panel' | 'full';

export interface Size {
  readonly name: string;
  readonly view: View;
  readonly width: number;
  readonly height: number;
}

export const sizes: readonly Size[] = [
  { name: 'strip-800', view: 'strip', width: 800, height: 64 },
  { name: 'strip-1024', view: 'strip', width: 1024, height: 64 },
  { name: 'strip-1280', view: 'strip', width: 1280, height: 64 },
  { name: 'strip-1366', view: 'strip', width: 1366, height: 64 },
  { name: 'card-320', view: 'card', width: 320, height: 240 },
  { name: 'panel-480', view: 'panel', width: 480, height: 272 },
  { name: 'panel-800', view: 'panel', width: 800, height: 480 },
  { name: 'full-1024', view: 'full', width: 1024, height: 600 },
];

export const themes = ['dark', 'light'] as const;
export type Theme = (typeof themes)[number];

export const stateNames = Object.keys(allStates).filter((name): name is StateName => name in allStates);
