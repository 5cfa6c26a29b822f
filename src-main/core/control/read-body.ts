/** Owns: reading a whole HTTP body within a bound. */
import type { IncomingMessage } from 'node:http';

/** The body as UTF-8 text; undefined when it is larger than `bytesMax` (the rest is thrown away unread). */
export async function readBody(message: IncomingMessage, bytesMax: number): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of message) {
    if (!Buffer.isBuffer(chunk)) continue;
    bytes += chunk.length;
    if (bytes <= bytesMax) chunks.push(chunk);
    else chunks.length = 0;
    if (bytes > bytesMax * 2) return undefined;
  }
  return bytes > bytesMax ? undefined : Buffer.concat(chunks).toString('utf8');
}
