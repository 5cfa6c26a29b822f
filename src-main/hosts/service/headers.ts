/**
 * Owns: what every answer of the loopback service says to the browser beside its body (security C.1 row 7).
 */
import type { OutgoingHttpHeaders } from 'node:http';

/** The same as in Electron, but for `connect-src`: the screens talk to the service (decisions 34). */
export const CONTENT_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
].join('; ');

export const commonHeaders: OutgoingHttpHeaders = {
  'content-security-policy': CONTENT_POLICY,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
};

/** For files whose name changes with their content. */
export const IMMUTABLE = 'public, max-age=31536000, immutable';
