/**
 * Owns the clients and builders of the simulator's tests: plain node:http, receipts that obey the guide.
 * Promises that a client follows nothing, retries nothing and unpacks nothing.
 * Refuses to know the agent.
 */
import { Agent, request } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { z } from 'zod';
import { FACT_LIMIT_MS } from '../../support/patience.ts';

export type Body = Readonly<Record<string, unknown>>;

export interface RawAnswer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly httpVersion: string;
  readonly bytes: Buffer;
  readonly text: string;
}

function collect(response: IncomingMessage): Promise<RawAnswer> {
  const chunks: Buffer[] = [];
  return new Promise((resolve, reject) => {
    response.on('data', (chunk: Buffer) => chunks.push(chunk));
    response.once('error', reject);
    response.once('close', () => {
      if (!response.complete) reject(new Error('cut'));
    });
    response.once('end', () => {
      const bytes = Buffer.concat(chunks);
      const { statusCode: status = 0, headers, httpVersion } = response;
      resolve({ status, headers, httpVersion, bytes, text: bytes.toString() });
    });
  });
}

export interface SendOptions {
  readonly agent?: Agent;
  readonly verb?: string;
  readonly onResponse?: (response: IncomingMessage) => void;
  readonly onHints?: () => void;
}

/** The whole answer; rejects when the connection is refused, reset or cut. */
export function send(url: string, body: string | Buffer, options: SendOptions = {}): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const agent = options.agent ?? new Agent({ keepAlive: false });
    const sent = request(
      url,
      { method: options.verb ?? 'POST', agent, timeout: FACT_LIMIT_MS },
      (response) => {
        options.onResponse?.(response);
        collect(response).then(resolve, reject);
      },
    );
    sent.on('information', () => options.onHints?.());
    sent.once('timeout', () => sent.destroy(new Error('no answer before the deadline')));
    sent.once('error', reject);
    sent.end(body);
  });
}

const answerSchema = z.object({
  jsonrpc: z.literal('2.0'),
  id: z.union([z.string(), z.number(), z.null()]).optional(),
  result: z.unknown().optional(),
  error: z.object({ code: z.number(), message: z.string(), receipt: z.unknown().optional() }).optional(),
});

export type RpcAnswer = z.infer<typeof answerSchema>;

/** The text of a request. */
export function envelope(method: string, params: unknown, id = 'call-1'): string {
  return JSON.stringify({ jsonrpc: '2.0', id, method, params });
}

export function readAnswer(text: string): RpcAnswer {
  return answerSchema.parse(JSON.parse(text));
}

/** The RPC answer to one call over a connection of its own. */
export async function call(url: string, method: string, params: unknown): Promise<RpcAnswer> {
  return readAnswer((await send(url, envelope(method, params))).text);
}

export const agentInfo = { name: 'test', version: '1.0' };

/** A sale that obeys the guide. */
export function sale(changes: Body = {}): Body {
  return {
    amount: 100,
    discount: 0,
    ts: '2026-11-21T18:42:11+03:00',
    cashier: 'Орлова Ирина',
    extId: 'S015-K1-88-14',
    positions: [
      {
        name: 'Кофе',
        count: 2,
        total: 100,
        seller: 'Громов Пётр',
        category: 'Напитки&&Кофе',
        extId: '100210',
      },
    ],
    attributes: [{ name: 'paytype/cash', value: '100' }],
    poskey: '@S015/K1',
    ...changes,
  };
}

/** The return of that sale: amount and attributes negative (guide 7.4). */
export function refund(changes: Body = {}): Body {
  return sale({
    amount: -100,
    ts: '2026-11-21T19:00:00+03:00',
    attributes: [
      { name: 'paytype/cash', value: '-100' },
      { name: 'withcard', value: '0' },
    ],
    ...changes,
  });
}

export function batch(...receipts: readonly unknown[]): Body {
  return { receipts, agent: agentInfo };
}
