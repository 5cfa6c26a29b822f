/**
 * Owns: the rows of files that were read, and which of them are readings of one and the same file: it is read again
 * when it has grown, when it changed under our hands, and when a process died before it was moved. Its bytes are
 * kept as long as any reading needs them (decisions 13).
 * Promises: told by what is true of the file, device, inode and name; not by what its records are known as. As the number
 * of a file that is gone is given to the next one, it has to be unchanged as well, or to have grown where lines may follow.
 * A file that is read again before it came to its place keeps its row.
 */
import type { OutboxContext } from './context.ts';
import type { SourceFile } from './port.ts';
import { number } from './rows.ts';

export interface FileRow {
  readonly id: number;
  /** The first reading of the file: the same for all of them. */
  readonly root: number;
}

export interface FileRows {
  /** Adds the file's row, or renews it where the file is known. */
  write(file: SourceFile, readAtMs: number): FileRow;
  /** Entries of a record that was judged again came when its file did. */
  keepCameTime(fileId: number, file: SourceFile): void;
  /** Undefined for a number that is no file's. */
  rootOf(fileId: number): number | undefined;
}

/** What a disk without inodes gives for every file. */
const NO_INODE = 0;

export function createFileRows({ database, tail }: Pick<OutboxContext, 'database' | 'tail'>): FileRows {
  const insert = database.prepare(
    `INSERT INTO files (format, sha256, size_bytes, device, inode, mtime_ms, read_at_ms, closed, lines,
       folder, name, stored_as, taken_at_ms, same_as)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const renew = database.prepare(
    `UPDATE files SET format = ?, sha256 = ?, size_bytes = ?, device = ?, inode = ?, mtime_ms = ?,
       read_at_ms = ?, closed = ?, lines = ? WHERE id = ?`,
  );
  const root = database.prepare('SELECT coalesce(same_as, id) AS root FROM files WHERE id = ?');
  const earlier = database.prepare(
    `SELECT id FROM files WHERE gone = 0 AND inode = ?1 AND device = ?2 AND folder = ?3 AND name = ?4
       AND (mtime_ms = ?5 OR (closed = 0 AND lines = 1 AND size_bytes < ?6)) ORDER BY id DESC LIMIT 1`,
  );
  const place = database.prepare('UPDATE files SET stored_as = ? WHERE id = ?');

  const came = database.prepare(
    `UPDATE entries SET came_at_ms = (SELECT coalesce(root.taken_at_ms, f.taken_at_ms) FROM files f
       LEFT JOIN files root ON root.id = f.same_as WHERE f.id = ?1) WHERE file_id = ?2`,
  );

  function rootOf(fileId: number): number | undefined {
    const row = root.get(fileId);
    return row && number(row['root']);
  }

  function earlierReading(file: SourceFile): number | undefined {
    const { folder, name, device, inode, mtimeMs, sizeBytes } = file;
    if (file.sameAs !== undefined || inode === NO_INODE) return undefined;
    const row = earlier.get(String(inode), String(device), folder, name, mtimeMs, sizeBytes);
    return row && number(row['id']);
  }

  return {
    rootOf,
    keepCameTime(fileId, { sameAs, storedAs }) {
      if (sameAs !== undefined && storedAs === '') came.run(sameAs, fileId);
    },
    write(file, readAtMs) {
      const facts = [
        ...[file.format, file.sha256, file.sizeBytes, String(file.device), String(file.inode), file.mtimeMs],
        ...[readAtMs, file.closed ? 1 : 0, file.lines === false ? 0 : 1],
      ] as const;
      const { folder, name, storedAs } = file;
      const fileId = file.known?.fileId ?? earlierReading(file);
      if (fileId !== undefined) {
        renew.run(...facts, fileId);
        if (!file.known) place.run(storedAs, fileId);
        return { id: fileId, root: rootOf(fileId) ?? fileId };
      }
      const sameAs = file.sameAs === undefined ? undefined : rootOf(file.sameAs);
      const { lastInsertRowid } = insert.run(...facts, folder, name, storedAs, readAtMs, sameAs ?? null);
      const id = Number(lastInsertRowid);
      tail.file = id;
      return { id, root: sameAs ?? id };
    },
  };
}
