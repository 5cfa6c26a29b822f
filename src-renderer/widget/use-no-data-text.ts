/** Owns: why there are still no figures, in words, once a view has waited long enough for them. */
import { useOverdue } from '../state/overdue.ts';
import { useWords } from '../state/screen.tsx';
import { useStatus } from './use-status.ts';

/** Null: it is too early for words, grey bars will do. */
export function useNoDataText(): string | null {
  const words = useWords();
  const { trouble } = useStatus();
  return useOverdue() ? words.noDataYet(trouble?.spoken ?? words.noAnswer) : null;
}
