/**
 * Owns: the files of the journal, and what happens when the disk does not take them.
 * Promises: `write` never throws and never waits; a file that failed is opened again with a later line, on a
 * line of its own; every lost line is counted.
 */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { createStream, type RotatingFileStream } from 'rotating-file-stream';
import type { Clock } from '../base/clock.ts';
import { makeFolder } from '../base/make-folder.ts';

/** A disk that failed is left alone for this long. */
const REOPEN_MS = 30_000;
/** A disk that is slower than the events must not fill the memory of a till. */
const BUFFER_BYTES_MAX = 1_000_000;
const FLUSH_MS_MAX = 2_000;
const FILE_MODE = 0o600;
const FOLDER_MODE = 0o700;

export interface FileSinkOptions {
  readonly folder: string;
  readonly maxFileBytes: number;
  readonly files: number;
  readonly clock: Clock;
  /** The line that tells of `lost` lines once writing works again. */
  readonly resumedLine: (lost: number) => string;
}

export interface FileSink {
  write(line: string): void;
  dropped(): number;
  flush(): Promise<void>;
  close(): Promise<void>;
}

export function openFileSink(options: FileSinkOptions): FileSink {
  let dropped = 0;
  let reported = 0;
  let closed = false;
  let reopenAtMs = 0;
  let stream: RotatingFileStream | undefined;

  function count(error: Error | null | undefined): void {
    if (error) dropped += 1;
  }
  function reopen(): RotatingFileStream | undefined {
    if (closed || options.clock.monotonicMs() < reopenAtMs) return undefined;
    const opened = openStream(options);
    opened.on('error', () => {
      if (stream === opened) stream = undefined;
      reopenAtMs = options.clock.monotonicMs() + REOPEN_MS;
    });
    const lost = dropped - reported;
    if (lost > 0)
      opened.write(options.resumedLine(lost), (error) => (error ? undefined : (reported += lost)));
    return opened;
  }
  function write(line: string): void {
    stream ??= reopen();
    if (!stream || stream.writableLength > BUFFER_BYTES_MAX) dropped += 1;
    else stream.write(line, count);
  }
  async function flush(): Promise<void> {
    const target = stream;
    if (target) await within(FLUSH_MS_MAX, (done) => target.write('', () => done()));
  }
  async function close(): Promise<void> {
    closed = true;
    const target = stream;
    stream = undefined;
    if (target) await within(FLUSH_MS_MAX, (done) => target.once('close', done).end());
  }
  return { write, dropped: () => dropped, flush, close };
}

function openStream(options: FileSinkOptions): RotatingFileStream {
  makeFolderQuietly(options.folder);
  const stream = createStream(fileName, {
    path: options.folder,
    size: `${options.maxFileBytes}B`,
    rotate: options.files,
    mode: FILE_MODE,
  });
  if (endsTorn(join(options.folder, fileName(0)))) stream.write('\n', () => undefined);
  return stream;
}

/** Where it cannot be made the stream says so itself. */
function makeFolderQuietly(path: string): void {
  try {
    makeFolder(path, FOLDER_MODE);
  } catch {
    return;
  }
}

/** `journal.ndjson` is the open file, `journal.1.ndjson` the youngest closed one. */
function fileName(index: number | Date | null): string {
  return index ? `journal.${Number(index)}.ndjson` : 'journal.ndjson';
}

/** True when the file's last line has no end: a full disk or a power cut tore it. */
function endsTorn(file: string): boolean {
  try {
    const handle = openSync(file, 'r');
    try {
      const last = Buffer.alloc(1);
      const { size } = fstatSync(handle);
      return size > 0 && readSync(handle, last, 0, 1, size - 1) === 1 && last[0] !== 0x0a;
    } finally {
      closeSync(handle);
    }
  } catch {
    return false;
  }
}

/** Resolves when `start` calls back, or after `limitMs`. */
async function within(limitMs: number, start: (done: () => void) => void): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  const timer = setTimeout(() => resolve(undefined), limitMs);
  start(() => resolve(undefined));
  await promise;
  clearTimeout(timer);
}
