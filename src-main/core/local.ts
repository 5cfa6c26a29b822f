/**
 * Owns: the operations of a data folder that no agent holds, for a command that takes its place for a moment;
 * and the read-only ones beside an agent that holds the folder and does not answer.
 * Promises: takes no files and sends nothing by itself; the lock is given back by `close`.
 */
import { existsSync, statSync } from 'node:fs';
import type { Clock } from '../base/clock.ts';
import { freeBytes } from '../base/free-bytes.ts';
import { problem, type Problem } from '../base/problem.ts';
import { fail, ok, type Result } from '../base/result.ts';
import { openZone } from '../base/zone.ts';
import { databasePath } from '../outbox/open.ts';
import { judgeContents } from '../outbox/own-contents.ts';
import { createReading, type OutboxReading } from '../outbox/reading.ts';
import { hasOurTables } from '../outbox/schema.ts';
import { openReadOnly } from '../outbox/sqlite.ts';
import type { Environment } from '../settings/environment.ts';
import type { Settings } from '../settings/schema.ts';
import { sizeOf } from './agent.ts';
import { createApiHealth } from './api-health.ts';
import type { Operations } from './control/commands.ts';
import { isLow } from './housekeeping.ts';
import { intakeOptions } from './intake-options.ts';
import { openApi } from './open-api.ts';
import { openStore } from './open-store.ts';
import { createOldestMissing } from './oldest-missing.ts';
import { unsettledStill } from './unsettled.ts';
import { createOperations } from './operations/operations.ts';
import { listQuarantine, showItem } from './operations/quarantine.ts';
import { receiptOperations } from './operations/receipts.ts';
import { rejectedList } from './operations/rejected-files.ts';
import type { CoreProblem } from './problem-codes.ts';
import { excerptOf } from './operations/excerpt.ts';
import { createRedaction, learnKeys } from './redaction.ts';
import { buildStatus, type StatusFacts } from './status.ts';
import type { StatusReport } from './status-schema.ts';
import {
  countStillRejected,
  createStillDesk,
  listStill,
  oldestStillRejectedMs,
  type StillFolders,
} from './still-rejected.ts';

export type LocalOperations = Operations & { close(): Promise<void> };
export type ReadOnlyOperations = Pick<
  Operations,
  'status' | 'receipts.list' | 'receipts.show' | 'quarantine.list' | 'quarantine.show'
> & { close(): Promise<void> };

export interface LocalOptions {
  readonly settings: Settings;
  readonly env: Environment;
  readonly clock: Clock;
}

/** Everything that can be asked of the folder, by this process. `data.locked` while an agent holds it. */
export async function openLocalOperations(options: LocalOptions): Promise<Result<LocalOperations, Problem>> {
  const opened = await openStore(options);
  if (!opened.ok) return opened;
  const store = opened.value;
  const { journal, health } = store;
  const api = openApi({
    ...options,
    note: journal.note,
    onCall: (report) => health.onCall(report),
    onKey: (key) => store.redaction.learn(key),
  });
  if (!api.ok) {
    await store.close();
    return fail(api.error);
  }
  const intake = createStillDesk(intakeOptions(store, () => undefined));
  const status = (): StatusReport =>
    buildStatus({
      ...stillFacts(options),
      host: api.value.host,
      fingerprint: api.value.api.keyFingerprint(),
      health,
      unsettled: unsettledStill(store),
      ...countsOf(store.opened.outbox.reading, options),
      ballast: store.opened.ballast.state(),
      lastErrors: journal.lastErrors(),
      dropped: journal.dropped(),
    });
  const operations = createOperations({
    store,
    api: api.value,
    intake,
    env: options.env,
    wake: () => undefined,
    status,
    holder: 'nobody',
  });
  const close = async (): Promise<void> => {
    api.value.close();
    await store.close();
  };
  return ok({ ...operations, close });
}

/** What the status shows where no agent runs. */
function stillFacts({
  settings,
  clock,
}: LocalOptions): Omit<
  StatusFacts,
  'host' | 'fingerprint' | 'health' | 'counts' | 'oldest' | 'ballast' | 'lastErrors' | 'dropped' | 'unsettled'
> {
  const free = freeBytes(settings.dataDir);
  return {
    nowMs: clock.now(),
    zone: openZone(settings.store.timeZone),
    dataDir: settings.dataDir,
    pid: null,
    startedAtMs: null,
    lanes: undefined,
    sizeBytes: sizeOf(databasePath(settings.dataDir)),
    folders: [],
    rejectedFiles: countStillRejected(stillFolders(settings)),
    freeBytes: free,
    diskLow: isLow(free),
  };
}

/** What lies in the outbox, and what HEADO lacks longest. */
function countsOf(
  reading: OutboxReading,
  { settings, clock }: LocalOptions,
): Pick<StatusFacts, 'counts' | 'oldest'> {
  const counts = reading.counts();
  const rejectedSinceMs = oldestStillRejectedMs(stillFolders(settings));
  const oldest = createOldestMissing(clock);
  return {
    counts,
    oldest: oldest({ missing: counts.missing, folders: [], rejectedSinceMs }, clock.now()),
  };
}

function stillFolders({ drop, dataDir }: Settings): StillFolders {
  return { paths: drop.folders.map(({ path }) => path), dataDir };
}

/** None at all may be wanted. */
function hasBallast({ outbox, dataDir }: Settings): boolean {
  return outbox.ballastMb === 0 || existsSync(`${dataDir}/ballast.bin`);
}

/** What can be read beside another process. `outbox.missing` when there is nothing to read, `outbox.otherVersion` when it is another program's. */
export function openReadOnlyOperations(options: LocalOptions): Result<ReadOnlyOperations, Problem> {
  const { settings, clock } = options;
  const path = databasePath(settings.dataDir);
  if (!existsSync(path)) return fail(problem<CoreProblem>('outbox.missing', path));
  const foreign = judgeContents(settings.dataDir, statSync(settings.dataDir).uid);
  if (foreign) return fail(foreign);
  const database = openReadOnly(path);
  if (!hasOurTables(database)) {
    database.close();
    return fail(problem<CoreProblem>('outbox.otherVersion', path));
  }
  const reading = createReading(database);
  const health = createApiHealth(
    clock,
    () => undefined,
    () => undefined,
  );
  const rejected = rejectedList(listStill(stillFolders(settings)));
  const receipts = receiptOperations(reading, () => 0, settings.dataDir);
  return ok({
    status: async () =>
      ok(
        buildStatus({
          ...stillFacts(options),
          host: new URL(settings.api.baseUrl).host,
          fingerprint: undefined,
          health,
          ...countsOf(reading, options),
          ballast: hasBallast(settings) ? 'present' : 'released',
          lastErrors: [],
          dropped: 0,
          unsettled: [],
        }),
      ),
    'receipts.list': receipts['receipts.list'],
    'receipts.show': receipts['receipts.show'],
    'quarantine.list': async ({ limit }) => ok(listQuarantine(reading, rejected, limit)),
    'quarantine.show': async ({ id }) => {
      const item = showItem(id, reading, rejected);
      if (!item) return fail(problem('quarantine.unknown', '', { id }));
      const redaction = createRedaction();
      learnKeys(redaction, settings, options.env);
      return ok({ ...item, raw: excerptOf(item.raw, redaction.redact) });
    },
    close: async () => database.close(),
  });
}
