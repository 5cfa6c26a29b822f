import { describe, expect, it } from 'vitest';
import { problem, type Problem } from '../../../src-main/base/problem.ts';
import { hidePaths, withoutPaths } from '../../../src-main/core/screens/hide-paths.ts';
import { linkOf, listNotices } from '../../../src-main/core/screens/notices.ts';
import { closedShift } from '../../../src-main/core/screens/shifts.ts';

describe('places of this machine', () => {
  it.each([
    ['ENOENT: open /var/lib/heado-till/outbox.db', 'ENOENT: open outbox.db'],
    ["EACCES: '/etc/heado-till/device.key'", "EACCES: 'device.key'"],
    ['files=/etc/heado-till/config.json, /root/x/device.key', 'files=config.json, device.key'],
    ['C:\\shop\\out\\1.json is locked', '1.json is locked'],
    ['2 of 3 shift/start at 18:00, 1/2', '2 of 3 shift/start at 18:00, 1/2'],
    ['https://api.heado.ru answers', 'https://api.heado.ru answers'],
    ['(/var/spool/heado-till)', '(heado-till)'],
  ])('%s → %s', (text, shown) => {
    expect(hidePaths(text)).toBe(shown);
  });

  it('with blanks in their names are hidden where the whole value is one', () => {
    const found = problem('folder.missing', '', { path: '/home/anna/Касса 1/my files', count: 3 });
    expect(withoutPaths(found).values).toEqual({ path: 'my files', count: 3 });
  });
});

const listed = (found: Problem, severity: 'warning' | 'error' = 'error') =>
  ({ severity, problem: { ...found, values: { ...found.values } } }) as const;

describe('what needs a person', () => {
  it.each([
    ['api.keyRefused', {}, 'keyRefused'],
    ['api.endpointUnusable', { because: 'key.missing' }, 'keyMissing'],
    ['api.endpointUnusable', { because: 'key.empty' }, 'keyMissing'],
    ['api.endpointUnusable', { because: 'key.malformed' }, 'keyRefused'],
    ['status.diskLow', {}, 'diskFull'],
    ['status.ballastReleased', {}, 'diskFull'],
    ['folder.missing', { path: '/x/y' }, 'folderMissing'],
    ['status.clockDiffers', {}, 'clockOff'],
    ['status.late', {}, 'late'],
    ['status.quarantine', {}, 'quarantine'],
    ['api.addressWrong', {}, 'other'],
  ] as const)('%s %j is of the kind %s', (code, values, kind) => {
    expect(listNotices([listed(problem(code, '', values))], 'ru')).toMatchObject([
      { kind, code, severity: 'error' },
    ]);
  });

  it('is told once per kind, worst first, and in the language of the screens', () => {
    const notices = listNotices(
      [
        listed(problem('status.diskLow')),
        listed(problem('status.ballastReleased')),
        listed(problem('status.held'), 'warning'),
      ],
      'en',
    );
    expect(notices.map(({ kind, code }) => [kind, code])).toEqual([
      ['diskFull', 'status.diskLow'],
      ['other', 'status.held'],
    ]);
    expect(notices[0]?.what).toMatch(/^Little room/);
  });

  it('is not a call that will be repeated', () => {
    expect(listNotices([listed(problem('api.connectionRefused'), 'warning')], 'ru')).toEqual([]);
  });
});

describe('the sign of the link', () => {
  const notice = (code: string, severity: 'warning' | 'error') =>
    listNotices([listed(problem(code), severity)], 'ru');

  it.each([
    [[], 0, false, 'ok'],
    [[], 1, false, 'ok'],
    [[], 1, true, 'stale'],
    [[], 2, true, 'offline'],
    [notice('status.quarantine', 'warning'), 0, false, 'ok'],
    [notice('status.late', 'error'), 2, false, 'offline'],
    [notice('status.clockDiffers', 'warning'), 0, false, 'action'],
    [notice('api.keyRefused', 'error'), 2, true, 'action'],
    [notice('status.held', 'warning'), 0, false, 'ok'],
  ] as const)('%j, %i failed, stale %s: %s', (notices, failedInRow, stale, link) => {
    expect(linkOf({ notices, failedInRow, stale })).toBe(link);
  });
});

describe('the shift that was closed last', () => {
  const at = (event: string, instantMs: number, device = '@S1/K1', level = 'till') => ({
    facts: JSON.stringify({ event, level, device, ts: '', instantMs }),
    state: 'delivered' as const,
    party: device,
    occurredAtMs: instantMs,
  });

  it("begins at its own till's opening", () => {
    const rows = [at('shift/start', 1), at('shift/start', 2, '@S1/K2'), at('shift/stop', 9)];
    expect(closedShift(rows)).toEqual({ id: '@S1/K1/9', device: '@S1/K1', fromMs: 1, toMs: 9 });
  });

  it('is none while one is open, and has no beginning where none was seen', () => {
    expect(closedShift([])).toBeUndefined();
    expect(closedShift([at('shift/stop', 1), at('shift/start', 2)])).toBeUndefined();
    expect(closedShift([at('shift/stop', 5)])).toMatchObject({ fromMs: null });
    expect(closedShift([at('shift/stop', 1), at('shift/stop', 5)])).toMatchObject({ fromMs: null, toMs: 5 });
  });

  it("is a till's, not the store's", () => {
    const rows = [at('shift/start', 1), at('shift/stop', 9), at('shift/stop', 9, '@S1/K1', 'store')];
    expect(closedShift(rows)).toMatchObject({ fromMs: 1 });
  });
});
