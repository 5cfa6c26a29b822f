/**
 * Owns: what `doctor` makes of the facts: one pure judgement per check, each with what to do. Everything that
 * an installer can get wrong has its check here.
 */
import { problem, type Problem } from '../../base/problem.ts';
import { openZone, toldText } from '../../base/zone.ts';
import { CLOCK_SKEW_MS_MAX } from '../reference-clock.ts';
import { isLow } from '../housekeeping.ts';
import type { StatusProblem } from '../status.ts';
import type { DoctorFacts, FolderKind, ProbeFact } from './facts.ts';
import type { DoctorProblemCode } from './problem-codes.ts';

export const CHECK_IDS = [
  'settings',
  'node',
  'key',
  'api',
  'clock',
  'zone',
  'folders',
  'data',
  'disk',
  'agent',
  'formats',
  'delivery',
  'quarantine',
  'chain',
] as const;

type CheckId = (typeof CHECK_IDS)[number];

export type CheckVerdict = 'ok' | 'warning' | 'error';

export interface Finding {
  readonly check: CheckId;
  readonly verdict: CheckVerdict;
  /** Null when all is well. */
  readonly problem: Problem | null;
  /** With the check `api`: which way was tried. */
  readonly way?: Pick<ProbeFact, 'host' | 'proxy'>;
}

const NODE_MAJOR_MIN = 24;

type Judge = (facts: DoctorFacts) => readonly Finding[];

/** The checks that need facts, in the order in which they are shown. */
const judges: Readonly<Record<Exclude<CheckId, 'settings'>, Judge>> = {
  node: judgeNode,
  key: ({ key }) => [
    ...findings('key', 'error', key.problem),
    ...key.warnings.flatMap((warning) => findings('key', 'warning', warning)),
  ],
  api: judgeApi,
  clock: judgeClock,
  zone: ({ zone }) =>
    zone.differMinutes === 0 ? [] : findings('zone', 'warning', told('doctor.zoneDiffers', { ...zone })),
  folders: judgeFolders,
  data: (facts) => [...judgeData(facts), ...judgeUnsettled(facts)],
  disk: judgeDisk,
  agent: judgeAgent,
  formats: judgeFormats,
  delivery: judgeDelivery,
  quarantine: judgeQuarantine,
  chain: ({ chain }) => findings('chain', 'error', chain?.problem ?? null),
};

/** Every check's findings; a check that found nothing wrong says so. Checks without facts are left out. */
export function judgeFacts(facts: DoctorFacts): readonly Finding[] {
  return CHECK_IDS.flatMap((check) => {
    if (check === 'settings' || !isJudged(check, facts)) return [];
    const found = judges[check](facts);
    return found.length > 0 ? found : [{ check, verdict: 'ok' as const, problem: null }];
  });
}

function isJudged(check: CheckId, facts: DoctorFacts): boolean {
  if (check === 'api') return facts.probe !== null;
  if (check === 'clock') return facts.probe !== null && facts.probe.clockSkewMs !== null;
  if (check === 'chain') return facts.chain !== null;
  if (check === 'agent') return facts.holder !== null;
  if (check === 'formats' || check === 'delivery' || check === 'quarantine') return facts.outbox !== null;
  return true;
}

function told(code: DoctorProblemCode, values: Readonly<Record<string, string | number>>): Problem {
  return problem(code, '', values);
}

/** What the status says too. */
function status(code: StatusProblem, values: Readonly<Record<string, string | number>>): Problem {
  return problem(code, '', values);
}

function findings(check: CheckId, verdict: CheckVerdict, found: Problem | null): readonly Finding[] {
  return found ? [{ check, verdict, problem: found }] : [];
}

function judgeNode({ nodeVersion, sqlite }: DoctorFacts): readonly Finding[] {
  const major = Number(/^v?(\d+)/.exec(nodeVersion)?.[1]);
  if (major < NODE_MAJOR_MIN) {
    return findings(
      'node',
      'error',
      told('doctor.nodeTooOld', { version: nodeVersion, needed: NODE_MAJOR_MIN }),
    );
  }
  return sqlite ? [] : findings('node', 'error', told('doctor.sqliteMissing', { version: nodeVersion }));
}

