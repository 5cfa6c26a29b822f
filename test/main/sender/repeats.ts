/**
 * Owns: what was sent again, by the server's raw call log and by the counters of the outbox.
 */
import type { Street } from './street.ts';
import type { Till } from './till.ts';

export const most = (times: ReadonlyMap<string, number>): number => Math.max(...times.values());

/** Posts of a receipt that an earlier call had brought without a definite answer (any behaviour here). */
export function repeatsOf({ heado }: Pick<Street, 'heado'>): number {
  const doubted = new Set<string>();
  let repeats = 0;
  const batches = heado.calls.filter(({ method }) => method === 'purchaseRegisterBatch');
  for (const { method, params, behaviour } of batches) {
    const sent = (JSON.stringify([method, params]).match(/"K\d-\d+"/g) ?? []).map((each) =>
      each.slice(1, -1),
    );
    repeats += sent.filter((label) => doubted.has(label)).length;
    if (behaviour !== undefined) sent.forEach((label) => doubted.add(label));
  }
  return repeats;
}

export const counted = (till: Till): number =>
  till.counter('uncertain_resends') + till.counter('refusal_resends');
