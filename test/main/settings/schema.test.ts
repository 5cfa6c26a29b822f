import { describe, expect, it } from 'vitest';
import { settingsSchema } from '../../../src-main/settings/schema.ts';
import { listKeys } from '../../../src-main/settings/keys.ts';
import { loadObject, problemsOf, smallest, theProblem, theSettings } from './settings-files.ts';

/** `{a: {b: value}}` for `a.b`, on top of the smallest settings. */
function withKey(path: string, value: unknown): unknown {
  const base: Record<string, unknown> = structuredClone(smallest);
  const steps = path.split('.');
  let object = base;
  for (const step of steps.slice(0, -1)) {
    const inner: Record<string, unknown> = { ...(object[step] ?? {}) };
    object[step] = inner;
    object = inner;
  }
  object[steps.at(-1) ?? ''] = value;
  return base;
}

describe('the settings schema', () => {
  it('fills in every default of the architecture page from the two keys that have none', () => {
    const { settings } = theSettings(loadObject(smallest));
    expect(settings).toEqual({
      schemaVersion: 1,
      api: {
        baseUrl: 'https://api.heado.ru',
        devicePath: '/device/',
        keyFile: '/etc/heado-till/device.key',
        timeoutMs: 90_000,
        proxy: 'system',
        registerEventSpelling: 'auto',
      },
      store: { timeZone: 'Asia/Yekaterinburg', tills: {}, server: false, dayStartsAt: '00:00' },
      drop: {
        folders: [
          {
            path: '/var/spool/heado-till',
            format: 'auto',
            watch: 'events',
            encoding: 'auto',
            owner: 'agent',
          },
        ],
        settleMs: 500,
        staleMs: 60_000,
        rescanMs: 10_000,
        archiveDays: 35,
        maxFileMb: 20,
        refusalsMax: 100,
      },
      dataDir: '/var/lib/heado-till',
      outbox: { payloadDays: 90, ballastMb: 4 },
      receipts: {
        returnPositions: 'abs',
        prepayment: 'settlement',
        poskey: true,
        maxAgeDays: 400,
        aheadMinutesMax: 10,
      },
      shift: { mode: 'till', closeHoldMaxMs: 60_000 },
      retry: { delaysMs: [0, 3_000, 30_000, 60_000], capMs: 300_000 },
      reports: { intervalMs: 60_000, ids: ['metrics', 'bysellers', 'bytradepoints'], roles: {} },
      widget: {
        mode: 'strip',
        edge: 'bottom',
        theme: 'auto',
        locale: 'ru',
        alwaysOnTop: true,
        idleFadeMs: 30_000,
        hideMoney: false,
        hideOthersMoney: false,
        aheadPercent: 2,
        behindPercent: 5,
      },
      journal: { level: 'info', maxFileMb: 10, files: 10 },
    });
  });

  it('gives every key a meaning', () => {
    expect(listKeys().filter((key) => key.meaning === '')).toEqual([]);
  });

  it('requires the zone of the store and a drop folder, and nothing else', () => {
    const missing = problemsOf(loadObject({ store: {}, drop: {} }));
    expect(missing.map(({ code, at }) => [code, at])).toEqual([
      ['settings.missing', 'store.timeZone'],
      ['settings.missing', 'drop.folders'],
    ]);
    expect(
      listKeys()
        .filter((key) => key.required)
        .map((key) => key.path),
    ).toEqual(['store.timeZone', 'drop.folders', 'drop.folders[].path']);
  });

  it.each([
    ['api.baseUrl', 'ftp://api.heado.ru', 'base-url'],
    ['api.baseUrl', 'https://api.heado.ru/device/', 'base-url'],
    ['api.baseUrl', 'https://user:word@api.heado.ru', 'base-url'],
    ['api.devicePath', 'device', 'url-path'],
    ['api.keyFile', 'device.key', 'absolute-path'],
    ['api.proxy', 'proxy:3128', 'proxy'],
    ['api.registerEventSpelling', 'cyrillic', 'one-of'],
    ['api.timeoutMs', 10, 'whole'],
    ['store.timeZone', 'Asia/Ekaterinburg', 'time-zone'],
    ['store.storeExtId', 'store 1', 'ext-id'],
    ['store.cashboxExtId', 'касса', 'ext-id'],
    ['store.dayStartsAt', '24:00', 'clock-time'],
    ['store.openingHours', { mon: '9-21' }, 'hours'],
    ['store.tills', { '1': 'K-1' }, 'ext-id'],
    ['drop.folders', [], 'list'],
    ['drop.archiveDays', 1.5, 'whole'],
    ['receipts.poskey', 'yes', 'boolean'],
    ['retry.delaysMs', '0', 'list'],
    ['widget.pin', '12', 'pin'],
    ['widget', 3, 'section'],
    ['catalog', '', 'absolute-path'],
    ['schemaVersion', 2, 'one-of'],
  ])('refuses %s = %j and says which form it takes', (path, value, form) => {
    const found = theProblem(loadObject(withKey(path, value)));
    expect(found.code).toBe('settings.wrongValue');
    expect(found.at.startsWith(path)).toBe(true);
    expect(found.values['form']).toBe(form);
  });

  it.each([
    ['api.baseUrl', 'https://gamma.heado.ru'],
    ['api.baseUrl', 'http://127.0.0.1:8080'],
    ['api.devicePath', '/s/'],
    ['api.proxy', 'http://user:word@proxy.local:3128'],
    ['api.proxy', 'none'],
    ['store.openingHours', { mon: '09:00-24:00', sat: '10:00-02:00' }],
    ['store.tills', { '1': 'K1', 'Касса 2': 'K2' }],
    ['store.dayStartsAt', '05:30'],
    ['widget.pin', '0451'],
    ['$schema', './settings.schema.json'],
  ])('takes %s = %j', (path, value) => {
    const { settings } = theSettings(loadObject(withKey(path, value)));
    const read = path.split('.').reduce<unknown>((inner, step) => Reflect.get(Object(inner), step), settings);
    expect(read).toEqual(value);
  });

  it('reads its own defaults back to the same settings', () => {
    const { settings } = theSettings(loadObject(smallest));
    expect(settingsSchema.parse(JSON.parse(JSON.stringify(settings)))).toEqual(settings);
  });
});
