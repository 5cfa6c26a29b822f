/**
 * Owns: writing one answer. Every way out of the service goes through here, so none lacks its headers.
 */
import type { OutgoingHttpHeaders, ServerResponse } from 'node:http';
import type { Answer } from '../../contract/bridge.ts';
import type { Asset } from './assets.ts';
import { commonHeaders, IMMUTABLE } from './headers.ts';

/** Such an answer has no length either. */
const NO_CONTENT = 204;

export function answer(
  response: ServerResponse,
  status: number,
  headers: OutgoingHttpHeaders = {},
  body: string | Buffer = '',
): void {
  if (response.headersSent) return;
  const length = status === NO_CONTENT ? {} : { 'content-length': Buffer.byteLength(body) };
  response.writeHead(status, { ...commonHeaders, ...length, ...headers });
  response.end(body);
}

export function answerText(response: ServerResponse, status: number, text: string): void {
  answer(response, status, { 'content-type': 'text/plain; charset=utf-8' }, `${text}\n`);
}

export function answerJson(response: ServerResponse, status: number, value: Answer<unknown>): void {
  answer(response, status, { 'content-type': 'application/json; charset=utf-8' }, JSON.stringify(value));
}

export async function answerAsset(response: ServerResponse, asset: Asset, accepted: string): Promise<void> {
  const { body, packed } = await asset.read(/\bgzip\b/.test(accepted));
  answer(
    response,
    200,
    {
      'content-type': asset.type,
      vary: 'accept-encoding',
      ...(packed && { 'content-encoding': 'gzip' }),
      ...(asset.lasting && { 'cache-control': IMMUTABLE }),
    },
    body,
  );
}
