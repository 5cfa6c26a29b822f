/** Owns: the facts that the outbox reports. */
import type { EventLevels } from '../base/note.ts';

export const outboxEvents = {
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
