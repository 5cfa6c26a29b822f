/** Owns: what every file of component tests begins with, and what is put back after each of its tests. */
import { cleanup, configure } from '@testing-library/react';
import { afterEach, vi } from 'vitest';
import { FACT_LIMIT_MS } from '../../support/patience.ts';

configure({ asyncUtilTimeout: FACT_LIMIT_MS });

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});
