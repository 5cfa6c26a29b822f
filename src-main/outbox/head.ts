/**
 * Owns: a small witness beside the database of how far it had come: the last row's number and link, the last
 * batch, the last file and the last record on the shelf. SQLite drops the tail of a damaged write-ahead log silently, and a restored copy looks healthy; the
 * witness tells both. It is written after the commit and not synced: it may lag behind the database, which
 * means nothing, and may be lost, which costs only the warning.
 */
import { closeSync, constants, ftruncateSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';

export interface Head {
  readonly seq: number;
  readonly link: Uint8Array;
  readonly batch: number;
  readonly file: number;
  readonly shelved: number;
}

export interface HeadFile {
  read(): Head | undefined;
  /** Never throws: what it speaks of is on the disk already. */
  write(head: Head): void;
  close(): void;
}

/** Version 0.1.0 wrote neither files nor records. */
const LINE = /^(\d{1,15}) +([0-9a-f]{64}) (\d{1,15})(?: +(\d{1,15}) +(\d{1,15}))? *\n$/;
const NUMBER_WIDTH = 15;
const LINE_BYTES = 4 * (NUMBER_WIDTH + 1) + 64 + 1;

export function openHeadFile(dataDir: string): HeadFile {
  const path = join(dataDir, 'outbox.head');
  let file: number | undefined;
  function open(): number {
    const opened = openSync(path, constants.O_RDWR | constants.O_CREAT, 0o600);
    ftruncateSync(opened, LINE_BYTES);
    return opened;
  }
  return {
    read() {
      try {
        const [, seq, link, batch, file = 0, shelved = 0] = LINE.exec(readFileSync(path, 'latin1')) ?? [];
        if (seq === undefined || link === undefined) return undefined;
        return {
          seq: Number(seq),
          link: Buffer.from(link, 'hex'),
          batch: Number(batch),
          file: Number(file),
          shelved: Number(shelved),
        };
      } catch {
        return undefined;
      }
    },
    write({ seq, link, batch, file: lastFile, shelved }) {
      const chain = Buffer.from(link.buffer, link.byteOffset, link.byteLength).toString('hex');
      const pad = (value: number): string => String(value).padEnd(NUMBER_WIDTH);
      try {
        file ??= open();
        const line = `${pad(seq)} ${chain} ${pad(batch)} ${pad(lastFile)} ${pad(shelved)}\n`;
        writeSync(file, line, 0, 'latin1');
      } catch {
        // A full disk: the witness stays behind until the next write.
      }
    },
    close() {
      if (file !== undefined) closeSync(file);
      file = undefined;
    },
  };
}
