/**
 * Owns answers that are far too large: without end, a gigabyte, a gigabyte in a few kilobytes of gzip.
 * Promises to write only as fast as the client reads and to stop with the connection.
 * Refuses to keep a large body in memory: one block is sent again and again.
 */
import { gzipSync } from 'node:zlib';
import type { Answer } from './answer.ts';
import { headersOf, type Exchange } from './exchange.ts';

const blockBytes = 65_536;
/** One gzip member of the bomb; members may follow each other, so it is packed once. */
const memberBytes = 16 * 1024 * 1024;

/** Writes blocks until there are no more or the client is gone. */
function writeBlocks(exchange: Exchange, next: () => Buffer | undefined): void {
  const { response } = exchange;
  const goOn = (): void => {
    while (!response.destroyed) {
      const block = next();
      if (block === undefined) return void response.end();
      if (!response.write(block)) return void response.once('drain', goOn);
    }
  };
  goOn();
}

/** A JSON answer that begins like the right one and goes on with a string that never closes. */
function opening(answer: Answer): Buffer {
  return Buffer.from(`${answer.body.slice(0, -1)},"padding":"`);
}

/** A body that never ends, chunked. */
export function sendEndless(exchange: Exchange, answer: Answer): void {
  exchange.call.status = answer.status;
  exchange.call.answer = 'a body without end';
  exchange.response.writeHead(answer.status, headersOf(exchange, answer));
  exchange.response.write(opening(answer));
  const block = Buffer.alloc(blockBytes, 'x');
  writeBlocks(exchange, () => block);
}

/** Valid JSON of exactly so many bytes, with its length announced. */
export function sendHuge(exchange: Exchange, answer: Answer, bytes: number): void {
  exchange.call.status = answer.status;
  exchange.call.answer = `a body of ${bytes} bytes`;
  exchange.response.writeHead(answer.status, { ...headersOf(exchange, answer), 'Content-Length': bytes });
  const start = opening(answer);
  const end = Buffer.from('"}');
  const block = Buffer.alloc(blockBytes, 'x');
  let left = bytes - start.length - end.length;
  let ended = false;
  exchange.response.write(start);
  writeBlocks(exchange, () => {
    if (left > 0) {
      const part = block.subarray(0, left);
      left -= part.length;
      return part;
    }
    if (ended) return undefined;
    ended = true;
    return end;
  });
}

/** A gzip body that unpacks to at least so many bytes. */
export function sendBomb(exchange: Exchange, answer: Answer, bytes: number): void {
  exchange.call.status = answer.status;
  exchange.call.answer = `a gzip body that unpacks to ${bytes} bytes`;
  exchange.response.writeHead(answer.status, { ...headersOf(exchange, answer), 'Content-Encoding': 'gzip' });
  const member = gzipSync(Buffer.alloc(Math.min(memberBytes, bytes), ' '), { level: 9 });
  let left = bytes;
  writeBlocks(exchange, () => {
    if (left <= 0) return undefined;
    left -= memberBytes;
    return member;
  });
}
