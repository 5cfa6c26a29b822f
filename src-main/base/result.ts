/**
 * Owns: the two-way answer of an operation that may fail for a reason the caller must handle.
 * Faults of our own (a broken invariant) are thrown; expected failures are returned.
 */
export type Result<T, E> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: E };

export function ok<T>(value: T): { readonly ok: true; readonly value: T } {
  return { ok: true, value };
}

export function fail<E>(error: E): { readonly ok: false; readonly error: E } {
  return { ok: false, error };
}
