/**
 * Owns: the built screens as the browser gets them.
 * Promises: only files that lay below the folder when the service began are ever opened, each by its exact name:
 * there is no path to be made of a request. Each is read and packed once, when it is first asked for.
 */
import { readdirSync, type Dirent } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

/** What the screens are made of; a file of another kind is not served. */
const TYPES: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
  png: 'image/png',
  ico: 'image/x-icon',
  woff2: 'font/woff2',
  webmanifest: 'application/manifest+json',
};

/** The screens have some dozens of files. */
const FILES_MAX = 500;
/** These are packed already. */
const PACKED: ReadonlySet<string> = new Set(['png', 'woff2']);
/** Names with a hash of the content: `assets/main-D3x9_k2A.js`. */
const HASHED = /^\/assets\/.+-[\w-]{8,}\.\w+$/;
const PAGE = '/index.html';

const pack = promisify(gzip);

export interface Asset {
  readonly type: string;
  /** Its name changes with its content. */
  readonly lasting: boolean;
  /** The bytes, packed with gzip or as they are. */
  read(packed: boolean): Promise<{ readonly body: Buffer; readonly packed: boolean }>;
}

/** By the path of the address; `/` is the page itself. Undefined where the screens were not built. */
export function listAssets(folder: string): ReadonlyMap<string, Asset> | undefined {
  const assets = new Map<string, Asset>();
  for (const entry of filesBelow(folder).slice(0, FILES_MAX)) {
    const path = join(entry.parentPath, entry.name);
    const address = `/${relative(folder, path).split(sep).join('/')}`;
    const ending = entry.name.slice(entry.name.lastIndexOf('.') + 1);
    const type = TYPES[ending];
    if (type !== undefined) assets.set(address, createAsset(path, address, type, !PACKED.has(ending)));
  }
  const page = assets.get(PAGE);
  return page && assets.set('/', page);
}

function filesBelow(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  } catch {
    return [];
  }
}

function createAsset(path: string, address: string, type: string, packable: boolean): Asset {
  let plain: Promise<Buffer> | undefined;
  let small: Promise<Buffer> | undefined;
  const readPlain = (): Promise<Buffer> => (plain ??= readFile(path));
  return {
    type,
    lasting: HASHED.test(address),
    async read(packed) {
      if (!packed || !packable) return { body: await readPlain(), packed: false };
      small ??= readPlain().then((bytes) => pack(bytes));
      return { body: await small, packed: true };
    },
  };
}
