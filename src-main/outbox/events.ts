/** Owns: the facts that the outbox reports. */
import type { EventLevels } from '../base/note.ts';

export const outboxEvents = {
  /** Others could read the data folder or files in it. Fields: `path`, `count`. */
  'data.narrowed': 'warn',
  /** Something else lay in the place of a file of ours. Fields: `path`, `aside`. */
  'data.setAside': 'error',
  'outbox.opened': 'info',
  'outbox.damaged': 'error',
  'outbox.rebuilt': 'warn',
  'outbox.pruned': 'info',
  'ballast.released': 'error',
  'ballast.restored': 'info',
  'duplicate.differed': 'warn',
  'entry.conflicted': 'warn',
  'entry.reopened': 'warn',
  'record.reopened': 'warn',
  'batch.reconciled': 'info',
} as const satisfies EventLevels<string>;

export type OutboxEvent = keyof typeof outboxEvents;
