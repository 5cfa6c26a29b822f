/**
 * Owns: the worst files that somebody may put into a drop folder within its limit of 20 MB, and what becomes of each.
 */

export interface HostileFile {
  readonly name: string;
  /** At most this many bytes. */
  readonly make: (sizeBytes: number) => Buffer;
  /**
   * `rejected`: as a whole, at once when it was renamed into place. `refused`: archived, its wrong records in
   * quarantine. `taken`: all of it are receipts.
   */
  readonly end: 'rejected' | 'refused' | 'taken';
}

export const FULL_BYTES = 20_000_000;

/** A receipt as a till writes it, about 250 bytes. */
export function hostileReceipt(number: number): string {
  return JSON.stringify({
    amount: 100,
    discount: 0,
    ts: new Date(Date.now() - 3_600_000 + (number % 3_000) * 1_000)
      .toISOString()
      .replace(/\.\d+Z$/, '+00:00'),
    cashier: 'Орлова Ирина',
    extId: `BIG-${number}`,
    positions: [{ name: 'Кофе латте 300 мл', count: 1, total: 100, extId: '100210' }],
  });
}

function repeat(text: string, sizeBytes: number): string {
  return text.repeat(Math.floor(sizeBytes / Buffer.byteLength(text)));
}

/** As many receipts as fit, joined. */
function receipts(sizeBytes: number, between: string): string {
  const count = Math.floor(sizeBytes / (Buffer.byteLength(hostileReceipt(100_000)) + between.length));
  return Array.from({ length: count }, (_, number) => hostileReceipt(number)).join(between);
}

const json = (name: string, make: (size: number) => string, end: HostileFile['end']): HostileFile => ({
  name,
  make: (size) => Buffer.from(make(size)),
  end,
});

export const hostileFiles: readonly HostileFile[] = [
  json('an array of ones', (size) => `[${repeat('1,', size - 4)}1]`, 'rejected'),
  json('ones without brackets', (size) => repeat('1,', size), 'rejected'),
  json('an array of empty objects', (size) => `[${repeat('{},', size - 4)}{}]`, 'rejected'),
  json('lines of empty objects', (size) => repeat('{}\n', size), 'rejected'),
  json(
    'a receipt and lines of empty objects',
    (size) => `${hostileReceipt(1)}\n${repeat('{}\n', size - 500)}`,
    'refused',
  ),
  json(
    'a receipt and an array of empty objects',
    (size) => `[${hostileReceipt(1)},${repeat('{},', size - 500)}{}]`,
    'refused',
  ),
  json('digits', (size) => `{"amount":${'9'.repeat(size - 20)}}`, 'refused'),
  json('open brackets', (size) => '['.repeat(size), 'rejected'),
  json('one string', (size) => `"${'x'.repeat(size - 2)}"`, 'rejected'),
  json('one string in a receipt', (size) => `{"amount":"${'x'.repeat(size - 20)}"}`, 'refused'),
  json('deep nesting', (size) => '{"a":'.repeat(size / 6) + '1' + '}'.repeat(size / 6), 'rejected'),
  json(
    'many lists that are deep',
    (size) => `[${repeat(`${'['.repeat(60)}${']'.repeat(60)},`, size - 10)}[]]`,
    'rejected',
  ),
  json('an array of receipts', (size) => `[${receipts(size - 2, ',')}]`, 'taken'),
  json('lines of receipts', (size) => `${receipts(size, '\n')}\n`, 'taken'),
  json(
    'empty lines between two receipts',
    (size) => `${hostileReceipt(1)}\n${'\n'.repeat(size - 1_000)}${hostileReceipt(2)}\n`,
    'taken',
  ),
  json(
    'lines of a wide blank between two receipts',
    (size) => `${hostileReceipt(1)}\n${repeat('\u00a0\n', size - 1_000)}${hostileReceipt(2)}\n`,
    'taken',
  ),
  json(
    'long lines of numbers behind a broken one',
    (size) => `{,}\n${repeat(`{"a":[${'1,'.repeat(50_000)}1]}\n`, size - 100_010)}`,
    'refused',
  ),
  json(
    'an array of one receipt',
    (size) => `[${repeat(`${hostileReceipt(7)},`, size - 600)}${hostileReceipt(7)}]`,
    'taken',
  ),
  { name: 'zeros', make: (size) => Buffer.alloc(size), end: 'rejected' },
  {
    name: 'noise',
    make: (size) => Buffer.alloc(size, Buffer.from([0xd0, 0x41, 0x98, 0x7b, 0x22])),
    end: 'rejected',
  },
  {
    name: 'ones in UTF-16',
    make: (size) => Buffer.from(`\ufeff[${repeat('1,', size / 2 - 8)}1]`, 'utf16le'),
    end: 'rejected',
  },
];
