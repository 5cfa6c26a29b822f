/**
 * Owns: the memory, over a restart, that the running database came upon something unreadable. At a start only
 * the end of a large database is checked; when suspicion is raised, all of it is.
 */
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Suspicion {
  isRaised(): boolean;
  /** Never throws: it is called while another fault is on its way. */
  raise(): void;
  drop(): void;
}

export function openSuspicion(dataDir: string): Suspicion {
  const path = join(dataDir, 'outbox.suspect');
  return {
    isRaised: () => existsSync(path),
    raise() {
      try {
        writeFileSync(path, '', { mode: 0o600 });
      } catch {
        // A full disk: the next start checks the end only.
      }
    },
    drop: () => rmSync(path, { force: true }),
  };
}
