import { describe, expect, it } from 'vitest';
import { OPEN_MS } from '../../../src-main/core/screens/gate.ts';
import { requestAccess } from '../../../src-main/contract/bridge.ts';
import { createFakeClock } from '../../support/fake-clock.ts';
import { openShop, postJson, type Shop } from './browser.ts';

const PIN = '2580';
const STATE = { retry: { id: 'e1', version: '1' }, discard: { id: 'e1', version: '1' } };
const SETUP = { baseUrl: '', key: '', timeZone: '', folder: '', storeExtId: '', cashboxExtId: '' };
const ARGUMENTS: Readonly<Record<string, unknown>> = { ...STATE, testConnection: SETUP, saveSetup: SETUP };

async function say({ port }: Shop, cookie: string, name: string, value: unknown = {}): Promise<unknown> {
  const { status, body } = await postJson(port, `/api/${name}`, cookie, value);
  expect(status).toBe(200);
  return JSON.parse(body);
}

const locked = (retryInMs: number): unknown => ({ ok: false, refusal: { reason: 'locked', retryInMs } });
const opened = { ok: true, value: { openForMs: OPEN_MS } };

describe('the service view', () => {
  const guarded = Object.entries(requestAccess).filter(([, access]) => access === 'service');

  it.each(guarded)('does not answer %s before the PIN', async (name) => {
    const shop = await openShop({ clock: createFakeClock(), pin: PIN });
    const cookie = await shop.enter();
    expect(await say(shop, cookie, name, ARGUMENTS[name])).toEqual(locked(0));
    expect(await say(shop, cookie, 'unlock', { pin: PIN })).toEqual(opened);
    expect(await say(shop, cookie, name, ARGUMENTS[name])).toEqual({
      ok: false,
      refusal: { reason: 'unreachable' },
    });
  });

  it('is open where no PIN is set', async () => {
    const shop = await openShop({ clock: createFakeClock() });
    const cookie = await shop.enter();
    expect(await say(shop, cookie, 'unlock', { pin: '' })).toEqual(opened);
    expect(await say(shop, cookie, 'serviceState')).not.toHaveProperty('refusal.retryInMs');
  });

  it('closes a while after its last use, at once when asked, and is open for nobody else', async () => {
    const clock = createFakeClock();
    const shop = await openShop({ clock, pin: PIN });
    const [one, other] = [await shop.enter(), await shop.enter()];
    await say(shop, one, 'unlock', { pin: PIN });
    expect(await say(shop, other, 'serviceState')).toEqual(locked(0));
    for (let times = 0; times < 3; times += 1) {
      clock.advance(OPEN_MS - 1);
      expect(await say(shop, one, 'serviceState')).not.toEqual(locked(0));
    }
    clock.advance(OPEN_MS);
    expect(await say(shop, one, 'serviceState')).toEqual(locked(0));
    await say(shop, one, 'unlock', { pin: PIN });
    await say(shop, one, 'lock');
    expect(await say(shop, one, 'serviceState')).toEqual(locked(0));
  });

  it('makes everybody wait longer after every wrong PIN, and takes not even the right one meanwhile', async () => {
    const clock = createFakeClock();
    const shop = await openShop({ clock, pin: PIN });
    const [one, other] = [await shop.enter(), await shop.enter()];
    const wrong = ['0', '0000', '25800', '258', 'не цифры'];
    for (const [index, pin] of wrong.entries()) {
      const waitMs = 1_000 * 2 ** index;
      expect(await say(shop, one, 'unlock', { pin })).toEqual(locked(waitMs));
      expect(await say(shop, other, 'unlock', { pin: PIN })).toEqual(locked(waitMs));
      clock.advance(waitMs);
    }
    expect(await say(shop, other, 'unlock', { pin: PIN })).toEqual(opened);
    expect(await say(shop, one, 'unlock', { pin: '0000' })).toEqual(locked(1_000));
  });

  it('never waits longer than five minutes', async () => {
    const clock = createFakeClock();
    const shop = await openShop({ clock, pin: PIN });
    const cookie = await shop.enter();
    for (let times = 0; times < 12; times += 1) {
      await say(shop, cookie, 'unlock', { pin: '0000' });
      clock.advance(5 * 60_000);
    }
    expect(await say(shop, cookie, 'unlock', { pin: '0000' })).toEqual(locked(5 * 60_000));
  });
});
