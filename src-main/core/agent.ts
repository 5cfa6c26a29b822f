/**
 * Owns: the running agent: store, intake and sender together, and what can be asked of them.
 * Promises: it starts by taking what waits and sending what is undecided; `stop` finishes the call in flight
 * (at most ten seconds) and leaves nothing half done that a restart would not finish.
 */
import { statSync } from 'node:fs';
import type { Clock } from '../base/clock.ts';
import { freeBytes } from '../base/free-bytes.ts';
import type { Problem } from '../base/problem.ts';
import { fail, ok, type Result } from '../base/result.ts';
import { createIntake, type Intake } from '../intake/intake.ts';
import { databasePath } from '../outbox/open.ts';
import type { PostFact } from '../sender/lane-work.ts';
import { createSender, type Sender, type SenderStatus } from '../sender/sender.ts';
import type { Environment } from '../settings/environment.ts';
import type { Settings } from '../settings/schema.ts';
import { createClockAsker } from './ask-clock.ts';
import type { Operations } from './control/commands.ts';
import { probeApi } from './doctor/probe.ts';
import { createHousekeeping, IDENTITY_EXTRA_DAYS, isLow } from './housekeeping.ts';
import { intakeOptions } from './intake-options.ts';
import { openApi, type OpenApi } from './open-api.ts';
import { forgettingTime, openStore, type Store } from './open-store.ts';
import type { Redaction } from './redaction.ts';
import { createOperations } from './operations/operations.ts';
import { createHeldRejudger } from './operations/rejudge-held.ts';
import { createOldestMissing } from './oldest-missing.ts';
import { earliestOf } from './oldest-missing.ts';
import { recoverManual } from './operations/send-one.ts';
import { unsettledOf } from './unsettled.ts';
import { buildStatus } from './status.ts';
import type { StatusReport } from './status-schema.ts';
import { PROGRAM } from './version.ts';

export interface AgentOptions {
  readonly settings: Settings;
  readonly env: Environment;
  readonly clock: Clock;
  readonly mirror?: ((line: string) => void) | undefined;
  /** What was changed in the settings and did not come into force. */
  readonly keptInForce?: readonly Problem[] | undefined;
  readonly redaction?: Redaction | undefined;
}

export interface Agent {
  readonly store: Store;
  readonly operations: Operations;
  start(): void;
  stop(): Promise<void>;
  /** Why no command can reach the agent, for the status; undefined once one can. */
  unheard(because: Problem | undefined): void;
  /** The key file changed: whatever waits for it is tried at once. */
  keyChanged(): void;
  status(): StatusReport;
  /** What the screens need beside the store. */
  readonly api: OpenApi;
  lanes(): SenderStatus;
  /** Calls when a call with receipts begins and when what it came to is written down. Returns its off switch. */
  onPost(listener: (fact: PostFact) => void): () => void;
}

/** Opens everything; takes and sends nothing yet. Fails where settings or data folder cannot be used. */
export async function createAgent(options: AgentOptions): Promise<Result<Agent, Problem>> {
  const opened = await openStore({ ...options, forAgent: true });
  if (!opened.ok) return opened;
  const store = opened.value;
  const api = openApi({
    ...options,
    note: store.journal.note,
    onCall: (report) => store.health.onCall(report),
    onKey: (key) => store.redaction.learn(key),
  });
  if (!api.ok) {
    await store.close();
    return fail(api.error);
  }
  return ok(assemble(options, store, api.value));
}

function assemble({ settings, env, keptInForce = [] }: AgentOptions, store: Store, api: OpenApi): Agent {
  const { journal, opened, zone, clock } = store;
  const { outbox } = opened;
  const intake: Intake = createIntake(intakeOptions(store, () => void opened.ballast.state()));
  const postListeners = new Set<(fact: PostFact) => void>();
  const sender: Sender = createSender({
    outbox,
    api: api.api,
    clock,
    zone,
    note: journal.note,
    ladder: settings.retry,
    deadlineMs: settings.api.timeoutMs,
    closeHoldMaxMs: settings.shift.closeHoldMaxMs,
    onPost: (fact) => postListeners.forEach((listener) => listener(fact)),
  });
  const rejudger = createHeldRejudger(store);
  const askClock = createClockAsker(clock, () => probeApi(api, store));
  store.onClock(rejudger.wake);
  store.onHeld(askClock);
  const judgeHeld = (): void => {
    rejudger.wake();
    if (outbox.reading.counts().shelf.held > 0) askClock();
  };
  const housekeeping = createHousekeeping({
    clock,
    dataDir: settings.dataDir,
    pruner: outbox.pruner,
    forgettingTime: () => forgettingTime(store),
    ballast: opened.ballast,
    keeping: {
      payloadDays: settings.outbox.payloadDays,
      identityDays: settings.receipts.maxAgeDays + IDENTITY_EXTRA_DAYS,
    },
    note: journal.note,
    rejudgeHeld: judgeHeld,
  });
  store.marks.archives.onRead(() => intake.wake());
  const startedAtMs = clock.now();
  const oldestMissing = createOldestMissing(clock);
  let unheard: Problem | undefined;

  function status(): StatusReport {
    const free = freeBytes(settings.dataDir);
    const { folders } = intake.state();
    const counts = outbox.reading.counts();
    const nowMs = clock.now();
    const rejectedFiles = folders.reduce((sum, folder) => sum + folder.rejectedFiles, 0);
    const rejectedSinceMs = earliestOf(folders.map((folder) => folder.oldestRejectedSinceMs));
    return buildStatus({
      nowMs,
      zone,
      dataDir: settings.dataDir,
      pid: process.pid,
      startedAtMs,
      host: api.host,
      fingerprint: api.api.keyFingerprint(),
      health: store.health,
      lanes: sender.status(),
      counts,
      oldest: oldestMissing({ missing: counts.missing, folders, rejectedSinceMs }, nowMs),
      sizeBytes: sizeOf(databasePath(settings.dataDir)),
      ballast: opened.ballast.state(),
      folders,
      unsettled: [...unsettledOf(store), ...keptInForce],
      rejectedFiles,
      freeBytes: free,
      diskLow: isLow(free),
      lastErrors: journal.lastErrors(),
      dropped: journal.dropped(),
      unheard,
    });
  }

  return {
    store,
    operations: createOperations({
      store,
      api,
      intake,
      wake: () => intake.wake(),
      env,
      status,
      holder: 'agent',
    }),
    status,
    start() {
      journal.note('agent.started', {
        version: PROGRAM.version,
        pid: process.pid,
        dataDir: settings.dataDir,
      });
      recoverManual(store);
      judgeHeld();
      store.marks.sendingBegins();
      sender.start();
      intake.start();
      housekeeping.start();
      store.marks.archives.replayUnlisted();
    },
    async stop() {
      opened.leave();
      housekeeping.stop();
      await rejudger.stop();
      await intake.stop();
      await sender.stop();
      api.close();
      journal.note('agent.stopped');
      await store.close();
    },
    unheard: (because) => void (unheard = because),
    api,
    lanes: () => sender.status(),
    onPost(listener) {
      postListeners.add(listener);
      return () => postListeners.delete(listener);
    },
    keyChanged: () => sender.settingsChanged(),
  };
}

export function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}
