/** The program as it is shipped, not its sources: what it makes Node load is memory on every till. */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';

const PARTS = join(import.meta.dirname, '..', '..', 'dist', 'parts');
const parts = readdirSync(PARTS).map((name) => join(PARTS, name));

it('loads no second HTTP client', () => {
  const addresses = JSON.stringify(parts.map((path) => pathToFileURL(path).href));
  const script = `for (const part of ${addresses}) await import(part);
    console.log(process.moduleLoadList.filter((name) => / http$|undici|http2|webcrypto/.test(name)).join())`;
  const loaded = execFileSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' });
  expect(loaded.trim()).toBe('NativeModule http');
});

it('is written in ASCII', () => {
  for (const path of parts) expect(readFileSync(path, 'utf8').search(/[^\0-\x7f]/), path).toBe(-1);
});
