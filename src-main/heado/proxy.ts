/**
 * Owns: which proxy a call goes through (setting `api.proxy`, else HTTPS_PROXY and NO_PROXY). Pure.
 * Promises: loopback is never proxied; a proxy's password is in no problem.
 */
import { problem, type Problem } from '../base/problem.ts';
import { fail, ok, type Result } from '../base/result.ts';
import { isLoopback } from './endpoint.ts';

/** `api.proxyUnreadable`: no address. `api.proxyKind`: a kind other than http and https (SOCKS …). */
export type ProxyProblem = 'api.proxyUnreadable' | 'api.proxyKind';

export type Environment = Readonly<Record<string, string | undefined>>;

export interface ProxyPlan {
  /** Address of the proxy, credentials included; undefined: straight. */
  proxyFor(host: string, port: number): string | undefined;
}

/**
 * `setting` is `system` (the environment decides), `none`, or a proxy's address. NO_PROXY counts in either case.
 */
export function planProxy(setting: string, env: Environment): Result<ProxyPlan, Problem<ProxyProblem>> {
  const wanted = setting === 'system' ? fromEnvironment(env, 'https_proxy') : setting;
  if (wanted === '' || wanted === 'none') return ok({ proxyFor: () => undefined });
  const address = readProxy(wanted);
  if (!address.ok) return address;
  const exceptions = readExceptions(fromEnvironment(env, 'no_proxy'));
  return ok({
    proxyFor: (host, port) =>
      isLoopback(host) || exceptions.some((matches) => matches(host.toLowerCase(), port))
        ? undefined
        : address.value,
  });
}

/** Lower case goes first, as with curl. */
function fromEnvironment(env: Environment, name: string): string {
  return (env[name] ?? env[name.toUpperCase()] ?? '').trim();
}

function readProxy(text: string): Result<string, Problem<ProxyProblem>> {
  const full = /^[a-z][a-z\d+.-]*:\/\//i.test(text) ? text : `http://${text}`;
  if (!URL.canParse(full)) return fail(problem('api.proxyUnreadable'));
  const url = new URL(full);
  if (url.hostname === '') return fail(problem('api.proxyUnreadable'));
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    return fail(problem('api.proxyKind', '', { kind: url.protocol.slice(0, -1), host: url.hostname }));
  return ok(url.href);
}

type Exception = (host: string, port: number) => boolean;

/** As curl reads it: a name also stands for what lies under it, `*` for everything, `:port` narrows. */
function readExceptions(list: string): Exception[] {
  return list
    .split(/[\s,]+/)
    .filter((entry) => entry !== '')
    .map((entry) => {
      const [, name = '', port] = /^(.+?)(?::(\d+))?$/.exec(entry.toLowerCase()) ?? [];
      const bare = name.replace(/^\*?\./, '');
      return (host, hostPort) =>
        (bare === '*' || host === bare || host.endsWith(`.${bare}`)) &&
        (port === undefined || Number(port) === hostPort);
    });
}
