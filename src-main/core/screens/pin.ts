/**
 * Owns: the PIN that the settings name, as the gate needs it: to compare with, never to read.
 */
import { hash, timingSafeEqual } from 'node:crypto';
import type { Settings } from '../../settings/schema.ts';
import { isPinOf } from '../../settings/pin-hash.ts';

export interface Pin {
  /** Tells one PIN from another; nothing can be had from it. */
  readonly id: string;
  /** Takes the same time for every PIN. */
  matches(given: string): Promise<boolean>;
}

/** Undefined: none is set. A hash goes before a PIN in plain text. */
export function pinOf({ widget: { pinHash, pin } }: Pick<Settings, 'widget'>): Pin | undefined {
  if (pinHash !== undefined) return { id: pinHash, matches: (given) => isPinOf(given, pinHash) };
  if (pin === undefined) return undefined;
  const digest = digestOf(pin);
  return {
    id: digest.toString('hex'),
    matches: (given) => Promise.resolve(timingSafeEqual(digestOf(given), digest)),
  };
}

/** Of equal length, whatever was given. */
function digestOf(text: string): Buffer {
  return hash('sha256', text, 'buffer');
}
