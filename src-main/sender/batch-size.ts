/**
 * Owns: how many entries a batch may have after the server called one too large (HTTP 413). Pure.
 */
export interface BatchSize {
  readonly limit: number;
  /** Batches accepted since the limit last changed. */
  readonly accepted: number;
}

/** The limit grows back slowly: every step up may cost a call that is refused. */
const ACCEPTED_BEFORE_GROWTH = 20;

export function halveSize(sent: number): BatchSize {
  return { limit: Math.max(Math.floor(sent / 2), 1), accepted: 0 };
}

export function growSize(size: BatchSize, limitMax: number): BatchSize {
  if (size.limit >= limitMax) return size;
  const accepted = size.accepted + 1;
  if (accepted < ACCEPTED_BEFORE_GROWTH) return { ...size, accepted };
  return { limit: Math.min(size.limit * 2, limitMax), accepted: 0 };
}
