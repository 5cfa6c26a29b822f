/**
 * Owns: a service with made-up screens behind it, and a browser that sends exactly what a test says.
 */
import { request, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';
import { systemClock, type Clock } from '../../../src-main/base/clock.ts';
import type { Shown } from '../../../src-main/contract/bridge.ts';
import type { Snapshot } from '../../../src-main/contract/snapshot.ts';
import { pinOf } from '../../../src-main/core/screens/pin.ts';
import { createScreens } from '../../../src-main/core/screens/screens.ts';
import type { Handlers, PinRecord, ScreensSource } from '../../../src-main/core/screens/source.ts';
import { startService, type Service } from '../../../src-main/hosts/service/service.ts';
import { settingsSchema } from '../../../src-main/settings/schema.ts';
import { removeTempFolders, tempFolder } from '../../support/temp-folder.ts';
import { snapshotAt } from '../screens/snapshots.ts';

const usual = settingsSchema.parse({
  store: { timeZone: 'Europe/Moscow' },
  drop: { folders: [{ path: '/d' }] },
});

export interface Reply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface Ask {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** One request; `path` is sent as it is. */
export async function ask(port: number, path: string, { method, headers, body }: Ask = {}): Promise<Reply> {
  const message = await open(port, path, { ...(method && { method }), ...(headers && { headers }) }, body);
  return { status: message.statusCode ?? 0, headers: message.headers, body: await text(message) };
}

/** The answer's beginning; its body is the caller's. */
export function open(port: number, path: string, asked: Ask = {}, body = ''): Promise<IncomingMessage> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  const { method = 'GET', headers = {} } = asked;
  const call = request({ host: '127.0.0.1', port, path, method, headers, agent: false }, resolve);
  call.on('error', reject);
  call.end(body);
  return promise;
}

/** The same as a page of ours would send it. */
export function postJson(port: number, path: string, cookie: string, value: unknown): Promise<Reply> {
  const headers = { 'content-type': 'application/json', cookie, origin: `http://127.0.0.1:${port}` };
  return ask(port, path, { method: 'POST', headers, body: JSON.stringify(value) });
}

export interface Given {
  readonly clock?: Clock;
  readonly pin?: string;
  readonly pinRecord?: PinRecord;
  readonly handlers?: Partial<Handlers>;
  readonly assets?: string;
}

export interface Shop {
  readonly service: Service;
  readonly port: number;
  /** Tells every stream. */
  tell(snapshot: Snapshot): void;
  /** What the screens said they show, in order. */
  readonly shown: Shown[];
  /** Viewers that are there now. */
  viewers(): number;
  /** Uses a fresh address up; the cookie, as a browser sends it. */
  enter(): Promise<string>;
}

/** A built page with a hashed script, and beside it what must never be served. */
export function layScreens(): string {
  const root = tempFolder();
  const folder = join(root, 'screens');
  mkdirSync(join(folder, 'assets'), { recursive: true });
  writeFileSync(join(root, 'secret.html'), 'secret');
  writeFileSync(join(folder, 'index.html'), '<!doctype html><title>heado-till</title>');
  writeFileSync(join(folder, 'assets', 'main-D3x9_k2A.js'), `export const all = '${'x'.repeat(5_000)}';\n`);
  writeFileSync(join(folder, 'notes.txt'), 'not a part of the screens');
  return folder;
}

export async function openShop(given: Given = {}): Promise<Shop> {
  const { clock = systemClock } = given;
  const listeners = new Set<(snapshot: Snapshot) => void>();
  const shown: Shown[] = [];
  let newest = snapshotAt(1);
  const source: ScreensSource = {
    pin: given.pin === undefined ? undefined : pinOf({ widget: { ...usual.widget, pin: given.pin } }),
    locale: () => 'en',
    pinRecord: given.pinRecord,
    handlers: { ...silentHandlers(), ...given.handlers },
    watch(listener) {
      listeners.add(listener);
      listener(newest);
      return { show: (what) => shown.push(what), close: () => listeners.delete(listener) };
    },
  };
  const screens = createScreens(clock);
  screens.play(source);
  const started = await startService({ screens, clock, port: 0, assets: given.assets ?? layScreens() });
  if (!started.ok) throw new Error(started.error.code);
  const service = started.value;
  onTestFinished(async () => {
    await service.close();
    removeTempFolders();
  });
  const { port } = service;
  return {
    ...{ service, port, shown },
    tell(snapshot) {
      newest = snapshot;
      for (const listener of listeners) listener(snapshot);
    },
    viewers: () => listeners.size,
    async enter() {
      const { pathname, search } = new URL(service.address());
      return cookieOf(await ask(port, pathname + search));
    },
  };
}

/** What a browser sends back of an answer's cookie. */
export function cookieOf({ headers }: Reply): string {
  return headers['set-cookie']?.[0]?.split(';')[0] ?? '';
}

function silentHandlers(): Handlers {
  const refuse = (): Promise<{ ok: false; refusal: { reason: 'unreachable' } }> =>
    Promise.resolve({ ok: false, refusal: { reason: 'unreachable' } });
  return {
    serviceState: refuse,
    retry: refuse,
    discard: refuse,
    diagnostics: refuse,
    changeLook: refuse,
    setupState: refuse,
    testConnection: refuse,
    saveSetup: refuse,
    sendTestReceipt: refuse,
    putAwayShiftCard: () => Promise.resolve({ ok: true, value: {} }),
  };
}

/** Server-sent events as they come, by their names. */
export interface EventReader {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** Data of the events so far, comments as `:`. */
  events(): readonly { readonly event: string; readonly data: string }[];
  close(): void;
  readonly ended: Promise<void>;
}

export async function readEvents(
  port: number,
  headers: Readonly<Record<string, string>>,
): Promise<EventReader> {
  const message = await open(port, '/api/events', { headers });
  let all = '';
  message.on('data', (chunk: Buffer) => (all += chunk.toString('utf8')));
  const { promise, resolve } = Promise.withResolvers<undefined>();
  message.on('close', () => resolve(undefined));
  message.on('error', () => undefined);
  onTestFinished(() => void message.destroy());
  return {
    status: message.statusCode ?? 0,
    headers: message.headers,
    events: () =>
      all
        .split('\n\n')
        .slice(0, -1)
        .map((block) => {
          if (block.startsWith(':')) return { event: ':', data: block };
          const [, event = '', data = ''] = /^event: ([^\n]*)\ndata: ([^\n]*)$/.exec(block) ?? [];
          return { event, data };
        }),
    close: () => void message.destroy(),
    ended: promise,
  };
}
