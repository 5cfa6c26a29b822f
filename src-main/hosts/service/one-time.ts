/**
 * Owns: the one-time words in printed addresses: each opens the screens once, for a while.
 * Promises: a word is of no use after it was used or its time is over; it is kept as a hash alone.
 */
import { hash, randomBytes } from 'node:crypto';
import type { Clock } from '../../base/clock.ts';

/** Enough to carry an address from one window to another; a line that was printed must not be a key any longer. */
export const TOKEN_LIFE_MS = 2 * 60_000;
/** Several screens may be opened at once; a loop that asks for addresses must not fill the memory. */
const TOKENS_MAX = 16;
/** 256 bit. */
export const SECRET_BYTES = 32;

export interface OneTimeTokens {
  issue(): string;
  /** True the first time, while it lives. */
  redeem(token: string): boolean;
}

export function hashSecret(secret: string): string {
  return hash('sha256', secret, 'hex');
}

export function createOneTimeTokens(clock: Clock): OneTimeTokens {
  /** By hash: until when it lives, on the clock that only grows. */
  const open = new Map<string, number>();
  return {
    issue() {
      const token = randomBytes(SECRET_BYTES).toString('base64url');
      open.set(hashSecret(token), clock.monotonicMs() + TOKEN_LIFE_MS);
      for (const oldest of open.keys()) {
        if (open.size <= TOKENS_MAX) break;
        open.delete(oldest);
      }
      return token;
    },
    redeem(token) {
      const name = hashSecret(token);
      const untilMs = open.get(name);
      open.delete(name);
      return untilMs !== undefined && clock.monotonicMs() < untilMs;
    },
  };
}
