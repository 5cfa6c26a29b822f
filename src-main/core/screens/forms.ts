/**
 * Owns: the form of every request's argument, whichever way it came. The compiler proves that each fits the
 * contract.
 */
import { z } from 'zod';
import { requestAccess, type RequestName, type Requests } from '../../contract/bridge.ts';
import type { ShowOnStream } from '../../contract/loopback.ts';

/** A key has some 40 characters, a path up to 4096; nothing that a person types is longer. */
const TEXT_LENGTH_MAX = 4_096;
const ID_LENGTH_MAX = 100;
const IDLE_FADE_MS_MAX = 3_600_000;

const nothing = z.strictObject({});
const text = z.string().max(TEXT_LENGTH_MAX);
const id = z.string().min(1).max(ID_LENGTH_MAX);
const action = z.strictObject({ id, version: id });

const setup = z.strictObject({
  baseUrl: text,
  key: text,
  timeZone: text,
  folder: text,
  storeExtId: text,
  cashboxExtId: text,
  pin: text.exactOptional(),
});

const look = z.strictObject({
  mode: z.enum(['strip', 'card', 'panel', 'full']).exactOptional(),
  theme: z.enum(['auto', 'light', 'dark']).exactOptional(),
  locale: z.enum(['ru', 'en']).exactOptional(),
  idleFadeMs: z.int().min(0).max(IDLE_FADE_MS_MAX).exactOptional(),
  hideMoney: z.boolean().exactOptional(),
  hideOthersMoney: z.boolean().exactOptional(),
});

export const requestForms = {
  unlock: z.strictObject({ pin: z.string().max(ID_LENGTH_MAX) }),
  lock: nothing,
  sessions: nothing,
  endSessions: nothing,
  serviceState: nothing,
  retry: action,
  discard: action,
  diagnostics: nothing,
  changeLook: look,
  setupState: nothing,
  testConnection: setup,
  saveSetup: setup,
  sendTestReceipt: nothing,
  putAwayShiftCard: z.strictObject({ id }),
} as const satisfies { readonly [N in RequestName]: z.ZodType<Requests[N]['in']> };

export const showForm = z.strictObject({
  stream: id,
  shown: z.strictObject({
    visible: z.boolean(),
    reports: z.array(z.enum(['metrics', 'bysellers', 'bytradepoints'])).max(3),
  }),
}) satisfies z.ZodType<ShowOnStream>;

export function isRequest(name: string): name is RequestName {
  return Object.hasOwn(requestAccess, name);
}