/** Asked to slow down is an answer of HEADO with a good key. */
function judgeApi({ probe }: DoctorFacts): readonly Finding[] {
  if (!probe) return [];
  const { problem: found, host, proxy } = probe;
  const reached = found?.code === 'api.tooOften' || found?.code === 'doctor.probeRefused';
  const verdict = found ? (reached ? 'warning' : 'error') : 'ok';
  // Calls go over 443 alone, so without 80 they go on.
  const plain = findings('api', 'warning', probe.plainPort ?? null);
  return [{ check: 'api', verdict, problem: found, way: { host, proxy } }, ...plain];
}

function judgeClock({ probe }: DoctorFacts): readonly Finding[] {
  const skewMs = probe?.clockSkewMs ?? 0;
  if (Math.abs(skewMs) <= CLOCK_SKEW_MS_MAX) return [];
  return findings('clock', 'error', status('status.clockDiffers', { skewMs }));
}

const KIND_CODES = {
  missing: 'folder.missing',
  denied: 'folder.denied',
  other: 'folder.notAFolder',
} as const satisfies Record<Exclude<FolderKind, 'folder'>, string>;

function judgeFolders({ folders }: DoctorFacts): readonly Finding[] {
  return folders.flatMap((folder): readonly Finding[] => {
    const values = { path: folder.path };
    if (folder.kind !== 'folder')
      return findings('folders', 'error', problem(KIND_CODES[folder.kind], '', values));
    return [
      ...(folder.readable ? [] : findings('folders', 'error', told('doctor.folderNotReadable', values))),
      ...(folder.writable ? [] : findings('folders', 'error', told('doctor.folderNotWritable', values))),
      ...(folder.sameDevice ? [] : findings('folders', 'warning', told('doctor.archiveElsewhere', values))),
      ...folder.rights.flatMap((found) => findings('folders', isStop(found) ? 'error' : 'warning', found)),
    ];
  });
}

/** Nothing is taken from the folder until it is mended. */
function isStop({ code }: Problem): boolean {
  return code.startsWith('folder.subfolder') || code === 'folder.pathLink';
}

function judgeData({ dataDir }: DoctorFacts): readonly Finding[] {
  const values = { path: dataDir.path };
  if (dataDir.kind !== 'folder')
    return findings('data', 'error', problem(KIND_CODES[dataDir.kind], '', values));
  if (dataDir.problem) return findings('data', 'error', dataDir.problem);
  if (!dataDir.writable) return findings('data', 'error', told('doctor.folderNotWritable', values));
  return dataDir.readableByOthers
    ? findings('data', 'warning', told('doctor.dataReadableByOthers', values))
    : [];
}

/** Whose folders and data are, as the status says it. */
function judgeUnsettled({ outbox }: DoctorFacts): readonly Finding[] {
  return (outbox?.unsettled ?? []).flatMap((found) => findings('data', 'error', found));
}

function judgeDisk({ dataDir: { freeBytes } }: DoctorFacts): readonly Finding[] {
  if (freeBytes === null || !isLow(freeBytes)) return [];
  return findings('disk', 'error', status('status.diskLow', { freeBytes }));
}

function judgeAgent({ holder }: DoctorFacts): readonly Finding[] {
  return holder === 'agent' ? [] : findings('agent', 'warning', told('doctor.agentAbsent', {}));
}

/** One sale that reaches the till's folder in two formats is only known as one by its fiscal numbers. */
function judgeFormats({ outbox, server }: DoctorFacts): readonly Finding[] {
  const formats = outbox?.formats.filter(({ entries }) => entries > 0).map(({ format }) => format) ?? [];
  if (server || formats.length < 2) return [];
  return findings('formats', 'warning', told('doctor.twoFormats', { formats: formats.join(', ') }));
}

function judgeDelivery({ outbox, zone }: DoctorFacts): readonly Finding[] {
  const late = outbox?.late ?? null;
  const lie = late && {
    since: toldText(Date.parse(late.since), openZone(zone.store)),
    place: late.place,
  };
  const count = outbox?.unconfirmed ?? 0;
  return [
    ...(lie ? findings('delivery', 'error', status('status.late', lie)) : []),
    ...(count > 0 ? findings('delivery', 'warning', status('status.unconfirmed', { count })) : []),
  ];
}

function judgeQuarantine({ outbox }: DoctorFacts): readonly Finding[] {
  const quarantined = outbox?.quarantined ?? 0;
  const held = outbox?.held ?? 0;
  return [
    ...(quarantined > 0
      ? findings('quarantine', 'warning', status('status.quarantine', { count: quarantined }))
      : []),
    ...(held > 0 ? findings('quarantine', 'warning', status('status.held', { count: held })) : []),
  ];
}
