/**
 * Owns: where the HEADO API is. The key is a part of the address, so the whole address is a secret.
 * Promises: `url()` is the only way to the address; printing, inspecting or serialising an endpoint shows a
 * fingerprint of the key. Plain http is given out for loopback alone.
 * Refuses to know: settings files, the network.
 */
import { createHash } from 'node:crypto';
import { inspect } from 'node:util';
import { problem, type Problem } from '../base/problem.ts';
import { fail, ok, type Result } from '../base/result.ts';
import { compileSecrets, redact } from './redact.ts';

export type EndpointKind = 'device' | 'management';

export type EndpointProblem =
  | 'api.addressUnreadable'
  /** Credentials, a query or a fragment in the base address. */
  | 'api.addressNotPlain'
  | 'api.httpNotAllowed'
  | 'api.keyMissing'
  /** Blanks or control characters inside of the key. */
  | 'api.keyMalformed';

export interface EndpointSettings {
  readonly kind: EndpointKind;
  /** `https://api.heado.ru`, with or without a path. */
  readonly base: string;
  /** Path in front of the key: `/device/`, on older servers `/s/`. */
  readonly prefix: string;
  readonly key: string;
}

export interface Endpoint {
  readonly kind: EndpointKind;
  /** Lower case, without brackets. */
  readonly host: string;
  readonly port: number;
  readonly secure: boolean;
  /** First four hexadecimal digits of the key's SHA-256: enough to tell keys apart (decisions 33). */
  readonly fingerprint: string;
  /** The address with the key: for the transport alone. */
  url(): string;
  /** `text` without any trace of the key. */
  hide(text: string): string;
  toString(): string;
  toJSON(): string;
  [inspect.custom](): string;
}

const FINGERPRINT_LENGTH = 4;

export function fingerprint(key: string): string {
  return createHash('sha256').update(key).digest('hex').slice(0, FINGERPRINT_LENGTH);
}

/** True for the names and addresses that never leave the machine. */
export function isLoopback(host: string): boolean {
  const name = host.replace(/^\[|\]$/g, '').toLowerCase();
  return (
    name === 'localhost' || name.endsWith('.localhost') || name === '::1' || /^127(\.\d+){3}$/.test(name)
  );
}

/** The endpoint of the settings, or what is wrong with them (heado-api, "Transport"). */
export function createEndpoint(settings: EndpointSettings): Result<Endpoint, Problem<EndpointProblem>> {
  const base = readBase(settings.base);
  if (!base.ok) return base;
  const key = settings.key.trim();
  if (key === '') return fail(problem('api.keyMissing'));
  if (/[\s\p{Cc}]/u.test(key) || !key.isWellFormed())
    return fail(problem('api.keyMalformed', '', { length: key.length }));
  return ok(build(base.value, settings, key));
}

function readBase(text: string): Result<URL, Problem<EndpointProblem>> {
  if (!URL.canParse(text)) return fail(problem('api.addressUnreadable'));
  const base = new URL(text);
  const { protocol, hostname } = base;
  if (protocol !== 'https:' && protocol !== 'http:') return fail(problem('api.addressUnreadable'));
  if (base.username || base.password || base.search || base.hash)
    return fail(problem('api.addressNotPlain', '', { host: hostname }));
  if (protocol === 'http:' && !isLoopback(hostname))
    return fail(problem('api.httpNotAllowed', '', { host: hostname }));
  return ok(base);
}

function build(base: URL, settings: EndpointSettings, key: string): Endpoint {
  const secrets = compileSecrets([key]);
  const secure = base.protocol === 'https:';
  const prefix = settings.prefix.replace(/^\/*/, '/').replace(/\/*$/, '/');
  const before = base.origin + base.pathname.replace(/\/+$/, '') + prefix;
  const address = before + encodeURIComponent(key);
  const shown = `${before}<key ${fingerprint(key)}>`;
  return {
    kind: settings.kind,
    host: base.hostname.replace(/^\[|\]$/g, ''),
    port: base.port === '' ? (secure ? 443 : 80) : Number(base.port),
    secure,
    fingerprint: fingerprint(key),
    url: () => address,
    hide: (text) => redact(text, secrets),
    toString: () => shown,
    toJSON: () => shown,
    [inspect.custom]: () => shown,
  };
}
