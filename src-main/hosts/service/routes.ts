/**
 * Owns: what each address of the service gives: the page and its files, the event stream, the requests.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { RequestName } from '../../contract/bridge.ts';
import { loopback } from '../../contract/loopback.ts';
import { readBody } from '../../core/control/read-body.ts';
import { isRequest, showForm } from '../../core/screens/forms.ts';
import type { Screens } from '../../core/screens/screens.ts';
import { answer, answerAsset, answerJson, answerText } from './answers.ts';
import type { Asset } from './assets.ts';
import { browserKind } from './browser-kind.ts';
import type { Connections } from './connections.ts';
import { readCookies, setCookie } from './cookies.ts';
import { HOST, isOpenedHere, isOurPage } from './guard.ts';
import type { OneTimeTokens } from './one-time.ts';
import { SESSION_LIFE_MS, type Sessions } from './sessions.ts';
import type { Streams } from './streams.ts';
import { createVisits } from './visits.ts';

/** The wizard's form is the largest. */
export const BODY_BYTES_MAX = 64_000;
const TOKEN = 'token';
/** What stands in an address beside the token; anything else is dropped. */
const VIEW = /^[a-z]{1,10}$/;

const USED_UP =
  'Этот адрес уже использован или устарел. Новый даёт команда: heado-till ui-url\n' +
  'This address was used before or is too old. A new one comes from: heado-till ui-url';

export interface RouteOptions {
  readonly screens: Screens;
  readonly assets: ReadonlyMap<string, Asset>;
  readonly tokens: OneTimeTokens;
  readonly sessions: Sessions;
  readonly streams: Streams;
  readonly connections: Connections;
  /** Somebody used a one-time address up. */
  readonly onEntered: () => void;
}

type Route = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** For requests that the guard let through. */
export function createRoutes(options: RouteOptions): Route {
  const { screens, assets, tokens, sessions, streams, connections, onEntered } = options;
  const visits = createVisits(sessions, streams);
  return async (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', `http://${HOST}`);
    const session = sessionOf(request);
    if (session !== undefined) connections.trust(request.socket);
    const get = request.method === 'GET';
    const token = get && pathname === '/' ? searchParams.get(TOKEN) : null;
    if (token !== null) enter(request, response, token, searchParams);
    else if (session === undefined) turnAway(request, response, pathname);
    else if (!get) await post(request, response, pathname, session);
    else if (pathname === loopback.events) listen(request, response, session);
    else await giveFile(request, response, pathname, session);
  };

  async function giveFile(
    request: IncomingMessage,
    response: ServerResponse,
    pathname: string,
    session: string,
  ): Promise<void> {
    const asset = assets.get(pathname);
    if (!asset) {
      answerText(response, 404, 'not found');
      return;
    }
    if (pathname === '/') keepSession(request, response, session);
    await answerAsset(response, asset, request.headers['accept-encoding']?.toString() ?? '');
  }

  function sessionOf({ headers }: IncomingMessage): string | undefined {
    for (const secret of readCookies(headers.cookie)) {
      const name = sessions.find(secret);
      if (name !== undefined) return name;
    }
    return undefined;
  }

  /**
   * A cookie for a token. Whoever opens it first uses it up, also who has a cookie already and goes on with that one.
   * The token leaves the address.
   */
  function enter(
    request: IncomingMessage,
    response: ServerResponse,
    token: string,
    search: URLSearchParams,
  ): void {
    if (!isOpenedHere(request)) {
      answer(response, 403);
      return;
    }
    const view = search.get('view') ?? '';
    const location = VIEW.test(view) ? `/?view=${view}` : '/';
    const known = sessionOf(request);
    const entered = tokens.redeem(token);
    if (entered) onEntered();
    if (known !== undefined) {
      if (entered) sessions.enter(known);
      answer(response, 303, { location });
    } else if (entered) {
      const secret = sessions.begin(browserKind(request.headers['user-agent']));
      answer(response, 303, { location, 'set-cookie': setCookie(secret, SESSION_LIFE_MS) });
    } else answerText(response, 401, USED_UP);
  }

  function turnAway(request: IncomingMessage, response: ServerResponse, pathname: string): void {
    request.resume();
    if (pathname.startsWith(loopback.requests))
      answerJson(response, 401, { ok: false, refusal: { reason: 'notAllowed' } });
    else answerText(response, 401, USED_UP);
  }

  /** Whoever opens the page daily keeps the cookie. */
  function keepSession({ headers }: IncomingMessage, response: ServerResponse, session: string): void {
    if (!sessions.renew(session)) return;
    const secret = readCookies(headers.cookie).find((each) => sessions.find(each) === session);
    if (secret !== undefined) response.setHeader('set-cookie', setCookie(secret, SESSION_LIFE_MS));
  }

  function listen(request: IncomingMessage, response: ServerResponse, session: string): void {
    if (!isOurPage(request)) answer(response, 403);
    else if (streams.isFull()) answerText(response, 503, 'too many');
    else streams.begin(response, session);
  }

  async function post(
    request: IncomingMessage,
    response: ServerResponse,
    pathname: string,
    session: string,
  ): Promise<void> {
    const tooLarge = Number(request.headers['content-length'] ?? 0) > BODY_BYTES_MAX;
    const body = tooLarge ? undefined : await readBody(request, BODY_BYTES_MAX);
    const name = pathname.startsWith(loopback.requests) ? pathname.slice(loopback.requests.length) : '';
    if (body === undefined) answer(response, 413, { connection: 'close' });
    else if (pathname === loopback.show) show(response, parseJson(body));
    else if (isRequest(name)) await perform(response, session, name, parseJson(body));
    else answerText(response, 404, 'not found');
  }

  async function perform(
    response: ServerResponse,
    session: string,
    name: RequestName,
    argument: unknown,
  ): Promise<void> {
    const visitor = { session, isFresh: sessions.isFresh(session), visits };
    const answered = await screens.ask(visitor, name, argument);
    if (answered) answerJson(response, 200, answered);
    else answerText(response, 400, 'wrong argument');
  }

  function show(response: ServerResponse, value: unknown): void {
    const form = showForm.safeParse(value);
    if (!form.success) answerText(response, 400, 'wrong argument');
    else answer(response, streams.show(form.data.stream, form.data.shown) ? 204 : 404);
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
