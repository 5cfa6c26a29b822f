/**
 * Owns: the one audit of a till: whether I1, I2, I7 and I10 hold for what the POS dropped, what the agent's folders
 * hold and what HEADO's raw call log says. Used by the crash programme, the power cuts, the whole paths and chaos.
 */
import type { Broken, Evidence } from './evidence.ts';
import { findLost, findMissingRows } from './lost.ts';
import { findUnexplained } from './repeats.ts';
import { findUntrue } from './status-truth.ts';

/** Everything that is broken, in words; empty: every promise was kept. */
export function auditTill(evidence: Evidence): Broken[] {
  const lost = findLost(evidence);
  const told = new Set(lost.map(({ story }) => story[0]));
  // What is lost has no row either: that is said once.
  const missing = findMissingRows(evidence).filter(({ story }) => !told.has(story[0]));
  return [...lost, ...findUnexplained(evidence), ...missing, ...findUntrue(evidence)];
}
