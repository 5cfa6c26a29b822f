import { describe, expect, it } from 'vitest';
import { FRESH_PIN_MS, OPEN_MS, OPEN_WITHOUT_PIN_MS } from '../../../src-main/core/screens/gate.ts';
import { FRESH_MS } from '../../../src-main/hosts/service/sessions.ts';
import { requestAccess } from '../../../src-main/contract/bridge.ts';
import { createFakeClock } from '../../support/fake-clock.ts';
import { ask, openShop, postJson, type Shop } from './browser.ts';

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
  const guarded = Object.entries(requestAccess).filter(([, access]) => access !== 'anyone');

  it.each(guarded)('does not answer %s before the PIN', async (name) => {
    const shop = await openShop({ clock: createFakeClock(), pin: PIN });
    const cookie = await shop.enter();
    expect(await say(shop, cookie, name, ARGUMENTS[name])).toEqual(locked(0));
    expect(await say(shop, cookie, 'unlock', { pin: PIN })).toEqual(opened);
    expect(await say(shop, cookie, name, ARGUMENTS[name])).not.toHaveProperty('refusal.retryInMs');
  });

  it('without a PIN is open for whoever has just come with an address, and as long as it is used', async () => {
    const clock = createFakeClock();
    const shop = await openShop({ clock });
    const cookie = await shop.enter();
    const openedWithout = { ok: true, value: { openForMs: OPEN_WITHOUT_PIN_MS } };
    expect(await say(shop, cookie, 'unlock', { pin: '' })).toEqual(openedWithout);
    for (let times = 0; times < 3; times += 1) {
      clock.advance(OPEN_WITHOUT_PIN_MS - 1);
      expect(await say(shop, cookie, 'unlock', { pin: '' })).toEqual(openedWithout);
    }
  });

  it.each(guarded)('without a PIN does not answer %s to a cookie alone', async (name) => {
    const clock = createFakeClock();
    const shop = await openShop({ clock });
    const cookie = await shop.enter();
    clock.advance(FRESH_MS);
    const todo = 'Get an address: heado-till ui-url --view service. Or set a PIN: heado-till pin --write.';
    const refused = { ok: false, refusal: { reason: 'refused', todo } };
    expect(await say(shop, cookie, name, ARGUMENTS[name])).toMatchObject(refused);
    expect(await say(shop, cookie, 'unlock', { pin: '' })).toMatchObject(refused);
    const { pathname, search } = new URL(shop.service.address());
    await ask(shop.port, pathname + search, { headers: { cookie } });
    expect(await say(shop, cookie, name, ARGUMENTS[name])).not.toMatchObject(refused);
  });

  const critical = Object.entries(requestAccess).filter(([, access]) => access === 'critical');

  it.each(critical)('asks for the PIN again before %s when it was given long ago', async (name) => {
    const clock = createFakeClock();
    const shop = await openShop({ clock, pin: PIN });
    const cookie = await shop.enter();
    await say(shop, cookie, 'unlock', { pin: PIN });
    for (let passedMs = 0; passedMs <= FRESH_PIN_MS; passedMs += OPEN_MS - 1) {
      expect(await say(shop, cookie, name, ARGUMENTS[name])).not.toHaveProperty('refusal.retryInMs');
      clock.advance(OPEN_MS - 1);
    }
    expect(await say(shop, cookie, name, ARGUMENTS[name])).toEqual(locked(0));
    expect(await say(shop, cookie, 'serviceState')).not.toHaveProperty('refusal.retryInMs');
    await say(shop, cookie, 'unlock', { pin: PIN });
    expect(await say(shop, cookie, name, ARGUMENTS[name])).not.toHaveProperty('refusal.retryInMs');
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

  it('makes whoever gives wrong PINs wait longer after each, and takes not even the right one meanwhile', async () => {
    const clock = createFakeClock();
    const shop = await openShop({ clock, pin: PIN });
    const cookie = await shop.enter();
    const wrong = ['0', '0000', '25800', '258', 'не цифры'];
    for (const [index, pin] of wrong.entries()) {
      const waitMs = 1_000 * 2 ** index;
      expect(await say(shop, cookie, 'unlock', { pin })).toEqual(locked(waitMs));
      expect(await say(shop, cookie, 'unlock', { pin: PIN })).toEqual(locked(waitMs));
      clock.advance(waitMs);
    }
    expect(await say(shop, cookie, 'unlock', { pin: PIN })).toEqual(opened);
    expect(await say(shop, cookie, 'unlock', { pin: '0000' })).toEqual(locked(1_000));
  });

  it('keeps nobody out for the wrong PINs of others, and lets nobody begin anew with another session', async () => {
    const clock = createFakeClock();
    const shop = await openShop({ clock, pin: PIN });
    const guesser = await shop.enter();
    for (let times = 0; times < 9; times += 1) {
      await say(shop, guesser, 'unlock', { pin: '0000' });
      clock.advance(5 * 60_000);
    }
    await say(shop, guesser, 'unlock', { pin: '0000' });
    const technician = await shop.enter();
    const erring = await shop.enter();
    expect(await say(shop, erring, 'unlock', { pin: '0000' })).toEqual(locked(64_000));
    expect(await say(shop, technician, 'unlock', { pin: PIN })).toEqual(opened);
    expect(await say(shop, guesser, 'unlock', { pin: PIN })).toEqual(locked(5 * 60_000));
  });

  it('judges one PIN after the other: of many at once only the first counts', async () => {
    const shop = await openShop({ clock: createFakeClock(), pin: PIN });
    const cookie = await shop.enter();
    const pins = Array.from({ length: 40 }, (_, index) => (index === 20 ? PIN : `0${index}`));
    const answers = await Promise.all(pins.map((pin) => say(shop, cookie, 'unlock', { pin })));
    expect(answers.filter((answer) => JSON.stringify(answer) === JSON.stringify(opened))).toEqual([]);
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
