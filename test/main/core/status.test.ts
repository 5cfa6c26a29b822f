import { describe, expect, it } from 'vitest';
import { problem } from '../../../src-main/base/problem.ts';
import { openZone } from '../../../src-main/base/zone.ts';
import { createApiHealth } from '../../../src-main/core/api-health.ts';
import { buildStatus, type StatusFacts } from '../../../src-main/core/status.ts';
import { statusSchema } from '../../../src-main/core/status-schema.ts';
import type { FolderState } from '../../../src-main/intake/folder-state.ts';
import type { Counts } from '../../../src-main/outbox/reading.ts';
import type { LaneStatus } from '../../../src-main/sender/lane-status.ts';
import { sentence } from '../../../src-main/text/problems.ts';
import { createFakeClock } from '../../support/fake-clock.ts';

const NOW_MS = Date.parse('2026-11-22T09:00:00Z');
const MINUTE_MS = 60_000;

const idle: LaneStatus = {
  ...{ state: 'idle', sinceMs: NOW_MS, nextAttemptAtMs: undefined, because: undefined },
  ...{ lastSuccessAtMs: undefined, attempt: 0, pauseMs: 0 },
};
const folder: FolderState = {
  ...{ path: '/drop', state: 'watching', waitingFiles: 0, rejectedFiles: 0, problems: [] },
  ...{ oldestRejectedSinceMs: undefined, oldestUntakenSinceMs: undefined, lastTakenAtMs: undefined },
};
const nothing = {
  ...{ waiting: 0, in_flight: 0, delivered: 0, unconfirmed: 0 },
  ...{ slow: 0, ejected: 0, quarantined: 0, doubtful: 0, discarded: 0, recorded: 0 },
};
const empty: Counts = {
  ...{ byState: nothing, shelf: { open: 0, held: 0 }, missing: [], counters: {} },
};

const nothingLacking: StatusFacts['oldest'] = { receipt: undefined, signal: undefined };

function lacking(sinceMs: number): StatusFacts['oldest'] {
  return { ...nothingLacking, receipt: { place: 'held', sinceMs } };
}

function factsOf(change: Partial<StatusFacts> = {}): StatusFacts {
  const clock = createFakeClock(NOW_MS);
  const ignore = (): void => undefined;
  return {
    ...{
      nowMs: NOW_MS,
      zone: openZone('Asia/Yekaterinburg'),
      dataDir: '/data',
      pid: 7,
      startedAtMs: NOW_MS,
      host: 'api.heado.ru',
      fingerprint: 'ab12',
    },
    ...{
      lanes: { receipts: idle, signals: idle },
      counts: empty,
      oldest: nothingLacking,
      sizeBytes: 1,
      ballast: 'present',
    },
    ...{ health: createApiHealth(clock, ignore, ignore), folders: [folder], rejectedFiles: 0 },
    ...{ freeBytes: 10, diskLow: false, lastErrors: [], dropped: 0, unsettled: [], ...change },
  };
}

const codesOf = (facts: StatusFacts): string[] =>
  buildStatus(facts).problems.map((each) => `${each.severity} ${each.problem.code}`);

/** Calls that ended: our clock is so much ahead of the server's. */
function healthOf(skewMs: number): StatusFacts['health'] {
  const ignore = (): void => undefined;
  const health = createApiHealth(createFakeClock(NOW_MS), ignore, ignore);
  const outcome = { kind: 'accepted', result: 1 } as const;
  health.onCall({
    ...{
      method: 'reports',
      outcome,
      dateHeaderMs: NOW_MS - skewMs,
      startedAtMs: NOW_MS,
      receivedAtMs: NOW_MS,
      durationMs: 1,
    },
  });
  return health;
}

