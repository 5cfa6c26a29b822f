/** Owns: what the built screens weigh, by the same list and the same measure as `npm run weights`. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { z } from 'zod';

const ROOT = join(import.meta.dirname, '..', '..');
const pathsSchema = z.union([z.string().transform((path) => [path]), z.array(z.string())]);
const listSchema = z.object({
  'size-limit': z.array(z.object({ name: z.string(), path: pathsSchema, limit: z.string() })),
});

export interface Weight {
  readonly name: string;
  /** After gzip, as size-limit counts: 1 kB = 1000 bytes. */
  readonly kb: number;
  readonly limit: string;
}

export function weighScreens(): Weight[] {
  const list = listSchema.parse(JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')));
  return list['size-limit'].map(({ name, path, limit }) => {
    const files = globSync(path, { cwd: ROOT });
    const bytes = files.map((file) => gzipSync(readFileSync(join(ROOT, file)), { level: 9 }).length);
    return { name, kb: bytes.reduce((sum, each) => sum + each, 0) / 1_000, limit };
  });
}
