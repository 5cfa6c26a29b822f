/**
 * Owns: what happens to the folders of a till in a chaos run: a torn database, a backup that is put back, a data folder
 * that is gone, a drop folder that is not mounted. Keeps what every lost outbox knew, for the audit.
 */
import { cpSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { databasePath } from '../../src-main/outbox/open.ts';
import type { Book, Carried } from '../audit/evidence.ts';
import { readBook } from '../audit/read-book.ts';
import { carryOver } from '../audit/repeats.ts';
import type { Host } from './host.ts';

export interface Accidents {
  /** Each answers what came of it. */
  tear(): Promise<string>;
  backUp(): Promise<string>;
  restore(): Promise<string>;
  /** `underIt`: while the agent runs, which is not told. */
  wipe(underIt: boolean): Promise<string>;
  unmount(leaves: 'nothing' | 'empty', restarted: boolean): Promise<string>;
  mount(): string;
  isMounted(): boolean;
  carried(): Carried;
}

/** A database file that is none: SQLite says so at the first look. */
const RUBBISH = 'this is no database\n'.repeat(500);

export function createAccidents(host: Host): Accidents {
  const { drop, dataDir } = host;
  const away = `${drop}.away`;
  const backup = `${dataDir}.backup`;
  let carried = carryOver(undefined, readBook(dataDir));
  let copied: Book | undefined;

  async function restartAfter(change: () => void, copy?: Book): Promise<string> {
    await host.kill();
    carried = carryOver(carried, readBook(dataDir), copy);
    change();
    await host.start();
    return '';
  }

  return {
    tear: () =>
      restartAfter(() => {
        mkdirSync(dataDir, { recursive: true, mode: 0o700 });
        const path = databasePath(dataDir);
        for (const suffix of ['-wal', '-shm']) rmSync(path + suffix, { force: true });
        writeFileSync(path, RUBBISH, { mode: 0o600 });
      }),
    async backUp() {
      await host.stop();
      rmSync(backup, { recursive: true, force: true });
      if (existsSync(dataDir)) cpSync(dataDir, backup, { recursive: true, preserveTimestamps: true });
      copied = readBook(dataDir);
      await host.start();
      return '';
    },
    async restore() {
      if (!existsSync(backup)) return 'there is no backup';
      return restartAfter(() => {
        rmSync(dataDir, { recursive: true, force: true });
        cpSync(backup, dataDir, { recursive: true, preserveTimestamps: true });
      }, copied);
    },
    async wipe(underIt) {
      // An agent that still runs may write beside us.
      const remove = (): void =>
        rmSync(dataDir, { recursive: true, force: true, maxRetries: 20, retryDelay: 5 });
      if (!underIt) return restartAfter(remove);
      // What it books after the look would be known to nobody.
      await host.between(() => {
        carried = carryOver(carried, readBook(dataDir));
        remove();
      });
      return '';
    },
    async unmount(leaves, restarted) {
      if (existsSync(away)) return 'it is not there already';
      if (restarted) await host.stop();
      renameSync(drop, away);
      // The empty folder that something is mounted on.
      if (leaves === 'empty') mkdirSync(drop);
      if (restarted) await host.start();
      return '';
    },
    mount() {
      if (!existsSync(away)) return 'it is there already';
      // What was put there meanwhile lies below the mount.
      if (existsSync(drop)) renameSync(drop, mkdtempSync(`${drop}.under-`));
      renameSync(away, drop);
      return '';
    },
    isMounted: () => !existsSync(away),
    carried: () => carried,
  };
}
