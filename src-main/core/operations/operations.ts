/**
 * Owns: the answers to every command, whether the agent gives them over its socket or a command that holds the
 * data folder itself.
 */
import { problem, type Problem } from '../../base/problem.ts';
import { fail, ok } from '../../base/result.ts';
import type { Environment } from '../../settings/environment.ts';
import type { Operations } from '../control/commands.ts';
import { gatherFacts } from '../doctor/gather.ts';
import type { DoctorFacts } from '../doctor/facts.ts';
import { probeApi } from '../doctor/probe.ts';
import type { OpenApi } from '../open-api.ts';
import type { Store } from '../open-store.ts';
import { learnKeys } from '../redaction.ts';
import type { RejectedDesk } from '../still-rejected.ts';
import type { ScreensProblem } from '../screens/problem-codes.ts';
import type { StatusReport } from '../status-schema.ts';
import { outboxFacts, verifyOutbox } from './doctor-facts.ts';
import { quarantineOperations } from './quarantine.ts';
import { isShared, readAgain } from './read-again.ts';
import { receiptOperations } from './receipts.ts';
import { recoverOperation } from './recover.ts';
import { rejectedFiles } from './rejected-files.ts';
import { rejudge } from './rejudge.ts';
import { sendOneOperation } from './send-one.ts';

export interface OperationsOptions {
  readonly store: Store;
  readonly api: OpenApi;
  readonly intake: RejectedDesk;
  /** Looks at the folders anew. */
  readonly wake: () => void;
  readonly env: Environment;
  readonly status: () => StatusReport;
  readonly holder: DoctorFacts['holder'];
}

export function createOperations({
  store,
  api,
  intake,
  wake,
  env,
  status,
  holder,
}: OperationsOptions): Operations {
  const { outbox } = store.opened;
  return {
    status: async () => ok(status()),
    ...receiptOperations(outbox.reading, (seqs) => outbox.readmit(seqs), store.settings.dataDir),
    ...quarantineOperations({
      outbox,
      rejected: rejectedFiles(intake),
      rejudge: (id, reason) => rejudgeById(store, id, reason),
      note: store.journal.note,
      redact(text) {
        learnKeys(store.redaction, store.settings, env);
        return store.redaction.redact(text);
      },
    }),
    ...sendOneOperation(store, api.api),
    ...recoverOperation(store, wake),
    // Whoever serves screens puts its own answer in this place.
    'ui-url': async () => fail(problem<ScreensProblem>('screens.off')),
    'doctor.facts': async ({ deep }) =>
      ok(
        await gatherFacts({
          settings: store.settings,
          env,
          nowMs: store.clock.now(),
          probe: () => probeApi(api, store),
          outbox: () => outboxFacts(outbox.reading, status()),
          verifyChain: deep ? async () => verifyOutbox(outbox) : undefined,
          holder,
        }),
      ),
  };
}

async function rejudgeById(store: Store, id: number, reason: string): Promise<Problem | undefined> {
  const record = store.opened.outbox.shelf.record(id);
  if (record && isShared(record)) return readAgain(store, record, reason);
  const { folders } = store.settings.drop;
  const formatOf = (folder: string): string | undefined =>
    folders.find(({ path }) => path === folder)?.format;
  return record && rejudge(record, reason, { ...store, outbox: store.opened.outbox, formatOf });
}
