/**
 * Owns: how receipts travel: up to 100 a call, whatever waits (guide 7.1.1, 7.2).
 */
import type { DeviceApi } from '../heado/device-api.ts';
import type { LaneWork } from './lane-work.ts';
import type { PlanRules } from './lane-state.ts';

export interface ReceiptsWorkOptions {
  readonly api: DeviceApi;
  readonly rules: PlanRules;
  readonly probe: LaneWork['probe'];
  readonly successes: LaneWork['successes'];
  /** Called after a batch ended: a closing may have waited for it. */
  readonly onSettled: () => void;
}

export function receiptsWork(options: ReceiptsWorkOptions): LaneWork {
  const { api, rules, probe, successes, onSettled } = options;
  return {
    lane: 'receipts',
    rules,
    probe,
    successes,
    onSettled,
    post: (batch, limits) =>
      api.purchaseRegisterBatch(
        batch.entries.map((entry) => entry.payload),
        limits,
      ),
  };
}
