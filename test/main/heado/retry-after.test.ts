import { describe, expect, it } from 'vitest';
import { readRetryAfter, RETRY_AFTER_MS_MAX } from '../../../src-main/heado/retry-after.ts';

const nowMs = Date.UTC(2026, 10, 22, 10);

describe('Retry-After', () => {
  it.each([
    ['1', 1_000],
    [' 30 ', 30_000],
    ['3600', RETRY_AFTER_MS_MAX],
    ['999999999', RETRY_AFTER_MS_MAX],
    ['Sun, 22 Nov 2026 10:00:05 GMT', 5_000],
    ['Sunday, 22-Nov-26 10:00:05 GMT', 5_000],
    ['Sun, 22 Nov 2026 11:00:00 GMT', RETRY_AFTER_MS_MAX],
    ['Sun, 22 Nov 2026 09:59:59 GMT', undefined],
    ['0', undefined],
    ['-5', undefined],
    ['1.5', undefined],
    ['soon', undefined],
    ['12 monkeys', undefined],
    ['100000000000000000000', RETRY_AFTER_MS_MAX],
    ['9'.repeat(400), RETRY_AFTER_MS_MAX],
    ['', undefined],
    [undefined, undefined],
  ])('of %j is a wait of %j ms', (header, waitMs) => {
    expect(readRetryAfter(header, nowMs)).toBe(waitMs);
  });
});
