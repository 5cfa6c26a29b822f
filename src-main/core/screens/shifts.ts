/** Owns: the shift that was closed last, by the till's own signals. Pure. */
import type { OutboxReading } from '../../outbox/reading.ts';
import { z } from 'zod';

/** By law a shift lasts 24 hours at most; the one before it may have been closed late. */
export const SHIFT_MEMORY_MS = 48 * 3_600_000;

export interface ClosedShift {
  readonly id: string;
  readonly device: string;
  /** The opening; null: none was seen. Milliseconds since 1970 UTC. */
  readonly fromMs: number | null;
  readonly toMs: number;
}

/** What the outbox keeps beside a signal (`receipt/to-entry.ts`). */
const factsSchema = z.object({
  event: z.enum(['shift/start', 'shift/stop']),
  level: z.enum(['till', 'store']),
  device: z.string(),
  instantMs: z.number(),
});

type Rows = ReturnType<OutboxReading['factsSince']>;

/** The closing that no opening of the same till followed; undefined: the shift is open, or there is none. */
export function closedShift(rows: Rows): ClosedShift | undefined {
  const signals = rows.flatMap(({ facts }) => {
    const read = factsSchema.safeParse(JSON.parse(facts));
    return read.success && read.data.level === 'till' ? [read.data] : [];
  });
  signals.sort((one, other) => one.instantMs - other.instantMs);
  const last = signals.at(-1);
  if (last?.event !== 'shift/stop') return undefined;
  const { device, instantMs: toMs } = last;
  const own = signals.slice(0, -1).filter((each) => each.device === device);
  const opening = own.at(-1);
  const fromMs = opening?.event === 'shift/start' ? opening.instantMs : null;
  return { id: `${device}/${toMs}`, device, fromMs, toMs };
}
