/**
 * Owns: which requests are listened to at all, before anybody looks at what they ask (widget in a browser: any
 * page of the internet may aim requests at 127.0.0.1, and a name may be bent to it). Pure.
 */
import type { IncomingHttpHeaders } from 'node:http';

export interface Facts {
  readonly method: string;
  /** As it stood in the request line. */
  readonly target: string;
  readonly headers: IncomingHttpHeaders;
  /** Where the service listens. */
  readonly port: number;
}

/**
 * Where the service listens. Another name that leads here is a page of somebody else; `localhost` may lead to ::1 as
 * well, where any user of the machine can listen.
 */
export const HOST = '127.0.0.1';

/** Why a request is refused: the HTTP status says it. */
export type Refused = 400 | 403 | 405 | 415 | 421;

/** Undefined: go on. */
export function refuse(facts: Facts): Refused | undefined {
  const { method, target, headers } = facts;
  if (method !== 'GET' && method !== 'POST') return 405;
  if (!isPath(target)) return 400;
  if (headers.host !== `${HOST}:${facts.port}`) return 421;
  if (method === 'GET') return undefined;
  if (!isOurPage(facts)) return 403;
  return /^application\/json(?:;\s*charset=utf-8)?$/i.test(headers['content-type'] ?? '') ? undefined : 415;
}

/** A path below this very service; addresses take a backslash for a slash. */
function isPath(target: string): boolean {
  return /^\/(?![\\/])[^\\\s]*$/.test(target) && URL.canParse(target, `http://${HOST}`);
}

/** Whether a page that we served asks, or a program that is no browser. */
export function isOurPage({ headers }: Pick<Facts, 'headers'>): boolean {
  const origin = headers.origin;
  if (origin !== undefined && origin !== `http://${headers.host ?? ''}`) return false;
  const site = headers['sec-fetch-site'];
  return site === undefined || site === 'same-origin';
}

/** Whether a person or a program opens the address, not a link on a page of somebody else. */
export function isOpenedHere({ headers }: Pick<Facts, 'headers'>): boolean {
  return headers['sec-fetch-site'] === 'none' || isOurPage({ headers });
}
