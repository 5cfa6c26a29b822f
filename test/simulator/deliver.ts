/**
 * Owns how an answer gets onto the wire: whole, in part, late, byte by byte, twice, or not at all.
 * Promises that whatever it starts ends with the connection or with the simulator.
 * Refuses to know what the answer says.
 */
import type { Act } from './acts.ts';
import type { Answer } from './answer.ts';
import { sendBomb, sendEndless, sendHuge } from './deliver-floods.ts';
import { headersOf, type Exchange } from './exchange.ts';

const dayMs = 86_400_000;
const gigabyte = 1e9;
const bytesPerChunk = 7;

function note(exchange: Exchange, answer: Answer, text: string = answer.body): void {
  exchange.call.status = answer.status;
  exchange.call.answer = text;
}

/** The answer as an ordinary server sends it. */
function sendAnswer(exchange: Exchange, answer: Answer, offsetMs = 0): void {
  const { response } = exchange;
  note(exchange, answer);
  const bytes = Buffer.from(answer.body);
  const length = answer.status === 204 ? {} : { 'Content-Length': bytes.length };
  response.writeHead(answer.status, { ...headersOf(exchange, answer, offsetMs), ...length });
  response.end(bytes);
}

/** The connection is gone at once, with a reset. */
export function reset(exchange: Exchange): void {
  exchange.request.socket.resetAndDestroy();
}

function cut(exchange: Exchange, answer: Answer, share: number): void {
  const bytes = Buffer.from(answer.body);
  const part = bytes.subarray(0, Math.floor(bytes.length * share));
  note(exchange, answer, part.toString());
  exchange.response.writeHead(answer.status, {
    ...headersOf(exchange, answer),
    'Content-Length': bytes.length,
  });
  exchange.response.write(part, () => exchange.request.socket.destroy());
}

function drip(exchange: Exchange, answer: Answer, intervalMs: number): void {
  const bytes = Buffer.from(answer.body);
  note(exchange, answer);
  exchange.response.writeHead(answer.status, {
    ...headersOf(exchange, answer),
    'Content-Length': bytes.length,
  });
  const sendFrom = (index: number): void => {
    if (exchange.response.destroyed) return;
    exchange.response.write(bytes.subarray(index, index + 1));
    if (index + 1 >= bytes.length) exchange.response.end();
    else exchange.later(intervalMs, () => sendFrom(index + 1));
  };
  sendFrom(0);
}

function sendChunked(exchange: Exchange, answer: Answer): void {
  const bytes = Buffer.from(answer.body);
  note(exchange, answer);
  exchange.response.writeHead(answer.status, headersOf(exchange, answer));
  for (let at = 0; at < bytes.length; at += bytesPerChunk) {
    exchange.response.write(bytes.subarray(at, at + bytesPerChunk));
  }
  exchange.response.end();
}

function sendHttp10(exchange: Exchange, answer: Answer): void {
  note(exchange, answer);
  exchange.request.socket.end(rawAnswer('HTTP/1.0', answer, headersOf(exchange, answer)));
}

function rawAnswer(version: string, answer: Answer, headers: Readonly<Record<string, string>>): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return `${version} ${answer.status} Simulated\r\n${lines.join('')}\r\n${answer.body}`;
}

function sendLater(exchange: Exchange, answer: Answer, delayMs: number): void {
  exchange.later(delayMs, () => {
    if (!exchange.response.destroyed) sendAnswer(exchange, answer);
  });
}

/** The second copy follows the first at once, as an answer that nobody asked for. */
function sendTwice(exchange: Exchange, answer: Answer): void {
  const length = String(Buffer.byteLength(answer.body));
  const copy = rawAnswer('HTTP/1.1', answer, { ...headersOf(exchange, answer), 'Content-Length': length });
  const { socket } = exchange.request;
  exchange.response.once('finish', () => socket.write(copy));
  sendAnswer(exchange, answer);
}

function sendAfterHints(exchange: Exchange, answer: Answer): void {
  exchange.response.writeEarlyHints({ link: '</style.css>; rel=preload; as=style' }, () =>
    sendAnswer(exchange, answer),
  );
}

type Way = (exchange: Exchange, answer: Answer) => void;

/** The way in which an act puts an answer onto the wire; the ordinary one where the act has none of its own. */
function wayOf(act: Act | undefined): Way {
  switch (act?.name) {
    case 'resetAfterCommit':
      return reset;
    case 'noAnswer':
      return () => undefined;
    case 'cutAnswer':
      return (exchange, answer) => cut(exchange, answer, act.share ?? 0.5);
    case 'dripAnswer':
      return (exchange, answer) => drip(exchange, answer, act.intervalMs ?? 1000);
    case 'endlessBody':
      return sendEndless;
    case 'hugeBody':
      return (exchange, answer) => sendHuge(exchange, answer, act.bytes ?? gigabyte);
    case 'gzipBomb':
      return (exchange, answer) => sendBomb(exchange, answer, act.bytes ?? gigabyte);
    case 'lateAnswer':
      return (exchange, answer) => sendLater(exchange, answer, act.delayMs ?? 120_000);
    case 'slow':
      return (exchange, answer) => sendLater(exchange, answer, act.delayMs ?? 40_000);
    case 'strayAnswer':
      return sendTwice;
    case 'dateOffset':
      return (exchange, answer) => sendAnswer(exchange, answer, act.offsetMs ?? dayMs);
    case 'http10':
      return sendHttp10;
    case 'earlyHints':
      return sendAfterHints;
    case 'chunked':
      return sendChunked;
    default:
      return (exchange, answer) => sendAnswer(exchange, answer);
  }
}

/** Puts the answer onto the wire in the way of the act, or in the ordinary way where there is none. */
export function deliver(exchange: Exchange, answer: Answer, act: Act | undefined): void {
  wayOf(act)(exchange, answer);
}
