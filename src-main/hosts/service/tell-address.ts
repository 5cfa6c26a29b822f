/**
 * Owns: how whoever starts the agent gets the first one-time address of its screens: a line `ui …` on standard output;
 * under systemd, where that goes into the journal that others read, the file `<dataDir>/ui-url` (0600).
 * Promises: told once; while the setup window waits for somebody, who has no other way to it, told anew when it has
 * grown too old; a file that opens nothing any more is taken away.
 */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Cancel, Clock } from '../../base/clock.ts';
import { makeFolder } from '../../base/make-folder.ts';
import { replaceFile } from '../../base/replace-file.ts';
import { errorCode } from '../../settings/layers.ts';
import { TOKEN_LIFE_MS } from './one-time.ts';

const FILE = 'ui-url';
const FOLDER_MODE = 0o700;

export interface AddressOptions {
  readonly clock: Clock;
  /** A fresh address. */
  readonly address: () => string;
  readonly print: (line: string) => void;
  /** Standard output is a journal. */
  readonly journalled: boolean;
}

export interface AddressTeller {
  /** `dataDir`: where the agent's own files lie; `waits`: nothing is set up, so `ui-url` has nobody to ask. */
  tell(dataDir: string, waits: boolean): void;
  /** Somebody used one up. */
  entered(): void;
  close(): void;
}

export function createAddressTeller({ clock, address, print, journalled }: AddressOptions): AddressTeller {
  let told = false;
  let waiting = false;
  let file: string | undefined;
  let cancel: Cancel = () => undefined;

  /** Where the disk lets it be removed no more it stays; what it says opens nothing. */
  function removeFile(): void {
    try {
      if (file !== undefined) rmSync(file, { force: true });
    } catch {
      return;
    }
    file = undefined;
  }

  function tellNow(dataDir: string): void {
    if (journalled) print(`ui-url ${keep(dataDir)}`);
    else print(`ui ${address()}`);
    arm(dataDir);
  }

  /** Where it was written, or why it was not. */
  function keep(dataDir: string): string {
    const path = join(dataDir, FILE);
    try {
      makeFolder(dataDir, FOLDER_MODE);
      replaceFile(path, `${address()}\n`);
      file = path;
      return path;
    } catch (error) {
      return `${path}: ${errorCode(error)}`;
    }
  }

  function arm(dataDir: string): void {
    cancel();
    cancel = clock.after(TOKEN_LIFE_MS, () => {
      if (!waiting) removeFile();
      else if (journalled) renewFile(dataDir);
      else tellNow(dataDir);
    });
  }

  /** In silence: the journal has the line already. */
  function renewFile(dataDir: string): void {
    keep(dataDir);
    arm(dataDir);
  }

  return {
    tell(dataDir, waits) {
      waiting = waits;
      if (!told) tellNow(dataDir);
      told = true;
    },
    entered() {
      waiting = false;
      removeFile();
    },
    close() {
      cancel();
      removeFile();
    },
  };
}
