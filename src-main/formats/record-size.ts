/**
 * Owns: how large one record may be (drop folder, "Taking a file" 7): a receipt of a thousand lines has some hundred
 * thousand bytes, and one record is read without a pause.
 */
import { problem } from '../base/problem.ts';
import type { RefusedRecord } from './adapter.ts';

export const RECORD_BYTES_MAX = 1_000_000;
/** So much of a record that is too large is shown to people. */
export const RAW_LENGTH_SHOWN = 4_096;

export function tooLarge(at: string, sizeBytes: number, raw: string): RefusedRecord {
  const found = problem('format.recordTooLarge', at, { sizeBytes, limitBytes: RECORD_BYTES_MAX });
  return { type: 'refused', at, raw, problem: found };
}
