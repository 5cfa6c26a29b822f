/**
 * Owns reading a request: its address and its body, at once or byte by byte.
 * Promises to read no more than the limit and to reject when the client goes away in the middle.
 * Refuses to know what the body says.
 */
import type { IncomingMessage } from 'node:http';
import type { Later } from './listener.ts';

/** A request of 100 receipts with hundreds of positions is far smaller. */
export const requestLimitBytes = 64 * 1024 * 1024;

const addresses: readonly (readonly [RegExp, 'device' | 'management'])[] = [
  [/^\/(?:device|s)\/([^/?#]+)$/, 'device'],
  [/^\/(?:management|m)\/([^/?#]+)$/, 'management'],
];

export interface Address {
  readonly kind: 'device' | 'management';
  readonly key: string;
}

/** Device API, address; guide 6.3, 7.3: `/device/<key>` or `/s/<key>`, `/management/<key>` or `/m/<key>`. */
export function readAddress(path: string): Address | undefined {
  for (const [pattern, kind] of addresses) {
    const [, key] = pattern.exec(path) ?? [];
    if (key !== undefined) return { kind, key };
  }
  return undefined;
}

/** The body, undefined for one that is over the limit; rejects when the client goes away in the middle. */
export function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  return new Promise((resolve, reject) => {
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes <= requestLimitBytes) chunks.push(chunk);
      else resolve(undefined);
    });
    request.once('end', () => resolve(Buffer.concat(chunks)));
    request.once('error', reject);
  });
}

/** The body, one byte per interval. */
export function dripBody(request: IncomingMessage, intervalMs: number, later: Later): Promise<Buffer> {
  const chunks: Buffer[] = [];
  return new Promise((resolve, reject) => {
    request.once('error', reject);
    request.once('end', () => resolve(Buffer.concat(chunks)));
    const readOne = (): void => {
      const byte: unknown = request.read(1);
      if (Buffer.isBuffer(byte)) chunks.push(byte);
      if (!request.destroyed && !request.readableEnded) later(intervalMs, readOne);
    };
    readOne();
  });
}
