/** Owns: how a status report looks to a person. Pure. */
import type { LaneStatus, StatusReport } from '../../core/status-schema.ts';
import { labelCounters } from '../../text/counters.ts';
import { describeEvent, sayable } from '../../text/events.ts';
import { bytesText } from '../../text/words.ts';
import type { Printer } from './printer.ts';
import type { StoreTime } from './store-time.ts';
import { formatPairs } from './table.ts';

interface View {
  readonly printer: Printer;
  readonly time: StoreTime;
}

type Pair = readonly [string, string];

const ERRORS_SHOWN = 5;

export function showStatus(report: StatusReport, view: View): string {
  const pairs: Pair[] = [
    agentPair(report, view),
    ...apiPairs(report, view),
    ...report.lanes.map((lane) => lanePair(lane, view)),
    outboxPair(report, view),
    ...report.folders.map((folder) => folderPair(folder, view)),
    diskPair(report, view),
    ...counterPairs(report, view),
  ];
  return [formatPairs(pairs), '', ...problemLines(report, view), ...errorLines(report, view)]
    .join('\n')
    .trimEnd();
}

function agentPair({ agent }: StatusReport, { printer: { say }, time }: View): Pair {
  if (agent.pid === null) return [say('status.agent'), `${say('status.notRunning')} (${agent.dataDir})`];
  const { pid, version, node, startedAt } = agent;
  return [say('status.agent'), say('status.running', { pid, version, node, since: time.show(startedAt) })];
}

function apiPairs({ api }: StatusReport, { printer: { say }, time }: View): readonly Pair[] {
  const state = say(`status.reachable.${api.reachable}`);
  const line = say('status.apiLine', { host: api.host, fingerprint: api.fingerprint ?? '—', state });
  const last = api.lastSuccessAt
    ? `, ${say('status.lastSuccess', { at: time.show(api.lastSuccessAt) })}`
    : '';
  return [[say('status.api'), line + last]];
}

function lanePair(lane: LaneStatus, { printer: { say }, time }: View): Pair {
  const parts = [`${say(`lane.${lane.lane}`)}: ${say(`laneState.${lane.state}`)}`];
  if (lane.attempt > 1) parts.push(say('status.attempt', { count: lane.attempt }));
  if (lane.nextAttemptAt) parts.push(say('status.nextAttempt', { at: time.show(lane.nextAttemptAt) }));
  return [say('status.lane'), parts.join(', ')];
}

const SHOWN_STATES = [
  'waiting',
  'inFlight',
  'delivered',
  'unconfirmed',
  'slow',
  'doubtful',
  'ejected',
  'quarantined',
  'held',
] as const;
const ALWAYS_SHOWN: ReadonlySet<string> = new Set(['waiting', 'delivered']);

function outboxPair({ outbox }: StatusReport, { printer: { say } }: View): Pair {
  const parts = SHOWN_STATES.filter((state) => outbox[state] > 0 || ALWAYS_SHOWN.has(state)).map(
    (state) => `${say(state === 'inFlight' ? 'state.in_flight' : `state.${state}`)} ${outbox[state]}`,
  );
  return [say('status.outbox'), parts.join(', ')];
}

function folderPair(folder: StatusReport['folders'][number], { printer: { say }, time }: View): Pair {
  const parts = [`${folder.path}: ${say(`status.folder.${folder.state}`)}`];
  if (folder.pendingFiles > 0) parts.push(say('status.pending', { count: folder.pendingFiles }));
  if (folder.lastTakenAt) parts.push(say('status.lastTaken', { at: time.show(folder.lastTakenAt) }));
  return [say('status.folder'), parts.join(', ')];
}

function diskPair({ disk, outbox }: StatusReport, { printer: { say, locale } }: View): Pair {
  const freeBytes = disk.freeBytes === null ? '—' : bytesText(disk.freeBytes, locale);
  return [say('status.disk'), say('status.free', { freeBytes, sizeBytes: outbox.sizeBytes })];
}

function counterPairs({ counters }: StatusReport, { printer: { say, locale } }: View): readonly Pair[] {
  const counted = labelCounters(counters, locale).filter(({ value }) => value > 0);
  return counted.length === 0
    ? []
    : [[say('status.counters'), counted.map(({ label, value }) => `${label} ${value}`).join(', ')]];
}

function problemLines({ problems }: StatusReport, { printer }: View): readonly string[] {
  if (problems.length === 0) return [`${printer.mark('ok')} ${printer.say('status.none')}`];
  const lines = problems.flatMap(({ problem, severity }) => printer.explain(problem, severity));
  return [`${printer.say('status.problems')}:`, ...lines];
}

function errorLines({ journal }: StatusReport, { printer, time }: View): readonly string[] {
  const last = journal.lastErrors.slice(-ERRORS_SHOWN);
  if (last.length === 0) return [];
  const lines = last.map(
    ({ time: at, event, fields }) =>
      `${time.show(at)} ${describeEvent(event, sayable(fields), printer.locale).text} (${event})`,
  );
  return ['', `${printer.say('status.lastErrors')}:`, ...lines];
}
