/**
 * Owns: comparing what the simulator's raw call log says with what was dropped and what the outbox recorded.
 */
import { expect } from 'vitest';
import { auditReceipts, listReceipts } from '../../simulator/audit.ts';
import type { Simulator } from '../../simulator/simulator.ts';
import { tracesOf } from '../../security/traces.ts';
import type { Till } from './till.ts';

/** How often each label was registered at the server. */
export function timesRegistered(heado: Simulator): Map<string, number> {
  const times = new Map<string, number>();
  for (const { extId, committed } of listReceipts(heado.calls))
    if (committed) times.set(extId, (times.get(extId) ?? 0) + 1);
  return times;
}

/** Labels in the order of their first registration. */
function firstRegistered(heado: Simulator): string[] {
  return [...timesRegistered(heado).keys()];
}

export interface Expected {
  readonly dropped: readonly string[];
  /** Those that HEADO must not have. */
  readonly quarantined?: readonly string[];
  /** False where entries may overtake others: after a breakdown, or out of the slow line. */
  readonly ordered?: boolean;
}

/**
 * Nothing lost, order kept, no word of the key, and every repeat explained: its entry was in a batch that the outbox knows as
 * uncertain or as dissolved after it may have been stored, and the counters cover all repeats.
 */
export function expectAudited(heado: Simulator, till: Till, expected: Expected): void {
  const { dropped, quarantined = [], ordered = true } = expected;
  const good = dropped.filter((label) => !quarantined.includes(label));
  const times = timesRegistered(heado);
  expect(new Set(times.keys())).toEqual(new Set(good));
  if (ordered) expect(orderByTill(firstRegistered(heado))).toEqual(orderByTill(good));
  expect(new Set(till.labelsIn('quarantined'))).toEqual(new Set(quarantined));
  expect(till.isDrained()).toBe(true);
  const repeated = [...times].filter(([, count]) => count > 1);
  const repeats = repeated.reduce((sum, [, count]) => sum + count - 1, 0);
  expect(repeats).toBeLessThanOrEqual(till.counter('uncertain_resends') + till.counter('refusal_resends'));
  for (const [label] of repeated) expect(isExplained(till, label)).toBe(true);
  expect(auditReceipts(heado.calls).repeated).toHaveLength(repeated.length);
  const said = JSON.stringify([till.lines, till.sender.status(), till.reports]);
  expect(tracesOf(heado.deviceKey, said)).toEqual([]);
}

function isExplained(till: Till, label: string): boolean {
  const [row] = till.outbox.reading.byLabel(label);
  if (!row) return false;
  const batches = till.outbox.reading.batchesOf(row);
  return batches.some(
    ({ uncertain, state, attempts, size }) =>
      uncertain || attempts.some((attempt) => attempt.uncertain) || (state === 'dissolved' && size > 1),
  );
}

function orderByTill(found: readonly string[]): Record<string, string[]> {
  const tills: Record<string, string[]> = {};
  for (const label of found) (tills[label.split('-')[0] ?? ''] ??= []).push(label);
  return tills;
}
