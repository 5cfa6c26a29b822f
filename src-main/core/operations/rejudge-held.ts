/**
 * Owns: judging again the records that wait for the clock or the settings.
 * Promises: one run at a time; a record that still waits for the same reason keeps its version, so that what a
 * person saw stays true; nothing is thrown.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Problem } from '../../base/problem.ts';
import type { ShelfRecord } from '../../outbox/shelf.ts';
import type { Store } from '../open-store.ts';
import { rejudge } from './rejudge.ts';
import { parseProblem } from './shapes.ts';

/** Records in memory at once, and between two turns of the event loop: some milliseconds. */
const RECORDS_PER_TURN = 50;

export interface HeldRejudger {
  /** Judges them now; asked for during a run, once more after it. */
  wake(): void;
  /** Resolves when no run is under way; none begins afterwards. */
  stop(): Promise<void>;
}

export function createHeldRejudger(store: Store): HeldRejudger {
  let running: Promise<void> | undefined;
  let again = false;
  let stopped = false;

  function isWanted(): boolean {
    const wanted = again && !stopped;
    again = false;
    return wanted;
  }

  async function run(): Promise<void> {
    while (isWanted()) await runOnce(store, () => stopped);
  }

  return {
    wake() {
      again = true;
      if (stopped || running) return;
      running = run().finally(() => (running = undefined));
    },
    async stop() {
      stopped = true;
      await running;
    },
  };
}

/** Every held record once, oldest first; one that is put on hold meanwhile as well. */
async function runOnce(store: Store, isStopped: () => boolean): Promise<void> {
  const { shelf } = store.opened.outbox;
  try {
    let page: readonly ShelfRecord[];
    let afterId = 0;
    do {
      page = shelf.open({ held: true, afterId, limit: RECORDS_PER_TURN });
      for (const record of page) {
        if (isStopped()) return;
        await judgeOne(store, record);
        afterId = record.id;
      }
      await nextTurn();
    } while (page.length > 0);
  } catch (error) {
    // A disk that is full now has room later; the records stay held.
    const told = error instanceof Error ? error.message : String(error);
    store.journal.note('housekeeping.failed', { error: told });
  }
}

async function judgeOne(store: Store, record: ShelfRecord): Promise<void> {
  const { outbox } = store.opened;
  const { judge } = store.marks;
  const isInDoubt = ({ perhapsSent }: ShelfRecord, folder: string): boolean =>
    judge.isUncompared(folder) || (perhapsSent && judge.isInDoubt(folder));
  const known = parseProblem(record.problem).code;
  const isNews = (found: Problem, held: boolean): boolean => !held || found.code !== known;
  const still = await rejudge(record, 'judged again', { ...store, outbox, isInDoubt, isNews });
  if (!still) store.journal.note('record.released', { id: `s${record.id}` });
}
