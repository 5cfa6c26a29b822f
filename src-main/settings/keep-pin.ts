/**
 * Owns: what becomes of the PIN whenever a settings file is written: a hash, never a plain text. Pure but for the salt.
 */
import { pin } from './forms.ts';
import { hashPin } from './pin-hash.ts';

type Section = Readonly<Record<string, unknown>>;

/** The section `widget` as it is written; `typed`: a new PIN, empty: the one that is there. */
export function keepPin(widget: Section, typed = ''): Section {
  const { pin: plain, ...rest } = widget;
  if (typed !== '') return { ...rest, pinHash: hashPin(typed) };
  if (plain === undefined || rest['pinHash'] !== undefined) return rest;
  const known = pin.safeParse(plain);
  return known.success ? { ...rest, pinHash: hashPin(known.data) } : widget;
}
