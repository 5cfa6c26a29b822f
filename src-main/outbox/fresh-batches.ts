/**
 * Owns: the batches that this process froze and has not handed out for posting yet, one of a lane at most.
 * Promises: a batch whose transaction failed is never handed out: it was not written down.
 */
import type { Batch, Lane } from './port.ts';

export interface FreshBatches {
  add(number: number, batch: Batch): void;
  /** Handed out once. */
  take(lane: Lane): Batch | undefined;
  /** The transaction failed that froze the batches after `number`. */
  dropAfter(number: number): void;
}

export function createFreshBatches(): FreshBatches {
  const batches = new Map<Lane, { readonly number: number; readonly batch: Batch }>();
  return {
    add: (number, batch) => void batches.set(batch.lane, { number, batch }),
    take(lane) {
      const fresh = batches.get(lane);
      batches.delete(lane);
      return fresh?.batch;
    },
    dropAfter(last) {
      for (const [lane, { number }] of batches) if (number > last) batches.delete(lane);
    },
  };
}
