import { describe, expect, it } from 'vitest';
import { testBridge } from '../support/bridge.ts';
import { renderApp, SIZES } from '../support/render.tsx';
import { snapshot } from '../support/snapshots.ts';
import { textOf } from '../support/text-of.ts';

describe('the first drawing', () => {
  it('has the figures where a snapshot came before it', () => {
    const silent = testBridge();
    expect(textOf(renderApp(silent, SIZES.strip1024, snapshot()).container)).toContain('24 672 ₽');
  });

  it('has grey bars where none came', () => {
    const { container } = renderApp(testBridge(), SIZES.strip1024);
    expect(textOf(container)).toContain('Показатели загружаются');
    expect(textOf(container)).not.toContain('₽');
  });
});