describe('the status', () => {
  it('of a till without worries has no problems and obeys its schema', () => {
    const report = buildStatus(factsOf());
    expect(statusSchema.parse(report)).toEqual(report);
    expect(report.problems).toEqual([]);
    expect(report.agent).toMatchObject({ pid: 7, dataDir: '/data' });
    expect(report.api).toMatchObject({ reachable: 'unknown', fingerprint: 'ab12', clockWarning: false });
  });

  it('where no agent runs has no lanes and no number', () => {
    const report = buildStatus(factsOf({ lanes: undefined, pid: null, startedAtMs: null, folders: [] }));
    expect(statusSchema.parse(report)).toMatchObject({ lanes: [], agent: { pid: null, startedAt: null } });
  });

  it.each<[string, Partial<StatusFacts>, string[]]>([
    [
      'a lane that holds',
      {
        lanes: { receipts: { ...idle, state: 'holding', because: problem('api.keyRefused') }, signals: idle },
      },
      ['error api.keyRefused'],
    ],
    [
      'a lane that waits for its next attempt',
      { lanes: { receipts: idle, signals: { ...idle, state: 'waiting', because: problem('api.noAnswer') } } },
      ['warning api.noAnswer'],
    ],
    [
      'a lane that waits because the database cannot be written',
      {
        lanes: {
          receipts: { ...idle, state: 'waiting', because: problem('sender.outboxFailed') },
          signals: idle,
        },
      },
      ['error sender.outboxFailed'],
    ],
    [
      'a lane that is idle again says nothing of what was',
      { lanes: { receipts: { ...idle, because: problem('api.noAnswer') }, signals: idle } },
      [],
    ],
    ['little room on the disk', { diskLow: true }, ['error status.diskLow']],
    ['the ballast given up', { ballast: 'released' }, ['error status.ballastReleased']],
    [
      'a folder that is not there',
      { folders: [{ ...folder, state: 'missing', problems: [problem('folder.missing')] }] },
      ['error folder.missing'],
    ],
    [
      'a file that waits in a good folder',
      { folders: [{ ...folder, problems: [problem('file.unfinished')] }] },
      ['warning file.unfinished'],
    ],
    ['a clock that is off', { health: healthOf(61_000) }, ['warning status.clockDiffers']],
    ['a clock that is off by a minute at most', { health: healthOf(60_000) }, []],
    [
      'a receipt that waits over a quarter of an hour',
      { oldest: lacking(NOW_MS - 15 * MINUTE_MS - 1) },
      ['error status.late'],
    ],
    [
      'a signal that HEADO lacks as long',
      { oldest: { receipt: undefined, signal: { place: 'waiting', sinceMs: NOW_MS - 16 * MINUTE_MS } } },
      ['error status.signalLate'],
    ],
    ['a receipt that waits that long exactly', { oldest: lacking(NOW_MS - 15 * MINUTE_MS) }, []],
    [
      'everything that lies aside',
      {
        counts: {
          ...empty,
          byState: { ...nothing, quarantined: 1, slow: 2, unconfirmed: 3, ejected: 4 },
          shelf: { open: 4, held: 5 },
        },
        rejectedFiles: 6,
      },
      [
        'warning status.quarantine',
        'warning status.held',
        'warning status.slow',
        'warning status.ejected',
        'warning status.unconfirmed',
      ],
    ],
    [
      'the worst first',
      { health: healthOf(-61_000), diskLow: true },
      ['error status.diskLow', 'warning status.clockDiffers'],
    ],
  ])('%s', (_, change, codes) => {
    expect(codesOf(factsOf(change))).toEqual(codes);
  });

  it('counts in quarantine what a person finds in the list: files, records, entries', () => {
    const counts = { ...empty, byState: { ...nothing, quarantined: 1 }, shelf: { open: 4, held: 5 } };
    const report = buildStatus(factsOf({ counts, rejectedFiles: 6 }));
    expect(report).toMatchObject({ quarantine: { open: 11 }, outbox: { quarantined: 5, held: 5 } });
    expect(report.problems[0]?.problem.values).toEqual({ count: 11 });
  });

  it('tells since when a receipt is late on the clock of the store, with its offset', () => {
    const oldest = lacking(Date.parse('2026-11-21T20:30:05Z'));
    const { problems, outbox } = buildStatus(factsOf({ oldest }));
    expect(problems[0]?.problem.values).toEqual({ since: '2026-11-22 01:30:05 +05:00', place: 'held' });
    expect(outbox).toMatchObject({
      late: true,
      oldestMissing: { since: '2026-11-21T20:30:05.000Z', place: 'held' },
      oldestSignal: null,
    });
    const told = (['ru', 'en'] as const).map(
      (locale) => problems[0] && sentence(problems[0].problem, locale),
    );
    expect(told).toEqual([
      expect.stringContaining('с 2026-11-22 01:30:05 +05:00: ждёт часов или настроек.'),
      expect.stringContaining('since 2026-11-22 01:30:05 +05:00: it waits for the clock or the settings.'),
    ]);
  });

  it.each([
    ['watching', 'ready', 'events'],
    ['polling', 'ready', 'poll'],
    ['full', 'waiting', 'poll'],
    ['missing', 'unreachable', 'poll'],
    ['denied', 'unreachable', 'poll'],
    ['not-answering', 'unreachable', 'poll'],
  ] as const)('a folder that is %s is %s', (state, shown, watch) => {
    const [first] = buildStatus(factsOf({ folders: [{ ...folder, state }] })).folders;
    expect(first).toMatchObject({ state: shown, watch });
  });

  it('lists no more problems than a person reads', () => {
    const problems = Array.from({ length: 200 }, () => problem('file.unfinished'));
    expect(buildStatus(factsOf({ folders: [{ ...folder, problems }] })).problems).toHaveLength(50);
  });
});
