/**
 * Owns: the form in which the PIN of the service view lies in a settings file: `scrypt$N$r$p$salt$hash`, the last two in
 * base64url (decisions 32).
 * Promises: comparing takes the same time for every PIN and holds up nothing else; parameters that would take a till's
 * memory or are no protection are no hash of ours.
 * Cannot: keep a PIN of four digits from whoever has the hash and an hour; the file's rights do that.
 */
import { randomBytes, scrypt, scryptSync, timingSafeEqual, type ScryptOptions } from 'node:crypto';
import { promisify } from 'node:util';

/** Some 60 ms and 16 MB on a till: nobody notices it once, whoever tries all PINs does. */
const COST = { N: 16_384, r: 8, p: 1 } as const;
const SALT_BYTES = 16;
const HASH_BYTES = 32;
const COST_MIN = 1_024;
const MEMORY_BYTES_MAX = 64_000_000;

const FORM = /^scrypt\$(\d{1,6})\$(\d{1,2})\$(\d{1,2})\$([\w+/-]{11,86}={0,2})\$([\w+/-]{22,86}={0,2})$/;

const derive = promisify<string, Buffer, number, ScryptOptions, Buffer>(scrypt);

interface Parsed {
  readonly salt: Buffer;
  readonly hash: Buffer;
  readonly options: ScryptOptions;
}

export function isPinHash(text: string): boolean {
  return parse(text) !== undefined;
}

/** Takes as long as one attempt; for the few moments when a PIN is set. */
export function hashPin(pin: string): string {
  const salt = randomBytes(SALT_BYTES);
  const hash = scryptSync(pin, salt, HASH_BYTES, withMemory(COST));
  const { N, r, p } = COST;
  return ['scrypt', N, r, p, salt.toString('base64url'), hash.toString('base64url')].join('$');
}

/** False for what is no hash of ours. */
export async function isPinOf(given: string, pinHash: string): Promise<boolean> {
  const parsed = parse(pinHash);
  if (!parsed) return false;
  const { salt, hash, options } = parsed;
  return timingSafeEqual(await derive(given, salt, hash.length, options), hash);
}

function parse(text: string): Parsed | undefined {
  const [, n = '', r = '', p = '', salt = '', hash = ''] = FORM.exec(text) ?? [];
  const cost = { N: Number(n), r: Number(r), p: Number(p) };
  const isPower = cost.N >= COST_MIN && (cost.N & (cost.N - 1)) === 0;
  if (!isPower || cost.r < 1 || cost.p < 1 || memoryOf(cost) > MEMORY_BYTES_MAX) return undefined;
  // This decoder takes both alphabets of base64.
  return {
    salt: Buffer.from(salt, 'base64url'),
    hash: Buffer.from(hash, 'base64url'),
    options: withMemory(cost),
  };
}

/** With parallel parts one after the other. */
function memoryOf({ N, r, p }: { readonly N: number; readonly r: number; readonly p: number }): number {
  return 128 * r * (N + p);
}

function withMemory(cost: { readonly N: number; readonly r: number; readonly p: number }): ScryptOptions {
  return { ...cost, maxmem: 2 * memoryOf(cost) };
}
