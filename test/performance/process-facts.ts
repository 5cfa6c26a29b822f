/** Owns: what Linux knows about a process: memory at its peak, processor time, wake-ups. */
import { readFileSync } from 'node:fs';

/** Linux counts processor time in hundredths of a second on every machine that Node runs on. */
const TICK_MS = 10;

export interface ProcessFacts {
  /** Resident memory at its peak, MB (10^6 bytes). */
  readonly peakMb: number;
  readonly residentMb: number;
  /** User and system time of all threads, ms. */
  readonly cpuMs: number;
  /** Times that any thread gave up the processor by itself. */
  readonly wakeUps: number;
}

export function readProcess(pid: number): ProcessFacts {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const kilobytes = (name: string): number =>
    Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1] ?? 0);
  return {
    peakMb: (kilobytes('VmHWM') * 1024) / 1e6,
    residentMb: (kilobytes('VmRSS') * 1024) / 1e6,
    cpuMs: (Number(fields[11]) + Number(fields[12])) * TICK_MS,
    wakeUps: Number(/^voluntary_ctxt_switches:\s+(\d+)/m.exec(status)?.[1] ?? 0),
  };
}
