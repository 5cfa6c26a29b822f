/**
 * Owns: reading the beginning of files as if there were no more of them.
 */
import { hash } from 'node:crypto';
import { fail, ok } from '../base/result.ts';
import { faultCode } from '../intake/faults.ts';
import type { FileFacts } from '../intake/file-facts.ts';
import type { HeldFolder } from '../intake/folder/held-folder.ts';

/** The folder, its files as they were when they were so large. No more of them is read. */
export function beginningOf(folder: HeldFolder, bytesMax: number): HeldFolder {
  return {
    ...folder,
    read(...[name, expected]) {
      return readBeginning(folder, { name, expected, bytesMax });
    },
    readLarge(...[name, expected]) {
      const source = readBeginning(folder, { name, expected, bytesMax });
      const large = source.ok ? ok({ ...source.value, sha256: hash('sha256', source.value.bytes) }) : source;
      return Promise.resolve(large);
    },
  };
}

interface Beginning {
  readonly name: string;
  readonly expected: FileFacts;
  readonly bytesMax: number;
}

function readBeginning(
  folder: HeldFolder,
  { name, expected, bytesMax }: Beginning,
): ReturnType<HeldFolder['read']> {
  try {
    const bytes = folder.beginning(name, expected, bytesMax);
    return ok({ bytes, facts: { ...expected, sizeBytes: bytes.length } });
  } catch (error) {
    return fail({ kind: 'failed', errno: faultCode(error) });
  }
}
