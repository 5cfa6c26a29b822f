/**
 * Owns: the text that a shop sends to the support: status, versions, the end of the journal. Pure.
 * Promises: no key, no place of this machine, no customer: those are not in the status, and what looks like a path
 * is cut down to its last part.
 */
import type { Calls } from '../../reports/calls.ts';
import type { Settings } from '../../settings/schema.ts';
import { sentence } from '../../text/problems.ts';
import type { Locale } from '../../text/words.ts';
import type { StatusReport } from '../status-schema.ts';
import { hidePaths, withoutPaths } from './hide-paths.ts';

export interface DiagnosticsFacts {
  readonly status: StatusReport;
  readonly settings: Settings;
  readonly calls: Calls;
}

export function diagnosticsText({ status, settings, calls }: DiagnosticsFacts, locale: Locale): string {
  const { agent, api, lanes, outbox, counters, folders, disk, quarantine, problems, journal } = status;
  const parts: readonly (readonly [string, unknown])[] = [
    ['agent', { version: agent.version, node: agent.node, startedAt: agent.startedAt, at: status.at }],
    ['machine', { platform: process.platform, arch: process.arch }],
    ['store', { timeZone: settings.store.timeZone, storeExtId: settings.store.storeExtId ?? null }],
    ['api', api],
    ['reports', reportsPart(calls)],
    ['lanes', lanes],
    ['outbox', outbox],
    ['counters', counters],
    ['folders', folders],
    ['disk', disk],
    ['quarantine', quarantine],
    [
      'problems',
      problems.map(
        ({ severity, problem }) => `${severity} ${problem.code}: ${sentence(withoutPaths(problem), locale)}`,
      ),
    ],
    ['journal', journal],
  ];
  return parts.map(([name, part]) => `== ${name}\n${hideInside(part)}\n`).join('\n');
}

function reportsPart({ askedAtMs, answeredAtMs, lastRefusal, refused }: Calls): object {
  const isoOf = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString());
  return {
    lastAskedAt: isoOf(askedAtMs),
    lastAnsweredAt: isoOf(answeredAtMs),
    lastRefusal: lastRefusal && {
      at: isoOf(lastRefusal.atMs),
      report: lastRefusal.report,
      code: lastRefusal.code,
      words: lastRefusal.words,
    },
    figuresRefused: refused,
  };
}

/** As JSON for people; every text without paths. */
function hideInside(part: unknown): string {
  return JSON.stringify(
    part,
    (_, inner: unknown) => (typeof inner === 'string' ? hidePaths(inner) : inner),
    2,
  );
}
